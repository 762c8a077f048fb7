"""What cases show on the pages below them, and to whom."""

from collections import Counter

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.models import Membership
from tenants.models.roles import RESOLVE, WRITE
from tenants.wiring import Panel

from .explanations import why_answer_due
from .models import BulkJob, Case, Referral
from .rows import rendered_briefly

MOST_OPEN, PAST, MOST_MOVED, MOST_SHOWN = 50, 8, 50, 8


def for_account(request, account):
    cases = Case.objects.visible_to(request.access).standing_for(account=account)
    all_url = f"{reverse('case-list')}?customer={account.number}&queue="
    return _listed(request, cases, all_url=all_url, head="cases/_account_standing.html")


def for_job(request, job):
    return _listed(request, Case.objects.visible_to(request.access).standing_for(job=job))


def for_order(request, order):
    return _listed(request, Case.objects.visible_to(request.access).standing_for(order=order))


def history_of(request, account):
    return Panel("history", "cases/_history_later.html", {"account": account}, label=_("History"))


def _listed(request, cases, all_url="", **more):
    """The panel of these cases: what is open first, what is due first on top."""
    found = cases.standing(MOST_OPEN + 1, PAST + 1)
    open_, past = ([one for one in found if (one.resolved_at is None) is is_open] for is_open in (True, False))
    shown = [*open_[:MOST_OPEN], *past[:PAST]]
    lines = rendered_briefly([(one.pk, one.version) for one in shown], request.company)
    some = min(len(open_), MOST_OPEN)
    context = {
        "open": lines[:some],
        "past": lines[some:],
        "number": f"{MOST_OPEN}+" if len(open_) > MOST_OPEN else str(len(open_)),
        "overdue": sum(one.is_overdue(request.company.now()) for one in open_),
        "open_url": all_url and len(open_) > MOST_OPEN and f"{all_url}open",
        "past_url": all_url and len(past) > PAST and f"{all_url}resolved",
    }
    return Panel("cases", "cases/_account_panel.html", context, label=_("Cases"), number=context["number"], **more)


SHARED = {
    "order_line": gettext_lazy("same order"),
    "job": gettext_lazy("same job"),
    "asset": gettext_lazy("same equipment"),
    "contract": gettext_lazy("same contract"),
    "site": gettext_lazy("same property"),
    "address": gettext_lazy("same address"),
    "contact": gettext_lazy("same person"),
    "phone": gettext_lazy("same phone"),
    "account": gettext_lazy("same customer"),
}
SAID_LINKS, SAID_WORDS = 2, 4


def why_likely(likeness) -> str:
    """Return what a case has in common with what is being written, for example "Same contract: pump, leak"."""
    links = [kind for kind in likeness.links if not (kind == "address" and "site" in likeness.links)]
    shared = ", ".join(str(SHARED[kind]) for kind in links[:SAID_LINKS])
    words = ", ".join(likeness.words[:SAID_WORDS])
    return capfirst(f"{shared}: {words}" if shared and words else shared or words)


def what_is_open(request, account) -> dict:
    """What somebody on the phone must know of this customer: what is open, was told and promised; their contracts."""
    theirs = Case.objects.visible_to(request.access).standing_for(account=account)
    cases = list(theirs.open().due_first().for_intake()[: MOST_SHOWN + 1])
    shown = cases[:MOST_SHOWN]
    return {
        "cases": shown,
        "more": len(cases) > MOST_SHOWN,
        "told": [case for case in shown if case.told or case.last_said],
        "promised": [case for case in shown if case.next_action],
        "contracts": account.contracts.order_by("-number")[:MOST_SHOWN],
    }


def visible_to(access):
    return Case.objects.openable_by(access)


def bulk_jobs_of(access):
    return BulkJob.objects.about(access.member)


def referrals_context(request, case) -> dict:
    """What the panel of a case's referrals needs: the rows with their people, and what this member may do to each."""
    referrals = list(Referral.objects.about(case).with_seats_of(request.member).newest_first())
    people = Membership.objects.with_person().in_bulk({pk for one in referrals for pk in one.people_ids()})
    rows = [_introduced(request.access, one, people, case) for one in referrals]
    can_write = request.access.can(WRITE, case.branch_id)
    return {"case": case, "referrals": rows, "may_refer": can_write and not case.resolved_at}


def _introduced(access, referral, people, case):
    referral.introduce(people, case)
    answers = referral.is_open and answers_for(access, referral)
    return {
        "referral": referral,
        "why_due": why_answer_due(referral),
        "accepts": answers and not referral.accepted_at,
        "answers": answers,
        "withdraws": referral.is_open and access.can(WRITE, case.branch_id),
    }


def answers_for(access, referral) -> bool:
    """Whether this member answers for the department that ``referral`` asks."""
    return answers_at(access, referral.case.branch_id, referral)


def answers_at(access, branch, seats) -> bool:
    """Whether this member answers there for the department of ``seats``: one of its people, or who resolves cases.

    Where nobody was put into the department, everybody who works the case does.
    """
    if not access.can(WRITE, branch):
        return False
    return seats.is_mine_to_answer or not seats.has_people or access.can(RESOLVE, branch)


def rule_moves(request, setup):
    """Which open cases would move under the rules of ``setup``, for the page on which they are written."""
    moves = Case.objects.moves_under(setup.rules)
    here = Case.objects.visible_to(request.access).moving(moves).due_first().for_rows()[:MOST_MOVED] if moves else []
    pairs = Counter()
    for move in moves:
        pairs[str(move.before or ""), str(move.after)] += move.cases
    targets = {move.key: move.after for move in moves}
    context = {
        "total": sum(pairs.values()),
        "pairs": [(before, after, count) for (before, after), count in pairs.most_common()],
        "cases": [(case, targets[case.routing_key]) for case in here],
    }
    return Panel("moves", "cases/_rule_moves.html", context)


def clock_moves(request, setup):
    """How many open cases would be due at another time under ``setup``."""
    return Panel(
        "moves", "cases/_clock_moves.html", {"moves": Case.objects.clock_moves_under(setup, request.company.now())}
    )
