"""Whom it concerns: accounts and contacts, where they live, what they signed, what we did and sold."""

from .account import Account, AccountToken, Contact, InstallerSeat, Property
from .agreement import Asset, Contract, Job
from .belonging import Belongings
from .beside import whereabouts
from .finding import index_accounts
from .noting import Milestone
from .order import Order, OrderLine, Product
from .showing import Shelf

__all__ = [
    "Account",
    "AccountToken",
    "Asset",
    "Belongings",
    "Contact",
    "Contract",
    "InstallerSeat",
    "Job",
    "Milestone",
    "Order",
    "OrderLine",
    "Product",
    "Property",
    "Shelf",
    "index_accounts",
    "whereabouts",
]
