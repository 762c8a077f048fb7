"""The filters of a queue, as they stand in its address."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.querysets import FEW, SAMPLE
from tenants.words import words_of

from .choosing import Choosing, options, people_and_departments

__all__ = ["QueueFilters", "options", "people_and_departments"]


class QueueFilters(Choosing):
    q = forms.CharField(label=_("Text"), required=False, max_length=100, strip=True)

    def __init__(self, data, *, access):
        super().__init__(data, access=access)
        self.fields["q"].widget.attrs = {"type": "search", "placeholder": _("Search these cases")}

    @cached_property
    def found(self):
        """The ids of cases with the words of the text, looked up once; cut off when there are many."""
        return Case.objects.found_by(self.words)

    @cached_property
    def words(self):
        return words_of(self.values.get("q", ""))

    @property
    def finds_many(self):
        return bool(self.words) and len(self.found) > FEW

    def narrow(self, cases, *, is_open, sample=False):
        """Return ``cases`` with every chosen filter applied; with ``sample`` only some of a frequent word."""
        cases = self.narrow_by_facts(cases, is_open=is_open)
        if self.words:
            counted = sample and self.finds_many
            cases = cases.among(self.found[:SAMPLE]) if counted else cases.having(self.words, self.found)
        return cases
