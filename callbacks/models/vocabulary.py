"""The words of a callback: stored as text, shown by label."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    EMERGENCY = "emergency", _("Emergency")
    WARRANTY = "warranty", _("Warranty concern")
    PROACTIVE = "proactive", _("Call after the job")
    AFTER_HOURS = "after_hours", _("After-hours request")
    STATUS_UPDATE = "status_update", _("Status update")
    QUOTE_FOLLOW_UP = "quote_follow_up", _("Follow-up on a quote")


class ContactMethod(models.TextChoices):
    CALL = "call", _("Call")
    TEXT = "text", _("Text message")
    MAIL = "mail", _("E-mail")


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcome(models.TextChoices):
    """What became of one attempt."""

    REACHED = "reached", _("Reached")
    VOICEMAIL = "voicemail", _("Voicemail")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_NUMBER = "wrong_number", _("Wrong number")


class ReturnStatus(models.TextChoices):
    """How far a return is. What is settled or withdrawn is on no board any more."""

    OPEN = "open", _("Under investigation")
    DECIDED = "decided", _("Cause decided")
    SETTLED = "settled", _("Settled")
    WITHDRAWN = "withdrawn", _("No return")


class Cause(models.TextChoices):
    """Whether it was us. Decided by a person, and never told to a customer."""

    YES = "yes", _("Yes, caused by us")
    NO = "no", _("No, unrelated to our work")
    UNKNOWN = "unknown", _("Not known yet")


class Consequence(models.TextChoices):
    SERVICE_CALL = "service_call", _("Service call with dispatch fee")
    NO_CHARGE = "no_charge", _("Corrected at no charge")


class Topic(models.TextChoices):
    """What somebody has not decided about."""

    QUOTE = "quote", _("Quote")
    MAINTENANCE = "maintenance", _("Maintenance")


class Answer(models.TextChoices):
    """What they say to it. ``DROPPED`` is ours: nobody asks any more."""

    UNDECIDED = "undecided", _("Not decided yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    DROPPED = "dropped", _("Not pursued")


DECIDED = (Answer.ACCEPTED, Answer.DECLINED)


class Dispute(models.TextChoices):
    """What became of the objection that a return should not count."""

    OPEN = "open", _("Disputed")
    UPHELD = "upheld", _("Upheld: it counts")
    DROPPED = "dropped", _("Dropped: it does not count")
