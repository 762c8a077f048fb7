"""The form that puts a case under another contract: a number is pasted, and what is odd about it is asked once."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.models.moving import branch_under
from customers.models import Account, Contract
from tenants.models.roles import WRITE


class ContractForm(forms.Form):
    """``was`` holds the number of the contract that the case was under when the person began."""

    number = forms.CharField(
        label=_("Contract number"),
        max_length=60,
        help_text=_("Paste it: the customer, the address and the branch follow from it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )
    was = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    ending_confirmed = forms.ChoiceField(required=False, choices=Contract.Status.choices)
    in_spite = forms.BooleanField(label=_("It is none of these. Move it."), required=False)

    def __init__(self, data=None, *, about, access):
        super().__init__(data, initial={"was": about.contract.number if about.contract else ""})
        self.case, self.access = about, access
        self.found, self.likely = None, []

    @cached_property
    def held(self):
        return self.case.contract.number if self.case.contract else ""

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        theirs = Account.objects.visible_to(self.access)
        contracts = Contract.objects.filter(account__in=theirs).select_related("account", "site", "installer")
        found = contracts.filter(number=number).first() or contracts.filter(number__iexact=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no contract with this number."))
        if found.pk == self.case.contract_id and self.data.get("was", self.held) == self.held:
            raise forms.ValidationError(_("The case is under this contract already."))
        if not self.access.can(WRITE, branch_under(found, self.case.branch).pk):
            raise forms.ValidationError(_("This contract belongs to a branch whose cases you do not work."))
        self.found = found
        return number

    def clean(self):
        cleaned = super().clean()
        if self.found is None:
            return cleaned
        if self.found.is_ending and cleaned.get("ending_confirmed") != self.found.status:
            self.add_error("ending_confirmed", _("Confirm that this contract is meant."))
        if not cleaned.get("in_spite"):
            self.likely = self._likely()
            if self.likely:
                self.add_error("in_spite", _("There may be a case about this already."))
        return cleaned

    def _likely(self):
        text = f"{self.case.summary} {self.case.description[:4_000]}"
        visible = Case.objects.visible_to(self.access)
        found = visible.likely(self.found.account, text=text, but=self.case.pk, contract=self.found.pk)
        return [pair for pair in found if pair[1].is_strong]

    def wish(self):
        """Return what Case.move_to takes."""
        held = self.cleaned_data["was"]
        seen = Contract.objects.filter(number=held).first() if held else None
        was = {"contract": seen} if "was" in self.data else {}
        return {"contract": self.found, "was": was, "ending_confirmed": self.cleaned_data["ending_confirmed"]}

    def clash(self, _names):
        """Know from now on what stands there now: sent again, the form overwrites it."""
        self.data = {**self.data.dict(), "was": self.held}
