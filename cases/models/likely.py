"""The open cases that somebody may be speaking of who seems to need a new one."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.expressions import RawSQL

from cases.likeness import LINKS, SHORTEST, Sketch, both, likeliest, telling
from cases.querysets import CaseQuerySet
from customers.models import compared_place, whereabouts
from tenants.words import words_of

COMPARED = 60  # cases at most: the customer's own first, then the newest
LINKED = [kind for kind in LINKS if kind not in ("address", "phone")]
MOST = 3
# Of the words of a case only those that begin like one of the draft: no others can be alike. What was merged away is
# said by the case that goes on for it; COALESCE would let PostgreSQL read all words of the company, behind its walls.
SAID = """ARRAY(SELECT token FROM cases_casetoken t WHERE t.tenant_id = cases_case.tenant_id AND t.case_id =
  CASE WHEN cases_case.merged_into_id IS NULL THEN cases_case.id ELSE cases_case.merged_into_id END
  AND left(token, %s) = ANY(%s))"""
# Open, or merged into one that is: a scalar, because PostgreSQL might collect every open case of the company first.
GOES_ON = """(cases_case.resolved_at IS NULL OR (cases_case.merged_into_id IS NOT NULL AND (SELECT s.resolved_at IS NULL
  FROM cases_case s WHERE s.tenant_id = cases_case.tenant_id AND s.id = cases_case.merged_into_id)))"""
PHONES, PLACE = ("account__phone_e164", "contact__phone_e164"), ("site__street", "site__postcode")


class LikelyQuerySet(CaseQuerySet):
    def likely(self, account, *, text="", phone="", but=None, **concerned) -> list:
        """Return (case, likeness) of the open cases among these that are most like what is being written.

        Looked at are those of the customer and of others with their phone or address; instead of one that was merged,
        the case that goes on for it. ``concerned`` are ids, as text or not, of what it is about: contact, site,
        contract, job, asset, order_line.
        """
        where = whereabouts(account, phone)
        links = {(kind, str(pk)) for kind, pk in {"account": account.pk, **concerned}.items() if pk}
        links |= {("phone", known) for known in where.phones} | {("address", known) for known in where.addresses}
        draft = Sketch(frozenset(links), telling(words_of(text)) - telling(words_of(account.name)))
        compared, merged = {}, set()
        for row in self._compared(account, where.beside, draft.stems):
            pk = row["merged_into"] or row["pk"]
            compared[pk] = both(compared.get(pk), _sketch(row, account))
            merged |= {pk} - {row["pk"]}
        compared.pop(but, None)
        found = likeliest(draft, compared, MOST + len(merged))  # of those that go on, some may not be theirs to see
        cases = {case.pk: case for case in self.open().among([pk for pk, _like in found]).for_rows()} if found else {}
        return [(cases[pk], likeness) for pk, likeness in found if pk in cases][:MOST]

    def _compared(self, account, beside, stems):
        """What is compared of each case, and no more: sixty cases as objects take longer than comparing them."""
        own = ExpressionWrapper(Q(account=account.pk), output_field=BooleanField())
        goes_on = RawSQL(GOES_ON, [], BooleanField())  # noqa: S611 - names of our own tables
        cases = self.filter(goes_on, account__in=[account.pk, *beside]).order_by(own.desc(), "-opened_at", "-id")
        said = RawSQL(SAID, [SHORTEST, list(stems)])  # noqa: S611 - the same
        return cases.values("pk", "merged_into", *LINKED, *PHONES, *PLACE, said=said)[:COMPARED]


def _sketch(row, account):
    links = {(kind, str(row[kind])) for kind in LINKED if row[kind]}
    if row["account"] == account.pk:  # of course they have the phone and address of that customer
        return Sketch(frozenset(links), telling(row["said"]))
    links |= {("phone", row[phone]) for phone in PHONES if row[phone]}
    if row["site"]:
        links.add(("address", compared_place(*(row[part] for part in PLACE))))
    return Sketch(frozenset(links), telling(row["said"]))
