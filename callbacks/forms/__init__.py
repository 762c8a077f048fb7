"""Forms about callbacks, and about what an answering service heard."""

from .deciding import GivingForm, MergingForm, NewCustomerForm, RejectionForm
from .pasting import PastedForms, TextForm, read_as
from .posting import PostedForm
from .standards import StandardsForm

__all__ = [
    "GivingForm",
    "MergingForm",
    "NewCustomerForm",
    "PastedForms",
    "PostedForm",
    "RejectionForm",
    "StandardsForm",
    "TextForm",
    "read_as",
]
