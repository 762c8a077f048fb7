"""What people type about cases, turned into clean values."""

from .attaching import CaptionForm, UploadForm
from .complaining import CaseComplaintForm
from .editing import EditForm, NextActionForm
from .filtering import QueueFilters
from .merging import MergeForm
from .moving import ContractForm
from .opening import CaseForm, RepeatForm
from .referring import AnswerForm, ReferralFilters, ReferralForm, ReturnForm
from .working import (
    AssignmentForm,
    ClosureForm,
    CommentForm,
    DepartmentForm,
    EscalationForm,
    GuestForm,
    HelperForm,
    OwnerReleaseForm,
    PriorityForm,
    ReasonForm,
    ReopeningForm,
    ResolutionForm,
    TagForm,
    WaitingForm,
)

__all__ = [
    "AnswerForm",
    "AssignmentForm",
    "CaptionForm",
    "CaseComplaintForm",
    "CaseForm",
    "ClosureForm",
    "CommentForm",
    "ContractForm",
    "DepartmentForm",
    "EditForm",
    "EscalationForm",
    "GuestForm",
    "HelperForm",
    "MergeForm",
    "OwnerReleaseForm",
    "NextActionForm",
    "PriorityForm",
    "QueueFilters",
    "ReasonForm",
    "ReferralFilters",
    "ReferralForm",
    "ReopeningForm",
    "RepeatForm",
    "ResolutionForm",
    "ReturnForm",
    "TagForm",
    "UploadForm",
    "WaitingForm",
]
