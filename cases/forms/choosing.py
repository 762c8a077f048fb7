"""The filters of a queue that are about what a case is, and what a person reads of those they have chosen."""

from functools import lru_cache
from uuid import UUID

from django import forms
from django.core.cache import cache
from django.forms.utils import flatatt
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from cases.models import CaseType, Priority, ReasonCode, Tag, as_label
from customers.models import Account
from routing.models import Department
from tenants.models import Branch, Membership

CHOICES_FOR = 60
KNOWN_TAGS = 100
SELECTED = mark_safe(" selected")
DUE = [("overdue", _("Overdue")), ("at_risk", _("At risk"))]
LACKING = [
    ("any", _("Anything it should have")),
    ("owner", _("Owner")),
    ("next_action", _("Next action with a due time")),
    ("context", _("Description")),
]


def options(choices, chosen=None):
    """Write the options of a select in one go: Django would render a template for each."""
    return _written(tuple((str(key), str(label)) for key, label in choices), "" if chosen is None else str(chosen))


@lru_cache(maxsize=256)
def _written(choices, chosen):
    """The same choices are offered with every page: of forty people and their names only the first takes long."""
    rows = ((key, SELECTED if key == chosen else "", label) for key, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


class QuickSelect(forms.Select):
    def render(self, name, value, attrs=None, renderer=None):
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", attributes, options(self.choices, value))


def choice(label):
    return forms.ChoiceField(label=label, required=False, widget=QuickSelect)


class Choosing(forms.Form):
    """The filters, each of which makes sense alone; one that does not is as if it had not been asked."""

    owner = choice(_("Owner"))
    department = choice(_("Department"))
    priority = choice(_("Priority"))
    due = choice(_("Due"))
    lacks = choice(_("Missing"))
    branch = choice(_("Branch"))
    type = choice(_("Case type"))
    reason = choice(_("Reason"))
    tag = forms.CharField(label=_("Tag"), required=False, max_length=40)
    customer = forms.CharField(label=_("Customer"), required=False, max_length=60)

    def __init__(self, data, *, access):
        super().__init__(data)
        self.access = access
        self.named = {}  # the rows that the address names by something else than their id
        company = access.member.tenant
        members, departments, branches = _remembered(company)
        for name, first, rest in (
            ("owner", _("Anyone"), [("me", _("Me")), ("none", _("Nobody")), *(members if access.is_inside else [])]),
            ("department", _("Any department"), departments),
            ("priority", _("Any priority"), Priority.choices),
            ("due", _("Any time"), DUE),
            ("lacks", _("Nothing in particular"), LACKING),
            ("branch", _("Any branch"), branches),
            ("type", _("Any type"), CaseType.choices),
            ("reason", _("Any reason"), ReasonCode.choices),
        ):
            self.fields[name].choices = [("", first), *rest]

    def clean_tag(self):
        name = as_label(self.cleaned_data["tag"])
        self.named["tag"] = tag = Tag.objects.called(name) if name and self.access.is_inside else None
        return tag.name if tag else ""

    def clean_customer(self):
        """The number of the one customer that is meant; who writes a name means the only one called so."""
        text = self.cleaned_data["customer"]
        accounts = Account.objects.visible_to(self.access)
        if text and not text.isdecimal():
            accounts = accounts.among(accounts.search(text, 2).ids)
        found = list((accounts.named(text) if text.isdecimal() else accounts)[:2]) if text else []
        if len(found) != 1:
            return ""
        self.named["customer"] = found[0]
        return str(found[0].number)

    @cached_property
    def values(self):
        """The filters that make sense; what does not is as if it had not been asked."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chosen(self):
        return dict(self.values)

    @property
    def are_about_open_cases(self):
        return "due" in self.values or "lacks" in self.values

    def left_out(self):
        """The labels of what was asked for and means nothing here, perhaps because it is not there any more."""
        asked = [name for name in self.fields if self.data.get(name, "").strip()]
        return [self.fields[name].label for name in asked if name not in self.values]

    def said(self):
        """Return (name, label, what is chosen in words) of each chosen filter."""
        return [(name, self.fields[name].label, self._in_words(name, value)) for name, value in self.values.items()]

    def _in_words(self, name, value):
        if name == "customer":
            return self.named[name].name
        return dict(getattr(self.fields[name], "choices", ())).get(value, value)

    leading_tag = None  # which leads to the cases itself, and need not be asked of them

    def narrow_by_facts(self, cases):
        """Return ``cases``, all of them open or all resolved, with every chosen filter but what leads to them."""
        now = self.access.member.tenant.now()
        for name, value in self.values.items():
            if name == "owner":
                cases = cases.unassigned() if value == "none" else cases.handled_by(self._owner(value))
            elif name == "due":
                cases = cases.overdue(now) if value == "overdue" else cases.at_risk(now)
            elif name == "tag":
                cases = cases if self.leading_tag else cases.tagged(self.named[name])
            elif name == "customer":
                cases = cases.about(self.named[name])
            elif name in NARROWED_BY:
                cases = NARROWED_BY[name](cases, value)
        return cases

    def _owner(self, owner):
        return self.access.member.pk if owner == "me" else UUID(owner)


NARROWED_BY = {
    "department": lambda cases, value: cases.in_department(UUID(value)),
    "priority": lambda cases, value: cases.prioritised(value),
    "lacks": lambda cases, value: cases.lacking(value),
    "branch": lambda cases, value: cases.at_branch(UUID(value)),
    "type": lambda cases, value: cases.of_type(value),
    "reason": lambda cases, value: cases.because_of(value),
}


def people_and_departments(company):
    """Return the choices (id, name) of members who work cases and of departments, remembered for a minute."""
    return _remembered(company)[:2]


def branches_of(company):
    """Return the choices (id, name) of the branches, remembered for a minute."""
    return _remembered(company)[2]


def known_tags():
    return list(Tag.objects.order_by("name").values_list("name", flat=True)[:KNOWN_TAGS])


def _remembered(company):
    key = f"choices:{company.pk}:{company.names_version}"
    known = cache.get(key)
    if known is None or len(known) < 3:
        members = Membership.objects.working_cases().by_name().values_list("pk", "user__name")
        departments = Department.objects.by_name().values_list("pk", "name")
        branches = Branch.objects.order_by("-is_root", "name").values_list("pk", "name")
        known = [[(str(pk), name) for pk, name in rows] for rows in (members, departments, branches)]
        cache.set(key, known, CHOICES_FOR)
    return known
