"""Who hangs what where, in the order of the page. The only list of it."""

PANELS = {
    "cases.case": [],
    "customers.account": ["cases.panels.for_account"],
    "routing.rules": ["cases.panels.rule_moves"],
    "routing.clock": ["cases.panels.clock_moves"],
}
REFUSALS = {
    "cases.resolve": [],
    "cases.close": [],
    "routing.remove": ["cases.refusals.open_cases_in", "cases.refusals.resolved_cases_in"],
    "routing.empty": ["cases.refusals.open_cases_in"],
}
CHOICES = {
    "cases.reason_code": "cases.models.ReasonCode.choices",
    "cases.case_type": "cases.models.CaseType.choices",
    "cases.priority": "cases.models.Priority.choices",
}
SUBJECTS = {"case": "cases.panels.visible_to"}  # what people are told about; nobody is told of what they cannot open
