"""The open cases that somebody may be speaking of who seems to need a new one."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.expressions import RawSQL

from cases.likeness import LINKS, Sketch, likeliest, telling
from cases.querysets import CaseQuerySet
from customers.models import whereabouts
from tenants.words import words_of

COMPARED = 60  # cases at most: the customer's own first, then the newest
LINKED = [kind for kind in LINKS if kind not in ("address", "phone")]
SAID = "ARRAY(SELECT token FROM cases_casetoken t WHERE t.tenant_id = cases_case.tenant_id AND case_id = cases_case.id)"


class LikelyQuerySet(CaseQuerySet):
    def likely(self, account, *, text="", phone="", but=None, **concerned) -> list:
        """Return (case, likeness) of the open cases among these that are most like what is being written.

        Looked at are those of the customer and of others with their phone or address. ``concerned`` are ids, as text
        or not, of what it is about: contact, site, contract, job, asset, order_line.
        """
        where = whereabouts(account, phone)
        links = {(kind, str(pk)) for kind, pk in {"account": account.pk, **concerned}.items() if pk}
        links |= {("phone", known) for known in where.phones} | {("address", known) for known in where.addresses}
        draft = Sketch(frozenset(links), telling(words_of(text)) - telling(words_of(account.name)))
        cases = {case: _sketch(case, account) for case in self._compared(account, where.beside) if case.pk != but}
        return likeliest(draft, cases)

    def _compared(self, account, beside):
        own = ExpressionWrapper(Q(account=account.pk), output_field=BooleanField())
        cases = self.open().filter(account__in=[account.pk, *beside]).order_by(own.desc(), "-opened_at", "-id")
        around = cases.select_related("account", "contact", "site", "owner__user")
        return around.annotate(said=RawSQL(SAID, []))[:COMPARED]  # noqa: S611 - names of our own tables


def _sketch(case, account):
    links = {(kind, str(pk)) for kind in LINKED if (pk := getattr(case, f"{kind}_id"))}
    if case.account_id == account.pk:  # of course they have the phone and address of that customer
        return Sketch(frozenset(links), telling(case.said))
    links |= {("phone", who.phone_e164) for who in (case.account, case.contact) if who and who.phone_e164}
    if case.site:
        links.add(("address", case.site.compared))
    return Sketch(frozenset(links), telling(case.said))
