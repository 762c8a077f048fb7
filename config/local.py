"""Run the whole product on one machine: servers, schema, demo companies, then web, workers and beat until Ctrl-C."""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from urllib.parse import quote

from config import embedded, supervision

MANAGE = [sys.executable, str(embedded.BASE_DIR / "manage.py")]


def environment(database="kept"):
    """Return the environment of a deployment on this machine's own servers; what is already set stays as it is."""
    given = {name: value for name, value in os.environ.items() if value}
    local = {
        "DEBUG": "0",
        "KEPT_HOME": str(embedded.home()),
        "PORT": str(port()),
        "SECRET_KEY": embedded.secret("django-key"),
        "WEB_THREADS": "4",  # no proxy stands before it
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port()}",
        "EMAIL_URL": f"filemail://{quote(str(embedded.home() / 'mail'))}",
        "REDIS_URL": given.get("REDIS_URL") or embedded.redis_url(),
    }
    if "DATABASE_URL" not in given:
        local |= {"DATABASE_URL": _url("kept_web", database), "DATABASE_OWNER_URL": _url("kept_owner", database)}
    return {**os.environ, **local, **given}


def port():
    return int(os.environ.get("PORT") or 8000)


def _url(role, database):
    words = embedded.database(role, database)
    host = quote(words["HOST"], safe="")
    return f"postgresql://{role}:{words['PASSWORD']}@{host}:{words['PORT']}/{words['NAME']}"


def run():
    """Serve until a signal asks to stop. Returns the exit status."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    with only_one():
        refuse_busy_port(port())
        return serve(stopping)


def serve(stopping):
    with embedded.running():
        variables = environment()
        step("Bringing the schema up to date", "migrate", "--verbosity=0", variables=variables)
        step("Collecting static files", "collectstatic", "--no-input", "--verbosity=0", variables=variables)
        sign_ins = demo_companies(variables)
        if stopping.is_set():
            return 0
        print("Starting web, workers and beat", flush=True)
        variables.pop("DATABASE_OWNER_URL", None)  # web and workers never see it
        with supervised(variables) as supervisor:
            if wait_until_served(variables, supervisor, stopping):
                print_welcome(variables, sign_ins)
            watch(supervisor, stopping)
    print("Stopped.", flush=True)
    return 0 if stopping.is_set() else 1


def demo_companies(variables):
    """Make the demo companies on the first run and return their sign-ins; a database of others gets none."""
    if os.environ.get("DATABASE_URL"):
        return ""
    # Their passwords are public, but only this machine can reach this address.
    title = "Looking for the demo companies (the first time they are built, which takes a minute or two)"
    return step(title, "demo", "--if-empty", "--force", variables=variables, keep=True)


@contextlib.contextmanager
def only_one():
    with (embedded.make_home() / "running").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Kept already runs from {embedded.home()}.")
        yield


def refuse_busy_port(number):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError as error:
            sys.exit(f"Port {number} cannot be used ({error.strerror}). Choose another: make run PORT=8001")


def step(title, *command, variables, keep=False):
    print(title, flush=True)
    output = subprocess.PIPE if keep else None
    done = subprocess.run([*MANAGE, *command], env=variables, stdout=output, text=True, cwd=embedded.BASE_DIR)
    if done.returncode:
        sys.exit(f"manage.py {command[0]} failed; nothing was started.\n{done.stdout or ''}")
    return done.stdout


def end_with_parent():
    """Ask Linux to stop this process when its parent dies, even by kill -9, so that nothing serves unwatched."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextlib.contextmanager
def supervised(variables):
    """Run supervisord inside the block, away from the terminal's Ctrl-C, and stop it and its programs at the end."""
    supervisor = subprocess.Popen(
        [supervision.BIN / "supervisord", "--configuration", supervision.write()],
        env=variables,
        cwd=embedded.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent,  # noqa: PLW1509 (this process has one thread)
    )
    try:
        yield supervisor
    finally:
        print("\nStopping web, workers and beat", flush=True)
        supervisor.terminate()
        supervisor.wait()


def wait_until_served(variables, supervisor, stopping):
    address = f"http://127.0.0.1:{variables['PORT']}/livez"
    while supervisor.poll() is None and not stopping.wait(0.1):
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 (our own address)
                return answer.status == 200
        except urllib.error.HTTPError as error:
            print(f"{address} answers {error.code}; the logs are in {embedded.log_folder()}", file=sys.stderr)
            return False
        except OSError:
            continue
    return False


def print_welcome(variables, sign_ins):
    print(f"\nKept runs at {variables['PUBLIC_BASE_URL']}/\n")
    print(sign_ins.strip())
    print(f"\nLogs: {embedded.log_folder()}   Mail: {embedded.home() / 'mail'}   Stop: Ctrl-C\n", flush=True)


def watch(supervisor, stopping):
    """Start again an embedded server that dies, until a signal comes or supervisord itself is gone."""
    while supervisor.poll() is None and not stopping.wait(1):
        if dead := [server for server in embedded.wanted() if not server.listens()]:
            print(f"Starting again: {', '.join(server.name for server in dead)}", flush=True)
            embedded.ensure()


def reset():
    """Stop the embedded servers and delete everything they and this installation keep. Returns the exit status."""
    with only_one():
        if os.environ.get("YES") != "1":
            print(f"This deletes every company, case and file in {embedded.home()}.")
            if not sys.stdin.isatty() or input("Type yes to go on: ") != "yes":
                sys.exit("Nothing was deleted. (Without a terminal: make reset YES=1)")
        for home in (embedded.home() / "test", embedded.home()):
            os.environ["KEPT_HOME"] = str(home)
            if not embedded.discard():
                sys.exit(f"Somebody uses the servers in {home}. Nothing more was deleted.")
    print("Deleted.")
    return 0


if __name__ == "__main__":
    sys.exit({"run": run, "reset": reset}[sys.argv[1]]())
