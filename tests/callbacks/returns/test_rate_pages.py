"""The pages of callback rates: whose figures one sees, the jobs and returns behind them, disputes and coaching."""

from datetime import timedelta

import pytest
from django.utils import timezone

from callbacks.models import CoachingFlag, ReturnTerms
from tests.cases.pages.reading import announced, read
from tests.cast import as_company
from tests.factories import CallbackFactory
from tests.returns import DoneJobFactory, ReturnFactory

from .moments import fresh

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
EVENTS = {"callbacks-changed": {}, "case-changed": {}, "queue-changed": {}}


@pytest.fixture
def lead(boss, client_for):
    return client_for(boss)


@pytest.fixture
def row(account, rosa, boss):
    """One return in two jobs, where more than 30 % of two jobs is too much."""
    ReturnTerms.objects.write(by=boss, was=0, minimum_jobs=2, threshold_percent=30)
    jobs = [DoneJobFactory(account=account, technician=rosa) for _ in range(2)]
    found = ReturnFactory(job=jobs[0], by=boss, reported="It leaks below the sink")
    CoachingFlag.objects.watch(timezone.now())
    return found


class TestSeeing:
    def test_the_list_says_the_rule_in_words_and_the_rate_in_numbers(self, lead, row, rosa):
        page = read(lead.get("/callbacks/rates/"))
        assert "rate = returns opened ÷ jobs completed, both in the last 90 days" in page.text
        assert "It does not count when it is taken back, when it was not caused by us" in page.text
        assert "Below 2 jobs nothing is said. Above 30 % whoever manages the branch is asked to coach." in page.text
        assert "Rosa Diaz" in page.text and "1 ÷ 2" in page.text and "50.0 %" in page.text
        assert "To be coached: nobody has answered yet" in page.text

    def test_below_the_fewest_jobs_it_says_so(self, lead, row, boss):
        ReturnTerms.objects.write(by=boss, was=1, minimum_jobs=3)
        assert "Too few jobs to say" in read(lead.get("/callbacks/rates/")).text

    def test_behind_a_rate_stand_the_very_jobs_and_returns(self, lead, row, rosa, account):
        other = ReturnFactory(job=DoneJobFactory(account=account, technician=rosa))
        other.withdraw("Twice", by=None)
        page = read(lead.get(f"/callbacks/rates/{rosa.pk}/"))
        assert "It leaks below the sink" in page.text and "Does not count: no return" in page.text
        assert len(page.all("a", classed="listing-link")) == 3
        assert page.all("a", href=f"/acme/returns/{row.number}/")

    def test_another_window_is_another_rate(self, lead, rosa, account, boss):
        DoneJobFactory(account=account, technician=rosa, completed_at=timezone.now() - timedelta(days=100))
        assert "No job was completed in this time" in read(lead.get("/callbacks/rates/")).text
        assert "0 ÷ 1" in read(lead.get("/callbacks/rates/?window=180")).text
        for nonsense in ("17", "x", "99999", "-1"):
            assert lead.get(f"/callbacks/rates/?window={nonsense}").context["bar"].window_days == 90

    def test_a_technician_sees_only_their_own(self, row, rosa, member, client_for):
        own = f"/callbacks/rates/{rosa.pk}/"
        visitor, other = client_for(rosa), client_for(member("technician"))
        assert visitor.get("/callbacks/rates/")["Location"] == f"/acme{own}"
        page = read(visitor.get(own))
        assert "50.0 %" in page.text
        assert "Say what you do about it" not in page.text
        assert other.get(own).status_code == 404

    def test_a_manager_sees_those_of_their_branch(self, row, rosa, account, member, north, client_for):
        tech, boss = member("technician", branch=north, name="Nora North"), member("manager", branch=north)
        DoneJobFactory(account=account, technician=tech, branch=north)
        visitor = client_for(boss)
        text = read(visitor.get("/callbacks/rates/")).text
        assert ("Nora North" in text, "Rosa Diaz" in text) == (True, False)
        assert visitor.get(f"/callbacks/rates/{rosa.pk}/").status_code == 404
        assert visitor.post(f"/callbacks/rates/{rosa.pk}/acknowledgement/", {"note": "x"}).status_code == 404

    def test_nobody_else_sees_any(self, row, rosa, member, client_for):
        for role in ("support", "support_lead", "service", "executive"):
            visitor = client_for(member(role))
            assert [visitor.get(f"/callbacks/rates/{end}").status_code for end in ("", f"{rosa.pk}/")] == [403, 403]
            assert "/callbacks/rates/" not in visitor.get("/callbacks/").content.decode()

    def test_of_another_company_nothing_is_there(self, row, rosa, member, globex, client_for):
        assert client_for(member("owner", globex)).get(f"/callbacks/rates/{rosa.pk}/").status_code == 404

    @pytest.mark.parametrize("times", [1, 3])
    def test_the_pages_cost_the_same_for_one_and_for_three(
        self, times, lead, account, member, boss, django_assert_num_queries
    ):
        ReturnTerms.objects.write(by=boss, was=0, minimum_jobs=1, threshold_percent=30)
        for _ in range(times):
            tech = member("technician")
            for _ in range(times):
                ReturnFactory(job=DoneJobFactory(account=account, technician=tech))
        CoachingFlag.objects.watch(timezone.now())
        for path, count in (("/callbacks/rates/", 18), (f"/callbacks/rates/{tech.pk}/", 18)):
            lead.get(path)
            with django_assert_num_queries(count):
                assert lead.get(path).status_code == 200

    def test_the_figures_of_promises_stand_above(self, lead, account, ada):
        now = timezone.now()
        kept, _late = (
            CallbackFactory(account=account, by=ada, at=now - timedelta(days=8), kind=kind)
            for kind in ("warranty", "emergency")
        )
        kept.log_attempt("reached", note="Well", by=ada, at=kept.due_at - timedelta(minutes=1))
        page = read(lead.get("/callbacks/rates/"))
        assert page.one(classed="figures").text.startswith("Overdue calls now 1 Kept on time 50 % 1 of 2, last 30 days")


