"""What a manager decides about callbacks."""

from dataclasses import fields
from hashlib import sha256

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callbacks.rules import Standards

MINUTES = gettext_lazy("minutes")
DAYS = gettext_lazy("business days")
HOURS = gettext_lazy("hours")

# What each figure is called, in which unit, and between which bounds.
FIGURES = {
    "emergency_minutes": (gettext_lazy("An emergency is answered within"), MINUTES, 15, 720),
    "warranty_days": (gettext_lazy("A warranty concern by the end of"), DAYS, 1, 10),
    "status_days": (gettext_lazy("A status update by the end of"), DAYS, 1, 10),
    "quote_days": (gettext_lazy("A quote is followed up by the end of"), DAYS, 1, 30),
    "again_days": (gettext_lazy("While it is undecided, asked about again by the end of"), DAYS, 1, 60),
    "call_after_hours": (gettext_lazy("A call after the job not before"), HOURS, 1, 240),
    "call_until_hours": (gettext_lazy("A call after the job not later than"), HOURS, 2, 480),
    "retry_minutes": (gettext_lazy("When nobody answers, try again after"), MINUTES, 15, 2880),
    "at_risk_minutes": (gettext_lazy("Remind the owner before it is due"), MINUTES, 5, 1440),
    "manager_minutes": (gettext_lazy("Tell the manager when it is overdue by"), MINUTES, 5, 2880),
    "branch_minutes": (gettext_lazy("Tell everybody who runs the branch after"), MINUTES, 10, 5760),
    "emergency_step_minutes": (gettext_lazy("In an emergency climb a step every"), MINUTES, 5, 240),
}
PROMISES = ("emergency_minutes", "warranty_days", "status_days", "quote_days", "again_days", "morning_by")
PROMISES += ("call_after_hours", "call_until_hours")
LADDER = ("retry_minutes", "at_risk_minutes", "manager_minutes", "branch_minutes", "emergency_step_minutes")


class StandardsForm(forms.Form):
    morning_by = forms.TimeField(
        label=gettext_lazy("An after-hours request is looked at by"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "hours-input"}, format="%H:%M"),
    )

    def __init__(self, data=None, *, standards):
        super().__init__(data, initial={field.name: getattr(standards, field.name) for field in fields(Standards)})
        for name, (label, unit, least, most) in FIGURES.items():
            field = forms.IntegerField(label=label, min_value=least, max_value=most)
            field.widget.attrs |= {"class": "hours-input"}
            field.unit = unit
            self.fields[name] = field

    def promises(self):
        """The figures that say by when, as they stand in the table."""
        return [(self[name], getattr(self.fields[name], "unit", _("of the branch's time"))) for name in PROMISES]

    def ladder(self):
        """The figures that say when it is tried again, and who hears of it."""
        return [(self[name], self.fields[name].unit) for name in LADDER]

    def clean(self):
        said = super().clean()
        self._later("call_until_hours", "call_after_hours", _("It ends before it begins."))
        self._later("branch_minutes", "manager_minutes", _("The branch is told later than the manager."))
        return said

    def _later(self, name, than, sentence):
        first, second = self.cleaned_data.get(than), self.cleaned_data.get(name)
        if first is not None and second is not None and second <= first:
            self.add_error(name, sentence)

    def standards(self):
        return Standards(**self.cleaned_data)

    def seal(self):
        """Return what changes when the figures change, so that what is saved is what was looked at."""
        return sha256(repr(self.standards()).encode()).hexdigest()[:16] if self.is_valid() else ""
