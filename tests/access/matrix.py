"""Every address of the product, and what each of the ten roles gets there. An address that is not here fails a test.

The columns are the ten roles. GET is asked by a browser and by HTMX, with one answer; POST by a browser; HTMX is a
post by HTMX. ``who`` of an address outside of companies: what somebody gets who is signed in, and who is not.
"""

ROLES = [
    "support",
    "support_lead",
    "service",
    "technician",
    "installer",
    "buyer",
    "manager",
    "owner",
    "admin",
    "executive",
]

READ = "200 200 200 200 200 403 200 200 200 200"
NEVER = "405 405 405 405 405 405 405 405 405 405"
FORM = "200 200 200 200 403 403 200 200 200 403"
DONE = "302 302 302 302 403 403 302 302 302 403"
ESCALATE_FORM = "200 200 403 403 403 403 200 200 200 403"
ESCALATED = "302 302 403 403 403 403 302 302 302 403"
RESOLVE_FORM = "403 200 403 403 403 403 200 200 200 403"
RESOLVED = "403 302 403 403 403 403 302 302 302 403"
RELEASE_FORM = "403 403 403 403 403 403 200 200 200 403"
RELEASED = "403 403 403 403 403 403 302 302 302 403"
INSIDE_READ = "200 200 200 200 404 403 200 200 200 200"
FOLLOWED = "302 302 302 302 302 403 302 302 302 302"
ALWAYS = "200 200 200 200 200 200 200 200 200 200"
POSTED = "302 302 302 302 302 302 302 302 302 302"
QUIETLY = "204 204 204 204 204 204 204 204 204 204"
NOT_THEIRS = "404 404 404 404 404 404 404 404 404 404"  # one member's own: tests/inbox/test_pages.py
INSIDE_PULSE = "204 204 204 204 404 403 204 204 204 204"
REDIRECTED = "302 302 302 302 302 403 302 302 302 302"
OWN_VIEW = "302 302 403 403 404 403 302 302 302 403"  # support's own, and shared
SHARED_VIEW = "302 302 302 302 404 403 302 302 302 302"
SENT = "204 204 204 204 403 403 204 204 204 403"
SETTLED = "403 204 403 403 403 403 204 204 204 403"
OBJECTED = "403 403 403 302 403 403 302 302 302 403"  # the technician's own
JUDGED = "403 403 403 403 403 403 204 204 204 403"

SET_UP = "403 403 403 403 403 403 200 200 200 403"
SAVED = "403 403 403 403 403 403 302 302 302 403"

