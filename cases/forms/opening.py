"""The form that opens a case: filled in while somebody is on the phone."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from customers.models import Account, Asset, Contact, Contract, Job, OrderLine, Property
from routing.rules import propose_priority
from tenants.models import Branch
from tenants.models.roles import WRITE

from .editing import MomentField

OWN = {"contact": Contact, "site": Property, "contract": Contract, "job": Job}


class CaseForm(forms.ModelForm):
    """Open a case about ``account``; the choices of what it concerns are that customer's own."""

    account = forms.ModelChoiceField(
        queryset=None,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choose the customer first."),
            "invalid_choice": _("Choose the customer first."),
        },
    )
    priority = forms.ChoiceField(
        label=_("Priority"),
        required=False,
        help_text=_("Proposed from severity and urgency; choose another if you know better."),
    )
    opened_at = MomentField(
        label=_("When did they call?"),
        required=False,
        help_text=_("Only if it was earlier than now."),
    )
    opening_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Case
        fields = [
            "account", "contact", "site", "contract", "job", "asset", "order_line", "branch",
            "case_type", "reason_code", "severity",
            "urgency", "priority", "priority_reason", "source", "request_type", "request_subtype", "summary",
            "description", "told", "next_action", "next_action_due_at",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "told": forms.Textarea(attrs={"rows": 2}),
        }
        field_classes = {"next_action_due_at": MomentField}

    def __init__(self, data=None, *, access, account=None, asked=None):
        first = {"opening_key": uuid.uuid4(), "account": account and account.pk, "source": "phone"}
        super().__init__(data, initial=first | self._named(account, asked or {}))
        self.fields["account"].queryset = Account.objects.visible_to(access)
        self.access = access
        self._offer_what_belongs_to(account)
        priorities = self._meta.model._meta.get_field("priority").choices
        self.fields["priority"].choices = [("", _("As proposed")), *priorities]
        self.fields["priority_reason"].label = _("Why another priority")
        self._settle_what_is_clear()
        for name in ("case_type", "reason_code"):
            self.fields[name].choices = [("", _("Choose …")), *self._meta.model._meta.get_field(name).choices]
        for name in ("severity", "urgency"):
            self.fields[name].widget = forms.RadioSelect(choices=self.fields[name].choices)

    def _settle_what_is_clear(self):
        """Drop the choices that offer nothing, and choose where there is only one."""
        for name in (*OWN, "asset", "order_line", "branch"):
            rows = list(self.fields[name].queryset[:2])
            if not rows or (name == "branch" and len(rows) == 1):
                del self.fields[name]
            elif len(rows) == 1 and name in ("contact", "site") and name not in self.initial:
                self.initial[name] = rows[0]

    @staticmethod
    def _named(account, asked):
        """The contract or job whose number stands in the address, with what follows from it."""
        first = {}
        asked = {name: text.replace("\0", "") for name, text in asked.items()}
        if number := asked.get("contract"):
            first["contract"] = Contract.objects.filter(account=account, number=number).first()
        if number := asked.get("job"):
            job = first["job"] = Job.objects.filter(account=account, number=number).first()
            first["contract"] = first.get("contract") or (job and job.contract)
        source = first.get("job") or first.get("contract")
        first["site"] = source and source.site
        return {name: row for name, row in first.items() if row}

    def warning(self) -> str:
        """What to know before a case is opened on the contract that the address names."""
        contract = self.initial.get("contract")
        if not contract or not contract.is_ending:
            return ""
        facts = {"number": contract.number, "status": contract.get_status_display().lower()}
        return _("Contract %(number)s is %(status)s. Is it the right one?") % facts

    def _offer_what_belongs_to(self, account):
        pk = account and account.pk
        for name, model in OWN.items():
            self.fields[name].queryset = model.objects.filter(account=pk)
            self.fields[name].empty_label = _("None")
        lines = OrderLine.objects.filter(order__account=pk).select_related("order", "product")
        self.fields["order_line"].queryset = lines.order_by("order__number", "position")
        self.fields["asset"].queryset = Asset.objects.filter(site__account=pk)
        self.fields["order_line"].empty_label = self.fields["asset"].empty_label = _("None")
        branches = Branch.objects.order_by("-is_root", "name")
        own = self.access.branches(WRITE)
        self.fields["branch"].queryset = branches if own is None else branches.filter(pk__in=own)
        self.fields["branch"].required = False
        self.fields["branch"].empty_label = _("The job's, else yours")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("next_action") and not cleaned.get("next_action_due_at"):
            self.add_error("next_action_due_at", _("A next action needs a time, or it gets lost."))
        if (opened_at := cleaned.get("opened_at")) and opened_at > timezone.now():
            self.add_error("opened_at", _("That is in the future."))
        job = cleaned.get("job")
        if job and not cleaned.get("branch") and not self.access.can(WRITE, job.branch_id):
            self.add_error("job", _("This job belongs to a branch whose cases you do not work."))
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
        values = {name: value for name, value in self.cleaned_data.items() if name != "account"}
        line, job, contract = values.get("order_line"), values.get("job"), values.get("contract")
        values["order"] = line.order if line else None
        values["contract"] = contract or (job.contract if job else None)
        values["site"] = values.get("site") or (job.site if job else None) or (contract.site if contract else None)
        values["installer"] = values["contract"].installer if values["contract"] else None
        return values
