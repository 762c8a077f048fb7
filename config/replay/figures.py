"""What a replay came to, as tables."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate
from statistics import median, quantiles

from cases.models import Case, Priority
from timeline.models import Entry

TIMED = ("cases-opened", "cases-clocked")


@dataclass(frozen=True)
class Figures:
    """Counted inside the company's scope, from the rows alone."""

    opened: int
    clocked: int
    routed: int
    by_priority: dict
    by_department: dict
    at_once: dict
    at_the_end: int
    latencies: list

    @property
    def is_complete(self):
        return self.opened == self.clocked == self.routed

    @classmethod
    def of(cls, end):
        """Count the cases of the company of the scope as they stand at ``end``."""
        cases = list(Case.objects.select_related("department", "site").order_by("number"))
        return cls(
            opened=len(cases),
            clocked=sum(case.due_at is not None and case.triage_wanted_at is None for case in cases),
            routed=sum(case.department is not None for case in cases),
            by_priority={name: _tally(cases, name, end) for name in Priority.values},
            by_department=dict(Counter(str(case.department) for case in cases).most_common()),
            at_once=_most_at_once(cases),
            at_the_end=Case.objects.counts_by_address().count(),
            latencies=_latencies(),
        )


def _tally(cases, priority, end):
    mine = [case for case in cases if case.priority == priority]
    return {
        "opened": len(mine),
        "resolved": sum(case.resolved_at is not None for case in mine),
        "met": sum(case.was_met for case in mine),
        "breached": sum(case.breached_at is not None for case in mine),
        "open, overdue": sum(
            case.resolved_at is None and case.due_at is not None and case.due_at < end for case in mine
        ),
    }


def _most_at_once(cases):
    """Return the addresses where several cases were open at the same time, with how many there were at most."""
    changes = defaultdict(list)
    for case in cases:
        changes[str(case.site)].append((case.opened_at, 1))
        if case.resolved_at:
            changes[str(case.site)].append((case.resolved_at, -1))
    most = {address: max(accumulate(step for _at, step in sorted(steps))) for address, steps in changes.items()}
    return dict(sorted(((address, count) for address, count in most.items() if count > 1), key=lambda row: -row[1]))


def _latencies():
    """Return how many seconds of the wall clock passed from the writing of each case to its clocking."""
    written = defaultdict(dict)
    for pk, kind, at in Entry.objects.filter(kind__in=TIMED).values_list("subject_id", "kind", "recorded_at"):
        written[pk].setdefault(kind, at)
    pairs = [moments for moments in written.values() if len(moments) == len(TIMED)]
    return sorted((moments["cases-clocked"] - moments["cases-opened"]).total_seconds() for moments in pairs)


def as_text(figures, player) -> str:
    """Return the tables with which the command ends."""
    names = list(next(iter(figures.by_priority.values())))
    rows = [["Priority", *(name.capitalize() for name in names)]]
    for priority, tally in figures.by_priority.items():
        rows.append([str(Priority(priority).label), *(tally[name] for name in names)])
    rows.append(["All", *(sum(tally[name] for tally in figures.by_priority.values()) for name in names)])
    departments = [["Department", "Cases"], *figures.by_department.items()]
    return "\n".join([*_summary(figures, player), "", *_lined_up(rows), "", *_lined_up(departments)])


def _summary(figures, player):
    yield f"Cases: {figures.opened} opened, {figures.clocked} clocked, {figures.routed} routed"
    verbs = player.opened + player.resolved
    if not verbs:
        yield "This time: nothing, because all of the file had been replayed before"
    else:
        yield (
            f"This time: {player.opened} opened and {player.resolved} resolved in {player.seconds:.1f} s "
            f"({player.opened / player.seconds:.1f} cases/s, {verbs / player.seconds:.1f} verbs/s)"
        )
    if len(figures.latencies) > 1:
        tail = quantiles(figures.latencies, n=20)[-1]
        yield f"Opened to clocked: median {median(figures.latencies):.2f} s, 95 % within {tail:.2f} s"
    most = next(iter(figures.at_once.items()), None)
    worst = f" (most: {most[1]} at {most[0]})" if most else ""
    yield f"Addresses with several open cases: {len(figures.at_once)} at once{worst}, {figures.at_the_end} at the end"


def _lined_up(rows):
    """Return the rows as lines with columns of equal width, numbers to the right."""
    texts = [[str(cell) for cell in row] for row in rows]
    first, *others = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for name, *cells in texts:
        numbers = "".join(f"  {cell:>{width}}" for cell, width in zip(cells, others, strict=True))
        yield f"{name:<{first}}{numbers}"
