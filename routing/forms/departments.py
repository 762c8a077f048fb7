"""Departments, their people, and who is on duty."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from routing.models import MOST_HAND_OVERS, Department, Giving
from tenants.forms import MomentField
from tenants.models import Branch, Membership


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ["name", "giving", "branch"]
        widgets = {"giving": forms.RadioSelect}
        help_texts = {"branch": _("Empty for a department that serves the whole company.")}

    def __init__(self, data=None, *, department=None):
        first = {"name": department.name, "giving": department.giving} if department else {"giving": Giving.POOL}
        super().__init__(data, initial=first)
        self.fields["giving"].choices = Giving.choices
        self.fields["branch"].queryset = Branch.objects.order_by("name").exclude(is_root=True)
        self.fields["branch"].empty_label = _("The whole company")
        if department or not self.fields["branch"].queryset.exists():
            del self.fields["branch"]


class HandOversForm(forms.Form):
    """``was`` is the limit that the person saw."""

    limit = forms.IntegerField(
        label=_("Hand-overs until a case keeps its owner"),
        min_value=1,
        max_value=MOST_HAND_OVERS,
        help_text=_("The person who gets it by the last one stays its owner until a manager releases the case."),
    )
    was = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, limit):
        super().__init__(data, initial={"limit": limit, "was": limit})

    def clash(self, limit):
        """Know from now on which limit is in force: sent again, the form overwrites it."""
        self.data = {**self.data.dict(), "was": limit}
        self.add_error(
            "limit", _("Somebody has made it %(limit)s meanwhile. Save again if you mean it.") % {"limit": limit}
        )


class SeatForm(forms.Form):
    """Either ``member`` joins or the one in ``remove`` leaves."""

    member = forms.ModelChoiceField(label=_("Person"), queryset=None, required=False, empty_label=_("Add a person…"))
    remove = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, data=None, *, department):
        super().__init__(data)
        workers = Membership.objects.working_cases().with_person().by_name()
        self.fields["member"].queryset = workers.exclude(departments__department=department)
        self.fields["remove"].queryset = Membership.objects.filter(departments__department=department)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("member") and not cleaned.get("remove"):
            self.add_error("member", _("Choose a person."))
        return cleaned


class DutyForm(forms.Form):
    until = MomentField(
        label=_("Back on duty"),
        required=False,
        help_text=_("Leave it empty if you do not know yet; you can come back any time."),
    )

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until <= timezone.now():
            self.add_error("until", _("That is in the past."))
        return until
