"""What runs for a case: its own clock, and those of cases that were merged into it."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.db import models

from routing import clock
from routing.clock import Pause


@dataclass(frozen=True)
class Run:
    """One clock: the case's own, or that of a case merged into it, which has a ``number``."""

    start: datetime
    priority: str
    stops: tuple = ()
    number: int | None = None

    @property
    def is_own(self):
        return self.number is None

    def due_at(self, policy) -> datetime | None:
        return clock.due_at(self.start, self.priority, policy, self.stops)

    def at_risk_at(self, policy) -> datetime | None:
        return clock.at_risk_at(self.start, self.priority, policy, self.stops)

    def unless_it_waited_on(self):
        """The same clock if the case went on at once: where a paused case stays in its queue."""
        return replace(self, stops=tuple(stop for stop in self.stops if stop.end))


def fingerprint_of(runs, policy) -> str:
    """Return sixteen letters that change exactly when something changes that the due time is made of."""
    prints = [clock.fingerprint(run.start, run.priority, policy, run.stops) for run in runs]
    return prints[0] if len(prints) == 1 else sha256("|".join(prints).encode()).hexdigest()[:16]


class Running(models.Model):
    """The clocks that run for a case; whichever runs out first is when it is due."""

    class Meta:
        abstract = True

    def own_run(self) -> Run:
        """The clock that this case would have if nothing had been merged into it."""
        return Run(clock.clock_start(self.opened_at, self.reopened_at), self.priority, tuple(self.stops()))

    def first_run(self, policy) -> Run:
        """Whichever runs out first decides; a pause of this case stops them all."""
        own, *given = self.runs()
        return min((own, *given), key=lambda run: run.due_at(policy)) if given and own.due_at(policy) else own

    def clock_to_give(self) -> dict:
        if self.resolved_at:
            return {}
        own = self.own_run()
        stops = [[_iso(stop.start), _iso(stop.end), stop.category] for stop in own.stops]
        return {"start": own.start.isoformat(), "priority": own.priority, "stops": stops}

    def runs(self) -> list[Run]:
        """The clocks that run for this case, its own first: whichever runs out first is when it is due."""
        own = self.own_run()
        return [own, *(run for fact in self.merged_from if (run := self._given(fact, own)))]

    def _given(self, fact, own):
        merged_at, given = _moment(fact["at"]), fact["clock"]
        if not given or (self.reopened_at and merged_at < self.reopened_at):
            return None
        stops = [Pause(_moment(start), _moment(end), category=category) for start, end, category in given["stops"]]
        stops += [_since(stop, merged_at) for stop in own.stops if stop.end is None or stop.end > merged_at]
        return Run(_moment(given["start"]), given["priority"], tuple(stops), fact["number"])

    def follow_runs(self, *, by, at, recalled=False) -> dict:
        """Derive the clock after a merge or its undoing; return before and after for the timeline.

        ``recalled``: what was said about this due time before is remembered and not said again.
        """
        before = self.due_at
        if self.resolved_at is None:
            self.derive_clock(by=by, at=at, cause="merge", said=False)
            if recalled:
                self.recall_alarms()
            moved = before != self.due_at and not recalled
            self.ring(at, derived_at=at if moved else None, moved_by="merge")
        return {"due_before": _iso(before), "due_after": _iso(self.due_at)}


def _since(stop, moment):
    return Pause(max(stop.start, moment), stop.end, stop.reason, stop.category)


def _iso(moment):
    return moment.isoformat() if moment else ""


def _moment(text):
    return datetime.fromisoformat(text) if text else None
