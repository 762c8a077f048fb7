"""The filters of the list of callbacks, and giving many of them to somebody else."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from callbacks.models import Kind
from cases.forms.choosing import branches_of, choice, people_and_departments
from tenants.models import Membership


class CallbackFilters(forms.Form):
    """What makes no sense is as if it had not been asked."""

    owner = choice(_("Owner"))
    kind = choice(_("Kind"))
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
        self.fields["kind"].choices = [("", _("Any kind")), *Kind.choices]
        self.fields["branch"].choices = [("", _("Any branch")), *branches_of(company)]
        self.is_valid()

    @property
    def chosen(self):
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, callbacks):
        chosen = self.chosen
        if owner := chosen.get("owner"):
            callbacks = callbacks.owned_by(self.member.pk if owner == "me" else UUID(owner))
        if kind := chosen.get("kind"):
            callbacks = callbacks.of_kind(kind)
        return callbacks.at_branch(UUID(chosen["branch"])) if "branch" in chosen else callbacks


class ReassignForm(forms.Form):
    """``callback`` are the numbers that were chosen in the list."""

    member = forms.ModelChoiceField(label=_("Who calls instead?"), queryset=None, empty_label=_("Choose …"))

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["member"].queryset = Membership.objects.working_cases().with_person().by_name()
