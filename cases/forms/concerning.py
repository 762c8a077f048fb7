"""The part of the form of a new case that is about the customer: who speaks, and what of theirs it concerns."""

from django import forms
from django.core.validators import validate_email
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.models import Channel
from customers.models import Asset, Belongings, Contact, Contract, Job, OrderLine, Property
from customers.phones import e164
from tenants.models import Branch
from tenants.models.roles import WRITE

from .choosing import QuickSelect

OWN = {"contact": Contact, "site": Property, "contract": Contract, "job": Job}
BELONGING = (*OWN, "asset", "order_line")
MET = ("new_name", "new_phone", "new_email")
BESIDE = (*MET, "reach_by", "reach_under")
FOLDED = ("job", "asset", "order_line", "branch")
LEADING = ("order_line", "job", "contract")  # the others follow from these, the first said first


class ConcernForm(forms.ModelForm):
    """What it concerns is chosen from the customer's own; a person who is not there yet can be written down at once."""

    new_name = forms.CharField(label=_("Name"), max_length=120, required=False)
    new_phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    new_email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    reach_by = forms.ChoiceField(
        label=_("Best reached by"),
        required=False,
        choices=[("", _("As usual")), *Channel.choices],
        widget=QuickSelect,
    )
    no_contract = forms.BooleanField(label=_("No contract is concerned"), required=False)
    ending_confirmed = forms.ChoiceField(required=False, choices=Contract.Status.choices)

    def __init__(self, data=None, *, access, account, initial):
        super().__init__(data, initial=initial)
        self.access, self.account = access, account
        self.fields["branch"].required = False
        self.fields["new_phone"].widget.input_type = "tel"
        self.fields["new_email"].widget.input_type = "email"
        branches = access.branches(WRITE)
        if branches is not None and len(branches) < 2:
            del self.fields["branch"]  # nothing to choose
        for name in {*BELONGING, "branch"} & self.fields.keys():
            if self.data.get(name):  # a choice is checked against the customer's own; what was left empty asks nothing
                self.fields[name].queryset = self._offered(name)

    @cached_property
    def belongings(self):
        return Belongings(self.account)

    def with_choices(self):
        """Fetch what can be chosen, for a form that is shown; one that is only checked does without.

        Drop the choices that offer nothing, and choose where there is only one.
        """
        offered = {name: self.belongings.choices(name) for name in BELONGING} if self.account else {}
        if "branch" in self.fields:
            offered["branch"] = [(branch.pk, str(branch)) for branch in self._offered("branch")]
        for name in {*BELONGING, "branch"} & self.fields.keys():
            choices = offered.get(name, [])
            if (not choices and name not in self.errors) or (name == "branch" and len(choices) == 1):
                del self.fields[name]
                continue
            empty = _("The job's, else yours") if name == "branch" else _("None")
            self.fields[name].choices = [("", empty), *choices]
            if len(choices) == 1 and name in ("contact", "site"):
                self.initial.setdefault(name, choices[0][0])
        for name, is_needed in (("contract", self.must_choose_contract), ("contact", self.is_installers)):
            if name in self.fields:
                self.fields[name].required = bool(is_needed)  # said at the field; checked in clean()
        return self

    def choose(self, asked):
        """Choose what ``asked`` names of the customer's own by id or number, with what follows from it."""
        asked = {name: text.replace("\0", "") for name, text in asked.items()}
        chosen = {name: self.belongings.named(name, asked[name]) for name in BELONGING if asked.get(name)}
        chosen = {name: row for name, row in chosen.items() if row}
        if not chosen and not asked.get("no_contract") and (only := self.belongings.only_contract):
            chosen["contract"] = only
        chosen |= self.belongings.following(chosen)
        self.initial |= {name: row.pk for name, row in chosen.items()}
        self.initial |= {name: asked[name][:254] for name in BESIDE if asked.get(name)}
        self.initial["no_contract"] = bool(asked.get("no_contract")) and "contract" not in chosen
        return self

    @property
    def kept_beside(self):
        """How many seconds the page may keep the fields for somebody new: not once one is filled in."""
        return 0 if self.is_bound or any(self.initial.get(name) for name in BESIDE) else 3600

    @property
    def ending(self):
        """The contract that is chosen, if it ends: whoever opens a case on it must say that they mean it."""
        if not self.account:
            return None
        chosen = {
            name: self.belongings.rows[name].get(str(self[name].value())) for name in LEADING if name in self.fields
        }
        chosen = {name: row for name, row in chosen.items() if row}
        contract = self.belongings.following(chosen).get("contract")
        return contract if contract and contract.is_ending else None

    @property
    def is_installers(self):
        return self.account is not None and self.account.is_installer

    @property
    def must_choose_contract(self):
        return bool(self.account and not self.account.is_installer and self.belongings.rows["contract"])

    @property
    def has_more(self):
        return any(name in self.fields for name in FOLDED)

    @property
    def is_somebody_new(self):
        """Whether the part about another caller stands open: something is in it, or an installer has nobody yet."""
        said = any(self[name].value() or self[name].errors for name in BESIDE)
        return said or (self.account.is_installer and "contact" not in self.fields)

    @property
    def is_more_said(self):
        """Whether something is chosen or wrong in the part that is folded away at first."""
        return any(self[name].value() or self[name].errors for name in FOLDED if name in self.fields)

    def _offered(self, name):
        pk = self.account and self.account.pk
        if name == "branch":
            own = self.access.branches(WRITE)
            branches = Branch.objects.order_by("-is_root", "name")
            return branches if own is None else branches.filter(pk__in=own)
        if name == "order_line":
            lines = OrderLine.objects.filter(order__account=pk).select_related("order__job__contract", "product")
            return lines.order_by("order__number", "position")
        if name == "job":
            return Job.objects.filter(account=pk).select_related("contract__installer", "contract__site", "site")
        if name == "contract":
            return Contract.objects.filter(account=pk).select_related("installer", "site")
        return Asset.objects.filter(site__account=pk) if name == "asset" else OWN[name].objects.filter(account=pk)

    def clean_account(self):
        if self.account is None:
            raise forms.ValidationError(_("Choose the customer first."))
        return self.account

    def clean_new_phone(self):
        phone = self.cleaned_data["new_phone"]
        if phone and not e164(phone):
            raise forms.ValidationError(_("That is no phone number."))
        return phone

    def clean_new_email(self):
        email = self.cleaned_data["new_email"]
        if email:
            validate_email(email)
        return email

    def clean(self):
        cleaned = super().clean()
        if not self.account:
            return cleaned
        job, line = cleaned.get("job"), cleaned.get("order_line")
        at = "job" if job else "order_line"
        job = job or (line and line.order.job)  # what follows from the line counts as if it had been chosen
        if job and not cleaned.get("branch") and not self.access.can(WRITE, job.branch_id):
            self.add_error(at, _("This job belongs to a branch whose cases you do not work."))
        self._check_person(cleaned)
        self._check_contract(cleaned)
        return cleaned

    def _check_person(self, cleaned):
        is_new = any(cleaned.get(name) for name in MET)
        if is_new and not cleaned.get("new_name"):
            self.add_error("new_name", _("Say who this is."))
        elif self.account.is_installer and not is_new and not cleaned.get("contact"):
            message = _("With an installer, say whom you speak with.")
            self.add_error("contact" if self.account.has_contacts else "new_name", message)

    def _check_contract(self, cleaned):
        if self.account.is_installer or cleaned.get("no_contract") or "contract" in self.errors:
            return
        line, job = cleaned.get("order_line"), cleaned.get("job")
        if not cleaned.get("contract") and not (job or (line and line.order.job)) and self.account.has_contracts:
            self.add_error("contract", _("Choose the contract, or say that none is concerned."))

    def concerned(self):
        """Return what was chosen and what follows from it, as Case.objects.open_for takes it."""
        values = {name: self.cleaned_data.get(name) for name in (*BELONGING, "branch", "reach_by", "reach_under")}
        line = values["order_line"]
        values["job"] = job = values["job"] or (line.order.job if line else None)
        contract = values["contract"]
        if contract is None and not self.cleaned_data["no_contract"]:
            contract = values["contract"] = job.contract if job else None
        values["order"] = line.order if line else None
        values["site"] = values["site"] or (job.site if job else None) or (contract.site if contract else None)
        values["installer"] = contract.installer if contract else None
        met = {name.removeprefix("new_"): self.cleaned_data[name] for name in MET}
        return {**values, "met": met if met["name"] else None}
