"""Rules and targets in words, for whoever has to compare theirs with somebody else's."""

from django.utils.translation import gettext as _

from routing.models import Department
from tenants.models import Branch
from tenants.wiring import choices


def rule_words(rules) -> list[str]:
    """Return one sentence a rule, for example "Missing part goes to Purchasing."."""
    names = dict(Department.objects.by_name().values_list("key", "name"))
    branches = dict(Branch.objects.values_list("pk", "name"))
    return [_rule(rule, names, branches) for rule in rules]


def _rule(rule, names, branches):
    reasons, types = dict(choices("cases.reason_code")), dict(choices("cases.case_type"))
    asked = [" / ".join(str(reasons.get(code, code)) for code in sorted(rule.reason_codes))]
    asked.append(" / ".join(str(types.get(code, code)) for code in sorted(rule.case_types)))
    asked.append(branches.get(rule.branch_id, ""))
    what = " · ".join(filter(None, asked)) or _("Anything else")
    facts = {"what": what, "department": names.get(rule.department_key, rule.department_key)}
    if rule.branch_bound:
        return _("%(what)s goes to %(department)s of the case's own branch.") % facts
    return _("%(what)s goes to %(department)s.") % facts


def target_words(targets, labels) -> list[str]:
    """Return what the targets say, one sentence each."""
    said = []
    for key, label in choices("cases.priority"):
        facts = {"priority": label, "hours": _hours(targets.windows[key])}
        sentence = _("%(priority)s: due within %(hours)s h") % facts
        if key in targets.response:
            sentence += _(", answered within %(hours)s h") % {"hours": _hours(targets.response[key])}
        said.append(f"{sentence}.")
    said.append(_("Business hours count.") if targets.business_hours else _("Every hour counts, day and night."))
    said.append(_("A case is at risk in the last %(percent)s %% of its time.") % {"percent": targets.at_risk_percent})
    waiting = ", ".join(labels[key] for key in targets.pausing) or _("nothing")
    said.append(_("The clock stands still for: %(waiting)s.") % {"waiting": waiting})
    return said


def _hours(minutes):
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
