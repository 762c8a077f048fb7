"""The words of a case: stored as text, shown by label."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Priority(models.TextChoices):
    URGENT = "urgent", _("Urgent")
    HIGH = "high", _("High")
    NORMAL = "normal", _("Normal")
    LOW = "low", _("Low")


class CaseType(models.TextChoices):
    WARRANTY = "warranty", _("Warranty")
    DAMAGE = "damage", _("Damage")
    REPAIR = "repair", _("Repair")
    COMPLAINT = "complaint", _("Complaint")
    QUESTION = "question", _("Question or update request")
    SERVICE = "service", _("Service")


class ReasonCode(models.TextChoices):
    MISSING_PART = "missing_part", _("Missing part")
    WRONG_ITEM = "wrong_item", _("Wrong item")
    DAMAGE = "damage", _("Damage")
    SITE_NOT_READY = "site_not_ready", _("Site not ready")
    ACCESS_ISSUE = "access_issue", _("Access issue")
    DEFECT = "defect", _("Defect")
    OTHER = "other", _("Other")


class Severity(models.TextChoices):
    MINOR = "minor", _("Minor: an annoyance")
    MODERATE = "moderate", _("Moderate: works in part")
    MAJOR = "major", _("Major: does not work")
    CRITICAL = "critical", _("Critical: damage or danger")


class Urgency(models.TextChoices):
    WHENEVER = "whenever", _("Whenever it suits")
    THIS_WEEK = "this_week", _("This week")
    TODAY = "today", _("Today")
    NOW = "now", _("Right now")


class Source(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    WEB = "web", _("Web")
    TEXT = "text", _("Text message")
    FIELD = "field", _("Field")
    MEETING = "meeting", _("Meeting")
    AFTER_HOURS = "after_hours", _("After-hours service")


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")


class ResolutionPath(models.TextChoices):
    REPAIRED = "repaired", _("Repaired")
    REPLACED = "replaced", _("Part or product replaced")
    CREDITED = "credited", _("Credited or refunded")
    EXPLAINED = "explained", _("Explained to the customer")
    GOODWILL = "goodwill", _("Goodwill")
    NOT_OURS = "not_ours", _("Not ours: customer informed")
    DUPLICATE = "duplicate", _("Handled elsewhere")


class ReferralReason(models.TextChoices):
    RESTORE = "restore", _("Contract to restore")
    CANCEL = "cancel", _("Contract to cancel or change")
    PRICE = "price", _("Price, quote or change order")
    PROMISE = "promise", _("What was promised at the sale")
    DESIGN = "design", _("Design or permit")
    PART = "part", _("Part or delivery")
    BILLING = "billing", _("Invoice or payment")
    VISIT = "visit", _("Visit or inspection")
    OTHER = "other", _("Something else")
