"""The pages of the settings: who may come in, what a preview says, and two managers at one page."""

import pytest

from routing.models import Calendar, Department, RuleBook, WaitingLabel, setup_of
from routing.rules import DEFAULT_RULES, Rule
from tenants.models import Membership
from tests.cast import as_company, queries_of
from tests.factories import CaseFactory

from .conftest import OFFICE

pytestmark = pytest.mark.django_db

RULES = {
    "rules": "1",
    "was": "0",
    "rule-0-reason_codes": "damage",
    "rule-0-department_key": "warehouse",
    "rest-department_key": "support",
}


@pytest.fixture
def desk(boss, client_for):
    return client_for(boss)


@pytest.fixture
def damaged(acme):
    return CaseFactory(tenant=acme, reason_code="damage", summary="The cover is torn", triaged=True)


def text(answer):
    return answer.content.decode()


def seal(answer):
    return answer.context["seal"]


def inside(company, look):
    with as_company(company):
        return look()


class TestFrame:
    def test_whoever_configures_finds_the_settings_in_the_bar_and_others_do_not(self, desk, ada, client_for):
        assert 'href="/acme/settings/"' in text(desk.get("/cases/"))
        assert 'href="/acme/settings/"' not in text(client_for(ada).get("/cases/"))

    def test_the_first_page_is_the_departments(self, desk):
        assert desk.get("/settings/")["Location"] == "/acme/settings/departments/"

    def test_a_manager_of_a_branch_sets_its_hours_and_nothing_else(self, acme, north, south, member, client_for):
        someone = client_for(member("manager", branch=north))
        assert someone.get("/settings/")["Location"] == "/acme/settings/calendar/"
        assert someone.get("/settings/calendar/")["Location"] == f"/acme/settings/calendar/{north.pk}/"
        assert someone.get(f"/settings/calendar/{north.pk}/").status_code == 200
        places = [f"calendar/{south.pk}/", "departments/", "rules/", "clock/"]
        assert [someone.get(f"/settings/{place}").status_code for place in places] == [403] * 4
        answer = someone.post("/settings/calendar/holidays/", {"day": "2027-01-01", "name": "New Year"})
        assert answer.status_code == 403

    @pytest.mark.parametrize("page", ["departments", "rules", "clock", "calendar"])
    def test_what_was_changed_lately_is_told(self, acme, desk, boss, page):
        with as_company(acme):
            Department.objects.found("Glass desk", by=boss)
            RuleBook.objects.write((Rule("support"),), by=boss, was=0)
            WaitingLabel.objects.call("parts", "On order", by=boss)
            Calendar.objects.set_hours(None, {0: ()} | {1: OFFICE[0]}, by=boss, was=0)
        assert "Grace Hopper" in text(desk.get(f"/settings/{page}/")).split("Changed lately")[1]

    @pytest.mark.parametrize("page", ["departments", "rules", "clock", "calendar"])
    def test_no_page_takes_more_statements_for_more_rows(self, acme, desk, boss, page):
        desk.get(f"/settings/{page}/")
        few = len(queries_of(lambda: desk.get(f"/settings/{page}/")))
        with as_company(acme):
            for number in range(3):
                Department.objects.create(key=f"d{number}", name=f"Desk {number}")
        assert len(queries_of(lambda: desk.get(f"/settings/{page}/"))) == few <= 16


class TestDepartments:
    def test_adding_leads_to_its_page_and_a_taken_name_is_said_at_the_field(self, acme, desk):
        answer = desk.post("/settings/departments/", {"name": "Glass desk", "giving": "pool"})
        made = inside(acme, lambda: Department.objects.get(key="glass_desk"))
        assert (answer.status_code, answer["Location"]) == (302, f"/acme/settings/departments/{made.pk}/")
        again = desk.post("/settings/departments/", {"name": "Glass desk", "giving": "pool"})
        assert (again.status_code, again.context["form"].errors["name"]) == (
            422,
            ["There is a department with this name already."],
        )

    def test_people_in_and_out(self, acme, desk, ada, max, departments):
        place = f"/settings/departments/{departments['warehouse'].pk}/"
        for one in (ada, max):
            assert desk.post(f"{place}people/", {"member": one.pk}).status_code == 302
        assert "Ada Lovelace" in text(desk.get(place))
        assert desk.post(f"{place}people/", {"remove": ada.pk}).status_code == 302
        refused = desk.post(f"{place}people/", {"remove": max.pk})
        assert refused.status_code == 422
        assert "Rule 2 sends cases here." in text(refused)

    def test_removing_what_is_needed_says_why(self, desk, departments, damaged):
        refused = desk.post(f"/settings/departments/{departments['support'].pk}/removal/")
        assert refused.status_code == 422
        assert "takes what no rule is about" in text(refused)


