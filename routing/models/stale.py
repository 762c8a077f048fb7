"""Two managers at one page: the second hears what the first has saved."""


class StaleSetup(Exception):
    """Somebody saved meanwhile. ``args``: what names the version in force now, and what it holds."""
