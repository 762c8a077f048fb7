"""Whom it concerns: accounts and contacts, where they live, what they signed, what we did and sold."""

from .account import Account, AccountToken, Contact, InstallerSeat, Property
from .agreement import Asset, Contract, Job
from .belonging import Belongings
from .beside import compared_place, whereabouts
from .complaint import TOLD_ON_BOTH, CannotSettle, Complaint, ComplaintWord
from .completing import CannotReopen
from .correcting import CannotCorrect, StaleCorrection
from .finding import index_accounts
from .noting import Milestone
from .numbering import kinds_numbered_like
from .order import Order, OrderLine, Product
from .saying import Said, SayingQuerySet, Word
from .showing import FIRST, INSIDE, Shelf

__all__ = [
    "Account",
    "AccountToken",
    "Asset",
    "Belongings",
    "CannotSettle",
    "Complaint",
    "ComplaintWord",
    "CannotCorrect",
    "CannotReopen",
    "Contact",
    "Contract",
    "FIRST",
    "INSIDE",
    "InstallerSeat",
    "Job",
    "Milestone",
    "Order",
    "OrderLine",
    "Product",
    "Property",
    "Said",
    "SayingQuerySet",
    "Shelf",
    "TOLD_ON_BOTH",
    "StaleCorrection",
    "compared_place",
    "index_accounts",
    "Word",
    "kinds_numbered_like",
    "whereabouts",
]
