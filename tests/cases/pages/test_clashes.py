"""Two people on one case: nothing is overwritten silently, and nobody's words are lost."""

import pytest

from tests.cast import as_company

from .desk import fresh, history
from .reading import announced, read

THEIRS, MINE = "Theirs <i>", "Mine <b>"


@pytest.fixture
def meanwhile(case, max):
    """Return ``meanwhile(**changes)``: Max corrects the case while Ada is writing."""

    def edit(**changes):
        with as_company(case.tenant_id):
            case.edit(changes, was={}, by=max)

    return edit


def sides(page):
    """What each side says, by field: (their label, their value)."""
    names, values = (
        page.one("dl", classed="conflict-sides").all("dt"),
        page.one("dl", classed="conflict-sides").all("dd"),
    )
    return [(name.text, value.text) for name, value in zip(names, values, strict=True)]


@pytest.mark.parametrize("htmx", [True, False])
def test_a_stale_correction_shows_theirs_and_keeps_mine(case, desk, meanwhile, htmx):
    path = f"/cases/{case.number}/correction/"
    form = read(desk.get(path, htmx=True)).one("form")
    mine = form.sent_by(form) | {"summary": MINE}
    meanwhile(summary=THEIRS, source="email")
    clash = desk.post(path, mine, htmx=htmx)
    page = read(clash)
    assert (clash.status_code, announced(clash)) == (409, {})
    assert page.has("main") is not htmx
    assert "Max Planck changed this while you were writing." in page.one(role="alert").text
    assert sides(page) == [("Summary: now on the case", THEIRS)]
    again = page.one("form", action=f"/acme{path}")
    assert again.value_of("summary") == MINE
    assert fresh(case).summary == THEIRS
    sent = desk.post(path, again.sent_by(again), htmx=htmx)
    assert sent.status_code == (200 if htmx else 302)
    assert (fresh(case).summary, fresh(case).source) == (MINE, "email")


def test_changes_of_different_fields_do_not_clash(case, desk, meanwhile):
    path = f"/cases/{case.number}/correction/"
    form = read(desk.get(path)).one("main").one("form")
    meanwhile(description="They heard it too")
    assert desk.post(path, form.sent_by(form) | {"summary": MINE}).status_code == 302
    assert (fresh(case).summary, fresh(case).description) == (MINE, "They heard it too")


def test_every_field_can_be_changed_by_the_form_itself(case, desk):
    path = f"/cases/{case.number}/correction/"
    for name, value in {
        "summary": "Louder",
        "description": "One\r\ntwo",
        "told": "Soon",
        "case_type": "warranty",
        "request_type": "Noise",
        "request_subtype": "Hum",
        "source": "web",
    }.items():
        form = read(desk.get(path)).one("main").one("form")
        assert desk.post(path, form.sent_by(form) | {name: value}).status_code == 302
        assert getattr(fresh(case), name) == value.replace("\r", "")


def test_saving_what_stands_there_changes_nothing(case, desk):
    path = f"/cases/{case.number}/correction/"
    form = read(desk.get(path)).one("main").one("form")
    before = fresh(case).version
    assert desk.post(path, form.sent_by(form)).status_code == 302
    assert (fresh(case).version, history(case)) == (before, ["opened", "clocked", "routed"])


def test_a_refused_form_still_knows_what_stood_there_when_it_was_begun(case, desk, meanwhile):
    path = f"/cases/{case.number}/correction/"
    form = read(desk.get(path)).one("main").one("form")
    meanwhile(summary=THEIRS)
    refused = read(desk.post(path, form.sent_by(form) | {"summary": ""})).one("main").one("form")
    assert desk.post(path, refused.sent_by(refused) | {"summary": MINE}).status_code == 409


def test_a_stale_next_action_shows_theirs(case, desk, max):
    path = f"/cases/{case.number}/next-action/"
    form = read(desk.get(path)).one("main").one("form")
    first = {"next_action": "Their step", "next_action_due_at": "2026-12-01T09:00"}
    desk.post(path, first)
    mine = form.sent_by(form) | {"next_action": "My step", "next_action_due_at": "2026-12-02T09:00"}
    clash = desk.post(path, mine, htmx=True)
    page = read(clash)
    assert clash.status_code == 409
    assert [label for label, _value in sides(page)] == [
        "Next action: now on the case",
        "Next action due: now on the case",
    ]
    assert sides(page)[0][1] == "Their step"
    again = page.one("form")
    assert (again.value_of("next_action"), again.value_of("next_action_due_at")) == ("My step", "2026-12-02T09:00")
    assert desk.post(path, again.sent_by(again)).status_code == 302
    assert fresh(case).next_action == "My step"


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("place", "name", "was", "theirs", "mine", "words"),
    [
        ("priority", "priority", "normal", "low", "urgent", ("Low", "Urgent")),
        ("reason", "reason_code", "defect", "wrong_item", "missing_part", ("Wrong item", "Missing part")),
    ],
)
def test_a_stale_choice_in_the_header_asks_which_stays(
    case, desk, max, client_for, htmx, place, name, was, theirs, mine, words
):
    path = f"/cases/{case.number}/{place}/"
    assert client_for(max).post(path, {name: theirs, "was": was}).status_code == 302
    clash = desk.post(path, {name: mine, "was": was}, htmx=htmx)
    page = read(clash)
    assert (clash.status_code, announced(clash)) == (409, {})
    assert page.has("main") is not htmx
    assert sides(page) == [("Now on the case", words[0]), ("Yours", words[1])]
    assert getattr(fresh(case), name) == theirs
    question = page.one("form", action=f"/acme{path}")
    assert desk.post(path, question.sent_by(question), htmx=htmx).status_code == (200 if htmx else 302)
    assert getattr(fresh(case), name) == mine


@pytest.mark.parametrize("htmx", [True, False])
def test_a_case_that_was_given_or_moved_meanwhile_is_not_taken_away_silently(
    case, desk, max, member, departments, client_for, htmx
):
    sue, tim = member("support", name="Sue"), member("support", name="Tim")
    warehouse, purchasing = departments["warehouse"], departments["purchasing"]
    for place, name, theirs, mine in (
        ("assignment", "member", sue, tim),
        ("department", "department", warehouse, purchasing),
    ):
        path = f"/cases/{case.number}/{place}/"
        form = read(desk.get(path, htmx=True)).one("form")
        assert client_for(max).post(path, {name: theirs.pk}).status_code == 302
        clash = desk.post(path, form.sent_by(form) | {name: mine.pk}, htmx=htmx)
        page = read(clash)
        assert (clash.status_code, announced(clash)) == (409, {})
        assert [value for _label, value in sides(page)] == [str(theirs)]
        again = page.one("form", action=f"/acme{path}")
        assert again.value_of(name) == str(mine.pk)
        assert desk.post(path, again.sent_by(again), htmx=htmx).status_code == (200 if htmx else 302)
    assert (fresh(case).owner, fresh(case).department) == (tim, purchasing)


def test_giving_it_to_whom_another_has_given_it_is_no_clash(case, desk, max, ada, client_for):
    path = f"/cases/{case.number}/assignment/"
    form = read(desk.get(path)).one("main").one("form")
    client_for(max).post(path, {"member": ada.pk})
    assert desk.post(path, form.sent_by(form) | {"member": ada.pk}).status_code == 302
    assert history(case).count("assigned") == 1
