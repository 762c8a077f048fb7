"""Forms that correct what stands on a case, and carry what stood there when the person began."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from tenants.forms import MomentField


class CorrectionForm(forms.ModelForm):
    """``was-…`` inputs beside the fields hold what was shown; of the ``clashed`` ones, what stands there now."""

    def __init__(self, data=None, *, instance, **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        self.held = {name: getattr(instance, name) for name in self.fields}
        self.clashed = frozenset()

    def clash(self, names):
        """Know from now on what stands in ``names``: sent again, the form overwrites it."""
        self.clashed = frozenset(names)

    def baseline(self):
        """The hidden inputs as markup."""
        posted = {name: self.data.get(f"was-{name}") for name in self.fields if name not in self.clashed}
        shown = {name: self._as_text(name) if posted.get(name) is None else posted[name] for name in self.fields}
        return [forms.HiddenInput().render(f"was-{name}", text) for name, text in shown.items()]

    def pairs(self):
        """Return (wanted, was) for Case.edit: the clean values, and those the person had before them."""
        wanted = {name: self._to_the_minute(name, self.cleaned_data[name]) for name in self.fields}
        seen = {name: self.data[f"was-{name}"] for name in self.fields if f"was-{name}" in self.data}
        return wanted, {name: self._read(name, text) for name, text in seen.items()}

    def _as_text(self, name):
        field = self.fields[name]
        value = field.prepare_value(self.held[name])
        return (value if isinstance(field, forms.ChoiceField) else field.widget.format_value(value)) or ""

    def _read(self, name, text):
        """What the hidden input meant; a text that means nothing is none of the values there can be."""
        field = self.fields[name]
        if text == "":
            return None if isinstance(field, forms.DateTimeField) else ""
        try:
            return self._to_the_minute(name, field.to_python(text.replace("\r\n", "\n")))
        except ValidationError:
            return object()

    def _to_the_minute(self, name, value):
        held = self.held[name]
        if not isinstance(value, datetime) or not isinstance(held, datetime):
            return value.replace("\r\n", "\n") if isinstance(value, str) else value
        return held if value.replace(second=0, microsecond=0) == held.replace(second=0, microsecond=0) else value


class EditForm(CorrectionForm):
    class Meta:
        model = Case
        fields = ["summary", "description", "told", "case_type", "request_type", "request_subtype", "source"]
        widgets = {"description": forms.Textarea(attrs={"rows": 6}), "told": forms.Textarea(attrs={"rows": 2})}


class NextActionForm(CorrectionForm):
    class Meta:
        model = Case
        fields = ["next_action", "next_action_due_at"]
        field_classes = {"next_action_due_at": MomentField}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("next_action") and not cleaned.get("next_action_due_at"):
            self.add_error("next_action_due_at", _("A next action needs a time, or it gets lost."))
        return cleaned
