"""Addresses and values that nobody types: each gets a page or a plain no, never an error of ours."""

import pytest

pytestmark = pytest.mark.usefixtures("case")

HUGE = "9" * 20
ODD = ["\x00", "a\x00b", "²", "٣٤٥", "%", "_", "\\", "'", "\ud7ff", "\U0010ffff", "x" * 5000, HUGE, "-1", "🏊" * 60]


def statuses(ask, paths):
    return {path: ask(path).status_code for path in paths}


@pytest.mark.parametrize("place", ["/cases/{}/", "/cases/{}/timeline/", "/cases/{}/evidence/", "/customers/{}/"])
def test_a_number_that_no_row_has_is_not_found(desk, place):
    paths = [place.format(number) for number in ("0", HUGE, "9" * 5000, "-1", "1.5", "²", "1%00", "%FF")]
    assert statuses(desk.get, paths) == dict.fromkeys(paths, 404)


def test_posting_to_a_number_that_no_row_has_is_not_found(desk):
    paths = ["/cases/0/comments/", f"/cases/{HUGE}/comments/", f"/cases/{HUGE}/priority/", "/cases/²/closure/"]
    assert statuses(desk.post, paths) == dict.fromkeys(paths, 404)


@pytest.mark.parametrize("place", ["/cases/", "/customers/", "/customers/lookup/"])
def test_any_text_can_be_searched_for(desk, place):
    assert {text: desk.get(place, {"q": text}).status_code for text in ODD} == dict.fromkeys(ODD, 200)


@pytest.mark.parametrize("name", ["queue", "owner", "department", "priority", "after", "before"])
def test_a_filter_that_makes_no_sense_is_as_if_it_had_not_been_asked(desk, name):
    shown = {text: "Pump hums" in desk.get("/cases/", {name: text}).content.decode() for text in ODD}
    assert shown == dict.fromkeys(ODD, True)


def test_a_form_for_somebody_unknown_asks_whom_it_is_about(desk):
    pages = {text: desk.get("/cases/new/", {"account": text}).content.decode() for text in ODD}
    assert {text: 'id="lookup-q"' in page for text, page in pages.items()} == dict.fromkeys(ODD, True)


def test_a_customer_s_number_is_read_to_its_end(desk, smith):
    assert "data-account" in desk.get("/cases/new/", {"account": smith.number}).content.decode()
    assert "data-account" not in desk.get("/cases/new/", {"account": f"{smith.number:09}4"}).content.decode()


def test_a_contract_or_job_that_is_not_theirs_is_left_out(desk, smith):
    for text in ODD:
        answer = desk.get("/cases/new/", {"account": smith.number, "contract": text, "job": text})
        assert (text, answer.status_code) == (text, 200)
        assert 'name="summary"' in answer.content.decode()


def test_a_list_of_customers_can_begin_after_anything(desk):
    assert {text: desk.get("/customers/", {"after": text}).status_code for text in ODD} == dict.fromkeys(ODD, 200)


@pytest.mark.parametrize("name", ["severity", "urgency", "priority"])
def test_a_proposal_made_of_nonsense_is_empty(desk, name):
    for text in ODD:
        asked = {"severity": "minor", "urgency": "now", "reason_code": "defect", name: text}
        answer = desk.get("/cases/proposal/", asked)
        assert (text, answer.status_code, b"due within" in answer.content) == (text, 200, False)


@pytest.mark.parametrize("end", ["after", "before"])
def test_a_page_can_begin_at_any_moment(desk, end):
    cursors = [
        "0001-01-01T00:00:00+23:59~00000000-0000-0000-0000-000000000000",
        "9999-12-31T23:59:59-23:59~ffffffff-ffff-ffff-ffff-ffffffffffff",
        "2026-11-20T00:00:00+00:00:30~ffffffff-ffff-ffff-ffff-ffffffffffff",
        "2026-11-20~ffffffff-ffff-ffff-ffff-ffffffffffff",
        "2026-11-20T00:00:00+00:00~17",
    ]
    for queue in ("open", "resolved"):
        for cursor in cursors:
            assert desk.get("/cases/", {"queue": queue, end: cursor}).status_code == 200
            assert desk.get("/cases/pulse/", {"queue": queue, end: cursor}).status_code == 204


def test_any_page_can_link_to_a_case(desk, case):
    for referer in ("http://[", "http://testserver/acme/cases/?q=%FF", "\\\\", "http://x:y@z:99999/"):
        assert desk.get(f"/cases/{case.number}/", headers={"Referer": referer}).status_code == 200


def test_a_company_that_cannot_be_is_not_found(desk):
    paths = ["/%00/cases/", "/acme%00/cases/", "/%FF/cases/", "/ACME/cases/", "/" + "a" * 3000 + "/", "/acme/%00/"]
    assert statuses(desk.raw.get, paths) == dict.fromkeys(paths, 404)


def test_a_body_that_cannot_be_read_is_refused_or_read_as_far_as_it_goes(desk, case):
    place = f"/acme/cases/{case.number}/comments/"
    form = "application/x-www-form-urlencoded"
    bodies = {
        (b"body=%FF%FEcalled&audience=internal", form): 302,
        (b"body=%ED%A0%80&audience=internal", form): 302,
        (b"body=\xff&audience=internal", form): 302,
        (b"body=a%00b&audience=internal", form): 422,
        (b'{"body": "x"}', "application/json"): 422,
        (b"nothing of the kind", "multipart/form-data; boundary=x"): 422,
        (b"nothing of the kind", "multipart/form-data"): 400,
        (b"&".join(b"body=x" for _ in range(600)), form): 400,
        (b"body=" + b"x" * 6_000_000, form): 400,
    }
    got = {(body, kind): desk.raw.generic("POST", place, body, kind).status_code for body, kind in bodies}
    assert list(got.values()) == list(bodies.values())


def test_other_ways_to_ask_are_not_allowed(desk, case):
    for method in ("put", "patch", "delete"):
        for place in ("/acme/cases/", f"/acme/cases/{case.number}/", f"/acme/cases/{case.number}/correction/"):
            assert getattr(desk.raw, method)(place).status_code == 405


@pytest.mark.parametrize("place", ["/customers/jobs/{}/", "/customers/orders/{}/"])
def test_a_number_of_letters_that_no_row_has_is_not_found(desk, place):
    paths = [place.format(number) for number in ("J-0", "a%00b", "a/b", "%FF", "x" * 5000)]
    assert statuses(desk.get, paths) == dict.fromkeys(paths, 404)


@pytest.mark.parametrize("deed", ["assign", "tag", "untag", "prioritise"])
def test_how_many_are_chosen_is_said_for_any_text(desk, deed):
    for text in ODD:
        answer = desk.get(f"/cases/bulk/{deed}/", {"cases": text, "many": text, "seen": text})
        assert (text, answer.status_code) == (text, 200)


@pytest.mark.parametrize("page", ["http://[", "http://testserver//[", "\x00", "nonsense"])
def test_a_page_behind_that_is_none_is_as_if_htmx_had_not_said(desk, case, page):
    how = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": page}
    assert desk.raw.get("/acme/cases/palette/", **how).status_code == 200
    assert desk.raw.post(f"/acme/cases/{case.number}/priority/", {"priority": "low"}, **how).status_code == 200
    desk.raw.logout()
    assert desk.raw.get("/acme/cases/", **how).status_code == 204
