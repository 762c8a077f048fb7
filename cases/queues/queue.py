"""One queue as one member looks at it: which rows, in which order, where the next page begins."""

from datetime import UTC, datetime
from hashlib import md5, sha256
from urllib.parse import urlencode
from uuid import UUID

from django.core.cache import cache
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.forms import QueueFilters
from cases.models import Case, Place, SavedView, Search, Tagged
from cases.querysets import COUNT_CAP, FILTERED_CAP, SAMPLE, capped_counts
from tenants import news

PAGE = 50
COUNTED_FOR = 60  # seconds, should a change have been missed
TABS = {"open": _("Open"), "unassigned": _("Unassigned"), "mine": _("Mine"), "resolved": _("Resolved")}


class Queue:
    """Built from the address alone, so that Back, a shared link and a reload show the same.

    ``after`` and ``before`` hold the sort key of a row: pages are found by it and never by counting.
    """

    def __init__(self, access, asked):
        self.access, self.asked = access, asked
        self.name = asked.get("queue", "open")
        if self.name not in TABS:
            self.name = "open"
        self.filters = QueueFilters(asked, access=access)
        self.after, self.before = (_cursor(asked.get(end, "")) for end in ("after", "before"))
        self.search = Search(self.filters.words, inside=access.is_inside) if self.filters.words else None
        self.resolved_sample = FILTERED_CAP if self.filters.is_led_alone else SAMPLE  # of many cases with the words
        self.tagged = Tagged(self.filters.leading_tag) if self.filters.leading_tag else None
        self.mistyped = None  # the search as typed, when nothing has its words and the nearest are looked for

    def chosen(self):
        return self.filters.chosen()

    @cached_property
    def view(self):
        """The view that the address says this is, if this member sees it."""
        try:
            pk = UUID(self.asked.get("view", ""))
        except ValueError:
            return None
        return SavedView.objects.visible_to(self.access).filter(pk=pk).first()

    @property
    def has_left_its_view(self):
        return bool(self.view) and self.view.query != self.query(view="")

    def rows_of(self, name):
        """Everything in the queue ``name``, in its order."""
        return self._in_order(name, self._led(name))

    def counted_of(self, name):
        """What is counted of the queue ``name``: everything, or of a frequent word only a sample."""
        return self._in_order(name, self._led(name, sample=name != "mine", **self._counted_limit(name)))

    def _counted_limit(self, name):
        return {"limit": self.resolved_sample} if name == "resolved" else {}

    @property
    def lead(self):
        """The words that lead to the cases, or else the tag; None where the queue itself does."""
        return self.search or self.tagged

    def _led(self, name, **how):
        is_open = name != "resolved"
        visible = self._visible(is_open=is_open)
        return self.lead.among(visible, is_open=is_open, **how) if self.lead else visible

    def _visible(self, *, is_open):
        return self.filters.narrow(Case.objects.visible_to(self.access), is_open=is_open)

    def _in_order(self, name, cases):
        if name == "resolved":
            return cases.resolved().newest_resolved_first()
        rows = cases.open().due_first()
        if name == "unassigned":
            return rows.unassigned()
        return rows.handled_by(self.access.member) if name == "mine" else rows

    @cached_property
    def keys(self):
        """(id, version, account's version, sort moment) of this page's rows, and one more to know of a next page."""
        keys = self._read_keys()
        if not keys and (self.after or self.before):  # what stood there has moved on: begin at the top
            self.after = self.before = None
            keys = self._read_keys()
        if not keys and self._correct():
            keys = self._read_keys()
        return keys

    def _correct(self):
        """Look for the nearest known words instead of words that no case has which this member may see."""
        if not self.search or self.filters.values.get("exact"):
            return False
        words = self._remembered("nearest", lambda: self.search.corrected(Case.objects.visible_to(self.access)))
        if words:
            self.mistyped, self.search = self.search, Search(words, inside=self.search.inside)
        return bool(words)

    def _read_keys(self):
        # Of a frequent word no more is read than fills the page, where nothing else decides what stands on it.
        is_whole = self.name in ("open", "resolved") and self.filters.is_led_alone
        limits = {"at_first": PAGE + 1} if is_whole else {}
        return self._walked(self._cut, PAGE + 1, Place(self.name != "resolved", self.after, self.before), **limits)

    def _walked(self, read, size, place, **limits):
        """What ``read`` makes of the ``size`` rows of this queue from ``place`` on."""
        if not self.lead:
            return read(self.rows_of(self.name))
        cases = self._in_order(self.name, self._visible(is_open=place.is_open))
        return self.lead.page(cases, read, size, place, **limits)

    def _cut(self, rows):
        """The keys of this page of ``rows``, which are in order."""
        resolved = self.name == "resolved"
        if self.after:
            rows = rows.resolved_before(*self.after) if resolved else rows.due_after(*self.after)
        elif self.before:
            rows = rows.resolved_after(*self.before) if resolved else rows.due_before(*self.before)
        moment = "resolved_at" if resolved else "queue_at"
        return list(rows.values_list("pk", "version", "account__version", moment)[: PAGE + 1])

    @cached_property
    def page_keys(self):
        page = self.keys[:PAGE]
        return page[::-1] if self.before and not self.after else page

    @cached_property
    def counts(self):
        """How many there are behind each tab, as text. Remembered for as long as nothing in the company changes."""
        return self._remembered("counts", self._counted)

    def _remembered(self, what, read):
        member = self.access.member
        asked = sha256(repr(sorted(self.chosen().items())).encode()).hexdigest()
        key = f"{what}:{news.latest(member.tenant_id)}:{member.pk}:{asked}"
        return cache.get_or_set(key, read, COUNTED_FOR)

    def _counted(self):
        """For example "12", or "99+" where counting on would cost too much."""
        self.keys  # noqa: B018 - they decide which words are looked for
        cap = FILTERED_CAP if self.chosen() else COUNT_CAP
        counts = capped_counts(cap, **{name: self.counted_of(name) for name in TABS})
        return {
            name: f"{cap - 1}+" if count >= cap else f"{count}+" if self._is_sample(name) else str(count)
            for name, count in counts.items()
        }

    def _is_sample(self, name):
        if not self.lead or name == "mine":
            return False
        return self.lead.has_more(is_open=name != "resolved", **self._counted_limit(name))

    @property
    def stamp(self):
        """Changes exactly when what this page shows has changed."""
        seen = [[str(part) for part in key] for key in self.page_keys]
        return md5(repr((seen, self.counts)).encode(), usedforsecurity=False).hexdigest()

    def tabs(self):
        return [
            {
                "key": name,
                "label": label,
                "count": self.counts[name],
                "url": self.address(queue=name),
                "is_current": name == self.name,
            }
            for name, label in TABS.items()
        ]

    def query(self, **more):
        """What this queue is asked for by, as in its address; ``more`` adds to or replaces it, empty takes away."""
        asked = {"queue": self.name, **self.chosen(), "view": str(self.view.pk) if self.view else "", **more}
        return urlencode({name: value for name, value in asked.items() if value})

    def address(self, route="case-list", **more):
        """The address of this queue with its filters; ``more`` as for query()."""
        return f"{reverse(route)}?{self.query(**more)}"

    def here(self, route="case-list", **more):
        """The address of this very page of the queue."""
        return self.address(route, **{end: self.asked.get(end, "") for end in ("after", "before")}, **more)

    def chips(self):
        """What is chosen, each with the address of the queue without it."""
        return [
            {"label": label, "text": text, "url": self.address(**{name: ""})}
            for name, label, text in self.filters.said()
        ]

    def next_url(self):
        more = len(self.keys) > PAGE or (self.before and not self.after)
        return self.address(after=_as_text(self.page_keys[-1])) if more and self.page_keys else ""

    def previous_url(self):
        more = self.after or (self.before and len(self.keys) > PAGE)
        return self.address(before=_as_text(self.page_keys[0])) if more and self.page_keys else ""

    def beside(self, case, *, forth):
        """The number of the case after or before ``case`` in this queue, whether or not it is still in it itself."""
        here = (case.resolved_at if self.name == "resolved" else case.queue_at, case.pk)
        place = Place(self.name != "resolved", **{"after" if forth else "before": here})

        def number(rows):
            ways = (rows.due_after, rows.due_before) if place.is_open else (rows.resolved_before, rows.resolved_after)
            return list(ways[not forth](*here).values_list("number", flat=True)[:1])

        return next(iter(self._walked(number, 1, place)), None) if here[0] else None


def _as_text(key):
    pk, *_versions, moment = key
    return f"{moment.isoformat()}~{pk}"


def _cursor(text):
    moment, _tilde, pk = text.partition("~")
    try:
        when = datetime.fromisoformat(moment)
        return (when.astimezone(UTC), UUID(pk)) if when.tzinfo else None
    except (ValueError, OverflowError):
        return None
