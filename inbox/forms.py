"""What a member wants to be told by mail, and until when they have read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import About


class ReadingForm(forms.Form):
    until = forms.UUIDField(required=False)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M")


class PreferenceForm(forms.Form):
    mailed = forms.MultipleChoiceField(
        label=_("By mail"), choices=About.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=TimeInput)
    quiet_until = forms.TimeField(label=_("until"), required=False, widget=TimeInput)

    def __init__(self, data=None, *, preference):
        names = ("mailed", "quiet_from", "quiet_until")
        super().__init__(data, initial={name: getattr(preference, name) for name in names})

    def clean(self):
        cleaned = super().clean()
        if not self.errors and (cleaned["quiet_from"] is None) != (cleaned["quiet_until"] is None):
            self.add_error("quiet_until", _("Quiet hours need a beginning and an end; leave both empty for none."))
        return cleaned
