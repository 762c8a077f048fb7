"""The morning-dispatch board: what came in while nobody was there, and what has become of it."""

from collections import defaultdict
from hashlib import md5
from uuid import UUID

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from callbacks.models import AfterHoursRequest, Callback, board_of
from cases.models import Case
from tenants import news
from tenants.models.roles import WRITE

PAGE = 50
COUNT_CAP = 100
MOST_OPEN = 3  # so many cases, and callbacks, of a customer stand beside a request
TABS = {"waiting": _("Waiting"), "reviewed": _("Reviewed")}


def count_waiting(access) -> str:
    """Count the groups that wait, as text; every page remembers it until the board changes."""
    whose = board_of(access.member.tenant_id)
    mark = news.latest(whose)  # read before the rows: what changes meanwhile is news next time
    count = AfterHoursRequest.objects.visible_to(access).waiting().firsts().capped_count(COUNT_CAP)
    label = f"{COUNT_CAP - 1}+" if count >= COUNT_CAP else str(count)
    news.remember(whose, f"waiting/{access.member.pk}", label, mark)
    return label


class NightBoard:
    """Built from the address alone. ``after`` names the last row of the page before."""

    def __init__(self, request):
        self.access, self.company = request.access, request.company
        self.tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "waiting"
        self.after = self._named(request.GET.get("after", ""))

    @property
    def visible(self):
        return AfterHoursRequest.objects.visible_to(self.access)

    @cached_property
    def found(self):
        """This page, and one row more to know of a next one."""
        if self.tab == "reviewed":
            rows = self.visible.reviewed().newest_reviewed_first()
            rows = rows.reviewed_before(self.after) if self.after and self.after.acknowledged_at else rows
        else:
            rows = self.visible.waiting().firsts().oldest_first()
            rows = rows.received_after(self.after) if self.after else rows
        return list(rows.for_board()[: PAGE + 1])

    @property
    def rows(self):
        return self.found[:PAGE]

    @cached_property
    def repeats(self):
        """What is grouped under each of the rows."""
        groups = defaultdict(list)
        for one in self.visible.waiting().under(self.rows).oldest_first():
            groups[one.first_id].append(one)
        return groups

    @cached_property
    def open_cases(self):
        return _by_account(Case.objects.visible_to(self.access).open().due_first(), self.accounts)

    @cached_property
    def open_callbacks(self):
        rows = Callback.objects.visible_to(self.access).open().due_first().select_related("owner__user")
        return _by_account(rows, self.accounts)

    @cached_property
    def accounts(self):
        return {row.account_id for row in self.rows if row.account_id}

    def shown(self):
        """The rows, each with its group, what is open for the customer, and whether this member decides."""
        if self.tab == "reviewed":
            return [{"request": row} for row in self.rows]
        return [self._shown(row) for row in self.rows]

    def _shown(self, row):
        cases, callbacks = (rows.get(row.account_id, []) for rows in (self.open_cases, self.open_callbacks))
        repeats = self.repeats.get(row.pk, [])
        return {
            "request": row,
            "repeats": repeats,
            "is_urgent": any(one.is_urgent for one in (row, *repeats)),
            "cases": cases[:MOST_OPEN],
            "callbacks": callbacks[:MOST_OPEN],
            "more": max(len(cases) - MOST_OPEN, 0) + max(len(callbacks) - MOST_OPEN, 0),
            "may_decide": self.access.can(WRITE, row.branch_id),
        }

    @property
    def stamp(self):
        """Changes exactly when what this page shows has changed."""
        seen = [(row.pk, row.account_id, row.state, row.alarmed_at) for row in self.rows]
        if self.tab == "waiting":
            seen += sorted((one.pk, key) for key, group in self.repeats.items() for one in group)
            open_ = (self.open_cases, self.open_callbacks)
            seen += sorted((one.pk, one.version) for rows in open_ for group in rows.values() for one in group)
        return md5(repr(seen).encode(), usedforsecurity=False).hexdigest()

    def address(self, route="after-hours", **more):
        asked = {"tab": "" if self.tab == "waiting" else self.tab, **more}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse(route)}?{query}" if query else reverse(route)

    def here(self, route="after-hours", **more):
        return self.address(route, after=self.after.pk if self.after else "", **more)

    def tabs(self):
        return [
            {
                "key": name,
                "label": label,
                "count": count_waiting(self.access) if name == "waiting" else "",
                "url": self.address(tab="" if name == "waiting" else name),
                "is_current": name == self.tab,
            }
            for name, label in TABS.items()
        ]

    def next_url(self):
        return self.address(after=self.rows[-1].pk) if len(self.found) > PAGE else ""

    def _named(self, text):
        try:
            return self.visible.filter(pk=UUID(text)).first() if text else None
        except ValueError:
            return None


def _by_account(rows, accounts):
    """Return ``rows`` of these customers under their accounts' ids."""
    groups = defaultdict(list)
    for row in rows.filter(account__in=accounts) if accounts else ():
        groups[row.account_id].append(row)
    return groups


def board_context(board) -> dict:
    """What the template of the board needs."""
    return {
        "tab": board.tab,
        "tabs": board.tabs(),
        "rows": board.shown(),
        "board_url": board.here(),
        "changes_url": board.here("after-hours-changes", stamp=board.stamp),
        "next_url": board.next_url(),
        "promptness": AfterHoursRequest.objects.promptness(board.access, board.company.now()),
    }


def offered_to(request, access):
    """What ``request`` can be merged into: (kind, row, words) of open cases and callbacks, and of what else waits."""
    account = {"account": request.account_id}
    cases = Case.objects.visible_to(access).open().filter(**account).due_first()[:20] if request.account_id else ()
    callbacks = Callback.objects.visible_to(access).open().filter(**account).due_first() if request.account_id else ()
    others = AfterHoursRequest.objects.visible_to(access).waiting().firsts().oldest_first().for_board()
    others = others.exclude(pk__in=[request.pk, request.first_id or request.pk])[:20]
    return [
        *(("case", one, _("Case %(number)s: %(what)s") % {"number": one.number, "what": one.summary}) for one in cases),
        *(
            ("callback", one, _("Callback %(number)s: %(what)s") % {"number": one.number, "what": one.reason})
            for one in callbacks[:20]
        ),
        *(("request", one, _("The call of %(who)s that waits here, too") % {"who": one.who}) for one in others),
    ]