class TestRules:
    def test_without_rows_the_page_shows_the_default_ones(self, desk):
        sheet = desk.get("/settings/rules/").context["sheet"]
        assert [form.initial["department_key"] for form in sheet.forms] == ["purchasing", "warehouse", "branch_manager"]
        assert sheet.rest.initial["department_key"] == "support"

    def test_a_preview_names_what_would_move_and_saves_nothing(self, acme, desk, damaged):
        answer = desk.post("/settings/rules/", RULES | {"do": "preview"})
        page = text(answer)
        assert "1 open case would move" in page
        assert "The cover is torn" in page
        assert inside(acme, lambda: RuleBook.objects.in_force()[0]) == 0

    def test_saving_what_was_looked_at_puts_it_in_force(self, acme, desk, damaged):
        looked = desk.post("/settings/rules/", RULES | {"do": "preview"})
        saved = desk.post("/settings/rules/", RULES | {"do": "save", "seal": seal(looked)})
        assert (saved.status_code, saved["Location"]) == (302, "/acme/settings/rules/")
        assert inside(acme, lambda: RuleBook.objects.in_force()) == (
            1,
            (Rule("warehouse", frozenset({"damage"})), Rule("support")),
        )
        assert "on its way to the open cases" in text(desk.get("/settings/rules/"))

    def test_saving_something_else_than_was_looked_at_is_looked_at_first(self, acme, desk):
        looked = desk.post("/settings/rules/", RULES | {"do": "preview"})
        other = RULES | {"rule-0-department_key": "purchasing", "do": "save", "seal": seal(looked)}
        answer = desk.post("/settings/rules/", other)
        assert (answer.status_code, answer.context["unseen"]) == (200, True)
        assert inside(acme, lambda: RuleBook.objects.in_force()[0]) == 0

    def test_rules_are_ordered_added_and_removed_by_buttons(self, desk):
        two = RULES | {"rules": "2", "rule-1-reason_codes": "defect", "rule-1-department_key": "purchasing"}

        def departments(act):
            sheet = desk.post("/settings/rules/", two | {"do": act}).context["sheet"]
            return [form["department_key"].value() for form in sheet.forms]

        assert departments("up:1") == departments("down:0") == ["purchasing", "warehouse"]
        assert departments("up:0") == departments("down:1") == departments("nonsense") == ["warehouse", "purchasing"]
        assert departments("remove:0") == ["purchasing"]
        assert departments("add") == ["warehouse", "purchasing", "support"]

    def test_a_rule_without_a_condition_is_refused_at_its_field(self, desk):
        answer = desk.post("/settings/rules/", {**RULES, "rule-0-reason_codes": [], "do": "preview"})
        assert answer.status_code == 422
        assert answer.context["sheet"].forms[0].errors["reason_codes"]

    @pytest.mark.parametrize("field", ["rule-0-department_key", "rule-0-branch", "rest-department_key"])
    def test_what_is_not_there_cannot_be_chosen(self, desk, north, field):
        assert desk.post("/settings/rules/", RULES | {field: "elsewhere", "do": "preview"}).status_code == 422

    def test_two_managers_at_once_the_second_sees_the_difference_and_keeps_what_they_wrote(self, acme, desk, boss):
        looked = desk.post("/settings/rules/", RULES | {"do": "preview"})
        inside(
            acme,
            lambda: RuleBook.objects.write((Rule("purchasing", frozenset({"other"})), *DEFAULT_RULES), by=boss, was=0),
        )
        clash = desk.post("/settings/rules/", RULES | {"do": "save", "seal": seal(looked)})
        page = text(clash)
        assert clash.status_code == 409
        assert "Other goes to Purchasing." in page
        assert clash.context["sheet"].forms[0]["department_key"].value() == "warehouse"
        again = RULES | {"do": "save", "seal": seal(clash), "was": clash.context["was"]}
        assert desk.post("/settings/rules/", again).status_code == 302
        assert inside(acme, lambda: RuleBook.objects.in_force()[0]) == 2


class TestDuty:
    def test_off_and_on_again(self, acme, ada, client_for):
        desk = client_for(ada)
        assert desk.post("/settings/duty/", {}).status_code == 302
        assert inside(acme, lambda: Membership.objects.get(pk=ada.pk).is_off_duty)
        assert "Come back on duty" in text(desk.get("/cases/"))
        assert desk.post("/settings/duty/", {"back": "yes"}).status_code == 302
        assert not inside(acme, lambda: Membership.objects.get(pk=ada.pk).is_off_duty)

    def test_a_moment_that_has_passed_is_refused(self, ada, client_for):
        assert client_for(ada).post("/settings/duty/", {"until": "2020-01-01T08:00"}).status_code == 422


class TestHandOvers:
    PATH = "/settings/departments/hand-overs/"

    def test_another_limit_is_in_force_at_once_and_told(self, desk, acme):
        page = text(desk.get("/settings/departments/"))
        assert 'name="limit" value="3"' in page
        answer = desk.post(self.PATH, {"limit": "5", "was": "3"})
        assert (answer.status_code, answer["Location"]) == (302, "/acme/settings/departments/")
        assert "let a case keep its owner from hand-over 5 on; it was 3." in text(desk.get("/settings/departments/"))
        acme.refresh_from_db()
        assert inside(acme, lambda: setup_of(acme).hand_over_limit) == 5

    @pytest.mark.parametrize("limit", ["", "0", "21", "x", "-1"])
    def test_what_makes_no_sense_is_said_at_the_field(self, desk, limit):
        answer = desk.post(self.PATH, {"limit": limit, "was": "3"})
        assert answer.status_code == 422
        assert 'id="id_limit_error"' in text(answer)

    def test_the_second_of_two_managers_hears_of_the_first(self, desk, acme):
        desk.post(self.PATH, {"limit": "5", "was": "3"})
        clash = desk.post(self.PATH, {"limit": "7", "was": "3"})
        assert clash.status_code == 409
        assert "Somebody has made it 5 meanwhile." in text(clash)
        assert 'name="limit" value="7"' in text(clash)
        assert 'name="was" value="5"' in text(clash)
        assert desk.post(self.PATH, {"limit": "7", "was": "5"}).status_code == 302
