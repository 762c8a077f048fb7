"""What the company promises by kind, in force now."""

from callbacks.rules import Standards


def standards_in_force() -> Standards:
    return Standards()
