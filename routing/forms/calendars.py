"""Opening hours as people write them: "8-12, 13-17" is two stretches of one day."""

import re
from datetime import time
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.translation import gettext_lazy as _

from routing.hours import BadHours, NeverOpen, OpeningHours
from routing.models import WEEKDAYS

STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?")
WRONG = {
    "closes-before-opening": _("It closes before it opens. A night is written on two days, until 24:00 and from 0:00."),
    "hours-overlap": _("Two stretches of this day overlap."),
}


def hours_words(pairs) -> str:
    """Return for example "08:00–12:00, 13:00–17:00"."""
    return ", ".join(f"{opens:%H:%M}–{'24:00' if closes == time.min else f'{closes:%H:%M}'}" for opens, closes in pairs)


class StretchesField(forms.CharField):
    def __init__(self, *, if_empty, **how):
        widget = forms.TextInput(attrs={"placeholder": if_empty, "autocomplete": "off"})
        super().__init__(required=False, max_length=80, widget=widget, **how)

    def clean(self, value):
        text = super().clean(value)
        found = STRETCH.findall(text)
        if re.sub(r"[\s,;]|and", "", STRETCH.sub("", text)):
            raise ValidationError(_("Write stretches like 8:00-12:00, 13:00-17:00."))
        try:
            return tuple((_time(*one[:2]), _time(*one[2:])) for one in found)
        except ValueError:
            raise ValidationError(_("There is no such time of day.")) from None


def _time(hour, minute):
    return time(0 if hour == "24" and minute in ("", "00") else int(hour), int(minute or 0))


class HoursForm(forms.Form):
    """A field a weekday. Saying that nothing is ever open is refused by trying it out."""

    def __init__(self, data=None, *, weekly, zone, holidays=frozenset()):
        super().__init__(data)
        self.zone, self.holidays = zone, holidays
        if_empty = _("Closed") if weekly else ""  # nothing is written yet, so every hour counts
        for day in WEEKDAYS:
            written = hours_words(weekly.get(day, ()))
            self.fields[f"day_{day}"] = StretchesField(label=NAMES[day], initial=written, if_empty=if_empty)

    def weekly(self):
        return {
            day: tuple(sorted(self.cleaned_data[f"day_{day}"])) for day in WEEKDAYS if self.cleaned_data[f"day_{day}"]
        }

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            OpeningHours(self.zone, self.weekly(), self.holidays).trial(timezone.localdate())
        except BadHours as bad:
            self.add_error(f"day_{bad.args[1]}", WRONG[bad.args[0]])
        except NeverOpen:
            raise ValidationError(_("There is no working day in a whole year, so nothing would ever be due.")) from None
        return cleaned

    def seal(self):
        """Return what changes when the hours change, so that what is saved is what was looked at."""
        return sha256(repr(sorted(self.weekly().items())).encode()).hexdigest()[:16] if self.is_valid() else ""


class HolidayForm(forms.Form):
    """Either ``day`` becomes a holiday or the one in ``remove`` is none any more."""

    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    remove = forms.DateField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("remove"):
            for field in ("day", "name"):
                if not cleaned.get(field):
                    self.add_error(field, _("Say which day, and what it is called."))
        return cleaned

    def seal(self):
        said = self.cleaned_data if self.is_valid() else {}
        return f"{said.get('day') or ''}{said.get('remove') or ''}"
