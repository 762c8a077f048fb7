"""What the desk of a demo company did between cases and people: each says what must be true of it."""

from django.http import QueryDict

from callbacks.models import Callback, Chain, Kind, ReviewRequest, Status, WarrantyReturn
from cases.models import Case, SavedView
from cases.queues import normal_query
from routing.models import HAND_OVER_LIMIT
from tenants.access import access_of
from timeline.models import Entry


def merged_two_and_took_two_apart_again(_company, now):
    (merged,) = Case.objects.exclude(merged_into=None)
    assert merged.may_be_taken_apart(now)
    assert merged.merged_into.account == merged.account
    assert Case.objects.open().filter(merges__undone_at__isnull=False).count() == 1


def passed_one_around_and_had_another_set_free(_company, _now):
    (fixed,) = [case for case in Case.objects.open().select_related("owner") if case.is_owner_fixed]
    assert fixed.hand_overs == HAND_OVER_LIMIT
    (line,) = Entry.objects.filter(kind="cases-released")
    assert (line.actor.role, line.facts["people"]) == ("manager", HAND_OVER_LIMIT + 1)


def lets_some_wait_for_parts_and_one_for_its_customer(_company, _now):
    waiting = Case.objects.open().exclude(waiting_since=None)
    assert set(waiting.values_list("waiting_for", flat=True)) == {"customer", "parts"}


def keeps_views_of_which_some_are_shared_and_two_begun_with(company, _now):
    views = SavedView.objects.select_related("owner__user")
    assert {view.shared_at is None for view in views} == {True, False}
    for view in views:
        access = access_of(view.owner.user, company)
        assert normal_query(access, QueryDict(view.query)) == view.query
    assert views.exclude(homes=None).count() == 2


def called_after_large_jobs_or_will_call(_company, _now):
    calls = Callback.objects.filter(promised_by=None, kind=Kind.PROACTIVE)
    assert {call.is_happy for call in calls.filter(status=Status.DONE)} == {True, False}
    assert calls.filter(status=Status.WITHDRAWN).count() == 1
    assert max(len(call.jobs) for call in calls.open()) == 2
    assert ReviewRequest.objects.count() == len(set(Callback.objects.filter(is_happy=True).values_list("account")))


def settled_some_returns_and_looks_into_others(_company, _now):
    rows = WarrantyReturn.objects.all()
    assert set(rows.values_list("status", flat=True)) == {"open", "decided", "settled"}
    assert set(rows.values_list("consequence", flat=True)) == {"", "service_call", "no_charge"}
    assert not rows.filter(findings=None).exists()


def asks_about_quotes_until_they_are_decided(_company, _now):
    chains = Chain.objects.all()
    assert set(chains.values_list("answer", flat=True)) >= {"", "accepted", "declined"}
    assert chains.undecided().count() == Callback.objects.open().exclude(chain=None).count() > 0
    assert Callback.objects.filter(link=2).exists()


DEEDS = (
    settled_some_returns_and_looks_into_others,
    merged_two_and_took_two_apart_again,
    passed_one_around_and_had_another_set_free,
    lets_some_wait_for_parts_and_one_for_its_customer,
    keeps_views_of_which_some_are_shared_and_two_begun_with,
    called_after_large_jobs_or_will_call,
    asks_about_quotes_until_they_are_decided,
)
