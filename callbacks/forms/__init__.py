"""Forms about callbacks, and about what an answering service heard."""

from .calling import AttemptForm, EscalateForm, GiveForm, MoveForm, NumberForm, WithdrawForm
from .caring import CareForm
from .deciding import GivingForm, MergingForm, NewCustomerForm, RejectionForm
from .listing import CallbackFilters, ReassignForm, ReturnFilters
from .pasting import PastedForms, TextForm, read_as
from .posting import PostedForm
from .promising import PromiseForm, SubjectForm
from .returning import (
    AcknowledgementForm,
    AnswerForm,
    CauseForm,
    FindingForm,
    HandForm,
    NoReturnForm,
    ObjectionForm,
    OriginForm,
    PlanForm,
    ReturnForm,
    SettleForm,
)
from .standards import StandardsForm
from .terms import TermsForm

__all__ = [
    "AcknowledgementForm",
    "AnswerForm",
    "ObjectionForm",
    "CauseForm",
    "FindingForm",
    "HandForm",
    "NoReturnForm",
    "OriginForm",
    "PlanForm",
    "ReturnFilters",
    "ReturnForm",
    "SettleForm",
    "TermsForm",
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
