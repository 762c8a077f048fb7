"""The case: what it is, and one file for each thing that can be done with it."""

from .alarms import AlarmCause
from .answering import CannotAnswer
from .assigning import CannotAssign, TakenAlready
from .avoided import AvoidedDuplicate
from .bulk import AT_ONCE, MOST, BulkJob
from .case import Case, Involvement
from .doing import Deed, Outcome
from .editing import StaleEdit
from .handing import OwnerIsFixed
from .hearing import Hearing
from .leading import Place, Tagged
from .marks import CaseTag, CaseToken, Tag
from .mentioning import CannotMention
from .merge import Merge
from .merging import UNDONE_WITHIN, CannotMerge, MergedAway, OtherCustomer
from .moving import CannotMove
from .opening import AS_USUAL, CannotOpen
from .pausing import CannotWait, CasePause
from .prioritising import CannotEscalate
from .referral import Referral
from .referring import CannotRefer
from .repeating import CannotRepeat
from .resolving import CannotClose, CannotReopen, CannotResolve
from .saving import CannotSave, HomeView, SavedView
from .searching import Search
from .sending import SentBefore
from .sharing import CannotShare
from .showing import HISTORY
from .tagging import as_label
from .vocabulary import (
    CaseType,
    Channel,
    Priority,
    ReasonCode,
    ReferralReason,
    ResolutionPath,
    Severity,
    Source,
    Urgency,
)

__all__ = [
    "AS_USUAL",
    "AT_ONCE",
    "HISTORY",
    "MOST",
    "BulkJob",
    "CannotSave",
    "Deed",
    "Hearing",
    "HomeView",
    "Outcome",
    "SavedView",
    "AlarmCause",
    "AvoidedDuplicate",
    "CannotAnswer",
    "CannotAssign",
    "CannotClose",
    "CannotEscalate",
    "CannotMention",
    "CannotMerge",
    "CannotMove",
    "CannotOpen",
    "CannotRefer",
    "CannotReopen",
    "CannotRepeat",
    "CannotResolve",
    "CannotShare",
    "CannotWait",
    "Case",
    "CaseTag",
    "CaseToken",
    "CasePause",
    "CaseType",
    "Channel",
    "Involvement",
    "Merge",
    "MergedAway",
    "OtherCustomer",
    "OwnerIsFixed",
    "Place",
    "Priority",
    "ReasonCode",
    "Referral",
    "ReferralReason",
    "ResolutionPath",
    "Search",
    "SentBefore",
    "Severity",
    "Source",
    "StaleEdit",
    "Tag",
    "Tagged",
    "UNDONE_WITHIN",
    "TakenAlready",
    "Urgency",
    "as_label",
]
