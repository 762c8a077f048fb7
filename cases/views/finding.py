"""Finding the one case that an address names, for this member."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cases.models import Case, Hearing
from tenants.http import needs_role, require_grant
from tenants.models.roles import CONFIGURE, ESCALATE, READ, RESOLVE, WRITE


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
    case = _granted(request, Case.objects.visible_to(request.access).for_page(), number, READ)
    return case if request.access.is_inside else case.narrowed_to(family_of(request, case), heard_of(request, case))


def heard_of(request, case):
    """What this member may read of the case and of what was merged into it."""
    return Hearing(request.access, [] if request.access.is_inside else [case, *case.everything_merged()])


def family_of(request, case) -> list:
    """The ids of the case and of what was merged into it, as far as this member may see that."""
    if request.access.is_inside or not case.merged_ids:
        return [case.pk, *case.merged_ids]
    return Case.objects.visible_to(request.access).family_of(case)


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
    if case.merged_into_id:  # it follows the rule of the one that goes on for it
        survivor = get_object_or_404(Case.objects.visible_to(request.access), pk=case.merged_into_id)
        if permission != READ:
            require_grant(request, permission, survivor.branch_id)
    return case


def find_to_comment(request, number):
    """Return the case as a guest who works cases elsewhere may comment on it, too; for a merged one, its survivor."""
    case = find(request, number)
    case = case.merged_into or case
    if not may_comment(request, case):
        raise needs_role(WRITE)
    return case


def may_comment(request, case):
    may = request.access.can(WRITE, case.branch_id)
    return may or (request.access.can(WRITE) and case.has_guest(request.member))


def allowed(request, case) -> dict:
    """What this member may do to this case now, for the buttons of its page."""
    may = {name: request.access.can(name, case.branch_id) for name in (WRITE, ESCALATE, RESOLVE)}
    inside = {"internal": request.access.is_inside, "settle": request.access.can_settle}
    if case.merged_into_id:
        may_undo = may[WRITE] and case.may_be_taken_apart(timezone.now())
        return inside | {"separate": may_undo}
    return inside | _allowed_alone(request, case, may, is_open=case.state == "open")


def _allowed_alone(request, case, may, *, is_open):
    return {
        "comment": may_comment(request, case),
        **dict.fromkeys(("any", "write"), may[WRITE]),
        **dict.fromkeys(("prioritise", "reroute", "wait", "assign"), may[WRITE] and is_open),
        "take": may[WRITE] and is_open and case.owner_id is None and request.member.works_cases,
        "escalate": may[ESCALATE] and is_open,
        "resolve": may[RESOLVE] and is_open,
        "merge": may[WRITE] and not case.closed_at,
        "release": is_open and case.is_owner_fixed and request.access.can(CONFIGURE, case.branch_id),
        "close": may[RESOLVE] and case.state == "resolved",
        "reopen": may[WRITE] and not is_open,
    }
