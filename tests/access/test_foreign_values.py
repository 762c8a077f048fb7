"""Ids of another company inside of posts and questions: refused like nonsense, stored nowhere, telling nothing."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case
from evidence.models import Item
from tests.cast import as_company

from .addresses import body_of
from .conftest import MARK
from .test_matrix import ask, text_of


def stored(side):
    with as_company(side.company):
        case = Case.objects.get(pk=side.open.pk)
        return case.version, case.history().count(), Case.objects.count(), Item.objects.count()


def foreign_values(theirs):
    """(address, field, a row of the other company) for every field that names a row."""
    extra = theirs.extra
    return [
        ("case-assignment", "member", theirs.members["support"]),
        ("case-helpers", "member", theirs.members["support"]),
        ("case-helpers", "remove", theirs.members["support"]),
        ("case-department", "department", theirs.department),
        ("bulk-assign", "member", theirs.members["support"]),
        ("case-new", "account", theirs.account),
        ("case-new", "branch", extra["branch"]),
        ("case-new", "site", extra["site"]),
        ("case-new", "contract", extra["contract"]),
        ("case-new", "job", extra["job"]),
        ("case-new", "contact", theirs.open.contact_id),
        ("case-new", "order_line", theirs.open.order_line_id),
        ("case-new", "owner", theirs.members["support"]),
        ("case-contract", "number", extra["spare"].number),
    ]


def test_rows_of_the_other_company_cannot_be_chosen(ours, theirs, client_for):
    visitor = client_for(ours.members["owner"])
    with as_company(ours.company):
        before = stored(ours)
    for name, field, row in foreign_values(theirs):
        number = "987654" if field == "account" else "1"  # our own first customer may be chosen by number
        for value in (getattr(row, "pk", row), uuid4(), "nonsense", number):
            body = {**body_of(ours, name), field: value}
            path = visitor.path(name, *([ours.open.number] if name.startswith("case-") and name != "case-new" else []))
            for htmx in (False, True):
                answer = visitor.post(path, body, htmx=htmx)
                assert answer.status_code == 422, (name, field, value, htmx)
                told = text_of(answer).replace(f'value="{value}"', "")  # what was typed stands in its box again
                assert MARK not in told, (name, field)
    assert stored(ours) == before


def test_the_number_of_a_foreign_customer_names_nobody(ours, theirs, client_for):
    visitor = client_for(ours.members["support"])
    for asked in (theirs.account.number, theirs.account.pk, 999_999):
        page = visitor.get("/cases/new/", {"account": asked, "contract": f"{MARK}-C1", "job": f"J-{MARK[::-1]}"})
        assert page.status_code == 200
        assert "data-account" not in page.content.decode()
        assert "Homeowner" not in page.content.decode()


@pytest.mark.parametrize("path", ["/cases/", "/cases/pulse/", "/cases/filters/", "/customers/", "/customers/lookup/"])
def test_questions_with_foreign_values_find_nothing(path, ours, theirs, client_for):
    visitor = client_for(ours.members["support"])
    for question in (
        {"q": MARK},
        {"owner": theirs.members["support"].pk},
        {"department": theirs.department.pk},
        {"branch": theirs.extra["branch"].pk},
        {"tag": f"{MARK} tag".lower()},
        {"customer": theirs.account.number},
        {"customer": MARK},
        {"after": f"2000-01-01T00:00:00+00:00~{theirs.open.pk}"},
        {"q": theirs.account.number},
    ):
        answer = visitor.get(path, question)
        assert answer.status_code in (200, 204), question
        text = text_of(answer).replace(f'value="{MARK}"', "").replace(MARK, "", text_of(answer).count(f"q={MARK}"))
        assert f"{MARK} " not in text, question


def test_a_key_that_the_other_company_used_is_free_here(ours, theirs, client_for):
    """Keys made on devices are compared within a company: a guessed one neither finds nor blocks anything."""
    key = uuid4()
    for side in (theirs, ours):
        visitor = client_for(side.members["support"])
        number = side.open.number
        assert visitor.post("/cases/new/", {**body_of(side, "case-new"), "opening_key": key}).status_code == 302
        comment = {"body": "Said with one key", "audience": "internal", "client_key": key}
        assert visitor.post(f"/cases/{number}/comments/", comment).status_code == 302
        file = {"file": SimpleUploadedFile("a.txt", b"Some text."), "client_key": key}
        assert visitor.post(f"/cases/{number}/evidence/", file, htmx=True).status_code in (204, 422)
        with as_company(side.company):
            assert Case.objects.filter(opening_key=key).count() == 1


def test_captions_of_foreign_files_stay_as_they_are(ours, theirs, client_for):
    visitor = client_for(ours.members["owner"])
    answer = ask(visitor, ours, "evidence-caption", "POST", [ours.open.number, theirs.item.pk])
    assert answer.status_code == 404
    with as_company(theirs.company):
        assert Item.objects.get(pk=theirs.item.pk).caption == ""
