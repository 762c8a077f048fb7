"""Opening a case while somebody is on the phone: about whom, what is proposed, what is refused, and never twice."""

from datetime import UTC, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases.models import Case
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    AssetFactory,
    ContactFactory,
    ContractFactory,
    JobFactory,
    OrderLineFactory,
    PropertyFactory,
)

from .desk import fresh, last_line
from .reading import read

SAID = {
    "summary": "Pump hums",
    "description": "Since Monday",
    "case_type": "repair",
    "reason_code": "defect",
    "severity": "moderate",
    "urgency": "this_week",
    "source": "phone",
}


@pytest.fixture
def form_for(desk, smith):
    """Return ``form_for(**asked)``: the form about Jane Smith, with what stands in the address."""
    return lambda **asked: read(desk.get("/cases/new/", {"account": smith.number, **asked}))


@pytest.fixture
def send(desk, smith):
    """Return ``send(**said)``: the answer to the form, sent by Ada or ``by``."""

    def post(by=None, **said):
        return (by or desk).post("/cases/new/", {**SAID, "account": smith.pk, "opening_key": uuid4(), **said})

    return post


def cases_of(company):
    with as_company(company):
        return list(Case.objects.order_by("number"))


def opened(answer, company):
    """The one case of the company, which the answer leads to."""
    assert answer.status_code == 302, read(answer).text
    (case,) = map(fresh, cases_of(company))
    assert answer.headers["Location"] == f"/acme/cases/{case.number}/"
    return case


def belongings(account):
    """One of each thing that a case can concern, all this customer's."""
    site = PropertyFactory(account=account)
    return {
        "contact": ContactFactory(account=account),
        "site": site,
        "contract": ContractFactory(account=account),
        "job": JobFactory(account=account),
        "asset": AssetFactory(site=site),
        "order_line": OrderLineFactory(order__account=account),
    }


def test_only_what_is_the_customer_s_own_can_be_chosen(form_for, send, smith, acme, globex):
    own = belongings(smith)
    page = form_for()
    for name, row in own.items():
        assert [option.attrs["value"] for option in page.one(name=name).all("option")] == ["", str(row.pk)]
    for other in (AccountFactory(tenant=acme), AccountFactory(tenant=globex)):
        foreign = {name: row.pk for name, row in belongings(other).items()}
        answer = send(**foreign)
        page = read(answer)
        assert answer.status_code == 422
        assert {name: page.errors_of(name) for name in foreign} == dict.fromkeys(
            foreign, ["Select a valid choice. That choice is not one of the available choices."]
        )
    assert cases_of(acme) == []


def test_it_opens_a_case_as_proposed(send, acme, ada):
    case = opened(send(), acme)
    assert (case.priority, case.owner, case.opened_by, case.entered_late) == ("normal", ada, ada, False)
    assert (case.summary, case.description, case.source) == ("Pump hums", "Since Monday", "phone")
    assert case.triage_wanted_at is not None
    assert last_line(case)[:2] == ("opened", "Ada Lovelace")


def test_another_priority_than_the_proposed_needs_a_reason(send, acme):
    refused = send(priority="urgent")
    page = read(refused)
    assert refused.status_code == 422
    assert page.errors_of("priority_reason") == ["Say why this is not the proposed priority."]
    kept = {name: page.value_of(name) for name in ("summary", "description", "priority", "case_type")}
    assert kept == {"summary": "Pump hums", "description": "Since Monday", "priority": "urgent", "case_type": "repair"}
    assert "checked" in page.one("input", name="severity", value="moderate").attrs
    case = opened(send(priority="urgent", priority_reason="A wedding"), acme)
    assert (case.priority, case.priority_reason) == ("urgent", "A wedding")


def test_a_call_from_earlier_is_entered_late(send, acme):
    noon = timezone.localtime(timezone=ZoneInfo("America/New_York")).replace(hour=12, minute=0, second=0, microsecond=0)
    local = noon - timedelta(days=1)
    earlier = local.astimezone(UTC)
    case = opened(send(opened_at=f"{local:%Y-%m-%dT%H:%M}"), acme)
    assert (case.opened_at, case.entered_late) == (earlier, True)


