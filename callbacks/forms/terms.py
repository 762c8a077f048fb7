"""What a company decides about returns."""

from decimal import Decimal

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from callbacks.models import people_of
from callbacks.rates import WINDOWS
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
    window_days = forms.TypedChoiceField(
        label=_("Rates are measured over"),
        choices=[(days, format_lazy(_("{days} days"), days=days)) for days in WINDOWS],
        coerce=int,
    )
    minimum_jobs = forms.IntegerField(
        label=_("Fewest jobs"),
        help_text=_("Below so many completed jobs nothing is said about a technician."),
        min_value=1,
        max_value=1_000,
        widget=forms.NumberInput(attrs=NARROW),
    )
    threshold_percent = forms.IntegerField(
        label=_("Coaching above"),
        help_text=_("Percent. Whoever manages the branch hears of a technician with more returns than that."),
        min_value=1,
        max_value=100,
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
        names = ("warranty_days", "dispatch_fee", "window_days", "minimum_jobs", "threshold_percent")
        known = {name: getattr(terms, name) for name in names}
        super().__init__(data, initial={"was": terms.version, "reported_to": terms.reported_to_id, **known})
        self.order_fields(["was", *names[:2], "reported_to", *names[2:]])
        people = people_of(Branch.objects.get(is_root=True)).exclude(role=Role.TECHNICIAN)
        self.fields["reported_to"].queryset = people.by_name()

    def clean_was(self):
        return self.cleaned_data["was"] or 0

    def clash(self, version):
        self.data = {**self.data.dict(), "was": str(version)}
