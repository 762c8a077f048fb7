"""What we promised to say: the callback, and one file for each thing that can be done with it."""

from .callback import Attempt, Callback, CallbackWord, Occasion, ReviewRequest
from .caring import AfterCare, care_in_force, care_noted
from .chain import Chain
from .changing import CannotCallBack, StaleCallback
from .coaching import CoachingFlag
from .hook import HookKey, company_called, has_signed, is_fresh, signature_of
from .matching import called_by
from .measuring import keeping_of
from .owning import people_of, who_runs
from .rating import rates_of
from .receiving import board_of
from .request import AfterHoursRequest
from .reviewing import AlreadyDecided, CannotDecide
from .standards import CallbackStandards, standards_in_force, standards_noted
from .terms import ReturnTerms, terms_in_force, terms_noted
from .vocabulary import (
    DECIDED,
    Answer,
    Cause,
    Consequence,
    ContactMethod,
    Dispute,
    Kind,
    Outcome,
    ReturnStatus,
    Status,
    Topic,
)
from .warranty_return import Finding, ReturnWord, WarrantyReturn

__all__ = [
    "CoachingFlag",
    "Dispute",
    "keeping_of",
    "rates_of",
    "AfterCare",
    "AfterHoursRequest",
    "AlreadyDecided",
    "Answer",
    "Attempt",
    "Callback",
    "CallbackWord",
    "CallbackStandards",
    "CannotCallBack",
    "Cause",
    "Consequence",
    "Finding",
    "ReturnStatus",
    "ReturnTerms",
    "ReturnWord",
    "WarrantyReturn",
    "terms_in_force",
    "terms_noted",
    "Chain",
    "DECIDED",
    "Topic",
    "CannotDecide",
    "HookKey",
    "Outcome",
    "Kind",
    "Occasion",
    "ReviewRequest",
    "ContactMethod",
    "StaleCallback",
    "Status",
    "board_of",
    "called_by",
    "care_in_force",
    "care_noted",
    "company_called",
    "has_signed",
    "is_fresh",
    "people_of",
    "signature_of",
    "standards_in_force",
    "standards_noted",
    "who_runs",
]
