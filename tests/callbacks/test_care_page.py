"""The page on which a manager sets the calls after large jobs: looked at before it is put in force."""

import pytest

from callbacks.models import AfterCare
from callbacks.words import Care, fill, names_in
from tests.cast import as_company
from tests.factories import JobFactory

pytestmark = pytest.mark.django_db
PAGE = "/settings/after-job/"
SAID = {"was": "0", "is_on": "on", "works": "install\nrepipe", "script": "Hi {customer}, {caller} of {company}."}


@pytest.fixture
def desk(boss, client_for):
    return client_for(boss)


def in_force(company):
    with as_company(company):
        return AfterCare.objects.in_force()


def save(desk, **said):
    looked = desk.post(PAGE, SAID | said | {"do": "preview"})
    return desk.post(PAGE, SAID | said | {"do": "save", "seal": looked.context["seal"]})


def test_it_begins_with_words_of_the_house(desk):
    page = desk.get(PAGE).content.decode()
    for words in ("sewer replacement", "this is {caller} from {company}", 'aria-current="page">Calls after the job'):
        assert words in page


def test_a_preview_says_the_words_and_which_kinds_count(desk, acme):
    for kind in ("Heater installation", "Sewer replacement", "Drain cleaning"):
        JobFactory(tenant=acme, kind=kind)
    looked = desk.post(PAGE, SAID | {"do": "preview"})
    context = looked.context["panels"][0].context
    assert context["script"] == "Hi Rosa Delgado, Grace Hopper of Acme Pools."
    assert [(row["kind"], row["counts"], row["is_changed"]) for row in context["rows"]] == [
        ("Drain cleaning", False, False),
        ("Heater installation", True, False),
        ("Sewer replacement", False, True),
    ]
    assert in_force(acme)[0] == 0


def test_what_was_looked_at_is_put_in_force(desk, acme):
    assert save(desk).status_code == 302
    care = Care(works=("install", "repipe"), script="Hi {customer}, {caller} of {company}.")
    assert in_force(acme) == (1, care)
    assert "version 1 of the calls after the job" in desk.get(PAGE).content.decode()
    assert save(desk, was="1").status_code == 302
    assert in_force(acme)[0] == 1


def test_switched_off_and_on_again_it_begins_anew(desk, acme):
    off = {name: value for name, value in SAID.items() if name != "is_on"}
    looked = desk.post(PAGE, off | {"do": "preview"})
    assert "No call is promised by itself any more" in looked.content.decode()
    desk.post(PAGE, off | {"do": "save", "seal": looked.context["seal"]})
    assert in_force(acme)[1].is_on is False
    save(desk, was="1")
    assert (in_force(acme)[1].is_on, in_force(acme)[1].on_since is not None) == (True, True)


def test_what_was_not_looked_at_is_shown_first(desk, acme):
    answer = desk.post(PAGE, SAID | {"do": "save"})
    assert (answer.status_code, in_force(acme)[0]) == (200, 0)
    assert "look again" in answer.content.decode()


def test_two_managers_do_not_overwrite_one_another(desk, acme):
    assert save(desk).status_code == 302
    answer = save(desk, works="drain")
    assert (answer.status_code, in_force(acme)[1].works) == (409, ("install", "repipe"))
    assert "Large is: install, repipe." in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"script": "Hi {nobody}"}, "Nobody knows what {nobody} is."),
        ({"script": "Hi {customer"}, "A brace is open or closed alone"),
        ({"script": "Hi {customer.phone}"}, "A brace is open or closed alone"),
        ({"script": "Hi {}"}, "A brace is open or closed alone"),
        ({"script": " "}, "This field is required."),
        ({"works": "\n".join(f"work {n}" for n in range(41))}, "At most 40."),
    ],
)
def test_what_is_wrong_is_said_and_kept(desk, acme, wrong, message):
    answer = desk.post(PAGE, SAID | wrong | {"do": "save"})
    assert (answer.status_code, in_force(acme)[0]) == (422, 0)
    assert message in answer.content.decode()


@pytest.mark.parametrize("role", ["support", "support_lead", "technician", "executive"])
def test_who_configures_nothing_is_refused(member, client_for, role):
    assert client_for(member(role)).get(PAGE).status_code == 403
    assert client_for(member(role)).post(PAGE, SAID).status_code == 403


def test_somebody_who_runs_a_branch_only_is_refused(member, client_for, north):
    assert client_for(member("manager", branch=north)).get(PAGE).status_code == 403


def test_names_are_filled_in_and_doubled_braces_are_braces():
    assert names_in("{a} and {{b}}") == {"a"}
    assert fill("{a} and {{b}}", {"a": "one"}) == "one and {b}"
