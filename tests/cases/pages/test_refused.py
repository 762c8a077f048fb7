"""Buttons that are refused: by name, where they stand, and nothing has changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cast import as_company
from tests.factories import CaseFactory, MembershipFactory

from .desk import fresh, history, last_line
from .reading import announced, read


@pytest.fixture
def fixed(case, acme):
    """The case after it went through too many hands; the last of them."""
    with as_company(acme):
        people = [MembershipFactory(role="support") for _ in range(4)]
        for hour, member in enumerate(people, start=1):
            case.assign(member, by=None, at=timezone.now() + timedelta(hours=hour))
    return people[-1]


@pytest.mark.parametrize("htmx", [True, False])
def test_going_on_before_it_began_to_wait_is_said_on_the_page(case, desk, ada, htmx):
    with as_company(case.tenant_id):
        case.wait("parts", by=ada, at=timezone.now() + timedelta(hours=1))  # by a clock that goes ahead
    answer = desk.post(f"/cases/{case.number}/waiting/", {"go-on": "1"}, htmx=htmx)
    assert answer.status_code == 422
    assert read(answer).one(role="alert").text == "It cannot go on before it began to wait."
    assert fresh(case).is_waiting


class TestOwnerRelease:
    def test_a_manager_releases_the_owner_with_a_reason(self, case, fixed, member, client_for):
        boss = client_for(member("manager"))
        path = f"/cases/{case.number}/owner-release/"
        sheet = read(boss.get(path, htmx=True)).one("form", action=f"/acme{path}")
        answer = boss.post(path, sheet.sent_by(sheet) | {"reason": "She is on leave"}, htmx=True)
        assert (answer.status_code, announced(answer)["toast"]["text"]) == (200, "Released.")
        assert last_line(case)[2] == {"reason": "She is on leave", "people": 4}
        assert (fresh(case).owner_fixed_at, fresh(case).hand_overs) == (None, 0)
        assert boss.post(path, {"reason": "Twice"}).status_code == 302
        assert history(case).count("released") == 1

    def test_without_a_reason_it_is_said_at_the_field(self, case, fixed, member, client_for):
        answer = client_for(member("manager")).post(f"/cases/{case.number}/owner-release/", {"reason": " "}, htmx=True)
        assert answer.status_code == 422
        assert read(answer).one(id="id_reason_error").text == "This field is required."
        assert fresh(case).owner_fixed_at

    def test_it_is_not_for_who_works_cases(self, case, fixed, desk, max, eve, client_for):
        path = f"/cases/{case.number}/owner-release/"
        assert [who.post(path, {"reason": "x"}).status_code for who in (desk, client_for(max))] == [403, 403]
        assert client_for(eve).post(path, {"reason": "x"}).status_code in (403, 404)
        assert fresh(case).owner_fixed_at

    def test_the_button_is_shown_to_whom_it_obeys(self, case, fixed, desk, member, client_for):
        href = f"/acme/cases/{case.number}/owner-release/"
        assert href in client_for(member("manager")).get(f"/cases/{case.number}/").content.decode()
        assert href not in desk.get(f"/cases/{case.number}/").content.decode()


def test_assigning_many_says_which_one_keeps_its_owner_and_why(case, resolved, smith, fixed, ada, desk, departments):
    free = CaseFactory(account=smith, summary="Gate squeaks", triaged=True)
    chosen = {"cases": f"{case.number} {free.number}", "key": str(uuid4()), "member": str(ada.pk)}
    report = desk.post("/cases/bulk/assign/", chosen, htmx=True)
    assert report.status_code == 200
    said = " ".join(report.content.decode().split())
    assert f"Passed between 4 people: {fixed.name} stays the owner until a manager releases the case." in said
    assert (fresh(case).owner, fresh(free).owner) == (fixed, ada)
