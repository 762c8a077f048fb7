"""Moving a case to another contract, whose number somebody pastes."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.explanations import why_likely
from cases.forms import ContractForm
from tenants.http import permission_required
from tenants.models.roles import WRITE

from .acting import Sheet, act
from .finding import find


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WRITE)
def contract(request, number):
    case = find(request, number, WRITE)
    sheet = Sheet(request, case, ContractForm, "contract", case=case, access=request.access)
    if request.method != "POST":
        return sheet.shown()
    if not sheet.form.is_valid():
        return sheet.shown(422, likely=[(one, like, why_likely(like)) for one, like in sheet.form.likely])
    return act(sheet, lambda form: case.move_to(**form.wish(), by=request.member), said=_("Moved."))
