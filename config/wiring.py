"""Who hangs what where, in the order of the page. The only list of it."""

from django.utils.translation import gettext_lazy

PANELS = {
    "cases.case": ["callbacks.panels.for_case"],
    "customers.intake": ["customers.panels.complaints_at_intake", "callbacks.panels.for_intake"],
    "customers.account": ["cases.panels.for_account", "callbacks.panels.for_account"],
    "customers.account.history": ["cases.panels.history_of"],
    "customers.job": ["cases.panels.for_job", "callbacks.panels.for_job"],
    "customers.order": ["cases.panels.for_order", "callbacks.panels.for_order"],
    "routing.rules": ["cases.panels.rule_moves"],
    "routing.clock": ["cases.panels.clock_moves"],
}
REFUSALS = {
    "cases.resolve": ["cases.refusals.open_referrals"],
    "cases.close": ["callbacks.refusals.open_callbacks", "callbacks.refusals.open_returns"],
    "routing.remove": [
        "cases.refusals.open_cases_in",
        "cases.refusals.resolved_cases_in",
        "cases.refusals.open_referrals_to",
        "cases.refusals.finished_referrals_to",
    ],
    "routing.empty": ["cases.refusals.open_cases_in", "cases.refusals.open_referrals_to"],
}
SETTINGS = {
    "callback-standards": gettext_lazy("Callbacks"),
    "after-job-settings": gettext_lazy("Calls after the job"),
    "after-hours-hook-settings": gettext_lazy("After-hours service"),
    "return-terms": gettext_lazy("Returns"),
}
FOLLOWS = {
    "customers.renamed": ["cases.models.finding.index_name"],
    "customers.completed": ["callbacks.models.following.job_completed"],
    "customers.reopened": ["callbacks.models.following.job_reopened"],
}
CHOICES = {
    "cases.reason_code": "cases.models.ReasonCode",
    "cases.case_type": "cases.models.CaseType",
    "cases.priority": "cases.models.Priority",
}
SEARCHES = [
    "customers.searches.accounts",
    "cases.searches.cases",
    "callbacks.searches.callbacks",
    "customers.searches.complaints",
    "customers.searches.numbered",
]
PALETTE = ["callbacks.panels.pages"]  # where the command palette leads, beside cases and customers
SUBJECTS = {  # what people are told about; nobody is told of what they cannot open
    "case": "cases.panels.visible_to",
    "bulk": "cases.panels.bulk_jobs_of",
    "calendar": "routing.panels.calendars_visible_to",
    "callback": "callbacks.panels.visible_to",
    "after_hours_request": "callbacks.panels.nights_visible_to",
    "warranty_return": "callbacks.panels.returns_visible_to",
    "coaching_flag": "callbacks.panels.flags_visible_to",
}

# The routes of "What happens next?", the six of the workflow first. An app that can take a case further adds a line.
NEXT_STEPS = [
    "callbacks.steps.callback",
    "callbacks.steps.new_issue",
    "cases.steps.job",
    "cases.steps.refer",
    "cases.steps.move",
    "cases.steps.assign",
    "cases.steps.wait",
    "cases.steps.plan",
]
