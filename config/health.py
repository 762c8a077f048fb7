"""Answer a container's question whether its process is well: ``python -m config.health web|worker|beat``."""

import os
import socket
import sys
import time
import urllib.request

from config import embedded
from config.beat import SIGN_OF_LIFE

LONGEST_SILENCE_SECONDS = 60


def web():
    """Ask our own process for /livez, as the proxy in front of it would."""
    _, _, port = os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")
    address = f"http://localhost:{port}/livez"
    request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})  # noqa: S310 (our own address)
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310
        return answer.status == 200


def worker():
    """Ask the worker of this machine, through the broker."""
    from config.celery import app

    names = [f"{queue}@{socket.gethostname()}" for queue in ("fast-1", "fast-2", "bulk")]
    return bool(app.control.inspect(destination=names, timeout=5, limit=1).ping())


def beat():
    """See whether the scheduler ticked lately."""
    return time.time() - (embedded.home() / SIGN_OF_LIFE).stat().st_mtime < LONGEST_SILENCE_SECONDS


if __name__ == "__main__":
    try:
        is_well = {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]()
    except OSError as error:
        sys.exit(f"not well: {error}")
    sys.exit(0 if is_well else "not well")
