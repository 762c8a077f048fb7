"""The front door: settings, addresses, background work and the servers a single machine needs."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
