"""Finding the one case that an address names, for this member."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from cases.models import Case
from tenants.http import needs_role, require_grant
from tenants.models.roles import ESCALATE, READ, RESOLVE, WRITE


def find(request, number, permission=READ):
    """Return the case ``number`` as this member may see it: 404 when not, 403 when they may not do this to it."""
    return _granted(request, Case.objects.visible_to(request.access), number, permission)


def find_inside(request, number):
    """The same for what only the company's own people read: for others it is not there."""
    if not request.access.is_inside:
        raise Http404
    return find(request, number)


def look(request, number):
    """The same with everything around it, to show its page or a part of it."""
    return _granted(request, Case.objects.visible_to(request.access).for_page(), number, READ)


def look_inside(request, number):
    """The same for the company's own people."""
    if not request.access.is_inside:
        raise Http404
    return look(request, number)


def _granted(request, cases, number, permission):
    case = get_object_or_404(cases, number=number)
    case.tenant = request.company
    if permission != READ:  # who may see it may read it: by a grant on its branch, or as a guest of this one case
        require_grant(request, permission, case.branch_id)
    return case


def find_to_comment(request, number):
    """Return the case as a guest who works cases elsewhere may comment on it, too."""
    case = find(request, number)
    if not may_comment(request, case):
        raise needs_role(WRITE)
    return case


def may_comment(request, case):
    may = request.access.can(WRITE, case.branch_id)
    return may or (request.access.can(WRITE) and case.has_guest(request.member))


def allowed(request, case) -> dict:
    """What this member may do to this case now, for the buttons of its page."""
    may = {name: request.access.can(name, case.branch_id) for name in (WRITE, ESCALATE, RESOLVE)}
    is_open = case.state == "open"
    return {
        **{"internal": request.access.is_inside, "comment": may_comment(request, case)},
        **dict.fromkeys(("any", "write"), may[WRITE]),
        **dict.fromkeys(("prioritise", "reroute", "assign", "wait"), may[WRITE] and is_open),
        "take": may[WRITE] and is_open and case.owner_id is None and request.member.works_cases,
        "escalate": may[ESCALATE] and is_open,
        "resolve": may[RESOLVE] and is_open,
        "close": may[RESOLVE] and case.state == "resolved",
        "reopen": may[WRITE] and not is_open,
    }
