"""What callbacks show on the pages below them, and to whom."""

from urllib.parse import urlencode
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from tenants.models import Role
from tenants.models.roles import CONFIGURE, WRITE
from tenants.wiring import Panel
from timeline.models import Entry

from .explanations import next_link, next_tries, script_of, tries_in_words, why_due
from .models import AfterHoursRequest, Callback, CoachingFlag, WarrantyReturn, terms_in_force

MOST_OPEN, PAST = 20, 5
BOTH = (Callback.objects, WarrantyReturn.objects)


def visible_to(access):
    return Callback.objects.visible_to(access)


def nights_visible_to(access):
    return AfterHoursRequest.objects.visible_to(access)


def returns_visible_to(access):
    return WarrantyReturn.objects.visible_to(access)


def flags_visible_to(access):
    return CoachingFlag.objects.visible_to(access)


def for_case(request, case):
    found, returns = (rows.visible_to(request.access).of_case(case) for rows in BOTH)
    may_promise = not case.closed_at and request.access.can(WRITE, case.branch_id)
    return _listed(request, found, returns, "case", case.number, may_promise=may_promise)


def for_account(request, account):
    found, returns = (rows.visible_to(request.access).about(account) for rows in BOTH)
    panel = _listed(request, found, returns, "account", account.number, may_promise=request.access.can_write)
    if panel and panel.context["rows"]:  # whom nobody has ever called nobody has asked
        panel.context["review"] = account.review_requests.select_related("asked_by__user", "callback").first()
    return panel


def for_job(request, job):
    found, returns = (rows.visible_to(request.access).of_job(job) for rows in BOTH)
    more = {"may_promise": request.access.can(WRITE, job.branch_id), "is_coming": job.follow_at is not None}
    return _listed(request, found, returns, "job", job.number, **more)


def for_order(request, order):
    found = Callback.objects.visible_to(request.access).of_order(order)
    return _listed(
        request, found, WarrantyReturn.objects.none(), "order", order.number, may_promise=request.access.can_write
    )


def pages(request):
    """Where the command palette leads: (symbol, label, address) each."""
    if not request.access.is_inside:
        return
    yield "call", _("Callbacks: what is to be done today"), reverse("callback-today")
    yield "call", _("My callbacks"), f"{reverse('callback-list')}?owner=me"
    yield "call", _("Callbacks of everybody"), reverse("callback-list")
    yield "calendar", _("Callbacks: the week"), reverse("callback-calendar")
    yield "reopen", _("Returns: new issues after our work"), reverse("return-list")
    if sees_rates(request.access):
        yield "flag", _("Callback rates"), reverse("rate-list")
    yield "moon", _("After hours: the morning board"), reverse("after-hours")
    if request.access.can_write:
        yield "plus", _("Promise a call"), reverse("callback-new")


PANELS = {"case": for_case, "job": for_job, "order": for_order, "account": for_account}


def panel_of(request, subject):
    """The panel of the nearest thing that ``subject`` names; None when it names nothing."""
    return next((panel(request, subject[name]) for name, panel in PANELS.items() if name in subject), None)


def for_intake(request, account):
    """What was promised to somebody who is on the phone now."""
    if not request.access.is_inside:
        return None
    found = list(Callback.objects.visible_to(request.access).about(account).open().for_rows().due_first()[:MOST_OPEN])
    return Panel("callbacks", "callbacks/_intake_panel.html", {"callbacks": found}) if found else None


def _listed(request, callbacks, returns, what, number, *, may_promise, **more):
    """The panel of these callbacks and returns, which reads itself anew; nothing for who is not inside."""
    if not request.access.is_inside:
        return None
    found, returns = callbacks.standing(MOST_OPEN + PAST, beside=returns)
    open_ = [one for one in found if one.is_open]
    count = f"{MOST_OPEN}+" if len(open_) > MOST_OPEN else str(len(open_))
    context = {
        "rows": [{"callback": one, "tried": tries_in_words(one)} for one in found if one not in open_[MOST_OPEN:]],
        "number": count,
        "url": reverse("callbacks-of", args=[what, number]),
        "returns": returns,
        "new_url": may_promise and f"{reverse('callback-new')}?{urlencode({what: number})}",
        "return_url": may_promise and what != "order" and f"{reverse('return-new')}?{urlencode({what: number})}",
        **more,
    }
    return Panel("callbacks", "callbacks/_panel.html", context, label=_("Callbacks"), number=count)


def after_job(request, callback) -> dict:
    """What else one needs after a job: the jobs, the words with the names filled in, and who was asked for a review."""
    if not callback.is_proactive:
        return {}
    jobs = callback.jobs
    asked = callback.account.review_requests.select_related("asked_by__user").first()
    said = script_of(callback, jobs, caller=request.member, company=request.company) if callback.is_open else ""
    return {"jobs": jobs, "script": said, "review": asked}


def call_context(request, callback, form) -> dict:
    """What one needs while speaking: what is to be said, what was tried, and the form for what comes of it."""
    now = request.company.now()
    return {
        "callback": callback,
        "why_due": why_due(callback),
        "may_act": callback.is_open and request.access.can(WRITE, callback.branch_id),
        "tries": list(callback.attempts.select_related("by__user").order_by("-at", "-id")),
        "next_tries": next_tries(callback, now) if callback.is_open else [],
        "form": form,
        **after_job(request, callback),
        "links": callback.links,
        "next_link": next_link(callback, now) if callback.is_open else "",
        "post_url": reverse("callback-attempt", args=[callback.number]),
        "lines": Entry.objects.about("callback", callback.pk).for_page().newest_first() if not request.htmx else [],
        "returns": returns_visible_to(request.access).of_callback(callback) if not request.htmx else [],
    }


def return_context(request, found) -> dict:
    """What the page of a return shows, and what this member may do there."""
    may_act = found.is_open and request.access.can(WRITE, found.branch_id)
    return {
        "warranty_return": found,
        "may_act": may_act,
        "may_decide": may_act and request.access.can(CONFIGURE, found.branch_id),
        "may_answer": request.access.can(CONFIGURE, found.branch_id),
        "may_object": may_object(request.access, found),
        "is_overdue": found.is_overdue(request.company.now()),
        "covered_until": found.covered_until(terms_in_force()),
        "findings": list(found.findings.select_related("by__user").order_by("at", "pk")),
        "shots": list(found.evidence.for_gallery()),
        "upload_key": uuid4(),
        "lines": Entry.objects.about("warranty_return", found.pk).for_page(),
    }


def may_object(access, found) -> bool:
    """Whether this member may say that a return should not count: its technician, and who manages the branch."""
    is_theirs = found.technician_id == access.member.pk and access.can(WRITE, found.branch_id)
    return is_theirs or access.can(CONFIGURE, found.branch_id)


def sees_rates(access) -> bool:
    """Whether this member sees rates: their own as a technician, or those of the branches that they manage."""
    return access.role == Role.TECHNICIAN or access.can(CONFIGURE)
