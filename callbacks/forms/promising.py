"""The form with which a callback is promised: short, because somebody is on the phone."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from callbacks.models import ContactMethod, Kind, Topic, people_of
from cases.forms.choosing import QuickSelect
from cases.models import Case
from customers.models import Account, Job, Order
from tenants.forms import MomentField


class SubjectForm(forms.Form):
    """Whom and what a promise is about, as the address names it; only what this member may see."""

    account = forms.ModelChoiceField(queryset=None, to_field_name="number", required=False)
    case = forms.ModelChoiceField(queryset=None, to_field_name="number", required=False)
    job = forms.ModelChoiceField(queryset=None, to_field_name="number", required=False)
    order = forms.ModelChoiceField(queryset=None, to_field_name="number", required=False)

    def __init__(self, data, *, access):
        super().__init__(data)
        self.fields["account"].queryset = Account.objects.visible_to(access)
        self.fields["case"].queryset = Case.objects.visible_to(access).select_related("account", "contact", "branch")
        self.fields["job"].queryset = Job.objects.visible_to(access).select_related("account", "branch")
        self.fields["order"].queryset = Order.objects.visible_to(access).select_related("account")

    def subject(self) -> dict:
        """Return what was named and is there: account, case, job, order; the customer follows from the others."""
        self.is_valid()
        named = {name: thing for name, thing in self.cleaned_data.items() if thing}
        for thing in list(named.values()):
            named.setdefault("account", getattr(thing, "account", thing))
        return named


class PromiseForm(forms.Form):
    kind = forms.ChoiceField(label=_("What kind of call?"), choices=Kind.choices, widget=forms.RadioSelect)
    topic = forms.ChoiceField(
        label=_("What have they not decided?"), choices=Topic.choices, required=False, widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label=_("Its number or name"),
        max_length=60,
        error_messages={"required": _("Say which one, for example its number.")},
    )
    reason = forms.CharField(label=_("What do they want to hear about?"), max_length=200)
    summary = forms.CharField(
        label=_("What is to be said?"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact = forms.ModelChoiceField(label=_("Whom to ask for"), queryset=None, required=False)
    contact_method = forms.ChoiceField(label=_("Reach them by"), choices=ContactMethod.choices, widget=QuickSelect)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    owner = forms.ModelChoiceField(label=_("Who calls?"), queryset=None, required=False)
    due_at = MomentField(label=_("Another time was agreed"), required=False)
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, subject, by):
        self.subject, account = subject, subject["account"]
        self.comes_from = next((subject[name] for name in ("case", "job", "order", "account") if name in subject), None)
        source = subject.get("case") or subject.get("job") or by
        self.branch = source.branch
        self.contact = getattr(subject.get("case"), "contact", None)
        super().__init__(data, initial=self._known(account))
        self.fields["contact"].queryset = account.contacts.order_by("name")
        self.fields["contact"].empty_label = account.name
        self.fields["owner"].queryset = people_of(self.branch).by_name()
        self.fields["owner"].empty_label = _("Whoever it falls to: me, if I sit there")
        self.fields["phone"].widget.input_type = "tel"
        # It is asked for this kind alone.
        self.fields["reference"].required = data is None or data.get("kind") == Kind.QUOTE_FOLLOW_UP

    def _known(self, account):
        person = self.contact or account
        return {
            "client_key": uuid.uuid4(),
            "kind": Kind.STATUS_UPDATE,
            "topic": Topic.QUOTE,
            "contact_method": ContactMethod.CALL,
            "contact": self.contact and self.contact.pk,
            "phone": person.phone or account.phone,
            "email": person.email_normalised or account.email_normalised,
        }

    @property
    def is_follow_up(self):
        """Whether they are asked again and again until they decide."""
        return self.cleaned_data.get("kind") == Kind.QUOTE_FOLLOW_UP

    def told(self) -> dict:
        """What was said and what it is about, as Callback.objects.promise takes it, or follow_up."""
        left = {"kind"} if self.is_follow_up else {"topic", "reference"}
        said = {name: value for name, value in self.cleaned_data.items() if value and name not in left}
        return {**self.subject, "branch": self.branch, **said}
