"""What runs on a single machine, written down for supervisord, which starts again what dies."""

import configparser
import os
import sys
from pathlib import Path

from config import embedded

BIN = Path(sys.executable).parent
CELERY = f"{BIN}/celery --app config.celery:app"
QUIET = "--without-gossip --without-mingle --without-heartbeat --loglevel WARNING"

# name -> command. The compose file runs the same ones.
PROGRAMS = {
    "web": f"{BIN}/gunicorn --config config/gunicorn.py config.wsgi:application",
    "fast-1": f"{CELERY} worker --queues fast,sweeps --pool solo --hostname fast-1@%%h {QUIET}",
    "fast-2": f"{CELERY} worker --queues fast,sweeps --pool solo --hostname fast-2@%%h {QUIET}",
    "bulk": f"{CELERY} worker --queues bulk,mail --pool solo --hostname bulk@%%h {QUIET}",
    "beat": f"{CELERY} beat --pidfile= --loglevel WARNING",
}


def write():
    """Write supervisord's configuration and return where it lies."""
    logs = embedded.log_folder()
    parser = configparser.RawConfigParser()
    parser["supervisord"] = {
        "nodaemon": "true",
        "logfile": f"{_plain(logs)}/supervisord.log",
        "pidfile": f"{_plain(embedded.home())}/supervisord.pid",
        "directory": _plain(embedded.BASE_DIR),
        "loglevel": "warn",
        **({"user": "root"} if os.geteuid() == 0 else {}),
    }
    for name, command in PROGRAMS.items():
        parser[f"program:{name}"] = {
            "command": command,
            "autorestart": "true",
            "startsecs": "2",
            "startretries": "1000000",
            "stopasgroup": "false",
            "killasgroup": "true",
            "stopwaitsecs": "40",
            "redirect_stderr": "true",
            "stdout_logfile": f"{_plain(logs)}/{name}.log",
            "stdout_logfile_maxbytes": "10MB",
            "stdout_logfile_backups": "3",
        }
    parser["group:kept"] = {"programs": ",".join(PROGRAMS)}  # one group stops at once, several one after another
    path = embedded.home() / "supervisord.conf"
    with path.open("w") as file:
        parser.write(file)
    return path


def _plain(path):
    return str(path).replace("%", "%%")
