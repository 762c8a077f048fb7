"""Reads service requests from a file of the MyLA311 open data."""

import csv
import string
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from routing.hours import moment_of

COLUMNS = ("request_number", "created_local", "closed_local", "type", "description", "source", "region", "address")


class BadFile(Exception):
    """The file cannot be read as service requests. ``args`` are the reasons, ready to show."""


@dataclass(frozen=True)
class Request:
    """One request. Without ``closed_at`` it was never closed."""

    number: str
    opened_at: datetime
    closed_at: datetime | None
    type: str
    description: str
    channel: str
    region: str
    street: str
    postcode: str

    @property
    def address(self):
        return self.street, self.postcode


def read(path, zone, limit=None) -> list[Request]:
    """Return the first ``limit`` requests of the file, all without one. Errors: BadFile."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file)
            if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
                raise BadFile(f"{path} has no column {', '.join(missing)}.")
            return [_request(row, rows.line_num, ZoneInfo(zone)) for row in islice(rows, limit)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path} cannot be read: {error}") from error


def _request(row, line, zone):
    try:
        opened_at = _moment(row["created_local"], zone)
        closed_at = _moment(row["closed_local"], zone) if row["closed_local"] else None
    except ValueError as error:
        raise BadFile(f"Line {line}: {error}") from error
    if not row["request_number"]:
        raise BadFile(f"Line {line} has no request number.")
    street, _comma, postcode = row["address"].rpartition(",")
    return Request(
        number=row["request_number"],
        opened_at=opened_at,
        # An hour that the clocks show twice must not let a request end before it began.
        closed_at=closed_at and max(closed_at, opened_at),
        type=row["type"],
        description=row["description"].strip(),
        channel=row["source"],
        region=row["region"],
        street=written_out(street),
        postcode=postcode.strip(),
    )


def _moment(local, zone):
    """Return the moment at which a clock on the wall there showed ``local``."""
    return moment_of(datetime.fromisoformat(local), zone)


def written_out(street):
    """Return ``3RD ST AT VERMONT AVE`` as ``3rd St at Vermont Ave``."""
    return string.capwords(street.strip()).replace(" At ", " at ")
