"""Forms about callbacks, and about what an answering service heard."""

from .calling import AttemptForm, EscalateForm, GiveForm, MoveForm, NumberForm, WithdrawForm
from .caring import CareForm
from .deciding import GivingForm, MergingForm, NewCustomerForm, RejectionForm
from .listing import CallbackFilters, ReassignForm
from .pasting import PastedForms, TextForm, read_as
from .posting import PostedForm
from .promising import PromiseForm, SubjectForm
from .standards import StandardsForm

__all__ = [
    "AttemptForm",
    "CallbackFilters",
    "CareForm",
    "EscalateForm",
    "GiveForm",
    "GivingForm",
    "MergingForm",
    "MoveForm",
    "NewCustomerForm",
    "NumberForm",
    "PastedForms",
    "PostedForm",
    "PromiseForm",
    "ReassignForm",
    "RejectionForm",
    "StandardsForm",
    "SubjectForm",
    "TextForm",
    "WithdrawForm",
    "read_as",
]
