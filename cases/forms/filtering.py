"""The filters of a queue, as they stand in its address."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.querysets import sees_all
from tenants.words import words_of

from .choosing import Choosing, options, people_and_departments

__all__ = ["QueueFilters", "options", "people_and_departments"]


class QueueFilters(Choosing):
    q = forms.CharField(label=_("Text"), required=False, max_length=100, strip=True)
    exact = forms.ChoiceField(label=_("Spelling"), required=False, choices=[("1", _("Exactly as typed"))])

    def __init__(self, data, *, access):
        super().__init__(data, access=access)
        self.fields["q"].widget.attrs = {"type": "search", "placeholder": _("Search these cases")}

    @cached_property
    def words(self):
        return words_of(self.values.get("q", ""))

    @cached_property
    def leading_tag(self):
        """The tag, where there are no words, which lead better, and no customer, who has few cases."""
        return self.named["tag"] if "tag" in self.values and not self.words and "customer" not in self.values else None

    @property
    def is_led_alone(self):
        """Whether every case with the words or the tag is asked for: no other filter, and a member who sees all."""
        leading = {"tag"} if self.leading_tag else {"q", "exact"}
        return not self.values.keys() - leading and sees_all(self.access)

    def narrow(self, cases, *, is_open):
        """Return ``cases``, all of them open or all resolved, with every chosen filter but what leads to them."""
        if not is_open and self.are_about_open_cases:
            return cases.none()
        return self.narrow_by_facts(cases)
