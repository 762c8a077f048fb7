"""What is decided about a request: to whom it is given, what it is merged with, why nobody calls, who called."""

from django import forms
from django.utils.translation import gettext_lazy as _

from callbacks.models import people_of

REASONS = [
    ("spam", _("Advertising, or nobody there")),
    ("wrong", _("Wrong number")),
    ("solved", _("Spoken with them already")),
    ("elsewhere", _("Not for us")),
    ("other", _("Something else")),
]


class GivingForm(forms.Form):
    """Who calls them back."""

    owner = forms.ModelChoiceField(label=_("Who calls them back?"), queryset=None, empty_label=None)

    def __init__(self, data=None, *, request, member):
        super().__init__(data, initial={"owner": member.pk})
        self.fields["owner"].queryset = people_of(request.branch).by_name()


class RejectionForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why does nobody need to call?"), choices=REASONS, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In your words"), max_length=160, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == "other" and not cleaned.get("words"):
            self.add_error("words", _("Say why in a few words."))
        return cleaned

    @property
    def said(self) -> str:
        """The reason as it is kept."""
        chosen, words = self.cleaned_data["reason"], self.cleaned_data["words"].strip()
        label = str(dict(REASONS)[chosen])
        return words if chosen == "other" else f"{label}: {words}" if words else label


class MergingForm(forms.Form):
    """With what: an open case or callback of the customer, or another request that waits."""

    into = forms.ChoiceField(label=_("Merge it into"), widget=forms.RadioSelect)

    def __init__(self, data=None, *, offered):
        super().__init__(data)
        self.offered = {f"{kind}-{row.pk}": (kind, row) for kind, row, _words in offered}
        self.fields["into"].choices = [(f"{kind}-{row.pk}", words) for kind, row, words in offered]

    @property
    def chosen(self):
        """The kind and the row."""
        return self.offered[self.cleaned_data["into"]]


class NewCustomerForm(forms.Form):
    """A caller who is no customer yet."""

    name = forms.CharField(label=_("Name"), max_length=120)
