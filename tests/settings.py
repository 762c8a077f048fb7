"""The house's settings, made quick: servers of their own that skip the disk, cheap passwords, mail kept in memory."""

import os

os.environ.setdefault("KEPT_HOME", ".local/test")
os.environ.setdefault("KEPT_FSYNC", "off")
os.environ.setdefault("DEBUG", "1")
# Each parallel worker (gw0, gw1, ...) has a corner of Valkey to itself.
os.environ.setdefault("KEPT_VALKEY_DB", str(int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1")[2:]) + 1))

from config.settings import *  # noqa: E402, F403
from config.settings import STORAGES  # noqa: E402

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
WHITENOISE_MAX_AGE = 600  # a browser test loads the style sheets once
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "EMAIL_URL" not in os.environ:  # where a test has a mail server of its own
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
