"""Fields that forms of every app need."""

from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class MomentInput(forms.DateTimeInput):
    """The browser's own picker, which speaks local time without a zone, to the minute."""

    input_type = "datetime-local"

    def __init__(self, **attrs):
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A moment that people live in: far from the ends of the calendar, where no zone can show it."""

    widget = MomentInput
    first, last = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

    def to_python(self, value):
        moment = super().to_python(value)
        if moment is not None and not self.first <= moment <= self.last:
            raise ValidationError(_("Write a date between 1990 and 2100."), code="out_of_this_world")
        return moment
