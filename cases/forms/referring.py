"""Forms with which another department is asked, and answers."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import ReferralReason
from cases.models.referral import SALES
from routing.models import Department
from tenants.models import Membership, Role

from .choosing import QuickSelect, people_and_departments


class DepartmentSelect(forms.Select):
    """Marks the departments that are told who sold it."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if getattr(getattr(value, "instance", None), "key", "") == SALES:
            option["attrs"]["data-sales"] = True
        return option


class ReferralForm(forms.Form):
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=None, widget=DepartmentSelect, empty_label=_("Choose …")
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose …")), *ReferralReason.choices])
    reason_words = forms.CharField(label=_("Which reason?"), max_length=80, required=False)
    comments = forms.CharField(
        label=_("What should they do or tell us?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    account_manager = forms.ModelChoiceField(label=_("Account manager"), queryset=None, required=False)
    sales_manager = forms.ModelChoiceField(label=_("Sales manager"), queryset=None, required=False)
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, about):
        people = Membership.objects.active().exclude(role=Role.INSTALLER).with_person().by_name()
        super().__init__(data, initial={"client_key": uuid.uuid4(), **({} if data else about.sales_people())})
        self.fields["department"].queryset = Department.objects.serving(about.branch_id).by_name()
        for name in ("account_manager", "sales_manager"):
            self.fields[name].queryset = people
            self.fields[name].empty_label = _("Nobody in particular")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") != ReferralReason.OTHER:
            cleaned["reason_words"] = ""
        elif not cleaned.get("reason_words"):
            self.add_error("reason_words", _("Say in a few words which."))
        return cleaned


class OfReferral(forms.Form):
    """What is said to the question of ``referral``, which stands above the form."""

    def __init__(self, data=None, *, referral):
        super().__init__(data)
        self.referral = referral


class AnswerForm(OfReferral):
    answer = forms.CharField(label=_("Answer"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}))


class ReturnForm(OfReferral):
    reason = forms.CharField(
        label=_("Why does it go back?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReferralFilters(forms.Form):
    """Whose referrals: of the departments one works in when nothing is chosen, of all when one works in none."""

    department = forms.ChoiceField(label=_("Department"), required=False, widget=QuickSelect)

    def __init__(self, data, *, access):
        super().__init__(data)
        self.member = access.member
        self.is_enrolled = self.member.departments.exists()
        _people, departments = people_and_departments(self.member.tenant)
        everyone = [("all", _("All departments"))] if self.is_enrolled else []
        whose = _("My departments") if self.is_enrolled else _("All departments")
        self.fields["department"].choices = [("", whose), *everyone, *departments]

    @property
    def chosen(self):
        """``all``, the id of a department, or nothing; what makes no sense is as if it had not been asked."""
        self.is_valid()
        return self.cleaned_data.get("department", "") or ("" if self.is_enrolled else "all")

    @property
    def is_narrow(self):
        return self.chosen != "all"

    def narrow(self, referrals):
        if self.chosen == "all":
            return referrals
        return referrals.to(self.chosen) if self.chosen else referrals.to_departments_of(self.member)