WRONG = {
    "opened_at": [("2099-01-01T00:00", "That is in the future."),
                  ("0001-01-01T00:00", "Write a date between 1990 and 2100."),
                  ("2026-03-08T02:30", "2026-03-08 02:30:00 couldn’t be interpreted in time zone America/New_York; "
                                       "it may be ambiguous or it may not exist."),
                  ("yesterday", "Enter a valid date/time.")],
    "next_action_due_at": [("9999-12-31T23:59", "Write a date between 1990 and 2100.")],
    "summary": [("", "This field is required."),
                ("x" * 161, "Ensure this value has at most 160 characters (it has 161).")],
    "case_type": [("", "This field is required."),
                  ("party", "Select a valid choice. party is not one of the available choices.")],
}  # fmt: skip


def test_what_is_wrong_is_said_beside_its_field(send, acme):
    for name, tries in WRONG.items():
        for value, message in tries:
            answer = send(**{name: value})
            assert (answer.status_code, read(answer).errors_of(name)) == (422, [message])
    assert cases_of(acme) == []


def test_a_next_action_needs_a_time(send, acme):
    answer = send(next_action="Call back")
    assert answer.status_code == 422
    assert read(answer).errors_of("next_action_due_at") == ["A next action needs a time, or it gets lost."]


def test_two_hands_on_one_button_open_one_case(send, acme):
    key = uuid4()
    first, second = send(opening_key=key), send(opening_key=key)
    assert first.headers["Location"] == second.headers["Location"] == "/acme/cases/1/"
    assert [case.summary for case in cases_of(acme)] == ["Pump hums"]


def test_each_form_has_a_key_of_its_own_and_keeps_it_when_refused(form_for, send):
    assert form_for().value_of("opening_key") != form_for().value_of("opening_key")
    key = uuid4()
    assert read(send(opening_key=key, summary="")).value_of("opening_key") == str(key)


def test_a_key_that_is_none_is_said_to_be(send, acme):
    answer = send(opening_key="17")
    assert (answer.status_code, read(answer).alerts) == (422, ["Enter a valid UUID."])
    assert cases_of(acme) == []


def test_a_customer_of_another_company_is_nobody(send, desk, acme, globex):
    theirs = AccountFactory(tenant=globex, name="Theirs")
    answer = send(account=theirs.pk)
    assert (answer.status_code, read(answer).alerts) == (422, ["Choose the customer first."])
    assert cases_of(acme) == cases_of(globex) == []
    for name in (theirs.pk, theirs.number + 7):
        assert "Theirs" not in read(desk.get("/cases/new/", {"account": name})).text


def test_it_is_opened_in_the_branch_that_was_chosen_or_of_the_job_or_of_who_opens_it(
    send, smith, acme, north, south, member, client_for
):
    ours, theirs = (JobFactory(account=smith, branch=branch) for branch in (north, south))
    nell = client_for(member("support", branch=north))
    answers = [send(), send(job=theirs.pk), send(job=theirs.pk, branch=north.pk), send(nell), send(nell, job=ours.pk)]
    assert [answer.status_code for answer in answers] == [302] * 5
    with as_company(acme):
        names = [case.branch.name for case in Case.objects.order_by("number").select_related("branch")]
    assert names == ["Acme Pools (all branches)", "South", "North", "North", "North"]


def test_a_job_of_a_branch_whose_cases_one_does_not_work_is_refused(
    send, smith, acme, north, south, member, client_for
):
    job = JobFactory(account=smith, branch=south)
    nell = client_for(member("support", branch=north))
    answer = send(nell, job=job.pk)
    assert (answer.status_code, read(answer).errors_of("job")) == (
        422,
        ["This job belongs to a branch whose cases you do not work."],
    )
    assert send(nell, branch=south.pk).status_code == 302
    assert [fresh(case).branch_id for case in cases_of(acme)] == [north.pk]


def test_an_order_line_brings_its_order_and_a_contract_its_installer(send, smith, acme):
    line = OrderLineFactory(order__account=smith)
    installer = AccountFactory(tenant=acme, kind="installer")
    contract = ContractFactory(account=smith, installer=installer, site=PropertyFactory(account=smith))
    case = opened(send(order_line=line.pk, contract=contract.pk), acme)
    assert (case.order_id, case.installer_id, case.site_id) == (line.order_id, installer.pk, contract.site_id)


def test_who_may_not_open_cases_is_told_who_may(send, member, client_for, acme):
    answer = send(client_for(member("executive")))
    assert answer.status_code == 403
    assert "It needs one of: Support, Support lead, Service, Technician, Manager" in read(answer).text
    assert cases_of(acme) == []
