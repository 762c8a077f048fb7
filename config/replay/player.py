"""Plays the requests: every opening and every ending at its own moment, in the order in which they happened."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from cases.models import Case
from tenants.current import tenant_scope

from .requests import Request

FULL_SPEED = None
TICK = 0.2  # seconds between two looks at the clock while nothing happens


class WorkersSilent(Exception):
    """Nobody clocks the cases or rings their alarms. ``args`` are the reasons, ready to show."""


@dataclass(order=True)
class Event:
    """An opening (0) or an ending (1); at the same moment, openings come first."""

    at: datetime
    turn: int
    place: int
    request: Request = field(compare=False)


def events_of(requests) -> list[Event]:
    """Return what happens, in order."""
    openings = [Event(request.opened_at, 0, place, request) for place, request in enumerate(requests)]
    endings = [Event(request.closed_at, 1, place, request) for place, request in enumerate(requests)]
    return sorted(event for event in openings + endings if event.at)


def opening_key(request):
    """Return the key that lets a request be opened once, however often its file is replayed."""
    return uuid5(NAMESPACE_URL, f"request/{request.number}")


class Player:
    """Plays events into a town. What an earlier replay has done is passed over, so that it can be resumed."""

    def __init__(self, town, mapping, say):
        self.town, self.mapping, self.say = town, mapping, say
        self.opened = self.resolved = 0
        with tenant_scope(town.company):
            rows = Case.objects.exclude(opening_key=None).values_list("opening_key", "pk", "resolved_at")
            self.known = {key: (pk, resolved_at) for key, pk, resolved_at in rows}

    def play(self, events, speed=FULL_SPEED):
        """Play the events; at ``speed`` so many seconds of the past pass in one. One transaction an event."""
        left = [event for event in events if not self._is_done(event)]
        self.began = time.monotonic()
        for place, event in enumerate(left):
            if speed and place:
                self._pass_time(left[place - 1].at, event.at, speed)
            with tenant_scope(self.town.company):
                self.town.set_clock(event.at)
                (self._resolve if event.turn else self._open)(event)
            self.say(f"{event.at:%Y-%m-%d %H:%M}  opened {self.opened}, resolved {self.resolved}, of {len(left)}")
        self.seconds = time.monotonic() - self.began

    def _is_done(self, event):
        pk, resolved_at = self.known.get(opening_key(event.request), (None, None))
        return bool(resolved_at) if event.turn else bool(pk)

    def _open(self, event):
        request, site = event.request, self.town.site_of(event.request)
        case = Case.objects.open_for(
            site.account,
            by=None,
            at=event.at,
            opening_key=opening_key(request),
            site=site,
            branch=self.town.branch_of(request),
            **self.mapping.reported(request),
        )
        self.known[case.opening_key] = (case.pk, None)
        self.opened += 1

    def _resolve(self, event):
        pk, _resolved_at = self.known[opening_key(event.request)]
        case = Case.objects.get(pk=pk)
        case.resolve(by=None, at=event.at, **self.mapping.ending(event.request))
        self.known[case.opening_key] = (pk, event.at)
        self.resolved += 1

    def _pass_time(self, before, after, speed):
        """Let the company's clock run from one event to the next, so that alarms ring in between."""
        began = time.monotonic()
        while (moment := before + timedelta(seconds=(time.monotonic() - began) * speed)) < after:
            self.town.set_clock(moment)
            time.sleep(min(TICK, (after - moment).total_seconds() / speed))

    def wait_for_workers(self, end, patience):
        """Set the clock to the end and wait until every case is clocked and every alarm that is due has rung.

        Errors: WorkersSilent when nothing moves for ``patience`` seconds.
        """
        self.town.set_clock(end)
        before, since = None, time.monotonic()
        while any(left := self._unfinished(end)):
            if left != before:
                before, since = left, time.monotonic()
            if time.monotonic() - since > patience:
                raise WorkersSilent(
                    f"{left[0]} cases wait to be clocked and {left[1]} to ring, and for {patience:g} s no worker has "
                    "touched one. Are workers and beat running? Start them with make run, and say this again."
                )
            self.say(f"Waiting for the workers: {left[0]} cases to clock, {left[1]} to ring")
            time.sleep(TICK)

    def _unfinished(self, end):
        with tenant_scope(self.town.company, readonly=True):
            return Case.objects.untriaged().count(), Case.objects.filter(alarm_at__lt=end).count()