class TestActing:
    @pytest.fixture
    def act(self, row, rosa):
        """Return (path, good body, what is said, whether it was done) of an act."""

        def of(name):
            if name == "answer":
                row.object_to("Not mine", by=rosa)
            return {
                "objection": (
                    f"/returns/{row.number}/objection/",
                    {"reason": "Not mine"},
                    "Written down. Who manages the branch answers.",
                    lambda: fresh(row).dispute == "open",
                ),
                "answer": (
                    f"/returns/{row.number}/answer/",
                    {"outcome": "dropped", "answer": "She is right"},
                    "Answered.",
                    lambda: fresh(row).dispute == "dropped",
                ),
                "acknowledgement": (
                    f"/callbacks/rates/{rosa.pk}/acknowledgement/",
                    {"note": "We ride along"},
                    "Written down.",
                    lambda: CoachingFlag.objects.get().note == "We ride along",
                ),
            }[name]

        return of

    every = pytest.mark.parametrize("name", ["objection", "answer", "acknowledgement"])

    @every
    def test_works_by_a_form_and_by_htmx(self, lead, act, name):
        path, body, said, is_done = act(name)
        assert read(lead.get(path, htmx=True)).all("form", action=f"/acme{path}")
        assert read(lead.get(path)).all("form", action=f"/acme{path}")
        answer = lead.post(path, body, htmx=True)
        assert (answer.status_code, announced(answer)) == (204, {**EVENTS, "toast": {"text": said, "kind": "done"}})
        assert is_done()

    @every
    def test_a_browser_is_led_back(self, lead, act, name):
        path, body, _said, is_done = act(name)
        assert lead.post(path, body).status_code == 302
        assert is_done()

    @every
    def test_the_wrong_role_and_the_wrong_company_do_nothing(self, act, name, member, globex, client_for, row):
        path, body, _said, is_done = act(name)
        for role in ("support", "support_lead", "executive", "technician"):
            assert client_for(member(role)).post(path, body).status_code in (403, 404)
        assert client_for(member("owner", globex)).post(path, body).status_code == 404
        with as_company(row.tenant_id):
            assert not is_done()

    @pytest.mark.parametrize(
        ("name", "field", "value", "message"),
        [
            ("objection", "reason", " ", "This field is required."),
            ("answer", "outcome", "open", "Select a valid choice. open is not one of the available choices."),
            ("answer", "answer", "", "This field is required."),
            ("acknowledgement", "note", "", "This field is required."),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, lead, act, name, field, value, message):
        path, body, _said, is_done = act(name)
        answer = lead.post(path, body | {field: value}, htmx=True)
        assert (answer.status_code, read(answer).errors_of(field), is_done()) == (422, [message], False)

    def test_the_technician_disputes_their_own(self, row, rosa, client_for, lead):
        visitor = client_for(rosa)
        path = f"/returns/{row.number}/objection/"
        assert read(visitor.get(f"/returns/{row.number}/")).all("a", href=f"/acme{path}")
        assert visitor.post(path, {"reason": "The neighbour drilled there"}).status_code == 302
        assert "Disputed" in read(visitor.get(f"/callbacks/rates/{rosa.pk}/")).text
        page = read(lead.get(f"/returns/{row.number}/"))
        assert "The neighbour drilled there" in page.text
        assert page.all("a", href=f"/acme/returns/{row.number}/answer/")

    def test_what_was_answered_is_refused_in_words(self, lead, row, rosa, boss, max):
        flag = CoachingFlag.objects.get()
        flag.acknowledge("We ride along", by=max)
        path = f"/callbacks/rates/{rosa.pk}/acknowledgement/"
        answer = lead.post(path, {"note": "Me, too"}, htmx=True)
        assert (answer.status_code, read(answer).alerts) == (422, ["Max Planck has answered this already."])
        page = read(lead.get(f"/callbacks/rates/{rosa.pk}/"))
        assert "We ride along" in page.text
        assert "Coaching is under way" in read(lead.get("/callbacks/rates/")).text
