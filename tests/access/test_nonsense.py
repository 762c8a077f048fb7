"""Every address with what people and programs send by mistake: a clear answer, nothing broken, nothing run."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from tests.cases.test_bad_input import NASTY, is_harmless

from .addresses import args_of, body_of
from .matrix import COMPANY

SHARP = {name: NASTY[name] for name in ("script", "nul", "number")} | {"nobody": str(uuid4())}
ANSWERS = {200, 204, 302, 400, 403, 404, 405, 409, 422}
ASKED = [
    *(
        "q",
        "page",
        "after",
        "before",
        "tab",
        "queue",
        "kind",
        "other",
        "keep",
        "customer",
        "account",
        "contract",
        "job",
    ),
    *("order_line", "member", "department", "branch", "seen", "many", "view", "show", "severity", "owner", "tag"),
    *("type", "reason", "day", "month", "region", "country", "box", "until", "key"),
]


@pytest.mark.parametrize("what", SHARP)
def test_no_field_and_no_question_breaks_anything(what, ours, client_for):
    visitor, wrong = client_for(ours.members["admin"]), {}
    for place, name in enumerate(sorted(COMPANY)):
        path, good = visitor.path(name, *args_of(ours, name)), body_of(ours, name)
        body = {field: value if isinstance(value, UploadedFile) else SHARP[what] for field, value in good.items()}
        wrong[name] = [
            asked(visitor.post, path, body, htmx=place % 2 == 0),
            asked(visitor.get, path, dict.fromkeys(ASKED, SHARP[what]), htmx=place % 2 == 1),
        ]
    assert {name: errors for name, errors in wrong.items() if any(errors)} == {}


def asked(how, path, body, *, htmx):
    """Ask, and undo what the answer changed; return what was wrong with it."""
    try:
        with transaction.atomic():
            answer = how(path, body, htmx=htmx)
            transaction.set_rollback(True)
    except Exception as error:  # noqa: BLE001 - a person would see the page of an error
        return repr(error)[:200]
    if answer.status_code not in ANSWERS:
        return answer.status_code
    return "" if answer.streaming or is_harmless(answer) else "not harmless"
