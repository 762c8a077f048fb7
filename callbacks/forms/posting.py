"""What an answering service posts: JSON, checked field by field."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = timedelta(days=7), timedelta(minutes=5)


class TextField(forms.CharField):
    """Text, or a number where somebody forgot the quotes; nothing that cannot be written down."""

    def to_python(self, value):
        if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
            raise ValidationError(_("This has to be text."))
        text = super().to_python(value)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValidationError(_("This holds half a character.")) from None
        return text


class YesField(forms.Field):
    def to_python(self, value):
        if value not in (None, True, False) or (value is not None and not isinstance(value, bool)):
            raise ValidationError(_("This has to be true or false."))
        return bool(value)


class ZonedField(forms.Field):
    """A moment with its zone."""

    def to_python(self, value):
        if value in (None, ""):
            return None
        try:
            moment = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise ValidationError(_("Write the moment with its zone, for example 2026-11-22T02:10:00-05:00."))
        return moment


class PostedForm(forms.Form):
    """One request; ``at`` is now."""

    id = TextField(max_length=100)
    phone = TextField(max_length=40, required=False)
    name = TextField(max_length=120, required=False)
    message = TextField(max_length=4_000, required=False)
    urgent = YesField(required=False)
    received_at = ZonedField(required=False)

    def __init__(self, data, *, at):
        super().__init__(data)
        self.at = at

    def clean_received_at(self):
        moment = self.cleaned_data["received_at"]
        if moment and not self.at - EARLIEST <= moment <= self.at + LATEST:
            raise ValidationError(_("Calls come in when they happen: not in the future, and at most seven days late."))
        return min(moment, self.at) if moment else None

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["phone"] and not cleaned["message"]:
            raise ValidationError(_("Send a phone number or a message."))
        return cleaned

    def heard(self) -> dict:
        """The clean values as ``receive`` takes them."""
        said = self.cleaned_data
        return {
            "external_id": said["id"],
            "phone": said["phone"],
            "name": said["name"],
            "words": said["message"],
            "urgent": said["urgent"],
            "received_at": said["received_at"],
        }
