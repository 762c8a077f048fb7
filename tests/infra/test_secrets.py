"""Keys are made on the machine, differ between machines, and are nobody else's to read."""

import stat
import subprocess
import sys

from config import embedded


def test_a_secret_is_made_once_and_readable_by_its_owner_only(own_home):
    first = embedded.secret("django-key")
    assert embedded.secret("django-key") == first
    assert len(first) >= 50
    for path in (own_home / "secrets").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((own_home / "secrets").stat().st_mode) == 0o700


def test_no_two_secrets_and_no_two_machines_share_one(own_home, monkeypatch):
    here = {embedded.secret(name) for name in ("django-key", "kept_web", "kept_owner", "postgres")}
    monkeypatch.setenv("KEPT_HOME", str(own_home / "another"))
    there = {embedded.secret(name) for name in ("django-key", "kept_web", "kept_owner", "postgres")}
    assert len(here | there) == 8


def test_processes_that_come_together_agree_on_the_secret(own_home):
    command = [sys.executable, "-c", "from config import embedded; print(embedded.secret('shared'))"]
    crowd = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=embedded.BASE_DIR) for _ in range(4)]
    assert len({one.communicate()[0] for one in crowd}) == 1


def test_no_file_of_the_repository_carries_a_secret():
    tracked = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, cwd=embedded.BASE_DIR)
    names = tracked.stdout.split("\0")
    assert not [name for name in names if name.startswith(".local") or name.endswith(".env")]
