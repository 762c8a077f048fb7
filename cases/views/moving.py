"""Moving a case to another contract, whose number somebody pastes."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms import ContractForm
from cases.models import Case
from cases.panels import why_likely
from tenants.http import go, permission_required
from tenants.models.roles import WRITE

from .acting import Sheet, act
from .finding import find


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WRITE)
def contract(request, number):
    case = find(request, number, WRITE)
    sheet = Sheet(request, case, ContractForm, "contract", about=case, access=request.access)
    if request.method != "POST":
        return sheet.shown()
    if not sheet.form.is_valid():
        return sheet.shown(422, likely=[(one, like, why_likely(like)) for one, like in sheet.form.likely])
    answer = act(sheet, lambda form: case.move_to(**form.wish(), by=request.member), said=_("Moved."))
    return answer if answer.status_code >= 400 or _is_seen(request, case) else go(request, "case-list")


def _is_seen(request, case):
    """Whether the case is still there for whoever moved it: a technician may have seen it by its job alone."""
    return Case.objects.visible_to(request.access).among([case.pk]).exists()
