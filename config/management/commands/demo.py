"""Builds the demo companies."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demo.script import SLUGS
from config.demo.season import build_each
from config.demo.signins import sign_ins
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Builds two demo companies with ninety days behind them, and prints who may sign in."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a company of anyone's own"
        )
        parser.add_argument(
            "--force", action="store_true", help="also with DEBUG off, where everybody knows a password"
        )

    def handle(self, *, if_empty, force, **_):
        # A first run that was interrupted may have left one of the two; it is finished. Others' companies stay alone.
        if not (if_empty and Tenant.objects.exclude(slug__in=SLUGS).exists()):
            self._build(force)
        self.stdout.write(sign_ins())

    def _build(self, force):
        if not (settings.DEBUG or force):
            raise CommandError(
                "The demo companies come with sign-ins whose password is public, so with DEBUG off they are only built "
                "when you say --force."
            )
        now = timezone.now().replace(microsecond=0)
        known = set(Tenant.objects.values_list("slug", flat=True))
        began = time.monotonic()
        for slug in build_each([slug for slug in SLUGS if slug not in known], now):
            self.stderr.write(f"Built {slug} in {time.monotonic() - began:.0f} s")
