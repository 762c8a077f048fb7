"""Whether it was us, and what follows: by a person, with a reason, documented, and confirmed."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from callbacks.models import CannotCallBack, ReturnTerms, StaleCallback
from tests.callbacks.moments import FRIDAY, HOUR, MONDAY_EVENING, MONDAY_MORNING, told
from tests.factories import CaseFactory
from tests.returns import ReturnFactory

from .moments import fresh, kinds, lines_of

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
TEN = MONDAY_MORNING + 2 * HOUR


class TestInvestigating:
    def test_findings_are_kept_with_who_was_asked(self, opened, ada, rosa):
        opened.note_finding("The joint is dry.", asked="Rosa Diaz", by=ada, at=TEN)
        opened.note_finding("I soldered it twice.", by=rosa, at=TEN + HOUR)
        found = opened.findings.order_by("at").values_list("words", "asked", "by")
        assert list(found) == [("The joint is dry.", "Rosa Diaz", ada.pk), ("I soldered it twice.", "", rosa.pk)]
        assert kinds(opened) == ["opened", "found", "found"]

    def test_the_same_key_is_one_finding(self, opened, ada):
        key = uuid4()
        assert len({opened.note_finding("Dry.", by=ada, client_key=key).pk for _ in range(2)}) == 1
        assert kinds(opened) == ["opened", "found"]

    def test_photos_are_kept_in_quarantine_and_told_once(self, opened, ada, media):
        key = uuid4()
        for _ in range(2):
            opened.attach(ContentFile(b"The joint is dry.", name="note.txt"), by=ada, client_key=key)
        assert [item.state for item in opened.evidence] == ["quarantined"]
        assert kinds(opened) == ["opened", "attached"]

    def test_what_is_settled_takes_nothing_more(self, looked_into, ada, boss, media):
        looked_into.decide("no", "A hose", by=boss, at=TEN)
        looked_into.settle(by=boss, at=TEN)
        for act in (
            lambda row: row.note_finding("More", by=ada),
            lambda row: row.attach(ContentFile(b"More", name="note.txt"), by=ada, client_key=uuid4()),
            lambda row: row.decide("yes", "No", by=boss),
            lambda row: row.withdraw("Twice", by=boss),
            lambda row: row.plan(TEN + HOUR, "Later", by=ada),
            lambda row: row.assign(boss, by=ada),
        ):
            with pytest.raises(CannotCallBack, match="This return is settled."):
                act(fresh(looked_into))
        assert kinds(looked_into) == ["opened", "found", "decided", "settled"]


class TestDeciding:
    @pytest.mark.parametrize(("cause", "proposed"), [("yes", "no_charge"), ("no", "service_call")])
    def test_it_is_a_decision_with_a_reason_and_proposes_what_follows(self, looked_into, boss, rosa, cause, proposed):
        looked_into.decide(cause, "The joint was dry", by=boss, at=TEN)
        row = fresh(looked_into)
        assert (row.cause, row.cause_reason, row.decided_by, row.decided_at) == (cause, "The joint was dry", boss, TEN)
        assert (row.status, row.proposed, row.consequence) == ("decided", proposed, "")
        assert told(rosa) == ["callbacks-return-opened", "callbacks-return-decided"]

    def test_unknown_stays_under_investigation_until_a_date(self, opened, boss):
        opened.decide("unknown", "Nobody has seen it yet", by=boss, next_at=TEN + 48 * HOUR, at=TEN)
        row = fresh(opened)
        assert (row.status, row.due_at, row.alarm_at) == ("open", TEN + 48 * HOUR, TEN + 48 * HOUR)
        assert (row.proposed, row.is_open) == ("", True)

    def test_it_may_change_until_it_is_settled_and_the_same_again_is_harmless(self, looked_into, boss):
        for cause in ("no", "no", "yes"):
            looked_into.decide(cause, "Looked twice", by=boss, at=TEN)
        assert (fresh(looked_into).cause, kinds(looked_into)) == ("yes", ["opened", "found", "decided", "decided"])

    @pytest.mark.parametrize(
        ("cause", "reason", "next_at", "said"),
        [
            ("yes", " ", None, "Say why."),
            ("unknown", "We do not know", None, "Say when it is looked at again: a time to come."),
            ("unknown", "We do not know", TEN, "Say when it is looked at again: a time to come."),
        ],
    )
    def test_it_needs_a_reason_and_the_unknown_a_date(self, looked_into, boss, cause, reason, next_at, said):
        with pytest.raises(CannotCallBack, match=said):
            looked_into.decide(cause, reason, by=boss, next_at=next_at, at=TEN)

    @pytest.mark.parametrize("cause", ["yes", "no"])
    def test_nobody_is_guilty_before_something_is_documented(self, opened, ada, boss, cause, media):
        with pytest.raises(CannotCallBack, match="Nothing is documented yet"):
            opened.decide(cause, "I think so", by=boss, at=TEN)
        opened.attach(ContentFile(b"A note", name="note.txt"), by=ada, client_key=uuid4())
        opened.decide(cause, "I know so", by=boss, at=TEN)
        assert fresh(opened).cause == cause

    def test_on_a_version_that_is_gone_it_is_stale(self, looked_into, boss, ada):
        was = looked_into.version
        looked_into.note_finding("Something new", by=ada, at=TEN)
        with pytest.raises(StaleCallback):
            fresh(looked_into).decide("no", "A hose", by=boss, was=was, at=TEN)


class TestSettling:
    def test_what_was_not_us_is_a_service_call_with_the_fee_of_the_company(self, looked_into, boss, ada):
        ReturnTerms.objects.write(by=boss, was=0, dispatch_fee=Decimal("119.50"))
        looked_into.decide("no", "A hose", by=boss, at=TEN)
        looked_into.settle(by=boss, at=TEN + HOUR)
        row = fresh(looked_into)
        assert (row.consequence, row.fee, row.settled_by) == ("service_call", Decimal("119.50"), boss)
        assert (row.status, row.finished_at, row.alarm_at) == ("settled", TEN + HOUR, None)
        assert told(ada) == ["callbacks-return-decided", "callbacks-return-settled"]

    def test_the_fee_may_be_another_for_this_customer(self, looked_into, boss):
        looked_into.decide("no", "A hose", by=boss, at=TEN)
        looked_into.settle(by=boss, fee=Decimal(0), at=TEN)
        assert fresh(looked_into).fee == 0

    def test_what_was_us_is_corrected_at_no_charge_and_reported_to_the_named_person(self, looked_into, boss, member):
        josh = member("owner", name="Josh")
        ReturnTerms.objects.write(by=boss, was=0, reported_to=josh)
        looked_into.decide("yes", "The joint was dry", by=boss, at=TEN)
        looked_into.settle(by=boss, fee=Decimal(50), at=TEN)
        row = fresh(looked_into)
        assert (row.consequence, row.fee, told(josh)) == ("no_charge", None, ["callbacks-return-ours"])
        notice = josh.notifications.get()
        assert notice.facts == {"job": "JOB-77", "technician": "Rosa Diaz"}
        assert notice.is_internal

    def test_when_the_named_person_has_left_who_manages_the_branch_hears_of_it(self, looked_into, boss, member):
        josh = member("owner", name="Josh")
        ReturnTerms.objects.write(by=boss, was=0, reported_to=josh)
        josh.deactivate(by=None)
        looked_into.decide("yes", "The joint was dry", by=josh, at=TEN)
        looked_into.settle(by=None, at=TEN)
        assert told(boss) == ["callbacks-return-ours"]

    def test_twice_is_once(self, looked_into, boss, max):
        looked_into.decide("no", "A hose", by=boss, at=TEN)
        for who in (boss, max):
            fresh(looked_into).settle(by=who, at=TEN)
        assert (fresh(looked_into).settled_by, kinds(looked_into).count("settled")) == (boss, 1)

    @pytest.mark.parametrize("cause", ["", "unknown"])
    def test_nothing_follows_from_what_nobody_knows(self, opened, boss, cause):
        if cause:
            opened.decide(cause, "We wait", by=boss, next_at=TEN + HOUR, at=TEN)
        with pytest.raises(CannotCallBack, match="Decide first"):
            opened.settle(by=boss, at=TEN)

    def test_a_return_that_is_none_is_taken_back(self, opened, boss, rosa):
        with pytest.raises(CannotCallBack):
            opened.withdraw(" ", by=boss, at=TEN)
        for _ in range(2):
            opened.withdraw("It was the neighbour's pipe", by=boss, at=TEN)
        row = fresh(opened)
        assert (row.status, row.is_open, row.alarm_at, kinds(opened)) == (
            "withdrawn",
            False,
            None,
            ["opened", "withdrawn"],
        )
        with pytest.raises(CannotCallBack, match="This was taken back"):
            row.settle(by=boss)


def test_every_verb_leaves_one_line_here_and_one_on_the_case(account, job, ada, boss, max):
    case = CaseFactory(account=account, by=ada)
    row = ReturnFactory(job=job, by=ada, case=case, at=FRIDAY)
    row.note_finding("The joint is dry", by=ada, at=TEN)
    row.plan(TEN + HOUR, "Rosa is away", by=ada, at=TEN)
    row.assign(max, by=ada, at=TEN)
    row.decide("unknown", "We wait", by=boss, next_at=TEN + 2 * HOUR, at=TEN)
    row.decide("yes", "It was dry", by=boss, at=TEN)
    row.settle(by=boss, at=TEN)
    acts = ["opened", "found", "planned", "assigned", "decided", "decided", "settled"]
    assert kinds(row) == acts
    assert [kind for kind in lines_of("case", case.pk) if not kind.startswith("cases-")] == acts


def test_moving_the_date_needs_a_reason_and_a_time_to_come(opened, ada):
    for next_at, reason in ((TEN + HOUR, " "), (TEN, "Later")):
        with pytest.raises(CannotCallBack):
            opened.plan(next_at, reason, by=ada, at=TEN)
    assert fresh(opened).due_at == MONDAY_EVENING
