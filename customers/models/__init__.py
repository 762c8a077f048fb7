"""Whom it concerns: accounts and contacts, where they live, what they signed, what we did and sold."""

from .account import Account, Contact, InstallerSeat, Property
from .agreement import Asset, Contract, Job
from .order import Order, OrderLine, Product

__all__ = [
    "Account",
    "Asset",
    "Contact",
    "Contract",
    "InstallerSeat",
    "Job",
    "Order",
    "OrderLine",
    "Product",
    "Property",
]
