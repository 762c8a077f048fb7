"""Whom it concerns: accounts, contacts, properties, contracts, jobs, orders."""
