"""What is written about running the product is what the product does."""

import re
import subprocess

import pytest

from config import embedded
from tests.infra.pins import faults
from tests.infra.test_compose import names_the_code_reads

ROOT = embedded.BASE_DIR
INTERNAL = {"KEPT_DB_OWNER", "KEPT_FSYNC", "KEPT_VALKEY_DB", "YES", "PATH", "LC_ALL"}
PROMISED = ["help", "run", "test", "check", "shots", "bench", "reset", "lock"]


def test_every_setting_that_is_written_down_is_read_and_the_other_way_round():
    table = (ROOT / "docs" / "deployment.md").read_text().split("## Settings")[1].split("## First")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    written = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    read = set()
    for path in (ROOT / "config").glob("*.py"):
        text = path.read_text()
        read |= set(re.findall(r'(?:environ\.get|environ|required|env\.\w+)[(\[]\s*"([A-Z_]+)"', text))
    assert read - INTERNAL <= written
    assert written <= names_the_code_reads()


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_index(path):
    assert faults(ROOT / path) == []


@pytest.mark.parametrize(
    "line", ["django", "django>=5", "--index-url https://example.com", "-r other.txt", "https://example.com/x.whl"]
)
def test_anything_but_a_pin_with_a_hash_is_found(tmp_path, line):
    good = "celery==5.6.3 \\\n    --hash=sha256:00\n"
    (tmp_path / "good.txt").write_text(good)
    (tmp_path / "bad.txt").write_text(f"{good}{line}\n")
    assert faults(tmp_path / "good.txt") == []
    assert len(faults(tmp_path / "bad.txt")) == 1


def test_the_promised_targets_exist_and_say_what_they_do():
    shown = subprocess.run(["make", "help"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    for target in PROMISED:
        assert re.search(rf"^{target} +\S", shown, re.MULTILINE), target
    assert shown == subprocess.run(["make"], capture_output=True, text=True, cwd=ROOT, check=True).stdout


def test_ci_checks_and_tests():
    script = (ROOT / ".ci" / "run").read_text()
    assert "set -euo pipefail" in script
    assert script.index("make check") < script.index("make test")
