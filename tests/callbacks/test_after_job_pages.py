"""A call after the job as people see it: the words with the names, the jobs, happy or not, the review."""

import pytest

from callbacks.models import Callback, ReviewRequest
from tests.cases.pages.reading import announced, read
from tests.cast import as_company, queries_of
from tests.factories import JobFactory, MembershipFactory, PropertyFactory, UserFactory

from .moments import FRIDAY, fresh

pytestmark = pytest.mark.usefixtures("in_acme", "departments")


@pytest.fixture
def job(account, ada):
    lead = MembershipFactory(user=UserFactory(name="Sam Field"), role="technician")
    site = PropertyFactory(account=account)
    return JobFactory(account=account, site=site, number="J-1", kind="Heater installation", technician=lead)


@pytest.fixture
def call(job, ada):
    job.complete(by=ada, at=FRIDAY)
    return Callback.objects.follow_job(job.pk, FRIDAY)


def log(browser, call, htmx=True, **said):
    return browser.post(f"/callbacks/{call.number}/attempt/", {"outcome": "reached", **said}, htmx=htmx)


def test_the_words_stand_there_with_the_names_in_them(desk, call):
    for htmx in (False, True):
        page = read(desk.get(f"/callbacks/{call.number}/", htmx=htmx))
        assert page.one("blockquote", classed="call-script").text == (
            "Hi Dana Fields, this is Ada Lovelace from Acme Pools. We wanted to follow up and make sure everything is "
            "working well since Sam Field's visit for the heater installation. Are you happy with everything?"
        )
        assert "moved into the opening hours" in read(desk.get(f"/callbacks/{call.number}/")).one("aside").text


def test_every_job_at_the_address_is_listed(desk, call, job, ada):
    second = JobFactory(account=job.account, site=job.site, number="J-2", kind="Repipe")
    second.complete(by=ada, at=FRIDAY)
    Callback.objects.follow_job(second.pk, FRIDAY)
    page = read(desk.get(f"/callbacks/{call.number}/"))
    assert [item.one("a").text for item in page.one("ul", classed="call-jobs").all("li")] == [
        "Heater installation",
        "Repipe",
    ]
    assert "for the heater installation and repipe" in page.one("blockquote", classed="call-script").text
    for number in ("J-1", "J-2"):
        assert "After the job" in read(desk.get(f"/customers/jobs/{number}/")).one(id="panel-callbacks").text


def test_happy_is_two_taps_and_is_shown_on_the_customer(desk, call, job):
    answer = log(desk, call, happy="yes")
    assert (answer.status_code, announced(answer)["toast"]["text"]) == (204, "Written down.")
    assert "They are happy." in read(desk.get(f"/callbacks/{call.number}/")).one(id="callback").text
    panel = read(desk.get(f"/customers/{job.account.number}/")).one(id="panel-callbacks").text
    assert "Ada Lovelace asked them for a review" in panel
    history = desk.get(f"/customers/{job.account.number}/history/").content.decode()
    assert "Ada Lovelace asked them for a review." in history


def test_whoever_calls_next_sees_that_they_were_asked(desk, call, job, ada):
    assert "Ask them for a review" in read(desk.get(f"/callbacks/{call.number}/")).one(id="callback").text
    log(desk, call, happy="yes")
    other = Callback.objects.promise(job.account, kind="proactive", by=ada, reason="How is it?", job=job)
    said = read(desk.get(f"/callbacks/{other.number}/")).one(id="callback").text
    assert "Ada Lovelace asked them for a review already" in said
    assert "Ask them for a review" not in said


def test_not_happy_is_a_case_at_once(desk, call):
    answer = log(desk, call, happy="no", note="It drips.")
    case = fresh(call).complaint
    said = f"Written down. What they said is case #{case.number} now."
    assert (answer.status_code, announced(answer)["toast"]["text"]) == (204, said)
    page = read(desk.get(f"/callbacks/{call.number}/")).one(id="callback").text
    assert "They are not happy." in page
    assert f"Complaint #{case.number}" in page


@pytest.mark.parametrize(
    ("said", "field", "message"),
    [
        ({}, "happy", "Say whether they are happy."),
        ({"happy": "perhaps"}, "happy", "Select a valid choice. perhaps is not one of the available choices."),
        ({"happy": "no", "note": " "}, "note", "Write what they said."),
    ],
)
def test_what_is_missing_is_said_at_its_field(desk, call, said, field, message):
    answer = log(desk, call, **said)
    assert (answer.status_code, read(answer).errors_of(field)[:1]) == (422, [message])
    assert fresh(call).status == "open"


def test_a_try_that_failed_asks_for_no_mood(desk, call):
    assert log(desk, call, outcome="no_answer", happy="yes").status_code == 204
    assert (fresh(call).is_happy, ReviewRequest.objects.count()) == (None, 0)


def test_until_the_call_has_followed_the_page_of_the_job_says_so_and_looks_again(desk, job, ada):
    job.complete(by=ada, at=FRIDAY)
    panel = read(desk.get("/customers/jobs/J-1/")).one("div", classed="callbacks-panel")
    assert "is decided in a moment" in panel.text
    assert "every 3s" in panel.attrs["hx-trigger"]
    Callback.objects.follow_job(job.pk, FRIDAY)
    panel = read(desk.get("/callbacks/of/job/J-1/", htmx=True)).one("div", classed="callbacks-panel")
    assert "After the job: Heater installation" in panel.text
    assert "every" not in panel.attrs["hx-trigger"]


def test_more_jobs_cost_no_more_statements(desk, call, job, ada):
    first = len(queries_of(lambda: desk.get(f"/callbacks/{call.number}/", htmx=True)))
    for number in (2, 3):
        more = JobFactory(account=job.account, site=job.site, number=f"J-{number}", technician=job.technician)
        more.complete(by=ada, at=FRIDAY)
        Callback.objects.follow_job(more.pk, FRIDAY)
    assert len(fresh(call).jobs) == 3
    assert len(queries_of(lambda: desk.get(f"/callbacks/{call.number}/", htmx=True))) == first


def test_the_technician_of_any_of_its_jobs_sees_it_and_others_do_not(call, job, ada, client_for, acme):
    tess, tom = (MembershipFactory(role="technician") for _ in range(2))
    second = JobFactory(account=job.account, site=job.site, technician=tess)
    second.complete(by=ada, at=FRIDAY)
    Callback.objects.follow_job(second.pk, FRIDAY)
    assert client_for(tess).get(f"/callbacks/{call.number}/").status_code == 200
    assert client_for(tom).get(f"/callbacks/{call.number}/").status_code == 404


def test_another_company_reads_none_of_it(call, eve, client_for):
    assert client_for(eve).get(f"/callbacks/{call.number}/").status_code == 404
    with as_company(eve.tenant):
        assert not ReviewRequest.objects.exists()
