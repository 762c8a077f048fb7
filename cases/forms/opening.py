"""The form that opens a case: filled in while somebody is on the phone."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Priority
from customers.models import Asset, Contact, Contract, Job, OrderLine, Property, choices_of
from routing.rules import propose_priority
from tenants.models import Branch
from tenants.models.roles import WRITE

from .editing import MomentField

OWN = {"contact": Contact, "site": Property, "contract": Contract, "job": Job}
CONCERNED = {*OWN, "asset", "order_line", "branch"}


class CaseForm(forms.ModelForm):
    """Open a case about ``account``; the choices of what it concerns are that customer's own."""

    account = forms.CharField(widget=forms.HiddenInput, required=False)
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=[("", _("As proposed")), *Priority.choices],
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
            "contact", "site", "contract", "job", "asset", "order_line", "branch",
            "case_type", "reason_code", "severity",
            "urgency", "priority", "priority_reason", "source", "request_type", "request_subtype", "summary",
            "description", "told", "next_action", "next_action_due_at",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "told": forms.Textarea(attrs={"rows": 2}),
            "severity": forms.RadioSelect,
            "urgency": forms.RadioSelect,
        }
        labels = {"priority_reason": _("Why another priority")}
        field_classes = {"next_action_due_at": MomentField}

    def __init__(self, data=None, *, access, account=None, asked=None):
        first = {"opening_key": uuid.uuid4(), "account": account and account.pk, "source": "phone"}
        super().__init__(data, initial=first | self._named(account, asked or {}))
        self.access, self.account = access, account
        self.fields["branch"].required = False
        branches = access.branches(WRITE)
        if branches is not None and len(branches) < 2:
            del self.fields["branch"]  # nothing to choose
        for name in CONCERNED & self.fields.keys():
            if self.data.get(name):  # a choice is checked against the customer's own; what was left empty asks nothing
                self.fields[name].queryset = self._offered(name)

    def with_choices(self):
        """Fetch what can be chosen, for a form that is shown; one that is only checked does without.

        Drop the choices that offer nothing, and choose where there is only one.
        """
        offered = dict(choices_of(self.account)) if self.account else {}
        if "branch" in self.fields:
            offered["branch"] = [(branch.pk, str(branch)) for branch in self._offered("branch")]
        for name in CONCERNED & self.fields.keys():
            choices = offered.get(name, [])
            if (not choices and name not in self.errors) or (name == "branch" and len(choices) == 1):
                del self.fields[name]
                continue
            empty = _("The job's, else yours") if name == "branch" else _("None")
            self.fields[name].choices = [("", empty), *choices]
            if len(choices) == 1 and name in ("contact", "site"):
                self.initial.setdefault(name, choices[0][0])
        for name in ("case_type", "reason_code"):
            self.fields[name].choices = [("", _("Choose …")), *self._meta.model._meta.get_field(name).choices]
        return self

    @property
    def kept_for(self):
        """How many seconds the page may keep the fields that are alike for everybody: not once one is filled in."""
        return 0 if self.is_bound else 3600

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

    def _offered(self, name):
        pk = self.account and self.account.pk
        if name == "branch":
            own = self.access.branches(WRITE)
            branches = Branch.objects.order_by("-is_root", "name")
            return branches if own is None else branches.filter(pk__in=own)
        if name == "order_line":
            lines = OrderLine.objects.filter(order__account=pk).select_related("order", "product")
            return lines.order_by("order__number", "position")
        return Asset.objects.filter(site__account=pk) if name == "asset" else OWN[name].objects.filter(account=pk)

    def clean_account(self):
        if self.account is None:
            raise forms.ValidationError(_("Choose the customer first."))
        return self.account

    def _post_clean(self):
        """Nothing: the fields are checked, and the verb makes the case. A ModelForm would look each choice up again."""

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
