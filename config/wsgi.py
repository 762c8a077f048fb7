"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from tenants.isolation import refuse_wrong_role  # noqa: E402 (models exist only once Django is set up)

refuse_wrong_role()
