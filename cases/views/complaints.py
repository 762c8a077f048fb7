"""What the customer of a case complains about: noted, and settled."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases import forms
from customers.forms import SettlementForm
from customers.models import Complaint
from tenants.http import permission_required
from tenants.models.roles import RESOLVE, WRITE

from .acting import Sheet
from .finding import find
from .verbs import answered, shown_or_done


@shown_or_done
@permission_required(WRITE)
def complaint(request, number):
    """Note on the customer's account what they complain about."""
    case = find(request, number, WRITE)
    sheet = Sheet(request, case, forms.CaseComplaintForm, "complaint", holds=case.account_id)
    return answered(sheet, lambda form: case.note_complaint(by=request.member, **form.wish()), _("Noted."))


@shown_or_done
@permission_required(RESOLVE)
def settlement(request, number, pk):
    """Say what was done about a complaint of the customer: it is theirs, so no branch decides who may."""
    case = find(request, number)
    found = get_object_or_404(Complaint.objects.about(case.account_id).for_list(), pk=pk)
    sheet = Sheet(request, case, SettlementForm, "complaint-settlement", under=[pk], complaint=found)
    return answered(sheet, lambda form: found.settle(by=request.member, **form.cleaned_data), _("Settled."))
