"""The evidence item: what it is, and one file for each thing that can be done with it."""

from .cleaning import Refusal, State
from .item import Item, Kind
from .receiving import CannotReceive
from .serving import Served

__all__ = ["CannotReceive", "Item", "Kind", "Refusal", "Served", "State"]
