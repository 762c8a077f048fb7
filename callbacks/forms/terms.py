"""What a company decides about returns."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from callbacks.models import people_of
from tenants.models import Branch, Role

NARROW = {"class": "hours-input"}


class TermsForm(forms.Form):
    """``reported_to`` is somebody of the whole company, who may open every return."""

    was = forms.IntegerField(required=False, widget=forms.HiddenInput)
    warranty_days = forms.IntegerField(
        label=_("Days under warranty"),
        help_text=_("After a job is done. A younger one is proposed as the original job."),
        min_value=1,
        max_value=7_300,
        widget=forms.NumberInput(attrs=NARROW),
    )
    dispatch_fee = forms.DecimalField(
        label=_("Dispatch fee"),
        help_text=_("In dollars. What a visit costs that has nothing to do with our work."),
        min_value=Decimal(0),
        max_digits=8,
        decimal_places=2,
        widget=forms.NumberInput(attrs=NARROW),
    )
    reported_to = forms.ModelChoiceField(
        label=_("Who hears what was ours?"),
        help_text=_("In their inbox, when it is settled that we caused it."),
        queryset=None,
        required=False,
        empty_label=_("Whoever manages the branch"),
    )

    def __init__(self, data=None, *, terms):
        names = ("warranty_days", "dispatch_fee")
        known = {name: getattr(terms, name) for name in names}
        super().__init__(data, initial={"was": terms.version, "reported_to": terms.reported_to_id, **known})
        people = people_of(Branch.objects.get(is_root=True)).exclude(role=Role.TECHNICIAN)
        self.fields["reported_to"].queryset = people.by_name()

    def clean_was(self):
        return self.cleaned_data["was"] or 0

    def clash(self, version):
        self.data = {**self.data.dict(), "was": str(version)}
