"""The servers and processes that are measured: the product as it is deployed, and the floor beside it."""

import contextlib
import os
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config import embedded, local, supervision

DEFAULT_CASES = 1_000_000
FLOOR = f"{supervision.BIN}/gunicorn --config config/gunicorn.py bench.floor:application"


def settle(cases):
    """Choose the data home for that many cases, before Django reads its settings."""
    os.environ["KEPT_HOME"] = ".local/bench" if cases == DEFAULT_CASES else f".local/bench-{cases}"
    os.environ["KEPT_FSYNC"] = "off"
    os.environ["PORT"] = str(_free_port())
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"


def furnish():
    """Bring the schema up to date, collect the static files, and set up Django in this process as the web role."""
    variables = local.environment()
    for command in (["migrate", "--verbosity=0"], ["collectstatic", "--no-input", "--verbosity=0"]):
        subprocess.run([*local.MANAGE, *command], env=variables, check=True, cwd=embedded.BASE_DIR)
    os.environ.update(variables)
    os.environ.pop("DATABASE_OWNER_URL", None)
    import django

    django.setup()


def forget():
    """Take back what furnish told this process, so that the servers are its own again and stop with it."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    """One running program of the house, in a process group of its own."""

    def __init__(self, name, command, **more):
        self.name = name
        with (embedded.log_folder() / f"bench-{name}.log").open("wb") as log:
            self.process = subprocess.Popen(
                shlex.split(command.replace("%%", "%")),
                env={**os.environ, **more},
                cwd=embedded.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
            )

    def stop(self):
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=30)
            return
        self.process.kill()

    def memory_mb(self, kind):
        """Memory of the program and its children: ``Rss``, or ``Pss``, which counts what they share once."""
        return sum(_memory_kb(pid, kind) for pid in _family(self.process.pid)) / 1024


def _family(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in _family(int(child)))]


def _memory_kb(pid, kind):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))


@contextlib.contextmanager
def served(**floor_environment):
    """Serve the product and the floor inside the block; yield their two ports and the product's programs."""
    port, floor_port = int(os.environ["PORT"]), _free_port()
    floor = Program("floor", FLOOR, BIND=f"127.0.0.1:{floor_port}", **floor_environment)
    web = Program("web", supervision.PROGRAMS["web"])
    try:
        _await(port, "/livez")
        _await(floor_port, "/empty")
        yield port, floor_port, web
    finally:
        floor.stop()
        web.stop()


@contextlib.contextmanager
def working():
    """Run workers and beat inside the block; yield them."""
    programs = [Program(name, supervision.PROGRAMS[name]) for name in supervision.PROGRAMS if name != "web"]
    try:
        time.sleep(6)  # until the pools have started and beat has swept once
        yield programs
    finally:
        for program in programs:
            program.stop()


def _await(port, path):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            sys.exit(f"{path} answers {error.code}; the logs are in {embedded.log_folder()}")
        except OSError:
            time.sleep(0.1)
    sys.exit(f"Nothing answers at {path}; the logs are in {embedded.log_folder()}")
