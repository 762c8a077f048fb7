"""How fast a company promises to be, as a manager writes it: in hours."""

from decimal import Decimal
from hashlib import sha256

from django import forms
from django.utils.translation import gettext_lazy as _

from routing.models import Targets, Waiting
from tenants.wiring import choices

LONGEST = 24 * 366


class HoursField(forms.DecimalField):
    """So many hours, typed; whole minutes, clean."""

    def __init__(self, **how):
        widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "class": "hours-input"})
        super().__init__(min_value=Decimal("0.1"), max_value=LONGEST, decimal_places=2, widget=widget, **how)

    def prepare_value(self, value):
        return f"{value / 60:.2f}".rstrip("0").rstrip(".") if isinstance(value, int) else value

    def clean(self, value):
        hours = super().clean(value)
        return None if hours is None else int((hours * 60).to_integral_value())


class TargetsForm(forms.Form):
    business_hours = forms.TypedChoiceField(
        label=_("Which hours count"),
        choices=[("", _("Every hour, day and night")), ("yes", _("Business hours, by the calendar"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    at_risk_percent = forms.IntegerField(
        label=_("Warn when this much per cent of the time is left"), min_value=5, max_value=90
    )
    pausing = forms.MultipleChoiceField(
        label=_("The clock stands still while a case is"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, targets, labels):
        first = {"at_risk_percent": targets.at_risk_percent, "pausing": targets.pausing}
        super().__init__(data, initial=first | {"business_hours": "yes" if targets.business_hours else ""})
        self.priorities = choices("cases.priority")
        for key, label in self.priorities:
            self.fields[f"window_{key}"] = HoursField(label=label, initial=targets.windows[key])
            self.fields[f"response_{key}"] = HoursField(label=label, initial=targets.response.get(key), required=False)
        self.fields["pausing"].choices = [(key, labels[key]) for key in Waiting.values]

    def windows(self):
        """Return (label, due, answer) fields, one row a priority."""
        return [(label, self[f"window_{key}"], self[f"response_{key}"]) for key, label in self.priorities]

    def targets(self):
        said = self.cleaned_data
        answers = {key: said[f"response_{key}"] for key, _label in self.priorities if said[f"response_{key}"]}
        return Targets(
            windows={key: said[f"window_{key}"] for key, _label in self.priorities},
            business_hours=said["business_hours"],
            at_risk_percent=said["at_risk_percent"],
            response=answers,
            pausing=tuple(sorted(said["pausing"])),
        )

    def seal(self):
        """Return what changes when the targets change, so that what is saved is what was looked at."""
        return sha256(repr(self.targets()).encode()).hexdigest()[:16] if self.is_valid() else ""


class LabelForm(forms.Form):
    """What the company calls each kind of waiting."""

    def __init__(self, data=None, *, labels):
        super().__init__(data)
        for key, standard in Waiting.choices:
            self.fields[key] = forms.CharField(label=standard, max_length=40, initial=labels[key])
