"""The page of one case and its parts, each of which reads itself anew when the case has changed."""

from urllib.parse import urlsplit
from uuid import uuid4

from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.explanations import why_due, why_here
from cases.forms import CommentForm
from cases.forms.filtering import options, people_and_departments
from cases.models import Priority, ReasonCode, Tag
from cases.rows import rendered_lines
from evidence.models import Item
from tenants.http import page, permission_required
from tenants.models.roles import READ
from tenants.moments import moment_words
from tenants.wiring import panels
from timeline.models import SHOWN

from .finding import allowed, find

HISTORY = 200
KNOWN_TAGS = 50


def header_context(request, case, **more):
    return {
        "case": case,
        "can": allowed(request, case),
        "priorities": Priority.choices,
        "reason_codes": ReasonCode.choices,
        "due": moment_words(case.due_at),
        "why_due": why_due(case),
        "why_here": why_here(case) if request.access.is_inside else "",
        **more,
    }


def timeline_context(request, case):
    show = request.GET.get("show")
    show = show if show in dict(SHOWN) else "all"
    history = case.history().readable_by(request.access).showing(show).preceding(request.GET.get("before", ""))
    ids = list(history.newest_first().values_list("pk", flat=True)[: HISTORY + 1])
    lines = rendered_lines(ids[:HISTORY], request.company)
    older = ids[HISTORY - 1] if len(ids) > HISTORY else None
    return {"case": case, "lines": lines, "show": show, "show_choices": SHOWN, "older": older}


def evidence_context(request, case):
    items = list(Item.objects.about("case", case.pk).for_gallery())
    waiting = any(item.state == "quarantined" for item in items)
    return {
        "case": case,
        "items": items,
        "is_processing": waiting,
        "can": allowed(request, case),
        "upload_key": uuid4(),
    }


def people_context(request, case, **more):
    can = allowed(request, case)
    members, _departments = people_and_departments(request.company)
    return {"case": case, "can": can, "helper_options": options(members) if can["write"] else "", **more}


def tags_context(request, case, **more):
    known = Tag.objects.order_by("name").values_list("name", flat=True)[:KNOWN_TAGS]
    return {"case": case, "can": allowed(request, case), "known_tags": list(known), **more}


def composer_context(case, form=None):
    return {"case": case, "form": form or CommentForm(), "comment_key": uuid4()}


def page_context(request, case, **more):
    """Everything on the page of the case."""
    context = {"back_url": came_from(request), "panels": panels("cases.case", request, case)}
    for part in (header_context, timeline_context, evidence_context, people_context, tags_context):
        context |= part(request, case)
    return {**context, **composer_context(case), **more}


@require_GET
@permission_required(READ)
def case_detail(request, number):
    return page(request, "cases/case_detail.html", page_context(request, find(request, number)))


def came_from(request) -> str:
    """The queue that the browser came from, with its filters; else the open one."""
    queues = reverse("case-list")
    try:
        before = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:
        return queues
    same = before.netloc == request.get_host() and before.path == queues
    return f"{queues}?{before.query}" if same and before.query else queues


def part(template, context_of):
    """Make the view of one part of the case page."""

    @require_GET
    @permission_required(READ)
    def shown(request, number):
        return page(request, template, context_of(request, find(request, number)))

    return shown


case_header = part("cases/_header.html", header_context)
case_facts = part("cases/_facts.html", header_context)
case_description = part("cases/_description.html", header_context)
case_timeline = part("cases/_timeline.html", timeline_context)
