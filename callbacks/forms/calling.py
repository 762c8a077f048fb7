"""Forms with which a callback is done, moved, passed on or taken back."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from callbacks.models import DECIDED, Answer, Outcome, people_of
from customers.phones import e164
from tenants.forms import MomentField

ANSWERS = [(one.value, one.label) for one in (Answer.UNDECIDED, Answer.ACCEPTED, Answer.DECLINED)]
MOODS = [("yes", _("Happy")), ("no", _("Not happy"))]


class AttemptForm(forms.Form):
    """What became of one try. Two taps: the outcome, and the button; only who was reached needs words.

    After a job one more says whether they are ``happy``, and words are needed only when they are not; about a quote one
    says what they ``answer``, and words are needed only while they have not decided.
    """

    outcome = forms.ChoiceField(label=_("What happened?"), choices=Outcome.choices, widget=forms.RadioSelect)
    happy = forms.ChoiceField(label=_("Are they happy?"), choices=MOODS, required=False, widget=forms.RadioSelect)
    answer = forms.ChoiceField(label=_("What do they say?"), choices=ANSWERS, required=False, widget=forms.RadioSelect)
    again_at = MomentField(label=_("Call again at another time"), required=False)
    note = forms.CharField(label=_("Note"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    phone = forms.CharField(label=_("Another number"), max_length=40, required=False)
    next_at = MomentField(label=_("Try again at another time"), required=False)
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, callback):
        super().__init__(data, initial={"client_key": uuid.uuid4()})
        self.callback = callback
        self.fields["phone"].widget.input_type = "tel"
        asked = {"happy": callback.is_proactive, "answer": callback.chain_id, "again_at": callback.chain_id}
        for name in asked:
            if not asked[name]:
                del self.fields[name]

    def clean_happy(self):
        return {"yes": True, "no": False}.get(self.cleaned_data["happy"])

    def clean_phone(self):
        phone = self.cleaned_data["phone"].strip()
        if phone and not e164(phone):
            raise forms.ValidationError(_("This is not a phone number."))
        return phone

    def clean(self):
        cleaned = super().clean()
        is_reached = cleaned.get("outcome") == Outcome.REACHED
        if is_reached:
            cleaned["next_at"] = None
            self._hear(cleaned)
        else:
            cleaned |= {name: None for name in ("happy", "answer", "again_at") if name in cleaned}
        if cleaned.get("answer") != Answer.UNDECIDED and "again_at" in cleaned:
            cleaned["again_at"] = None
        if cleaned.get("outcome") != Outcome.WRONG_NUMBER:
            cleaned["phone"] = ""
        return cleaned

    def _hear(self, cleaned):
        """Whoever was reached said something."""
        happy, answer = cleaned.get("happy"), cleaned.get("answer")
        if happy is None and "happy" in self.fields:
            self.add_error("happy", _("Say whether they are happy."))
        if not answer and "answer" in self.fields and "answer" not in self.errors:
            self.add_error("answer", _("Say whether they have decided."))
        speaks_for_itself = happy or answer in DECIDED
        if not speaks_for_itself and "note" not in self.errors and not cleaned.get("note", "").strip():
            self.add_error("note", _("Write what they said.") if happy is False else _("Write what came of it."))


class VersionedForm(forms.Form):
    """Remembers which version of the callback the person saw; a clash is told, and sent again it overwrites."""

    was = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, callback):
        super().__init__(data, initial={"was": callback.version})

    def clash(self, version):
        self.data = {**self.data.dict(), "was": str(version)}


class MoveForm(VersionedForm):
    due_at = MomentField(label=_("New time, as the customer was told"))
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, data=None, *, callback):
        super().__init__(data, callback=callback)
        self.initial["due_at"] = callback.due_at


class GiveForm(VersionedForm):
    member = forms.ModelChoiceField(label=_("Who calls instead?"), queryset=None, empty_label=_("Choose …"))

    def __init__(self, data=None, *, callback):
        super().__init__(data, callback=callback)
        self.fields["member"].queryset = people_of(callback.branch).exclude(pk=callback.owner_id).by_name()


class WithdrawForm(VersionedForm):
    reason = forms.CharField(
        label=_("Why does nobody need to call any more?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )


class NumberForm(VersionedForm):
    phone = forms.CharField(label=_("Phone"), max_length=40)

    def __init__(self, data=None, *, callback):
        super().__init__(data, callback=callback)
        self.initial["phone"] = callback.shown_phone
        self.fields["phone"].widget.input_type = "tel"


class EscalateForm(forms.Form):
    """Twice is harmless, so that no version is compared."""

    reason = forms.CharField(
        label=_("What do they complain about?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data=None, *, callback):
        super().__init__(data)
        self.callback = callback
