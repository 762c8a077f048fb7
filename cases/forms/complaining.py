"""The form with which a complaint is noted from a case."""

from customers.forms import ComplaintForm
from customers.models import Account

from .working import BegunForm


class CaseComplaintForm(BegunForm, ComplaintForm):
    """``was`` is the customer whom the person saw: a case may be moved to another one while they write."""

    about = "account"

    def __init__(self, data=None, *, holds):
        super().__init__(data, holds=holds, rows=Account.objects.all())
