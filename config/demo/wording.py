"""Fills the names of the people concerned into what is written for everybody."""

from datetime import timedelta
from zoneinfo import ZoneInfo

ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPANISH = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


class Wording:
    """The words of one case."""

    def __init__(self, home, contact, job, clock):
        self.clock = clock
        self.names = {
            "first": contact.name.split()[0],
            "tech": job.technician.name.split()[0],
            "job": job.number,
            "street": home.site.street.split(" ", 1)[1],
            "city": home.site.city,
            "branch": home.branch.name,
            "order": home.orders[0].number if home.orders else "of last week",
            "owner": "the lead",
        }

    def fill(self, text, at, owner=None):
        """Return ``text`` as it is said at that moment; days are the working day after, or the one before."""
        days = SPANISH if text.startswith(("Hola", "¿")) else ENGLISH
        zone = ZoneInfo(self.clock.hours.zone)
        names = self.names | {
            "day": days[self.clock.hours.next_business_day(at).weekday()],
            "weekday": days[(at.astimezone(zone) - timedelta(days=2)).weekday()],
        }
        if owner is not None:
            names["owner"] = owner.name.split()[0]
        return text.format_map(names)
