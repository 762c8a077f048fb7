"""The page of one case and its parts, each of which reads itself anew when the case has changed."""

from urllib.parse import urlsplit
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.explanations import merges_shown, why_answered, why_due, why_here, why_waiting
from cases.forms.filtering import people_and_departments
from cases.fragments import Part, drawn
from cases.models import HISTORY, Priority, ReasonCode
from cases.queues import as_asked
from cases.rows import rendered_lines
from tenants.http import page, permission_required
from tenants.models.roles import READ
from tenants.moments import moment_words
from tenants.wiring import panels
from timeline.models import SHOWN

from .finding import allowed, heard_of, look


def header_part(request, case, form=None, **more):
    told = {
        "can": allowed(request, case),
        "priorities": Priority.choices,
        "reason_codes": ReasonCode.choices,
        "due": moment_words(case.due_at),
        "why_due": why_due(case),
        **(_inside(case) if request.access.is_inside else {}),
        **more,
    }
    return Part("cases/_header.html", told, case, form=form)


def _inside(case):
    """What the company's own people read of it."""
    return {
        "merges": merges_shown(case),
        "why_waiting": why_waiting(case),
        "why_answered": why_answered(case),
        "why_here": why_here(case),
    }


def facts_part(request, case):
    return Part("cases/_facts.html", {"can": allowed(request, case)}, case)


def description_part(request, case):
    return Part("cases/_description.html", {"can": allowed(request, case)}, case)


def timeline_part(request, case):
    show = request.GET.get("show")
    show = show if show in dict(SHOWN) else "all"
    ids = list(_history(request, case, show))
    older = ids[HISTORY - 1] if len(ids) > HISTORY else ""
    told = {"number": case.number, "show": show, "show_choices": SHOWN, "older": older, "ids": ids[:HISTORY]}
    origins = case.origins_of(told["ids"])
    lines = lambda: {"lines": rendered_lines(told["ids"], request.company, origins)}  # noqa: E731
    return Part("cases/_timeline.html", told, more=lines)


def _history(request, case, show):
    before = request.GET.get("before", "")
    if request.access.is_inside and show == "all" and not before:
        return case.newest_lines
    lines = heard_of(request, case).of(case.history().readable_by(request.access))
    lines = lines.showing(show).preceding(before)
    return lines.newest_first().values_list("pk", flat=True)[: HISTORY + 1]


def evidence_part(request, case):
    return Part("cases/_evidence.html", {"can": allowed(request, case)}, case)


def people_part(request, case, **more):
    members, _departments = people_and_departments(request.company)
    return Part("cases/_people.html", {"can": allowed(request, case), "members": members, **more}, case)


def follow_part(request, case):
    return Part("cases/_follow.html", {"number": case.number, "follows": request.member in case.followers})


def tags_part(request, case, **more):
    return Part("cases/_tags.html", {"can": allowed(request, case), "known_tags": case.known_tags, **more}, case)


def composer_part(case, form=None):
    return Part("cases/_composer.html", {"number": case.number}, blanks={"comment_key": uuid4()}, form=form)


def drop_zone_part(case):
    return Part("cases/_drop_zone.html", {"number": case.number}, blanks={"upload_key": uuid4()})


PARTS = {
    "description": description_part,
    "evidence": evidence_part,
    "timeline": timeline_part,
    "facts": facts_part,
    "people": people_part,
    "follow": follow_part,
    "tags": tags_part,
}


def parts_of(request, case, form, **more):
    return {
        **{name: part_of(request, case) for name, part_of in PARTS.items()},
        "header": header_part(request, case, form, **more),
        "lightbox": Part("cases/_lightbox.html", {"number": case.number, "can": allowed(request, case)}),
        "drop_zone": drop_zone_part(case),
        "composer": composer_part(case, form),
    }


def page_context(request, case, form=None, **more):
    """Everything on the page of the case."""
    parts = parts_of(request, case, form, **more)
    return {
        "case": case,
        "can": allowed(request, case),
        **came_from(request),
        "parts": dict(zip(parts, drawn(request, *parts.values()), strict=True)),
        "panels": panels("cases.case", request, case),
    }


@require_GET
@permission_required(READ)
def case_detail(request, number):
    return page(request, "cases/case_detail.html", page_context(request, look(request, number)))


def came_from(request) -> dict:
    """The list that the browser came from, of cases or referrals, with its filters; else the open queue."""
    lists = {reverse("case-list"): _("Cases"), reverse("referral-list"): _("Referrals")}
    before = _before(request)
    path = before.path if before.path in lists else reverse("case-list")
    query = as_asked(request.GET) if "queue" in request.GET else before.path in lists and before.query
    is_queue = path == reverse("case-list")
    return {
        "back_url": f"{path}?{query}" if query else path,
        "back_label": lists[path],
        "queue_query": is_queue and (query or "queue=open"),
    }


def _before(request):
    """The address of this house that the browser came from; empty when it was elsewhere, or one of its cases' list."""
    try:
        before = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:
        return urlsplit("")
    return before if before.netloc == request.get_host() and "queue" not in request.GET else urlsplit("")


def alone(part_of):
    """Make the view of one part of the case page."""

    @require_GET
    @permission_required(READ)
    def shown(request, number):
        return answered(request, part_of(request, look(request, number)))

    return shown


def answered(request, part, status=200):
    """Answer with one part of the page."""
    return HttpResponse(drawn(request, part), status=status)


case_header = alone(header_part)
case_facts = alone(facts_part)
case_description = alone(description_part)
case_timeline = alone(timeline_part)
