"""The ladder of every posting page: works, works by HTMX, is refused with its words kept, and for whom it is not."""

import pytest

from tests.cast import as_company

from .deeds import DEEDS
from .desk import fresh, history, last_line
from .reading import announced, read

every = pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
refused = pytest.mark.parametrize(
    "deed", [deed for deed in DEEDS.values() if deed.message], ids=lambda deed: deed.place
)
no_sheets = [deed for deed in DEEDS.values() if not deed.is_shown]


@pytest.fixture
def act(request, client_for, ada, max, departments):
    """Return ``act(deed, sent=None, htmx=False)``: (the answer, the case)."""

    def post(deed, sent=None, htmx=False):
        case, member = request.getfixturevalue(deed.of), {"ada": ada, "max": max}[deed.by]
        known = {"<warehouse>": departments["warehouse"].pk, "<ada>": ada.pk}
        sent = {name: known.get(value, value) for name, value in (sent or deed.sent).items()}
        return client_for(member).post(f"/cases/{case.number}{path_of(deed)}", sent, htmx=htmx), case

    return post


def path_of(deed):
    return {"edit": "/correction/"}.get(deed.place, f"/{deed.place}/")


def left(deed, case):
    case = fresh(case)
    with as_company(case.tenant_id):
        return deed.left(case)


@every
def test_it_is_done_and_leads_back_to_the_case(deed, act):
    answer, case = act(deed)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/acme/cases/{case.number}/")
    assert left(deed, case) == deed.leaves
    kind, actor, _facts, _body = last_line(case)
    assert (kind, actor) == (deed.line, {"ada": "Ada Lovelace", "max": "Max Planck"}[deed.by])


@every
def test_by_htmx_it_answers_with_one_part_of_the_page(deed, act):
    answer, case = act(deed, htmx=True)
    page = read(answer)
    assert (answer.status_code, page.roots) == (200, [deed.root])
    toast = {"toast": {"text": deed.toast, "kind": "done"}} if deed.toast else {}
    assert announced(answer) == {"case-changed": {}, **toast}
    assert page.alerts == []
    assert left(deed, case) == deed.leaves


@refused
def test_what_is_wrong_is_said_and_nothing_is_lost(deed, act):
    answer, case = act(deed, deed.bad, htmx=True)
    page = read(answer)
    assert answer.status_code == 422
    assert announced(answer) == {}
    assert (page.errors_of(deed.wrong_at) if deed.wrong_at else page.alerts) == [deed.message]
    assert {name: page.value_of(name) for name in deed.kept} == deed.kept
    assert history(case) == history(fresh(case))
    assert deed.line not in history(case)[3:]


@refused
def test_a_browser_without_scripts_is_refused_on_a_whole_page(deed, act):
    answer, _case = act(deed, deed.bad)
    page = read(answer)
    assert answer.status_code == 422
    assert page.has("main", id="main")
    assert (page.errors_of(deed.wrong_at) if deed.wrong_at else page.alerts) == [deed.message]
    assert {name: page.value_of(name) for name in deed.kept} == deed.kept


def test_what_was_done_is_said_on_the_next_page(act, client_for, ada):
    answer, case = act(DEEDS["escalation"])
    page = read(answer.client.get(answer.headers["Location"]))
    assert [toast.text for toast in page.one(id="toasts").all(classed="toast-text")] == ["Escalated."]


@every
def test_a_role_that_may_not_is_told_which_may(deed, request, client_for, member):
    case = request.getfixturevalue(deed.of)
    roles = {"resolution": "support", "closure": "service", "escalation": "service"}
    person = client_for(member(roles.get(deed.place, "executive")))
    answer = person.post(f"/cases/{case.number}{path_of(deed)}", deed.sent)
    assert answer.status_code == 403
    words = f"Your role does not include this. It needs one of: {deed.needs}."
    assert words in read(answer).text
    assert deed.line not in history(case)[3:]


def test_the_case_of_another_company_is_not_there(case, globex, member, acme, client_for):
    """The stranger's own company has no case of that number, and Acme has no such member."""
    eve = member("admin", globex)
    for deed in DEEDS.values():
        path = f"/cases/{case.number}{path_of(deed)}"
        assert client_for(eve).post(path, deed.sent).status_code == 404
        assert client_for(eve, acme).post(path, deed.sent, htmx=True).status_code == 404
    assert history(case) == ["opened", "clocked", "routed"]


def test_what_is_only_posted_is_not_shown(case, desk):
    places = [f"/cases/{case.number}{path_of(deed)}" for deed in no_sheets]
    assert len(places) == 3
    for place in places:
        answer = desk.get(place)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("deed", [deed for deed in DEEDS.values() if deed.is_shown and deed.root[1] == "case-header"])
def test_the_form_is_a_sheet_for_htmx_and_a_page_for_a_browser(deed, request, max, client_for):
    case, browser = request.getfixturevalue(deed.of), client_for(max)
    path = f"/cases/{case.number}{path_of(deed)}"
    sheet, page = read(browser.get(path, htmx=True)), read(browser.get(path))
    assert [tag for tag, _id in sheet.roots] == ["div"]
    assert sheet.one("form").attrs["action"] == sheet.one("form").attrs["hx-post"] == f"/acme{path}"
    assert page.one("main").one("form").attrs["action"] == f"/acme{path}"
    assert sheet.alerts == page.alerts == []
