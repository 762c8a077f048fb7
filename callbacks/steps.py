"""How a case goes on with a promise to speak, or with a return to what we did."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tenants.models.roles import WRITE
from tenants.wiring import Step


def callback(request, case):
    """A call back: with what is known of the case carried over."""
    if case.state != "open" or not request.access.can(WRITE, case.branch_id):
        return None
    said = _(
        "A question, or they want to hear how it stands. Promise a call: it has an owner and a due time of its own."
    )
    return Step("call", _("Call the customer back"), said, f"{reverse('callback-new')}?case={case.number}")


def new_issue(request, case):
    """A new issue after service: find the job, and find out whether it was us."""
    if case.state != "open" or not request.access.can(WRITE, case.branch_id):
        return None
    said = _("They say our work caused it. Find the original job and its technician, and look into it.")
    return Step("reopen", _("New issue after service"), said, f"{reverse('return-new')}?case={case.number}")
