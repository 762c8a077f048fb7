"""The small forms with which a case is worked."""

import re
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Priority, ReasonCode, ResolutionPath
from routing.models import Department, Waiting
from tenants.forms import MomentField
from tenants.models import Membership
from timeline.models import Audience

_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class PriorityForm(forms.Form):
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    reason = forms.CharField(label=_("Why"), required=False, max_length=200)
    was = forms.ChoiceField(choices=Priority.choices, required=False, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason_code = forms.ChoiceField(label=_("Reason"), choices=ReasonCode.choices)
    release_owner = forms.BooleanField(label=_("Leave the owner behind"), required=False)
    was = forms.ChoiceField(choices=ReasonCode.choices, required=False, widget=forms.HiddenInput)


class BegunForm(forms.Form):
    """A form about one field of the case, which remembers in ``was`` what stood there when the person began."""

    about = ""
    was = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, holds, rows, **kwargs):
        super().__init__(data, initial={"was": holds}, **kwargs)
        self.fields["was"].queryset = rows
        self.holds = holds

    def wish(self) -> dict:
        """The clean values with what stood there, as verbs compare it: nothing when the form does not say."""
        was = {self.about: self.cleaned_data["was"]} if "was" in self.data else {}
        return {**self.cleaned_data, "was": was}

    def clash(self, _names):
        """Know from now on what stands there now: sent again, the form overwrites it."""
        self.data = {**self.data.dict(), "was": str(self.holds or "")}


class DepartmentForm(BegunForm):
    about = "department"
    department = forms.ModelChoiceField(label=_("Department"), queryset=None)
    reason = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Shown on the case as the reason why it is there.")
    )

    def __init__(self, data=None, *, holds):
        super().__init__(data, holds=holds, rows=Department.objects.all())
        self.fields["department"].queryset = Department.objects.by_name()
        self.initial["department"] = holds


class MemberForm(forms.Form):
    member = forms.ModelChoiceField(label=_("Person"), queryset=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Membership.objects.working_cases().with_person().by_name()


class AssignmentForm(BegunForm, MemberForm):
    """An empty choice gives the case back to its department's pool."""

    about = "owner"

    def __init__(self, data=None, *, holds):
        super().__init__(data, holds=holds, rows=Membership.objects.with_person())
        self.initial["member"] = holds
        self.fields["member"].label = _("Owner")
        self.fields["member"].required = False
        self.fields["member"].empty_label = _("Nobody: back to the pool")


class HelperForm(MemberForm):
    """Either ``member`` joins or the helper ``remove`` leaves."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].required = False
        self.fields["remove"] = forms.ModelChoiceField(queryset=Membership.objects.all(), required=False)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("member") and not cleaned.get("remove"):
            self.add_error("member", _("Choose a person."))
        return cleaned


class TagForm(forms.Form):
    """Either ``tag`` is put on or ``remove`` is taken off."""

    tag = forms.CharField(label=_("Tag"), max_length=40, required=False)
    remove = forms.CharField(max_length=40, required=False)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("tag") and not cleaned.get("remove"):
            self.add_error("tag", _("Write a tag."))
        return cleaned


class IdsField(forms.Field):
    """Any number of ids, in as many inputs or with commas between; what is none is left out."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        texts = [text for one in value or [] for text in str(one).split(",")]
        return [UUID(text) for text in texts if _ID.fullmatch(text)]


class GuestForm(forms.Form):
    """The guest ``remove`` leaves."""

    remove = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remove"].queryset = Membership.objects.with_person()


class CommentForm(forms.Form):
    """``mentioned`` were chosen from the list of people, ``invite`` are to be let in, if the writer may do that."""

    body = forms.CharField(
        label=_("Comment"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("Write …")})
    )
    audience = forms.ChoiceField(
        label=_("Who sees it"), choices=Audience.choices, initial=Audience.INTERNAL, widget=forms.RadioSelect
    )
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    mentioned = IdsField(required=False)
    invite = IdsField(required=False)

    def __init__(self, *args, may_invite=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_invite = may_invite
        self.reasons, self.strangers = [], []

    def clean_invite(self):
        return self.cleaned_data["invite"] if self.may_invite else []

    def refused(self, refusal):
        """Remember why whom it names cannot be told, and who of them could be let in."""
        self.reasons = refusal.args
        self.strangers = refusal.strangers if self.may_invite else []


class EscalationForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does this need to go faster?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class WaitingForm(forms.Form):
    kind = forms.ChoiceField(label=_("What does it wait for?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Details"), max_length=200, required=False, help_text=_("For example the part or the date they named.")
    )
    until = MomentField(
        label=_("Goes on by itself"), required=False, help_text=_("Empty: until somebody lets it go on.")
    )

    def __init__(self, data=None, *, setup):
        super().__init__(data, initial={"kind": Waiting.CUSTOMER})
        self.fields["kind"].choices = [(key, setup.waiting_label(key)) for key in Waiting.values]

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise forms.ValidationError(_("That is in the past."))
        return until


class OwnerReleaseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why may the owner change again?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReopeningForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it not settled?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ResolutionForm(forms.Form):
    path = forms.ChoiceField(label=_("How was it resolved?"), choices=[("", _("Choose …")), *ResolutionPath.choices])
    notes = forms.CharField(label=_("What was done"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}))


class ClosureForm(forms.Form):
    csat = forms.TypedChoiceField(
        label=_("How satisfied is the customer?"),
        choices=[("5", "5"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1"), ("", _("Not answered"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "rating"}),
        help_text=_("1 is very unhappy, 5 is delighted."),
    )
