"""What people type about customers and their jobs, turned into clean values."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.phones import e164
from tenants.wiring import subjects
from timeline.models import Audience

SEEN_BY = [(Audience.INTERNAL, _("Private")), (Audience.CUSTOMER, _("The installer sees it"))]


class CorrectionForm(forms.Form):
    """How a customer or a contact, ``row``, is called and reached; ``was-…`` inputs hold what was shown."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Role"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)

    def __init__(self, data=None, *, row):
        self.held = row.held()
        super().__init__(data, initial=self.held | {"phone": row.phone})
        self.fields["phone"].widget.input_type = "tel"
        if "title" not in self.held:
            del self.fields["title"]
        self.clashed = frozenset()

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and not e164(phone):
            raise ValidationError(_("That is no phone number."))
        return phone

    def baseline(self):
        """The hidden inputs as markup."""
        seen = {name: self.data.get(f"was-{name}") for name in self.fields if name not in self.clashed}
        shown = {name: self.held[name] if seen.get(name) is None else seen[name] for name in self.fields}
        return [forms.HiddenInput().render(f"was-{name}", text) for name, text in shown.items()]

    def wish(self) -> dict:
        """The clean values as the verb takes them, with what the person had before them."""
        was = {name: self.data[f"was-{name}"] for name in self.fields if f"was-{name}" in self.data}
        return {**self.cleaned_data, "was": was}

    def clash(self, clashes):
        """Say at each field what stands there now, and know that from now on: sent again, the form overwrites it."""
        self.clashed = frozenset(name for name, _theirs, _yours in clashes)
        for name, theirs, _yours in clashes:
            said = _("Somebody has written “%(theirs)s” meanwhile. Save again if you mean yours.")
            self.add_error(name, said % {"theirs": theirs or _("nothing")})


class NoteForm(forms.Form):
    """A note in the milestone feed of a job; ``case`` is the number of the case that it is about."""

    body = forms.CharField(label=_("Note"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 2}))
    audience = forms.ChoiceField(label=_("Who sees it"), choices=SEEN_BY, initial=Audience.INTERNAL)
    case = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data=None, *, access, case=None):
        super().__init__(data, initial={"case": case if case and case.isdecimal() else None})
        self.cases = subjects(access)["case"]
        self.fields["audience"].widget = forms.RadioSelect(choices=SEEN_BY)

    @property
    def about(self):
        """The number of the case that the note is about, as it stands in the form."""
        number = str(self["case"].value() or "")
        return int(number) if number.isdecimal() and len(number) < 10 else ""

    def clean_case(self):
        number = self.cleaned_data["case"]
        if number is not None and not self.cases.filter(number=number).exists():
            raise ValidationError(_("There is no such case."))
        return number

    def said(self) -> dict:
        """The clean values as Job.note takes them."""
        case = self.cleaned_data.pop("case")
        return self.cleaned_data | ({"case": case} if case else {})


class ComplaintForm(forms.Form):
    words = forms.CharField(
        label=_("What do they complain about?"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)


class SettlementForm(forms.Form):
    """What is said to ``complaint``, which stands above the form."""

    outcome = forms.CharField(
        label=_("What was done about it?"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data=None, *, complaint):
        super().__init__(data)
        self.complaint = complaint


class ReopeningForm(forms.Form):
    """Why ``job`` is not done after all."""

    reason = forms.CharField(
        label=_("What is still to be done?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data=None, *, job):
        super().__init__(data)
        self.job = job
