"""What the fault tests do: open cases as a person would, and see what became of them."""

import http.client
import time
from urllib.parse import urlencode, urlsplit

from django.db.models import F
from django.utils import timezone

from cases.models import Case
from tests.cast import Visitor, as_company
from timeline.models import Entry

CSRF = "c" * 32


def form_of(account, **changes):
    """Return what the form that opens a case sends."""
    return {
        "account": account.pk,
        "summary": "The filter pump hums",
        "case_type": "repair",
        "reason_code": "missing_part",
        "severity": "moderate",
        "urgency": "this_week",
        "source": "phone",
    } | changes


class Desk:
    """A member at work: a browser that speaks with gunicorn."""

    def __init__(self, web, member):
        self.place, self.member = urlsplit(web.address), member
        session = Visitor(member).raw.cookies["sessionid"].value
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def open(self, account, **changes):
        """Post the form, and return how many seconds the answer took. It leads to the new case."""
        body = urlencode(form_of(account, **changes))
        started = time.monotonic()
        connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=30)
        connection.request("POST", f"/{self.member.tenant.slug}/cases/new/", body, self.headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        took = time.monotonic() - started
        connection.close()
        assert answer.status in (302, 303), f"{answer.status}: {text[:2000]}"
        return took


def unfinished(company):
    """Return the numbers of cases of ``company`` that are not yet clocked and routed."""
    with as_company(company):
        finished = Case.objects.filter(triage_wanted_at=None).exclude(due_at=None).exclude(department=None)
        return list(Case.objects.exclude(pk__in=finished).values_list("number", flat=True))


def all_finished(*companies):
    """Return a question for ``until``."""
    return lambda: not any(unfinished(company) for company in companies)


def ages(company):
    """Return, case by case, the seconds from the opening to the end of the triage."""
    with as_company(company):
        done = dict(Case.objects.values_list("pk", "changed_at"))
        opened = Entry.objects.filter(kind="cases-opened").values_list("subject_id", "recorded_at")
        return sorted((done[pk] - at).total_seconds() for pk, at in opened)


def falling_due(case, seconds):
    """Move the committed case's alarms, as if its clock ran out ``seconds`` from now."""
    with as_company(case.tenant):
        at = timezone.now() + seconds
        Case.objects.filter(pk=case.pk).update(due_at=at, at_risk_at=F("opened_at"), alarm_at=at)
