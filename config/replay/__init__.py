"""Somebody else's real requests, played through the verbs of the product in the order in which they happened."""
