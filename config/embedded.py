"""PostgreSQL and Valkey for a single machine: real servers from wheels, started when no address of others is given.

Whoever needs them holds a shared lock on ``in-use``; the last to let go stops them. A process that dies lets go too.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
from pathlib import Path
from urllib.parse import quote

BASE_DIR = Path(__file__).resolve().parent.parent


def home():
    """Return the folder of everything this installation makes for itself (KEPT_HOME, by default ``.local``)."""
    return (BASE_DIR / (os.environ.get("KEPT_HOME") or ".local")).absolute()


def make_home():
    """Return the home, made if need be; root's servers run as another user and must be able to pass through it."""
    for folder in reversed([home(), *home().parents]):
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)  # whatever the umask is
    (home() / "secrets").mkdir(mode=0o700, exist_ok=True)
    return home()


def log_folder():
    path = make_home() / "log"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def secret(name):
    """Return the secret called ``name``, made on first use and readable by this user only."""
    path = make_home() / "secrets" / name
    if path.exists():
        return path.read_text()
    with contextlib.suppress(FileExistsError):
        draft = path.with_name(f".{name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # a link appears whole or not at all, so nobody reads half a secret
        finally:
            draft.unlink()
    return path.read_text()


def database(role, name="kept"):
    """Return Django's settings of the embedded database for ``role``."""
    from config.engines import postgres

    return {
        "NAME": name,
        "USER": role,
        "PASSWORD": secret(role),
        "HOST": str(postgres().socket.parent),
        "PORT": postgres().port,
    }


def redis_url():
    from config.engines import valkey

    return f"unix://{quote(str(valkey().socket))}?db={os.environ.get('KEPT_VALKEY_DB', '0')}"


def wanted():
    """Return the servers that have to run because the environment names no others."""
    from config.engines import postgres, valkey

    return [
        server()
        for variable, server in (("DATABASE_URL", postgres), ("REDIS_URL", valkey))
        if not os.environ.get(variable)
    ]


def ensure():
    """Start what is wanted and not running, and make the roles and the database. Harmless when all is there."""
    from config import roles
    from config.engines import Postgres

    servers = wanted()
    if not servers:
        return
    with _lock("starting"):
        for server in servers:
            server.start()
            if isinstance(server, Postgres):
                roles.prepare_embedded()


@contextlib.contextmanager
def running():
    """Keep the wanted servers running inside the block; the last user stops them."""
    if not wanted():
        yield
        return
    make_home()
    with (home() / "in-use").open("a") as in_use:
        fcntl.flock(in_use, fcntl.LOCK_SH)
        ensure()
        try:
            yield
        finally:
            _stop_if_last(in_use)


def stop():
    """Stop the servers unless somebody uses them; return whether they are stopped."""
    make_home()
    with (home() / "in-use").open("a") as in_use:
        return _stop_if_last(in_use)


def discard():
    """Stop the servers and delete the home and all in it, unless somebody uses them; return whether it is gone."""
    if not stop():
        return False
    from config.engines import postgres

    for place in (postgres().socket.parent, home() / "servers", home()):
        if place.exists():
            shutil.rmtree(place.resolve())
    return True


def _stop_if_last(in_use):
    fcntl.flock(in_use, fcntl.LOCK_UN)
    with _lock("starting"):
        try:
            fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        for server in wanted():
            server.stop()
    return True


@contextlib.contextmanager
def _lock(name):
    with (make_home() / name).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
