"""What of customers is found by the search over everything."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tenants.wiring import Group, Hit
from tenants.words import excerpt, joined, marked, words_of

from .models import Account, Complaint, Contract, Job, Order, kinds_numbered_like
from .phones import digits_of
from .words import key_of

FEW = 5


def accounts(access, text):
    visible = Account.objects.visible_to(access)
    found = visible.search(text, FEW)
    words = words_of(found.instead or text)
    hits = [_account(account, words, joined(text)) for account in visible.in_order_of(found.ids)]
    url = f"{reverse('account-list')}?{urlencode({'q': text})}"
    links = [(_("All customers found"), url)] if found.is_cut else []
    return [Group("customers", _("Customers"), hits, found.instead, links)]


def _account(account, words, asked):
    exact = {str(account.number), joined(account.email_normalised), *digits_of(account.phone_e164)[:3]} - {""}
    more = [account.get_kind_display(), str(account.number), account.phone, account.place or ""]
    return Hit(
        "building" if account.is_installer else "user",
        account.get_absolute_url(),
        marked(account.name, words),
        [one for one in more if one],
        is_exact=asked in exact,
    )


def complaints(access, text):
    """What customers complained about, by its words: those about which nothing was done yet first."""
    rows = Complaint.objects.visible_to(access).saying(text).first_hits(FEW + 1)
    links = [(_("More complaints say this: write more of it"), "")] if len(rows) > FEW else []
    words = words_of(text)
    return [Group("complaints", _("Complaints"), [_complaint(one, words) for one in rows[:FEW]], "", links)]


def _complaint(complaint, words):
    state = _("Nothing done yet") if complaint.is_open else _("Settled")
    said = excerpt(complaint.words, words) or excerpt(complaint.outcome, words) or [(complaint.words[:160], False)]
    url = f"{complaint.account.get_absolute_url()}#complaint-{complaint.pk}"
    return Hit("complaint", url, [(complaint.account.name, False)], [state], said)


def numbered(access, text):
    """Contracts, jobs and orders by the beginning of their number; a text without a digit is no number."""
    if not any(map(str.isdecimal, text)):
        return []
    kinds = {
        Contract: ("contracts", _("Contracts"), "contract"),
        Job: ("jobs", _("Jobs"), "wrench"),
        Order: ("orders", _("Orders"), "package"),
    }
    return [_group(*kinds[model], model, access, text) for model in kinds_numbered_like(text, kinds)]


def _group(name, title, icon, model, access, text):
    rows = list(model.objects.visible_to(access).numbered_like(text).by_number().for_hits()[: FEW + 1])
    links = [(_("More numbers begin like this: write more of it"), "")] if len(rows) > FEW else []
    return Group(name, title, [_numbered(icon, row, access, key_of(text)) for row in rows[:FEW]], "", links)


def _numbered(icon, row, access, asked):
    is_exact = row.found_as == asked
    more = [said for said in row.said_of_it() if said]
    return Hit(icon, row.address_for(access), [(row.number, is_exact)], more, is_exact=is_exact)
