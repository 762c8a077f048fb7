"""Files on their way to a case, and what is written under them."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Plain(forms.Form):
    """A form whose answer is a sentence beside the file, not a page."""

    def wrong(self) -> list[str]:
        return [message for messages in self.errors.values() for message in messages]


class CaptionForm(Plain):
    caption = forms.CharField(max_length=200, required=False)


class UploadForm(Plain):
    file = forms.FileField(error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")})
    client_key = forms.UUIDField()
