"""Go anywhere, do anything: what a few letters may mean to this member on this page."""

import re
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.models import Case, SavedView
from cases.queues import TABS, Queue
from customers.models import Account
from tenants.http import page, page_behind, permission_required
from tenants.models.roles import READ
from tenants.wiring import pages
from tenants.words import words_of

from .finding import allowed

FOUND = 5
WORDS_FROM = 2  # letters: fewer say too little
# What may be done with the case one is at: the right, the resource, the symbol.
ACTS = [
    ("resolve", "resolution", "resolve"),
    ("escalate", "escalation", "escalate"),
    ("assign", "assignment", "user-check"),
    ("reroute", "department", "route"),
    ("write", "next-action", "flag"),
    ("write", "edit", "edit"),
    ("close", "closure", "close"),
    ("reopen", "reopening", "reopen"),
]


@require_GET
@permission_required(READ)
def palette(request):
    text = request.GET.get("q", "")[:100].strip()
    template = "cases/_palette_results.html" if "q" in request.GET else "cases/_palette.html"
    groups = [group for group in _groups(request, text) if group["items"]]
    return page(request, template if request.htmx else "cases/case_palette.html", {"groups": groups, "q": text})


def _groups(request, text):
    yield {"title": _("Cases"), "items": _by_number(request, text)}
    yield {"title": _("This case"), "items": _said(_acts(request), text)}
    yield {"title": _("Views"), "items": _said(_views(request), text)}
    yield {"title": _("Pages"), "items": _said(_pages(request), text)}
    if len(text) >= WORDS_FROM and words_of(text):
        yield {"title": _("Customers"), "items": _customers(request, text)}
        yield {"title": _("Open cases with these words"), "items": _by_words(request, text)}
    if text:
        everything = _("Search everything for “%(text)s”") % {"text": text}
        url = f"{reverse('search')}?{urlencode({'q': text})}"
        yield {"title": _("Everywhere"), "items": [_item("search", everything, url)]}


def _said(items, text):
    """Those of ``items`` whose label holds every word of ``text``."""
    words = text.casefold().split()
    return [item for item in items if all(word in item["label"].casefold() for word in words)]


def _item(icon, label, url, **more):
    return {"icon": icon, "label": str(label), "url": url, **more}


def _by_number(request, text):
    number = text.removeprefix("#")
    if not number.isdecimal() or len(number) > 9:
        return []
    return _cases(Case.objects.openable_by(request.access).numbered(int(number)))


def _by_words(request, text):
    queue = Queue(request.access, {"queue": "open", "q": text})
    return _cases(Case.objects.among([key[0] for key in queue.page_keys[:FOUND]]).due_first())


def _cases(cases):
    return [
        _item("cases", f"#{case.number} {case.summary}", case.get_absolute_url(), hint=case.account.name)
        for case in cases.for_rows()
    ]


def _customers(request, text):
    accounts = Account.objects.visible_to(request.access)
    found = accounts.in_order_of(accounts.search(text, FOUND).ids)
    return [_item("user", account.name, account.get_absolute_url(), hint=str(account.number)) for account in found]


def _views(request):
    views = SavedView.objects.visible_to(request.access).by_name()
    return [_item("filter", view.name, view.get_absolute_url()) for view in views]


def _pages(request):
    queues = reverse("case-list")
    yield from (_item("cases", f"{_('Cases')}: {label}", f"{queues}?queue={name}") for name, label in TABS.items())
    yield from (_item(*one) for one in pages(request))
    yield _item("customers", _("Customers"), reverse("account-list"))
    yield _item("bell", _("Inbox"), reverse("inbox"))
    yield _item("filter", _("All views"), reverse("case-views"))
    if request.access.can_write:
        yield _item("plus", _("New case"), reverse("case-new"))


def _acts(request):
    """What may be done with the case of the page behind the palette."""
    here = page_behind(request).path
    number = re.fullmatch(rf"{re.escape(reverse('case-list'))}(\d{{1,9}})/", here)
    case = Case.objects.visible_to(request.access).numbered(int(number[1])).first() if number else None
    if case is None:
        return
    words = _act_words()
    may = allowed(request, case)
    for right, resource, icon in ACTS:
        if may.get(right):
            yield _item(icon, words[resource], reverse(f"case-{resource}", args=[case.number]), in_sheet=True)


def _act_words():
    return {
        "resolution": _("Resolve this case"),
        "escalation": _("Escalate this case"),
        "assignment": _("Assign this case"),
        "department": _("Move this case to another department"),
        "next-action": _("Set the next action"),
        "edit": _("Correct this case"),
        "closure": _("Close this case"),
        "reopening": _("Reopen this case"),
    }
