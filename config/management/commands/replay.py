"""Plays a file of real service requests into a company of its own."""

from argparse import ArgumentTypeError
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.cast import PASSWORD
from config.replay.figures import Figures, as_text
from config.replay.mapping import Mapping
from config.replay.player import FULL_SPEED, Player, WorkersSilent, events_of
from config.replay.requests import BadFile, read
from config.replay.town import NotOurs, Town
from tenants.current import tenant_scope


def speed(text):
    """Return how many seconds of the past pass in one, or FULL_SPEED."""
    if text == "full":
        return FULL_SPEED
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if seconds <= 0:
        raise ArgumentTypeError("say full, or how many seconds of the past pass in one")
    return seconds


class Command(BaseCommand):
    help = "Opens and resolves real service requests with the product's own verbs while its workers run."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="requests as CSV, in the columns of the MyLA311 data")
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N requests")
        parser.add_argument("--company", metavar="SLUG", help="the company to play into (default: the mapping's)")
        parser.add_argument("--speed", type=speed, default=FULL_SPEED, metavar="full|N", help="default: full")
        parser.add_argument("--wait", type=float, default=120, metavar="SECONDS", help="patience with silent workers")

    def handle(self, *, file, limit, company, speed, wait, **_):
        mapping = Mapping()
        try:
            requests = read(file, mapping.company["time_zone"], limit)
            mapping.refuse_unknown(requests)
            town = Town.found(mapping, company or mapping.company["slug"])
            self._play(town, mapping, events_of(requests), speed, wait)
        except (BadFile, NotOurs, WorkersSilent) as refusal:
            raise CommandError("\n".join(refusal.args)) from refusal
        except KeyboardInterrupt as stop:
            raise CommandError("\nStopped. The same command goes on from here.") from stop

    def _play(self, town, mapping, events, speed, wait):
        if not events:
            raise BadFile("There is no request in the file.")
        if settings.DEBUG:
            visitor = f"owner@{town.company.slug}.example"
            town.admit_visitor(visitor, PASSWORD)
            self.stdout.write(f"{town.company} (/{town.company.slug}/): {visitor}, password {PASSWORD}")
        player, end = Player(town, mapping, self._progress), events[-1].at
        player.play(events, speed)
        player.wait_for_workers(end, wait)
        self._progress("")
        with tenant_scope(town.company, readonly=True):
            figures = Figures.of(end)
        town.set_clock(None)
        self.stdout.write(as_text(figures, player))
        if not figures.is_complete:
            raise CommandError("Not every case was clocked and routed.")

    def _progress(self, line):
        if self.stderr.isatty():
            self.stderr.write(f"\r\033[K{line}", ending="")
            self.stderr.flush()
