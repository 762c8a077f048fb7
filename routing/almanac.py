"""Which days are public holidays, and where: asked of the library ``holidays``."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

LONGEST = 60  # letters of a name, as the row of a holiday takes them
YEARS = 2  # this one and the next: what is further away is often not settled yet


class NowhereKnown(Exception):
    """Nobody knows the public holidays there."""


@dataclass(frozen=True)
class Region:
    """A country, or one of its states or provinces; ``region`` is empty for what the whole country keeps."""

    country: str
    region: str = ""

    @property
    def name(self):
        country = countries().get(self.country, self.country)
        return f"{regions(self.country).get(self.region, self.region)}, {country}" if self.region else country


def known():
    # Not above: a process that nobody asks for public holidays never has the library in its memory.
    import holidays

    return holidays


@cache
def countries() -> dict[str, str]:
    """Return code -> name of the countries whose public holidays are known, by name."""
    codes = known().list_supported_countries(include_aliases=False)
    names = dict(row.split("\t") for row in _table("iso3166.tab"))
    return dict(sorted(((code, names[code]) for code in codes if code in names), key=lambda pair: pair[1]))


@cache
def regions(country) -> dict[str, str]:
    """Return code -> name of the states or provinces of ``country`` that have holidays of their own, by name."""
    codes = known().list_supported_countries(include_aliases=False).get(country, [])
    names = {}
    for name, code in getattr(_days_of(country), "subdivisions_aliases", {}).items() if codes else ():
        names.setdefault(code, name)
    return dict(sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1]))


def country_of(zone) -> str:
    """Return the country in which clocks show the time of ``zone``; empty for one that is nowhere, like UTC."""
    rows = (row.split("\t") for row in _table("zone.tab"))
    return next((row[0] for row in rows if row[2] == zone), "")


def public_holidays(place: Region, since: date) -> dict[date, str]:
    """Return day -> name of the public holidays there from ``since`` to the end of the next year, in order.

    Errors: NowhereKnown.
    """
    years = range(since.year, since.year + YEARS)
    found = _days_of(place.country, subdiv=place.region or None, years=years, language="en_US")
    return {day: name[:LONGEST] for day, name in sorted(found.items()) if day >= since}


def _days_of(country, **asked):
    try:
        return known().country_holidays(country, **asked)
    except NotImplementedError as unknown:
        raise NowhereKnown(*unknown.args) from None


def _table(name):
    """Yield the rows of one of the tables that come with the time zones."""
    rows = files("tzdata.zoneinfo").joinpath(name).read_text("utf-8").splitlines()
    return (row for row in rows if not row.startswith("#"))
