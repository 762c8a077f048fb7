"""Putting a case under another contract by pasting its number."""

from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContractFactory,
    InstallerSeatFactory,
    JobFactory,
)

from .desk import fresh
from .reading import announced, read


def test_a_pasted_number_moves_the_case(desk, case, acme):
    target = ContractFactory(account=AccountFactory(tenant=acme, name="Omar Ito"), number="C-77")
    sheet = read(desk.get(f"/cases/{case.number}/contract/", htmx=True))
    assert sheet.value_of("was") == ""
    answer = desk.post(f"/cases/{case.number}/contract/", {"number": " c-77 ", "was": ""}, htmx=True)
    assert (answer.status_code, announced(answer)["toast"]["text"]) == (200, "Moved.")
    assert fresh(case).contract == target
    page = read(desk.get(f"/cases/{case.number}/"))
    assert "Ada Lovelace moved the case to another contract:" in page.text
    assert "Jane Smith → Omar Ito" in page.text


def test_what_is_wrong_with_the_number_is_said_at_the_field(
    smith, case, acme, globex, south, member, north, client_for
):
    foreign = ContractFactory(account=AccountFactory(tenant=globex), number="THEIRS")
    own = ContractFactory(account=smith, number="OWN")
    elsewhere = ContractFactory(account=smith, number="SOUTH")
    JobFactory(account=smith, contract=elsewhere, branch=south)
    with as_company(acme):
        case.move_to(own, by=None)
        type(case).objects.filter(pk=case.pk).update(branch=north)
    nell = client_for(member("support", branch=north))
    tries = {
        "": "This field is required.",
        "nothing": "There is no contract with this number.",
        foreign.number: "There is no contract with this number.",
        "OWN": "The case is under this contract already.",
        "SOUTH": "This contract belongs to a branch whose cases you do not work.",
    }
    for number, message in tries.items():
        answer = nell.post(f"/cases/{case.number}/contract/", {"number": number, "was": "OWN"}, htmx=True)
        assert (answer.status_code, read(answer).errors_of("number")) == (422, [message])


def test_an_ending_contract_and_likely_cases_are_asked_about_before_it_moves(desk, case, acme):
    account = AccountFactory(tenant=acme)
    there = CaseFactory(account=account, summary="Pump hums, too")
    ContractFactory(account=account, number="C-8", status="cancelled")
    said = {"number": "C-8", "was": ""}
    page = read(desk.post(f"/cases/{case.number}/contract/", said, htmx=True))
    assert "Contract C-8 is cancelled." in page.text
    assert f"#{there.number} Pump hums, too" in page.text
    for half in ({"ending_confirmed": "cancelled"}, {"in_spite": "on"}):
        assert desk.post(f"/cases/{case.number}/contract/", said | half, htmx=True).status_code == 422
    whole = {"ending_confirmed": "cancelled", "in_spite": "on"}
    assert desk.post(f"/cases/{case.number}/contract/", said | whole, htmx=True).status_code == 200
    assert fresh(case).contract.number == "C-8"


def test_somebody_elses_move_is_a_question(desk, case, acme):
    one, two = (ContractFactory(account=AccountFactory(tenant=acme), number=number) for number in ("ONE", "TWO"))
    with as_company(acme):
        case.move_to(one, by=None)
    answer = desk.post(f"/cases/{case.number}/contract/", {"number": "TWO", "was": ""}, htmx=True)
    page = read(answer)
    assert answer.status_code == 409
    assert (page.value_of("number"), page.value_of("was")) == ("TWO", "ONE")
    assert "ONE" in page.one(classed="conflict-sides").text
    assert fresh(case).contract == one
    again = desk.post(f"/cases/{case.number}/contract/", {"number": "TWO", "was": page.value_of("was")}, htmx=True)
    assert again.status_code == 200
    assert fresh(case).contract == two


def test_who_loses_sight_of_it_by_moving_it_is_led_to_the_queue(desk, smith, acme, member, client_for):
    terry = member("technician")
    job = JobFactory(account=smith, technician=terry)
    case = CaseFactory(account=smith, job=job)
    ContractFactory(account=AccountFactory(tenant=acme), number="C-99")
    said = {"number": "C-99", "was": ""}
    answer = client_for(terry).post(f"/cases/{case.number}/contract/", said, htmx=True)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/acme/cases/")


def test_installers_open_and_move_nothing(smith, case, member, acme, client_for):
    ines = member("installer")
    with as_company(acme):
        InstallerSeatFactory(member=ines, account=smith)
    visitor = client_for(ines)
    assert visitor.get(f"/cases/{case.number}/").status_code == 200
    assert "/contract/" not in visitor.get(f"/cases/{case.number}/").content.decode()
    for path in ("new/", "new/likely/", f"{case.number}/contract/", f"{case.number}/repeats/"):
        assert visitor.post(f"/cases/{path}", {}).status_code == 403
