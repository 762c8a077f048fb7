"""The same button twice, or a button whose moment has passed: one clean result or a sentence."""

from uuid import uuid4

import pytest

from tests.cast import as_company
from tests.factories import CaseFactory

from .desk import fresh, history
from .reading import read


@pytest.fixture
def lead(max, client_for):
    """Max's browser."""
    return client_for(max)


def lines(case, kind):
    return history(case).count(kind)


def test_what_somebody_has_taken_is_not_taken_from_them(case, desk, lead):
    place = f"/cases/{case.number}/assignment/"
    assert lead.post(place, {"take": "yes"}, htmx=True).status_code == 200
    late = desk.post(place, {"take": "yes"}, htmx=True)
    assert (late.status_code, read(late).alerts) == (422, ["Max Planck has this case already."])
    assert read(desk.post(place, {"take": "yes"})).alerts == ["Max Planck has this case already."]
    assert lead.post(place, {"take": "yes"}).status_code == 302
    assert (fresh(case).owner.name, lines(case, "assigned")) == ("Max Planck", 1)


def test_nobody_gives_it_back_to_the_pool(case, desk, ada):
    place = f"/cases/{case.number}/assignment/"
    desk.post(place, {"member": ada.pk})
    form = read(desk.get(place)).one("main").one("form")
    assert form.value_of("member") == str(ada.pk)
    assert desk.post(place, {"member": ""}, htmx=True).status_code == 200
    assert fresh(case).owner is None


PAST = [
    ("resolved", "escalation", {"reason": "Now"}, "A resolved case cannot be escalated. Reopen it first."),
    ("case", "closure", {"csat": "5"}, "Resolve the case before you close it."),
    ("case", "reopening", {"reason": "Again"}, "This case is open already."),
]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(("of", "place", "sent", "message"), PAST)
def test_what_can_no_longer_be_done_is_refused_with_its_reason(request, lead, of, place, sent, message, htmx):
    case = request.getfixturevalue(of)
    before = history(case)
    answer = lead.post(f"/cases/{case.number}/{place}/", sent, htmx=htmx)
    page = read(answer)
    assert (answer.status_code, page.alerts) == (422, [message])
    assert page.has("main") is not htmx
    if "reason" in sent:
        assert page.value_of("reason") == sent["reason"]
    assert history(case) == before


@pytest.mark.parametrize(
    ("place", "sent", "kind"),
    [
        ("resolution", {"path": "repaired", "notes": "Done"}, "resolved"),
        ("priority", {"priority": "high"}, "prioritised"),
        ("reason", {"reason_code": "damage"}, "reason"),
        ("tags", {"tag": "Salt"}, "tagged"),
        ("comments", {"body": "Once", "audience": "customer", "client_key": uuid4()}, "commented"),
    ],
)
def test_the_same_again_is_one_line(case, lead, place, sent, kind):
    for _ in range(2):
        assert lead.post(f"/cases/{case.number}/{place}/", sent).status_code == 302
    assert lines(case, kind) == 1


def test_a_closed_case_is_closed_once(resolved, lead):
    place = f"/cases/{resolved.number}/closure/"
    assert [lead.post(place, {"csat": csat}).status_code for csat in ("5", "1")] == [302, 302]
    assert (fresh(resolved).csat, lines(resolved, "closed")) == (5, 1)


def test_closing_without_a_rating_is_an_answer_too(resolved, lead):
    assert lead.post(f"/cases/{resolved.number}/closure/", {"csat": ""}).status_code == 302
    assert (fresh(resolved).state, fresh(resolved).csat) == ("closed", None)


def test_a_comment_s_key_says_nothing_about_another_case(case, smith, desk):
    other, key = CaseFactory(account=smith), uuid4()
    for one in (case, other):
        answer = desk.post(f"/cases/{one.number}/comments/", {"body": "x", "audience": "internal", "client_key": key})
        assert answer.status_code == 302
    assert (lines(case, "commented"), lines(other, "commented")) == (1, 1)


def test_each_composer_has_a_key_of_its_own(case, desk):
    page = read(desk.get(f"/cases/{case.number}/"))
    first = page.one("form", id="case-composer")
    sent = {"body": "x", "audience": "internal", "client_key": first.value_of("client_key")}
    second = read(desk.post(f"/cases/{case.number}/comments/", sent, htmx=True))
    assert (second.value_of("body"), second.value_of("client_key") != first.value_of("client_key")) == ("", True)


def test_the_first_word_to_the_customer_is_the_first_response(case, desk):
    place = f"/cases/{case.number}/comments/"
    desk.post(place, {"body": "Look at that", "audience": "internal"})
    assert fresh(case).first_response_at is None
    desk.post(place, {"body": "We come", "audience": "customer"})
    moment = fresh(case).first_response_at
    assert moment is not None
    desk.post(place, {"body": "We are here", "audience": "customer"})
    assert fresh(case).first_response_at == moment


def test_helpers_and_tags_leave_again(case, desk, max):
    helpers, tags = (f"/cases/{case.number}/{place}/" for place in ("helpers", "tags"))
    desk.post(helpers, {"member": max.pk})
    desk.post(tags, {"tag": "salt"})
    gone = [read(desk.post(place, {"remove": what}, htmx=True)) for place, what in ((helpers, max.pk), (tags, "salt"))]
    assert "Max Planck removed" not in gone[0].text
    assert not gone[0].has("input", name="remove")
    assert gone[1].one("li", classed="muted").text == "No tags yet."
    for place, what in ((helpers, max.pk), (tags, "salt")):
        assert desk.post(place, {"remove": what}).status_code == 302
    assert (lines(case, "helper"), lines(case, "tagged")) == (2, 2)


def test_a_new_reason_can_leave_the_owner_behind(case, desk, ada):
    desk.post(f"/cases/{case.number}/assignment/", {"member": ada.pk})
    desk.post(f"/cases/{case.number}/reason/", {"reason_code": "missing_part", "release_owner": "on"})
    with as_company(case.tenant_id):
        row = fresh(case)
        assert (row.owner, row.department.name) == (None, "Purchasing")
        assert [member.name for member in row.followers] == ["Ada Lovelace"]
