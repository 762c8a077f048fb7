"""Every field of every form with what people and programs send: a clear answer, nothing broken, nothing run."""

import re
from uuid import uuid4

import pytest
from django.db import transaction

from cases.models import Case
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory

SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = "\"' onmouseover=alert(1) x='"
NASTY = {
    "empty": "",
    "spaces": "  \t\n ",
    "long": "x" * 161,
    "very long": "ab " * 10_000,
    "script": SCRIPT,
    "attribute": ATTRIBUTE,
    "template": "{{ 7|add:7 }}{% load x %}",
    "emoji": "👷🏽‍♀️🏊",
    "right to left": "\u202eשלום עולם\u202c",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "nul": "be\0fore",
    "control": "a\x07b\x1bc",
    "number": "9" * 40,
    "negative": "-1",
    "digits": "٣٤٥",
    "sql": "'; DROP TABLE cases_case; --",
    "path": "../../../../etc/passwd",
    "json": '{"$gt": ""}',
    "year one": "0001-01-01T00:00",
    "last year": "9999-12-31T23:59",
    "no day": "2026-02-30T10:00",
    "no hour": "2026-03-08T02:30",  # New York's clocks jump over it
    "two hours": "2026-11-01T01:30",  # and this one comes twice
}
FORMS = {
    "priority/": {"priority": "high", "reason": "Party", "was": "normal"},
    "reason/": {"reason_code": "damage", "was": "defect", "release_owner": ""},
    "department/": {"department": "", "reason": "They have it"},
    "assignment/": {"member": ""},
    "escalation/": {"reason": "They wait"},
    "resolution/": {"path": "repaired", "notes": "New pump"},
    "closure/": {"csat": "5"},
    "reopening/": {"reason": "Hums again"},
    "correction/": {
        "summary": "Pump hums", "description": "At night", "told": "We come", "case_type": "repair",
        "request_type": "Noise", "request_subtype": "Loud", "source": "phone",
        "was-summary": "Pump hums", "was-description": "", "was-case_type": "repair",
    },
    "next-action/": {
        "next_action": "Call", "next_action_due_at": "2026-12-01T09:00",
        "was-next_action": "", "was-next_action_due_at": "",
    },
    "helpers/": {"member": "", "remove": ""},
    "tags/": {"tag": "leak", "remove": ""},
    "contract/": {"number": "C-1", "was": "", "ending_confirmed": "", "in_spite": ""},
    "waiting/": {"kind": "parts", "reason": "A seal", "until": "2027-12-01T09:00"},
    "merge/": {"other": "2", "keep": "1", "confirmed": ""},
    "repeats/": {
        "account": "", "summary": "Pump hums", "description": "At night", "told": "We come", "source": "phone",
        "contact": "", "new_name": "Joe", "opening_key": str(uuid4()),
    },
    "comments/": {"body": "Called", "audience": "internal", "client_key": str(uuid4())},
}  # fmt: skip
OPENING = {
    "account": "", "contact": "", "site": "", "contract": "", "job": "", "asset": "", "order_line": "", "branch": "",
    "case_type": "repair", "reason_code": "defect", "severity": "minor", "urgency": "today", "priority": "",
    "priority_reason": "", "source": "phone", "request_type": "", "request_subtype": "", "summary": "Pump hums",
    "description": "", "told": "", "next_action": "", "next_action_due_at": "", "opened_at": "",
    "opening_key": "", "owner": "", "no_contract": "", "ending_confirmed": "", "reach_by": "", "reach_under": "",
    "new_name": "Joe", "new_phone": "", "new_email": "",
}  # fmt: skip
CORRECTION = {
    "name": "Joe", "title": "Son", "phone": "(716) 555-0142", "email": "joe@smith.example",
    "was-name": "Jo", "was-title": "", "was-phone": "", "was-email": "",
}  # fmt: skip
SHARP = ("script", "nul", "number", "year one")
PAGES = ["/cases/", "/cases/?queue=resolved", "/customers/"]


@pytest.fixture
def case(acme):
    account = AccountFactory(tenant=acme)
    return CaseFactory(account=account, summary="Pump hums", triaged=True)


@pytest.fixture
def done(acme, case, max):
    with as_company(acme):
        done = CaseFactory(account=case.account, summary="Valve leaked", triaged=True)
        done.resolve(by=max, path="repaired", notes="Seal")
        return done


def is_harmless(answer):
    """Whether ``answer`` shows nothing that a browser would run."""
    text = answer.content.decode()
    return SCRIPT not in text and "onmouseover=alert(1) x='" not in text.replace(ATTRIBUTE_ESCAPED, "")


ATTRIBUTE_ESCAPED = "&quot;&#x27; onmouseover=alert(1) x=&#x27;"


ANSWERS = (200, 204, 302, 409, 422)
NAMED_BY_NUMBER = {"merge/"}  # a case that is not there answers as everywhere: 404


