"""``make run``: serves, restarts what dies, keeps its data, and leaves no process behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from config import embedded, local

pytestmark = pytest.mark.faults
PATIENCE = 90


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(holds, what):
    deadline = time.monotonic() + PATIENCE
    while not (answer := holds()):
        assert time.monotonic() < deadline, f"still waiting until {what}"
        time.sleep(0.05)
    return answer


def processes_of(home):
    """Return the command lines, by process id, of everything that was started for ``home``."""
    found, mark = {}, f"KEPT_HOME={home}".encode()
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            variables = (process / "environ").read_bytes().split(b"\0")
            if (mark in variables or str(home) in command) and int(process.name) != os.getpid():
                found[int(process.name)] = command
    return found


def serving(home):
    return [command for command in processes_of(home).values() if "celery" in command or "gunicorn" in command]


def worker_of(home):
    return min((pid for pid, command in processes_of(home).items() if "--queues fast" in command), default=None)


@pytest.fixture
def product(own_home, monkeypatch):
    """Return a function that runs the product on a port of its own; a company is there, so no demo is made."""
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    monkeypatch.delenv("DEBUG", raising=False)
    monkeypatch.setenv("KEPT_HOME", str(own_home))
    monkeypatch.setenv("PORT", str(free_port()))
    create = "from tenants.models import Tenant; Tenant.objects.create(slug='here', name='Already here')"
    with embedded.running():
        for command in (["migrate", "--verbosity=0"], ["shell", "--verbosity=0", "-c", create]):
            subprocess.run([*local.MANAGE, *command], check=True, cwd=embedded.BASE_DIR, env=local.environment())

    @contextlib.contextmanager
    def run(end=signal.SIGINT):
        log = own_home / "run.log"
        with log.open("w") as output:
            command = [sys.executable, "-m", "config.local", "run"]
            process = subprocess.Popen(command, cwd=embedded.BASE_DIR, stdout=output, stderr=output)
        try:
            until(lambda: "Kept runs at" in log.read_text() or process.poll() is not None, "the address is printed")
            assert process.poll() is None, log.read_text()
            yield process, log
        finally:
            process.send_signal(end)
            assert process.wait(timeout=PATIENCE) == (0 if end == signal.SIGINT else -end), log.read_text()

    return run


def status():
    with urllib.request.urlopen(f"http://127.0.0.1:{os.environ['PORT']}/livez", timeout=5) as answer:
        return answer.status


def refused(**changes):
    """Try to run a second product and return what it says instead."""
    command = [sys.executable, "-m", "config.local", "run"]
    second = subprocess.run(command, cwd=embedded.BASE_DIR, env=os.environ | changes, capture_output=True, text=True)
    assert second.returncode == 1
    return second.stderr


def test_it_serves_restarts_a_killed_worker_keeps_data_and_stops_whole(product, own_home):
    with product() as (_, log):
        assert f"http://127.0.0.1:{os.environ['PORT']}/" in log.read_text()
        assert status() == 200
        killed = until(lambda: worker_of(own_home), "a worker runs")
        os.kill(killed, signal.SIGKILL)
        until(lambda: worker_of(own_home) not in (None, killed), "another worker runs")
        assert status() == 200
        assert "already runs" in refused(KEPT_HOME=str(own_home))
        assert "cannot be used" in refused(KEPT_HOME=str(own_home / "other"))
    assert processes_of(own_home) == {}

    with product(end=signal.SIGKILL):
        count = "from tenants.models import Tenant; print(*Tenant.objects.values_list('slug', flat=True))"
        command = [*local.MANAGE, "shell", "--verbosity=0", "-c", count]
        kept = subprocess.run(command, cwd=embedded.BASE_DIR, capture_output=True, text=True, check=True)
        assert kept.stdout.split() == ["here"]
    until(lambda: not serving(own_home), "nothing serves unwatched")
    assert embedded.stop()
    until(lambda: processes_of(own_home) == {}, "the servers are gone too")


def test_reset_deletes_only_when_told_to(own_home, monkeypatch):
    with embedded.running():
        pass
    command = [sys.executable, "-m", "config.local", "reset"]
    ask = {"cwd": embedded.BASE_DIR, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    unsure = subprocess.run(command, **ask)
    assert unsure.returncode == 1
    assert (own_home / "servers").exists()
    with embedded.running():
        used = subprocess.run(command, **ask, env=os.environ | {"YES": "1"})
        assert "Somebody uses the servers" in used.stderr
    sure = subprocess.run(command, **ask, env=os.environ | {"YES": "1"})
    assert sure.returncode == 0
    assert not own_home.exists()
