"""A moving clock: what is to happen, in the order in which it happens."""

import heapq
from datetime import datetime, time, timedelta
from itertools import count

from routing.hours import OpeningHours

OFFICE = {**dict.fromkeys(range(5), ((time(7), time(18)),)), 5: ((time(8), time(13)),)}


class Clockwork:
    """Acts are functions of the moment at which they happen; an act may add later ones."""

    def __init__(self, luck, zone, begins_at, ends_at):
        self.luck, self.begins_at, self.ends_at = luck, begins_at, ends_at
        self.hours = OpeningHours(zone, OFFICE)
        self.acts, self.turn = [], count()

    def at(self, moment, act):
        """Let ``act`` happen at ``moment``; what would happen after the end does not."""
        if moment <= self.ends_at:
            heapq.heappush(self.acts, (moment.replace(microsecond=0), next(self.turn), act))

    def run(self):
        """Let everything happen that has been laid on the clock."""
        while self.acts:
            moment, _turn, act = heapq.heappop(self.acts)
            act(moment)

    def between(self, start: datetime, end: datetime) -> datetime:
        """Return a moment between two, in office hours when the draw is lucky enough."""
        drawn = [start + (end - start) * self.luck.random() for _try in range(6)]
        return next((moment for moment in drawn if self.hours.is_open(moment)), drawn[0])

    def series(self, how_many, start, end):
        """Return that many moments between two, in order."""
        return sorted(self.between(start, end) for _one in range(how_many))

    def arrival(self, latest):
        """Return when somebody calls, writes or fills in the form: mostly by day, sometimes at night."""
        at_any_hour = self.begins_at + (latest - self.begins_at) * self.luck.random()
        drawn = at_any_hour if self.luck.random() < 0.15 else self.between(self.begins_at, latest)
        return drawn.replace(second=self.luck.randrange(60), microsecond=0)

    def is_office_time(self, moment):
        return self.hours.is_open(moment)

    def soon(self, moment, *minutes):
        """Return a moment that many minutes, between the two, after ``moment``."""
        return moment + timedelta(minutes=self.luck.uniform(*minutes))
