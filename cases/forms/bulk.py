"""What is to be done with many cases, and with which."""

import uuid
from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.models import MOST, Deed, Priority, ReferralReason
from routing.models import Department
from tenants.models import Membership

NAMED_REASONS = [one for one in ReferralReason.choices if one[0] != ReferralReason.OTHER]  # other wants words a case


class BulkForm(forms.Form):
    """``cases`` names the chosen ones: number, and the version and the second in which they were seen, by tildes.

    A browser without scripts sends a box a case instead, ``case``, and when the page was made, ``seen``.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    cases = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40 * MOST)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=4_000_000_000)

    @property
    def asked(self):
        boxes = self.data.getlist("case") if hasattr(self.data, "getlist") else []
        return [*self.data.get("cases", "").split(), *boxes]

    def clean(self):
        cleaned = super().clean()
        seen = cleaned.get("seen")
        named = (self._read(text, seen) for text in self.asked)
        cleaned["chosen"] = list({number: (number, version, at) for number, version, at in named}.values())
        if not cleaned["chosen"]:
            raise ValidationError(_("Choose a case first."))
        if len(cleaned["chosen"]) > MOST:
            raise ValidationError(_("Choose at most %(most)s cases.") % {"most": MOST})
        return cleaned

    @staticmethod
    def _read(text, seen):
        number, version, second = [*text.split("~"), "", ""][:3]
        if not (number.isdecimal() and len(number) < 10):
            raise ValidationError(_("Choose the cases in the list."))
        second = int(second) if second.isdecimal() and len(second) < 11 else seen
        version = int(version) if version.isdecimal() and len(version) < 10 else None
        return int(number), version, datetime.fromtimestamp(second, UTC) if second else None


class BulkAssignForm(BulkForm):
    member = forms.ModelChoiceField(
        label=_("Owner"), queryset=None, required=False, empty_label=_("Nobody: back to the pool")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Membership.objects.working_cases().with_person().by_name()

    def facts(self):
        member = self.cleaned_data["member"]
        return {"member": str(member.pk) if member else ""}


class BulkTagForm(BulkForm):
    tag = forms.CharField(label=_("Tag"), max_length=40, widget=forms.TextInput(attrs={"list": "bulk-tags"}))

    def facts(self):
        return {"tag": self.cleaned_data["tag"]}


class BulkPriorityForm(BulkForm):
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    reason = forms.CharField(label=_("Why"), required=False, max_length=200)

    def facts(self):
        return {"priority": self.cleaned_data["priority"], "reason": self.cleaned_data["reason"]}


class BulkReferForm(BulkForm):
    department = forms.ModelChoiceField(label=_("Department"), queryset=None, empty_label=_("Choose …"))
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose …")), *NAMED_REASONS])
    comments = forms.CharField(
        label=_("What should they do or tell us?"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.by_name()

    def facts(self):
        wanted = self.cleaned_data
        return {**{name: wanted[name] for name in ("reason", "comments")}, "department": str(wanted["department"].pk)}


BULK_FORMS = {
    Deed.REFER: BulkReferForm,
    Deed.ASSIGN: BulkAssignForm,
    Deed.TAG: BulkTagForm,
    Deed.UNTAG: BulkTagForm,
    Deed.PRIORITISE: BulkPriorityForm,
}
