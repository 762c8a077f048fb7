"""Which of the public holidays of a country, or of a state in it, a company keeps."""

from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from routing.almanac import Region, countries, country_of, public_holidays, regions


class Row(NamedTuple):
    day: date
    name: str
    is_kept: bool
    is_chosen: bool

    @property
    def weekday(self):
        return self.day.weekday()


class PublicHolidaysForm(forms.Form):
    """``where`` is what is asked for, or where the clocks of ``zone`` go; ``offered`` are its days, ``kept`` or not."""

    country = forms.ChoiceField(label=_("Country"))
    region = forms.ChoiceField(label=_("State or province"), required=False)
    days = forms.MultipleChoiceField(error_messages={"required": _("Choose at least one day.")})

    def __init__(self, data=None, *, asked, zone, since, kept):
        super().__init__(data)
        country, region = asked.get("country", country_of(zone)), asked.get("region", "")
        known = countries()
        self.where = Region(country, region if region in regions(country) else "") if country in known else None
        self.offered, self.kept = public_holidays(self.where, since) if self.where else {}, kept
        self.fields["country"].choices = [("", _("Choose a country")), *((code, name) for code, name in known.items())]
        self.fields["region"].choices = [
            ("", _("All of the country")),
            *(regions(country).items() if self.where else ()),
        ]
        self.fields["days"].choices = [(day.isoformat(), name) for day, name in self.offered.items() if day not in kept]
        if self.where:
            self.initial |= {"country": country, "region": self.where.region}

    def rows(self):
        """Return what is offered; until somebody has chosen, all of it is chosen."""
        chosen = self.data.getlist("days") if self.is_bound else None
        return [
            Row(day, name, day in self.kept, chosen is None or day.isoformat() in chosen)
            for day, name in self.offered.items()
        ]

    def chosen(self) -> dict:
        days = map(date.fromisoformat, self.cleaned_data["days"])
        return {day: self.offered[day] for day in days}

    def seal(self):
        """Return what changes when other days are chosen, so that what is taken is what was looked at."""
        return sha256(repr(sorted(self.chosen())).encode()).hexdigest()[:16]
