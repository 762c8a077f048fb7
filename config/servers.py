"""What every embedded server has: a place of its own, a user that is not root, a start and a stop."""

import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config import embedded

LONGEST_SOCKET_PATH = 107
PASSABLE_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class CannotStart(Exception):
    """A server did not start. The text says which and the last lines it wrote."""


def folder():
    """Return where the servers keep their data.

    It is ``servers`` in the home, or, when root's servers (which run as another user) could not pass through the
    folders above, a folder in /var/lib that ``servers`` links to.
    """
    inside = embedded.home() / "servers"
    if inside.exists() or os.geteuid() != 0 or _may_pass(_first_existing(inside)):
        return inside.resolve()
    return Path("/var/lib") / f"kept-{hashlib.sha256(str(inside).encode()).hexdigest()[:12]}"


def make_folder():
    place, inside = folder(), embedded.make_home() / "servers"
    place.mkdir(mode=0o700, exist_ok=True)
    if place != inside.resolve():
        inside.symlink_to(place)
    if os.geteuid() == 0:
        os.chown(place, *account())
    return place


def account():
    """Return the user and group that root's servers run as: those of the data, else postgres, else nobody."""
    with_data = embedded.home() / "servers" / "postgres"
    if with_data.exists() and (owner := with_data.stat()).st_uid:
        return owner.st_uid, owner.st_gid
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise CannotStart("PostgreSQL does not run as root, and there is neither a user postgres nor nobody.")


def as_account():
    """Return the arguments that make a subprocess run as the servers' user."""
    if os.geteuid() != 0:
        return {}
    uid, gid = account()
    return {"user": uid, "group": gid, "extra_groups": []}


def _may_pass(path):
    return subprocess.run(["test", "-x", path], cwd="/", **as_account()).returncode == 0


def _first_existing(path):
    return path if path.exists() else _first_existing(path.parent)


def make_private(path):
    """Make a folder that only the servers' user may enter."""
    path.mkdir(mode=0o700, exist_ok=True)
    uid, gid = account() if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    if os.geteuid() == 0 and path.lstat().st_uid == 0:
        os.chown(path, uid, gid)
    if path.is_symlink() or path.lstat().st_uid != uid:
        raise CannotStart(f"{path} belongs to somebody else. Remove it, or run as its owner.")
    path.chmod(0o700)


def program(package, path, *beside):
    """Return the program at ``path`` in ``package``, copied next to the data if the servers' user cannot reach it."""
    installed = Path(find_spec(package).origin).parent
    if os.geteuid() != 0 or _may_pass(installed / path):
        return installed / path
    copies = make_folder() / f"{package}-{version(package.replace('_', '-'))}"
    if not copies.exists():
        draft = Path(tempfile.mkdtemp(dir=make_folder()))
        for source in (installed, *(installed.parent / name for name in beside)):
            shutil.copytree(source, draft / source.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
        draft.chmod(0o755)
        draft.rename(copies)
    return copies / package / path


class Server:
    """A server program with a folder of its own and a Unix socket that only its user may open."""

    name = socket_name = ""

    def __init__(self):
        self.data = folder() / self.name
        sockets = folder() / "sockets"
        if len(os.fsencode(sockets / self.socket_name)) > LONGEST_SOCKET_PATH:
            sockets = Path("/tmp") / f"kept-{hashlib.sha256(os.fsencode(folder())).hexdigest()[:16]}"
        self.socket = sockets / self.socket_name
        self.log = embedded.home() / "log" / f"{self.name}.log"
        self.process = None

    def start(self):
        """Start the server and return once it answers, however long its recovery takes. Harmless when it runs."""
        for attempt in range(6):
            if self.answers():
                return
            if self.listens():
                self.process = None  # somebody else started it
            else:
                self._launch()
            if self._wait():
                return
            time.sleep(0.2 * attempt)  # the children of a killed server may still be leaving
        lines = self.log.read_text(errors="replace").splitlines()[-12:] if self.log.exists() else []
        raise CannotStart("\n".join([f"{self.name} did not start. Its last words ({self.log}):", *lines]))

    def _launch(self):
        make_folder()
        embedded.log_folder()
        make_private(self.socket.parent)
        self.prepare()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.data,
                env=PASSABLE_ENVIRONMENT,
                umask=0o077,
                start_new_session=True,
                **as_account(),
            )

    def _wait(self):
        """Return True when the server answers, False when it has gone away."""
        patient_until = time.monotonic() + 10
        while not self.answers():
            if self.process and self.process.poll() is not None:
                return False
            if not self.process and not self.listens():
                return False
            if time.monotonic() > patient_until:
                print(f"Still waiting for {self.name}, which may be recovering: {self.log}", file=sys.stderr)
                patient_until += 10
            time.sleep(0.02)
        return True

    def listens(self):
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket)) == 0

    def stop(self):
        """Stop the server and return once its process is gone. Harmless when it does not run."""
        if not self.listens() or not (pid := self.pid()):
            return
        os.kill(pid, self.stop_signal)
        if self.process and self.process.pid == pid:
            self.process.wait()
        while self.listens() or _is_alive(pid):
            time.sleep(0.02)


def _is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
