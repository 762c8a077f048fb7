"""Who is told what: in the inbox always, by mail when they want it."""

from .delivery import Delivery
from .notification import About, Notification
from .preference import Preference

__all__ = ["About", "Delivery", "Notification", "Preference"]
