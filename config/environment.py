"""What the environment says, and a plain refusal when it says too little."""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from config import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def is_debug():
    """Say whether this is a developer's machine: asked for, or nothing of a deployment is set."""
    return env.bool("DEBUG", default=not os.environ.get("DATABASE_URL"))


def required(name, why, *, local):
    """Return the variable ``name``, or what ``local`` makes on a developer's machine.

    Errors: ImproperlyConfigured, naming the variable, when DEBUG is off and it is missing.
    """
    if value := os.environ.get(name):
        return value
    if is_debug():
        return local()
    return _refuse(name, why)


def _refuse(name, why):
    raise ImproperlyConfigured(f"{name} is not set: {why}")


def database():
    """Return Django's settings of the one database, as the role this process may use."""
    if os.environ.get("KEPT_DB_OWNER") == "1":
        name, role, why = "DATABASE_OWNER_URL", "kept_owner", "migrations connect as the owner of the tables."
    else:
        name, role, why = "DATABASE_URL", "kept_web", "it says where PostgreSQL is."
    if role == "kept_web" or not os.environ.get("DATABASE_URL"):
        url = required(name, why, local=lambda: None)
    else:
        url = os.environ.get(name) or _refuse(name, why)
    return {
        **(parsed(url) if url else embedded.database(role)),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


def parsed(url):
    """Return Django's words for a PostgreSQL address; libpq itself reads it, Unix sockets and options included."""
    import psycopg  # here, because a process without a database reads its environment too

    words = psycopg.conninfo.conninfo_to_dict(url)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {django: words.pop(libpq, "") for libpq, django in names.items()} | {"OPTIONS": words}


def redis_url():
    return required("REDIS_URL", "it says where Valkey or Redis is.", local=embedded.redis_url)


def broker_url(url):
    """Return ``url`` as Celery writes it: a Unix socket is ``redis+socket://`` there."""
    if not url.startswith("unix://"):
        return url
    path, _, query = url.removeprefix("unix://").partition("?")
    return f"redis+socket://{path}" + (f"?{query.replace('db=', 'virtual_host=')}" if query else "")
