"""The filters of a queue, as they stand in its address."""

from uuid import UUID

from django import forms
from django.core.cache import cache
from django.forms.utils import flatatt
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Priority
from cases.querysets import FEW, SAMPLE
from routing.models import Department
from tenants.models import Membership
from tenants.words import words_of

CHOICES_FOR = 60
SELECTED = mark_safe(" selected")


def options(choices, chosen=None):
    """Write the options of a select in one go: Django would render a template for each."""
    chosen = "" if chosen is None else str(chosen)
    rows = ((key, SELECTED if str(key) == chosen else "", label) for key, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


class QuickSelect(forms.Select):
    def render(self, name, value, attrs=None, renderer=None):
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", attributes, options(self.choices, value))


class QueueFilters(forms.Form):
    owner = forms.ChoiceField(label=_("Owner"), required=False, widget=QuickSelect)
    department = forms.ChoiceField(label=_("Department"), required=False, widget=QuickSelect)
    priority = forms.ChoiceField(label=_("Priority"), required=False, widget=QuickSelect)
    q = forms.CharField(label=_("Text"), required=False, max_length=100, strip=True)

    def __init__(self, data, *, access):
        super().__init__(data)
        self.access = access
        members, departments = people_and_departments(access.member.tenant)
        members = members if access.is_inside else []
        self.fields["owner"].choices = [("", _("Anyone")), ("me", _("Me")), ("none", _("Nobody")), *members]
        self.fields["department"].choices = [("", _("Any department")), *departments]
        self.fields["priority"].choices = [("", _("Any priority")), *Priority.choices]
        self.fields["q"].widget.attrs = {"type": "search", "placeholder": _("Search these cases")}

    @cached_property
    def values(self):
        """The filters that make sense; what does not is as if it had not been asked."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chosen(self):
        return dict(self.values)

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

    def narrow(self, cases, *, sample=False):
        """Return ``cases`` with every chosen filter applied; with ``sample`` only some of a frequent word."""
        if owner := self.values.get("owner"):
            cases = cases.unassigned() if owner == "none" else cases.handled_by(self._owner(owner))
        if department := self.values.get("department"):
            cases = cases.in_department(UUID(department))
        if priority := self.values.get("priority"):
            cases = cases.prioritised(priority)
        if self.words:
            counted = sample and self.finds_many
            cases = cases.among(self.found[:SAMPLE]) if counted else cases.having(self.words, self.found)
        return cases

    def _owner(self, owner):
        return self.access.member.pk if owner == "me" else UUID(owner)


def people_and_departments(company):
    """Return the choices (id, name) of members who work cases and of departments, remembered for a minute."""
    key = f"choices:{company.pk}:{company.names_version}"
    known = cache.get(key)
    if known is None:
        members = Membership.objects.working_cases().by_name().values_list("pk", "user__name")
        departments = Department.objects.by_name().values_list("pk", "name")
        known = [[(str(pk), name) for pk, name in rows] for rows in (members, departments)]
        cache.set(key, known, CHOICES_FOR)
    return known
