"""The form that opens a case: filled in while somebody is on the phone."""

import uuid

from django import forms
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import AS_USUAL, Case, CaseType, Priority
from routing.rules import propose_priority
from tenants.models import Membership

from .choosing import QuickSelect, people_and_departments
from .concerning import BELONGING, ConcernForm
from .editing import MomentField

SUGGESTED_FROM, SUGGESTIONS, SUGGESTED_FOR = 500, 20, 300


class CaseForm(ConcernForm):
    """Open a case about ``account``; ``asked`` is what stands in the address of a form that is not sent yet."""

    account = forms.CharField(widget=forms.HiddenInput, required=False)
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=[("", _("As proposed")), *Priority.choices],
        required=False,
    )
    owner = forms.CharField(label=_("Who owns the next answer?"), required=False, widget=QuickSelect)
    opened_at = MomentField(
        label=_("When did they call?"),
        required=False,
        help_text=_("Only if it was earlier than now."),
    )
    complained = forms.BooleanField(
        label=_("Note it on their account as a complaint"),
        required=False,
        initial=True,
        help_text=_("Whoever works with them next sees it at once, until somebody says what was done."),
    )
    opening_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Case
        fields = [
            "contact", "site", "contract", "job", "asset", "order_line", "branch", "reach_by", "reach_under",
            "case_type", "reason_code", "severity",
            "urgency", "priority", "priority_reason", "source", "request_type", "request_subtype", "summary",
            "description", "told", "next_action", "next_action_due_at",
        ]  # fmt: skip
        widgets = {
            **dict.fromkeys((*BELONGING, "branch"), QuickSelect),
            "summary": forms.TextInput(attrs={"autocomplete": "off"}),
            "description": forms.Textarea(attrs={"rows": 4}),
            "told": forms.Textarea(attrs={"rows": 2}),
            "severity": forms.RadioSelect,
            "urgency": forms.RadioSelect,
            "request_type": forms.TextInput(attrs={"list": "request-types", "autocomplete": "off"}),
            "request_subtype": forms.TextInput(attrs={"list": "request-subtypes", "autocomplete": "off"}),
        }
        labels = {"priority_reason": _("Why another priority"), "told": _("What they were told already")}
        field_classes = {"next_action_due_at": MomentField}

    def __init__(self, data=None, *, access, account=None, asked=None):
        first = {"opening_key": uuid.uuid4(), "account": account and account.pk, "source": "phone"}
        super().__init__(data, access=access, account=account, initial=first)
        if data is None and account is not None:
            self.choose(asked or {})

    def with_choices(self):
        super().with_choices()
        for name in ("case_type", "reason_code"):
            self.fields[name].choices = [("", _("Choose …")), *self._meta.model._meta.get_field(name).choices]
        members, _departments = people_and_departments(self.access.member.tenant)
        others = [pair for pair in members if pair[0] != str(self.access.member.pk)]
        first = [("", _("You, while it is in your department")), ("pool", _("The department's pool"))]
        self.fields["owner"].widget.choices = [*first, *others]
        return self

    @property
    def kept_for(self):
        """How many seconds the page may keep the fields that are alike for everybody: not once one is filled in."""
        return 0 if self.is_bound else 3600

    @property
    def suggestions(self):
        """Request types and subtypes that were used before, for the fields to complete."""
        company = self.access.member.tenant
        return cache.get_or_set(f"request-types:{company.pk}", _used_before, SUGGESTED_FOR)

    @property
    def is_priority_said(self):
        return self.is_bound and any(self.data.get(name) for name in ("priority", "priority_reason"))

    @property
    def is_said_later(self):
        """Whether something is wrong in the parts that are folded away at first."""
        folded = ("owner", "told", "next_action", "next_action_due_at", "opened_at", "request_type", "request_subtype")
        return any(name in self.errors or (self.is_bound and self.data.get(name)) for name in folded)

    def clean_owner(self):
        chosen = self.cleaned_data["owner"]
        if chosen in ("", "pool"):
            return AS_USUAL if chosen == "" else None
        try:
            return Membership.objects.working_cases().with_person().get(pk=uuid.UUID(chosen))
        except (ValueError, Membership.DoesNotExist):
            raise forms.ValidationError(_("Choose somebody who works cases.")) from None

    def _post_clean(self):
        """Nothing: the fields are checked, and the verb makes the case. A ModelForm would look each choice up again."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("next_action") and not cleaned.get("next_action_due_at"):
            self.add_error("next_action_due_at", _("A next action needs a time, or it gets lost."))
        if (opened_at := cleaned.get("opened_at")) and opened_at > timezone.now():
            self.add_error("opened_at", _("That is in the future."))
        proposed = self._proposed(cleaned)
        if cleaned.get("priority") and proposed and cleaned["priority"] != proposed and not cleaned["priority_reason"]:
            self.add_error("priority_reason", _("Say why this is not the proposed priority."))
        cleaned["priority"] = cleaned.get("priority") or proposed
        return cleaned

    @staticmethod
    def _proposed(cleaned):
        if not cleaned.get("severity") or not cleaned.get("urgency"):
            return None
        return propose_priority(cleaned["severity"], cleaned["urgency"])

    def reported(self):
        """Return the clean values as Case.objects.open_for takes them."""
        said = {"account", "no_contract", "new_name", "new_phone", "new_email", *BELONGING}
        values = {name: value for name, value in self.cleaned_data.items() if name not in said}
        values["complained"] = values["complained"] and values["case_type"] == CaseType.COMPLAINT
        return values | self.concerned()


def _used_before():
    """Read the types that the newest cases have: a company has a handful, and a million cases."""
    newest = Case.objects.order_by("-number")[:SUGGESTED_FROM].values_list("request_type", "request_subtype")
    return [sorted({word for word in words if word})[:SUGGESTIONS] for words in zip(*newest, strict=True)] or [[], []]


class RepeatForm(forms.Form):
    """What was typed into the form of a new case, as a note on one that is there already."""

    summary = forms.CharField(max_length=160, required=False)
    description = forms.CharField(max_length=20_000, required=False)
    told = forms.CharField(max_length=4_000, required=False)
    source = forms.ChoiceField(choices=Case._meta.get_field("source").choices)
    contact = forms.CharField(max_length=64, required=False)
    new_name = forms.CharField(max_length=120, required=False)
    opening_key = forms.UUIDField()

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("summary") and not cleaned.get("description"):
            self.add_error("summary", _("Write what they said first."))
        return cleaned

    def heard(self, contacts):
        """Return what Case.hear_again takes; the caller is one of ``contacts`` or somebody new."""
        said = self.cleaned_data
        told = _("Told them: %(told)s") % {"told": said["told"]} if said["told"] else ""
        caller = said["new_name"] or next((one.name for one in contacts if str(one.pk) == said["contact"]), "")
        words = "\n\n".join(part for part in (said["summary"], said["description"], told) if part)
        return {"words": words, "source": said["source"], "caller": caller, "client_key": said["opening_key"]}
