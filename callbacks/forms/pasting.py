"""What somebody pastes from the mail or the messages of an answering service, and corrects before it is kept."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callbacks.words import MOST_BLOCKS, blocks_of, heard_in, looks_like_several
from customers.phones import e164
from tenants.forms import MomentField

from .posting import EARLIEST


class TextForm(forms.Form):
    """The text as it came. ``how`` says what the blank lines in it mean; nothing is split unseen."""

    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "autofocus": True}),
        help_text=_("The whole mail or text message. You see what is made of it before anything is kept."),
    )

    def heard(self, how="") -> list:
        """Return what can be read from the text, request by request."""
        text = self.cleaned_data["text"]
        is_several = how == "several" or (how != "one" and looks_like_several(text))
        return [heard_in(piece) for piece in (blocks_of(text) if is_several else [text])]

    @property
    def has_blank_lines(self):
        return len(blocks_of(self.cleaned_data["text"])) > 1


class PastedForm(forms.Form):
    """One request, as it was read from the text."""

    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    words = forms.CharField(
        label=_("What they said"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    received_at = MomentField(label=_("When did they call?"), required=False, help_text=_("Empty: just now."))
    urgent = forms.BooleanField(label=_("Urgent: an emergency or an active leak"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **how):
        super().__init__(*args, **how)
        self.fields["phone"].widget.input_type = "tel"

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and not e164(phone):
            raise ValidationError(_("That is no phone number."))
        return phone

    def clean_received_at(self):
        moment, now = self.cleaned_data["received_at"], timezone.now()
        if moment and moment > now:
            raise ValidationError(_("That is in the future."))
        if moment and moment < now - EARLIEST:
            raise ValidationError(_("That is more than seven days ago."))
        return moment

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["phone"] and not cleaned["words"]:
            raise ValidationError(_("Write the phone number, or what they said."))
        return cleaned

    def as_received(self) -> dict:
        """The clean values as ``receive`` takes them."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}
        return {"external_id": str(said.pop("key")), **said}


PastedForms = forms.formset_factory(
    PastedForm, extra=0, max_num=MOST_BLOCKS, validate_max=True, absolute_max=MOST_BLOCKS, can_delete=True
)


def read_as(heard) -> "PastedForms":
    """Return the forms of what was read from a text, each with a key by which it is kept once."""
    first = [
        {"phone": one.phone, "name": one.name, "words": one.words[:4_000], "urgent": one.is_urgent, "key": uuid.uuid4()}
        for one in heard
    ]
    return PastedForms(initial=first)
