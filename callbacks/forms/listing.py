"""The filters of the lists of callbacks and of returns, and giving many of them to somebody else."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from callbacks.models import Kind
from cases.forms.choosing import QuickSelect, branches_of, choice, people_and_departments
from tenants.models import Membership


class Filters(forms.Form):
    """What makes no sense is as if it had not been asked."""

    owner = choice(_("Owner"))
    branch = choice(_("Branch"))

    def __init__(self, data, *, access):
        super().__init__(data)
        self.member = access.member
        company = access.member.tenant
        self.fields["owner"].choices = [
            ("", _("Anyone")),
            ("me", _("Me")),
            *people_and_departments(company)[0],
        ]
        self.fields["branch"].choices = [("", _("Any branch")), *branches_of(company)]
        self.is_valid()

    def selects(self):
        return [field for field in self if field.name != "q"]

    @property
    def chosen(self):
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, rows):
        chosen = self.chosen
        if owner := chosen.get("owner"):
            rows = rows.owned_by(self.member.pk if owner == "me" else UUID(owner))
        return rows.at_branch(UUID(chosen["branch"])) if "branch" in chosen else rows


class CallbackFilters(Filters):
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, widget=QuickSelect, choices=[("", _("Any kind")), *Kind.choices]
    )
    field_order = ("owner", "kind", "branch")

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows.of_kind(self.chosen["kind"]) if "kind" in self.chosen else rows


class ReturnFilters(Filters):
    q = forms.CharField(label=_("Search returns"), required=False, max_length=100)

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows.saying(self.chosen["q"], by_customer=True) if "q" in self.chosen else rows


class ReassignForm(forms.Form):
    """``callback`` are the numbers that were chosen in the list."""

    member = forms.ModelChoiceField(label=_("Who calls instead?"), queryset=None, empty_label=_("Choose …"))

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["member"].queryset = Membership.objects.working_cases().with_person().by_name()
