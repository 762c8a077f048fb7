"""The open cases that somebody may be speaking of who seems to need a new one."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.expressions import RawSQL

from cases.likeness import LINKS, Sketch, likeliest, telling
from cases.querysets import CaseQuerySet
from customers.models import compared_place, whereabouts
from tenants.words import words_of

COMPARED = 60  # cases at most: the customer's own first, then the newest
LINKED = [kind for kind in LINKS if kind not in ("address", "phone")]
SAID = "ARRAY(SELECT token FROM cases_casetoken t WHERE t.tenant_id = cases_case.tenant_id AND case_id = cases_case.id)"
PHONES, PLACE = ("account__phone_e164", "contact__phone_e164"), ("site__street", "site__postcode")


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
        compared = {row["pk"]: _sketch(row, account) for row in self._compared(account, where.beside)}
        found = likeliest(draft, {pk: sketch for pk, sketch in compared.items() if pk != but})
        cases = {case.pk: case for case in self.among([pk for pk, _like in found]).for_rows()} if found else {}
        return [(cases[pk], likeness) for pk, likeness in found]

    def _compared(self, account, beside):
        """What is compared of each case, and no more: sixty cases as objects take longer than comparing them."""
        own = ExpressionWrapper(Q(account=account.pk), output_field=BooleanField())
        cases = self.open().filter(account__in=[account.pk, *beside]).order_by(own.desc(), "-opened_at", "-id")
        columns = ("pk", *LINKED, *PHONES, *PLACE)
        return cases.values(*columns, said=RawSQL(SAID, []))[:COMPARED]  # noqa: S611 - names of our own tables


def _sketch(row, account):
    links = {(kind, str(row[kind])) for kind in LINKED if row[kind]}
    if row["account"] == account.pk:  # of course they have the phone and address of that customer
        return Sketch(frozenset(links), telling(row["said"]))
    links |= {("phone", row[phone]) for phone in PHONES if row[phone]}
    if row["site"]:
        links.add(("address", compared_place(*(row[part] for part in PLACE))))
    return Sketch(frozenset(links), telling(row["said"]))