def probe(visitor, path, body, pages, *, htmx, allowed=ANSWERS):
    """Post, read the pages that show it, and undo it; return what was wrong."""
    wrong = []
    with transaction.atomic():
        answer = visitor.post(path, body, htmx=htmx)
        if answer.status_code not in allowed:
            wrong.append((htmx, answer.status_code))
        for shown in (answer, *(visitor.get(page) for page in pages)):
            if shown.status_code >= 500 or not is_harmless(shown):
                wrong.append((htmx, "then", shown.status_code))
        transaction.set_rollback(True)
    return wrong


def bodies(good):
    """Every nasty value in all fields at once, and the sharpest of them in each field alone."""
    for name, value in NASTY.items():
        yield name, good | dict.fromkeys((field for field in good if field != "account"), value)
    for field in good:
        for name in SHARP:
            yield f"{name} in {field}", good | {field: NASTY[name]}


@pytest.mark.parametrize("form", FORMS)
def test_no_field_of_a_case_breaks_anything(form, case, done, max, client_for):
    visitor, wrong = client_for(max), []
    target = done if form in ("closure/", "reopening/") else case
    allowed = (*ANSWERS, 404) if form in NAMED_BY_NUMBER else ANSWERS
    for place, (name, body) in enumerate(bodies(FORMS[form])):
        pages = [f"/cases/{target.number}/", *PAGES] if name.startswith("script in") else []
        found = probe(visitor, f"/cases/{target.number}/{form}", body, pages, htmx=place % 2 == 0, allowed=allowed)
        wrong += [(name, *one) for one in found]
    assert wrong == []


def test_no_field_of_the_intake_form_breaks_anything(case, ada, client_for):
    visitor, wrong = client_for(ada), []
    with as_company(case.tenant_id):
        good = OPENING | {"account": str(case.account_id)}
    for name, body in bodies(good):
        pages = PAGES if name in ("script in summary", "year one in opened_at") else []
        wrong += [(name, *one) for one in probe(visitor, "/cases/new/", body, pages, htmx=False)]
    assert wrong == []


@pytest.mark.parametrize("whose", ["customer", "contact"])
def test_no_field_of_a_correction_breaks_anything(whose, case, ada, client_for):
    visitor, wrong = client_for(ada), []
    with as_company(case.tenant_id):
        account, contact = case.account, case.account.add_contact("Jo")
    page = f"/customers/{account.number}/"
    path = page + (f"contacts/{contact.pk}/" if whose == "contact" else "correction/")
    for place, (name, body) in enumerate(bodies(CORRECTION)):
        pages = [page, *PAGES] if name.startswith("script in") else []
        wrong += [(name, *one) for one in probe(visitor, path, body, pages, htmx=place % 2 == 0)]
    assert wrong == []


def test_what_looks_like_a_program_is_shown_as_the_text_it_is(case, ada, max, client_for):
    with as_company(case.tenant_id):
        case.edit(dict.fromkeys(("summary", "description", "told"), SCRIPT), was={}, by=ada)
        case.comment(SCRIPT, by=ada)
        case.tag(SCRIPT, by=ada)
        case.escalate(by=ada, reason=SCRIPT)
    for page in (f"/cases/{case.number}/", "/cases/"):
        answer = client_for(max).get(page)
        assert is_harmless(answer)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.content.decode()


def test_a_moment_before_there_were_calendars_is_refused(case, ada, client_for):
    with as_company(case.tenant_id):
        body = OPENING | {"account": str(case.account_id), "opened_at": "0001-01-01T00:00"}
    answer = client_for(ada).post("/cases/new/", body)
    assert (answer.status_code, client_for(ada).get("/cases/").status_code) == (422, 200)


def test_what_was_typed_is_still_there_beside_what_was_wrong(case, ada, client_for):
    with as_company(case.tenant_id):
        body = OPENING | {"account": str(case.account_id), "description": "Long & careful words", "summary": ""}
    page = client_for(ada).post("/cases/new/", body)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Long &amp; careful words" in text
    assert re.search(r'id="id_summary_error"', text)
    assert "This field is required." in text
    with as_company(case.tenant_id):
        assert Case.objects.count() == 1


def test_an_empty_post_everywhere_is_answered(case, done, max, client_for):
    visitor = client_for(max)
    for form in FORMS:
        target = done if form in ("closure/", "reopening/") else case
        for htmx in (False, True):
            assert visitor.post(f"/cases/{target.number}/{form}", {}, htmx=htmx).status_code in (200, 302, 422), form
    assert visitor.post("/cases/new/", {}).status_code == 422


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_bodies_of_another_kind_are_answered(content_type, case, ada, client_for):
    visitor = client_for(ada)
    for form in ("comments/", "priority/", "tags/"):
        for body in (b'{"body": 1}', b"\xff\xfe\x00", b"--x\r\nbroken"):
            answer = visitor.post(f"/cases/{case.number}/{form}", body, content_type=content_type)
            assert answer.status_code in (400, 422), (form, body)
