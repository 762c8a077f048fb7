"""How a case can go on, as the choices of "What happens next?"."""

from django.urls import reverse
from django.utils.translation import gettext as _

from routing.models import Waiting
from tenants.models.roles import WRITE
from tenants.wiring import Step


def _may_work(request, case):
    return case.state == "open" and request.access.can(WRITE, case.branch_id)


def _address(name, case):
    return reverse(name, args=[case.number])


def job(request, case):
    if case.job_id is None or not _may_work(request, case) or not request.access.can(WRITE, case.job.branch_id):
        return None
    lead = case.job.technician.name if case.job.technician else case.job.branch.name
    said = _("An issue with the construction. %(job)s, led by %(lead)s.") % {"job": case.job, "lead": lead}
    url = f"{case.job.get_absolute_url()}?case={case.number}#job-note"
    return Step("wrench", _("Take it up on the job"), said, url, is_page=True)


def refer(request, case):
    if not _may_work(request, case):
        return None
    said = _("Another department must do or decide something first. The case stays here, and they answer by a clock.")
    return Step("send", _("Refer it to a department"), said, _address("case-referral", case))


def move(request, case):
    if not _may_work(request, case):
        return None
    said = _("It is not ours. The whole case goes to the department that handles it.")
    return Step("route", _("Move it to another department"), said, _address("case-department", case))


def assign(request, case):
    if not _may_work(request, case):
        return None
    said = _("Somebody else takes it from here and becomes its one owner.")
    return Step("user-check", _("Give it to somebody"), said, _address("case-assignment", case))


def wait(request, case):
    if not _may_work(request, case):
        return None
    labels = [case.setup.waiting_label(kind) for kind in Waiting.values]
    said = _("Nothing can be done before something else has happened: %(kinds)s.") % {"kinds": ", ".join(labels)}
    return Step("pause", _("Let it wait"), said, _address("case-waiting", case))


def plan(request, case):
    if not _may_work(request, case):
        return None
    said = _("One step in your own words, and the moment by which it is done.")
    return Step("due", _("Plan another step"), said, _address("case-next-action", case))
