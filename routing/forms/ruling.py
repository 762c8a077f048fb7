"""The rules as they stand in the page: one small form each, and the last one, which takes anything else."""

from hashlib import sha256

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from routing.models import Department
from routing.rules import Rule
from tenants.models import Branch
from tenants.wiring import choices

MOST_RULES = 40
FIELDS = ("reason_codes", "case_types", "branch", "department_key", "branch_bound")


class RestForm(forms.Form):
    department_key = forms.ChoiceField(label=_("goes to"))

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department_key"].choices = known.departments


class RuleForm(RestForm):
    reason_codes = forms.MultipleChoiceField(
        label=_("Reason"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None means any reason.")
    )
    case_types = forms.MultipleChoiceField(
        label=_("Type"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None means any type.")
    )
    branch = forms.ChoiceField(label=_("Branch"), required=False)
    branch_bound = forms.BooleanField(label=_("of the case's own branch"), required=False)

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, known=known, **kwargs)
        self.known = known
        self.fields["reason_codes"].choices = known.reason_codes
        self.fields["case_types"].choices = known.case_types
        self.fields["branch"].choices = known.branches
        if len(known.branches) < 3:  # any, and the one there is
            del self.fields["branch"]

    def clean(self):
        cleaned = super().clean()
        asked = ("reason_codes", "case_types", "branch")
        if not self.errors and not any(cleaned.get(name) for name in asked):
            self.add_error(
                "reason_codes", _("Choose at least one reason, type or branch; anything else is the last rule.")
            )
        return cleaned

    def rule(self):
        said = self.cleaned_data
        return Rule(
            said["department_key"],
            frozenset(said["reason_codes"]),
            said["branch_bound"],
            frozenset(said["case_types"]),
            self.known.branch_ids[said["branch"]] if said.get("branch") else None,
        )


class Known:
    """What rules may name in this company."""

    def __init__(self):
        self.reason_codes, self.case_types = choices("cases.reason_code"), choices("cases.case_type")
        branches = list(Branch.objects.order_by("-is_root", "name"))
        self.branch_ids = {str(branch.pk): branch.pk for branch in branches}
        self.branches = [("", _("Any branch")), *((str(branch.pk), branch.name) for branch in branches)]
        self.departments = _by_key(Department.objects.select_related("branch").by_name())


def _by_key(departments):
    """Return (key, name) pairs; departments that branches have of their own share a key, and so a line."""
    names = {}
    for department in departments:
        names.setdefault(department.key, []).append(department.name)
    return [(key, " / ".join(dict.fromkeys(found))) for key, found in names.items()]


class RuleSheet:
    """Built from rules, or from what was sent; acts on the order give another sheet and save nothing."""

    def __init__(self, rules=None, data=None, moved=None):
        self.data, self.known, self.moved = data, Known(), moved
        if data is None:
            firsts = [_as_initial(rule) for rule in rules]
        else:
            firsts = [{}] * (min(_number(data.get("rules")), MOST_RULES) + 1)
        self.forms = [
            RuleForm(data, prefix=f"rule-{place}", initial=first, known=self.known)
            for place, first in enumerate(firsts[:-1])
        ]
        self.rest = RestForm(data, prefix="rest", initial=firsts[-1], known=self.known)

    def is_valid(self):
        return all([form.is_valid() for form in (*self.forms, self.rest)])

    def rules(self):
        return (*(form.rule() for form in self.forms), Rule(self.rest.cleaned_data["department_key"]))

    def seal(self):
        """Return what changes when the rules change, so that what is saved is what was looked at."""
        return sha256(repr(self.rules()).encode()).hexdigest()[:16] if self.is_valid() else ""

    def after(self, act):
        """Return the sheet after ``act``: ``add``, or ``up``, ``down`` or ``remove`` with the place of a rule."""
        verb, _colon, text = act.partition(":")
        moved = None
        raws = [self._raw(place) for place in range(len(self.forms))]
        place = min(_number(text), max(len(raws) - 1, 0))
        if verb == "add" and len(raws) < MOST_RULES:
            raws.append({"department_key": self.data.getlist("rest-department_key")})
        elif raws and verb == "remove":
            del raws[place]
        elif raws and verb in ("up", "down"):
            to = max(0, min(len(raws) - 1, place + (1 if verb == "down" else -1)))
            raws.insert(to, raws.pop(place))
            moved = (to, verb)
        return self._written(raws, moved or (len(raws) - 1, verb))

    def _raw(self, place):
        return {name: self.data.getlist(f"rule-{place}-{name}") for name in FIELDS}

    def _written(self, raws, moved):
        data = QueryDict(mutable=True)
        data["rules"], data["rest-department_key"] = str(len(raws)), self.data.get("rest-department_key", "")
        data["was"] = self.data.get("was", "")
        for place, raw in enumerate(raws):
            for name, values in raw.items():
                data.setlist(f"rule-{place}-{name}", values)
        return RuleSheet(data=data, moved=moved)


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 4 else 0


def _as_initial(rule):
    return {
        "reason_codes": sorted(rule.reason_codes),
        "case_types": sorted(rule.case_types),
        "branch": str(rule.branch_id or ""),
        "department_key": rule.department_key,
        "branch_bound": rule.branch_bound,
    }