COMPANY = {  # name: (GET, POST, HTMX)
    "status-banner": ("200 200 200 200 200 200 200 200 200 200", NEVER, NEVER),
    "keys": (ALWAYS, NEVER, NEVER),
    "home": ("302 302 302 302 302 302 302 302 302 302",) * 3,
    "case-list": (READ, NEVER, NEVER),
    "palette": (READ, NEVER, NEVER),
    "case-views": (READ, REDIRECTED, REDIRECTED),
    "view-counts": (READ, NEVER, NEVER),
    "case-view": (NEVER, OWN_VIEW, OWN_VIEW),
    "view-removal": (NEVER, OWN_VIEW, OWN_VIEW),
    "view-home": (NEVER, SHARED_VIEW, SHARED_VIEW),
    "case-beside": (REDIRECTED, NEVER, NEVER),
    "case-numbers": (FORM, NEVER, NEVER),
    "bulk-assign": (FORM, DONE, FORM),
    "bulk-tag": (FORM, DONE, FORM),
    "bulk-untag": (FORM, DONE, FORM),
    "bulk-prioritise": (FORM, DONE, FORM),
    "bulk-refer": (FORM, DONE, FORM),
    "bulk-report": ("200 404 404 404 403 403 404 404 404 403", NEVER, NEVER),
    "bulk-again": (NEVER, "302 404 404 404 403 403 404 404 404 403", "200 404 404 404 403 403 404 404 404 403"),
    "case-filters": (READ, NEVER, NEVER),
    "filter-customers": (READ, NEVER, NEVER),
    "case-pulse": ("204 204 204 204 204 403 204 204 204 204", NEVER, NEVER),
    "case-new": (FORM, DONE, SENT),
    "case-proposal": (FORM, NEVER, NEVER),
    "case-customer": (FORM, NEVER, NEVER),
    "case-context": (FORM, NEVER, NEVER),
    "case-likely": (NEVER, FORM, FORM),
    "case-repeats": (NEVER, DONE, SENT),
    "case-contract": (FORM, DONE, FORM),
    "case-detail": (READ, NEVER, NEVER),
    "case-header": (READ, NEVER, NEVER),
    "case-facts": (READ, NEVER, NEVER),
    "case-description": (READ, NEVER, NEVER),
    "case-timeline": (READ, NEVER, NEVER),
    "case-priority": (NEVER, DONE, FORM),
    "case-reason": (NEVER, DONE, FORM),
    "case-department": (FORM, DONE, FORM),
    "case-assignment": (FORM, DONE, FORM),
    "case-escalation": (ESCALATE_FORM, ESCALATED, ESCALATE_FORM),
    "case-resolution": (RESOLVE_FORM, RESOLVED, RESOLVE_FORM),
    "case-closure": (RESOLVE_FORM, RESOLVED, RESOLVE_FORM),
    "case-reopening": (FORM, DONE, FORM),
    "case-edit": (FORM, DONE, FORM),
    "case-next-action": (FORM, DONE, FORM),
    "case-next-step": (FORM, NEVER, NEVER),
    "case-owner-release": (RELEASE_FORM, RELEASED, RELEASE_FORM),
    "case-merge": (FORM, DONE, SENT),
    "case-separation": (NEVER, DONE, SENT),
    "case-referrals": (INSIDE_READ, NEVER, NEVER),
    "case-referral": (FORM, DONE, FORM),
    "case-referral-acceptance": (NEVER, DONE, FORM),
    "case-referral-answer": (FORM, DONE, FORM),
    "case-referral-return": (FORM, DONE, FORM),
    "case-referral-withdrawal": (NEVER, DONE, FORM),
    "case-complaint": (FORM, DONE, FORM),
    "case-complaint-settlement": (RESOLVE_FORM, RESOLVED, RESOLVE_FORM),
    "account-complaint": (FORM, DONE, SENT),
    "complaint-settlement": (RESOLVE_FORM, RESOLVED, SETTLED),
    "referral-list": (INSIDE_READ, NEVER, NEVER),
    "referral-pulse": (INSIDE_PULSE, NEVER, NEVER),
    "after-hours": (INSIDE_READ, NEVER, NEVER),
    "after-hours-changes": (INSIDE_PULSE, NEVER, NEVER),
    "after-hours-pulse": (INSIDE_READ, NEVER, NEVER),
    "after-hours-paste": (FORM, FORM, FORM),
    "after-hours-acceptance": (NEVER, DONE, SENT),
    "after-hours-giving": (FORM, DONE, SENT),
    "after-hours-merger": (FORM, DONE, SENT),
    "after-hours-rejection": (FORM, DONE, SENT),
    "after-hours-separation": (NEVER, DONE, SENT),
    "after-hours-caller": (FORM, DONE, SENT),
    "after-hours-hook-settings": (SET_UP, SAVED, SAVED),
    "callback-today": (INSIDE_READ, NEVER, NEVER),
    "callback-list": (INSIDE_READ, NEVER, NEVER),
    "callback-calendar": (INSIDE_READ, NEVER, NEVER),
    "callback-pulse": (INSIDE_PULSE, NEVER, NEVER),
    "callbacks-of": (INSIDE_READ, NEVER, NEVER),
    "callback-new": (FORM, DONE, SENT),
    "callback-reassignment": (FORM, FORM, FORM),
    "callback-detail": (INSIDE_READ, NEVER, NEVER),
    "callback-attempt": (FORM, DONE, SENT),
    "callback-time": (FORM, DONE, SENT),
    "callback-assignment": (FORM, DONE, SENT),
    "callback-withdrawal": (FORM, DONE, SENT),
    "callback-escalation": (FORM, DONE, SENT),
    "callback-number": (FORM, DONE, SENT),
    "return-list": (INSIDE_READ, NEVER, NEVER),
    "return-pulse": (INSIDE_PULSE, NEVER, NEVER),
    "return-detail": (INSIDE_READ, NEVER, NEVER),
    "return-new": ("404 404 404 404 403 403 404 404 404 403", DONE, SENT),  # of nobody
    "return-finding": (FORM, DONE, SENT),
    "return-evidence": (NEVER, DONE, SENT),
    "return-file": (INSIDE_READ, NEVER, NEVER),
    "return-cause": (RELEASE_FORM, RELEASED, JUDGED),
    "return-settlement": (RELEASE_FORM, RELEASED, JUDGED),
    "return-plan": (FORM, DONE, SENT),
    "return-assignment": (FORM, DONE, SENT),
    "return-withdrawal": (RELEASE_FORM, RELEASED, JUDGED),
    "return-objection": (OBJECTED.replace("302", "200"), OBJECTED, OBJECTED.replace("302", "204")),
    "return-answer": (RELEASE_FORM, RELEASED, JUDGED),
    "rate-list": ("403 403 403 302 404 403 200 200 200 403", NEVER, NEVER),
    "rate-detail": ("403 403 403 200 404 403 200 200 200 403", NEVER, NEVER),
    "rate-acknowledgement": (RELEASE_FORM, RELEASED, JUDGED),
    "return-terms": (SET_UP, SAVED, SAVED),
    "job-detail": (READ, NEVER, NEVER),
    "job-notes": (NEVER, DONE, SENT),
    "job-completion": (NEVER, DONE, SENT),
    "job-reopening": (FORM, DONE, SENT),
    "case-helpers": (INSIDE_READ, DONE, FORM),
    "case-tags": (INSIDE_READ, DONE, FORM),
    "case-guests": (NEVER, DONE, FORM),
    "case-following": (NEVER, FOLLOWED, READ),
    "case-mentions": (FORM, NEVER, NEVER),
    "case-comments": (NEVER, DONE, FORM),
    "case-evidence": (READ, DONE, SENT),
    "evidence-caption": (NEVER, DONE, FORM),
    "evidence-file": (READ, NEVER, NEVER),
    "inbox": (ALWAYS, NEVER, NEVER),
    "inbox-pulse": (ALWAYS, NEVER, NEVER),
    "inbox-readings": (NEVER, POSTED, ALWAYS),
    "inbox-preferences": (ALWAYS, POSTED, QUIETLY),
    "notification": (NOT_THEIRS, NOT_THEIRS, NOT_THEIRS),
    "notification-reading": (NEVER, NOT_THEIRS, NOT_THEIRS),
    "case-waiting": (FORM, DONE, FORM),
    "settings": ("403 403 403 403 403 403 302 302 302 403", NEVER, NEVER),
    "department-list": (SET_UP, SAVED, SAVED),
    "department-detail": (SET_UP, SAVED, SAVED),
    "department-people": (NEVER, SAVED, SAVED),
    "hand-overs": (NEVER, SAVED, SAVED),
    "department-removal": (NEVER, SAVED, SAVED),
    "rule-book": (SET_UP, SET_UP, SET_UP),
    "sla-policy": (SET_UP, SET_UP, SET_UP),
    "callback-standards": (SET_UP, SET_UP, SET_UP),
    "after-job-settings": (SET_UP, SET_UP, SET_UP),
    "waiting-labels": (NEVER, SAVED, SAVED),
    "calendar": (SET_UP, SAVED, SAVED),
    "calendar-holidays": (NEVER, SAVED, SAVED),
    "branch-calendar": (SET_UP, SAVED, SAVED),
    "branch-holidays": (NEVER, SAVED, SAVED),
    "public-holidays": (SET_UP, SAVED, SAVED),
    "branch-public-holidays": (SET_UP, SAVED, SAVED),
    "rule-rollout": (SET_UP, NEVER, NEVER),
    "clock-rollout": (SET_UP, NEVER, NEVER),
    "duty": (FORM, DONE, SENT),
    "account-list": (READ, NEVER, NEVER),
    "account-detail": (READ, NEVER, NEVER),
    "search": (READ, NEVER, NEVER),
    "account-shelf": (READ, NEVER, NEVER),
    "account-correction": (FORM, DONE, SENT),
    "contact-correction": (FORM, DONE, SENT),
    "account-history": (READ, NEVER, NEVER),
    "order-detail": (READ, NEVER, NEVER),
    "customer-lookup": (FORM, NEVER, NEVER),
}
OPEN_TO_EVERY_MEMBER = {
    "home",
    "status-banner",
    "keys",
    "inbox",
    "inbox-pulse",
    "inbox-readings",
    "inbox-preferences",
    "notification",
    "notification-reading",
}

HOOKS = {"after-hours-hook"}  # asked by machines that sign: who is signed in is the same as nobody

OUTSIDE = {  # name: (GET signed in, GET signed out)
    "landing": (302, 302),
    "companies": (200, 302),
    "livez": (200, 200),
    "readyz": (200, 200),
    "account_login": (302, 200),
    "account_logout": (200, 302),
    "account_signup": (302, 200),
    "account_inactive": (200, 200),
    "account_reauthenticate": (200, 302),
    "account_change_password": (200, 302),
    "account_set_password": (302, 302),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
}


def expected(name):
    """Return the answers at the address ``name``: role -> (GET, POST, HTMX)."""
    columns = [[int(status) for status in row.split()] for row in COMPANY[name]]
    return dict(zip(ROLES, zip(*columns, strict=True), strict=True))
