"""How a request comes into the house: once, whoever sends it how often, and beside what the same phone said before."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from customers.phones import e164
from tenants import news
from tenants.current import require_tenant_id
from tenants.querysets import TenantQuerySet

SAME_CALLER_FOR = timedelta(days=1)


def take_turns():
    """Wait until nobody else receives or decides requests of this company: who is first is decided alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"after-hours/{require_tenant_id()}"])


def board_of(company_id) -> str:
    """Name what news of the company's board are kept under."""
    return f"after-hours/{company_id}"


def tell_board():
    """Say that the board has changed."""
    news.tell()
    news.tell_members([board_of(require_tenant_id())])


class RequestQuerySet(TenantQuerySet):
    def visible_to(self, access):
        """Requests of the branches where this member reads; nothing for who is not of the house."""
        branches = access.branches("service_read")
        if not access.is_inside or branches == []:
            return self.none()
        return self if branches is None else self.filter(branch__in=branches)

    def waiting(self):
        return self.filter(acknowledged_at=None)

    def reviewed(self):
        return self.exclude(acknowledged_at=None)

    def firsts(self):
        """Each group once."""
        return self.filter(first=None)

    def under(self, requests):
        """What is grouped under these."""
        return self.filter(first__in=[one.pk for one in requests])

    def received_after(self, row):
        """The rest of an oldest-first list after ``row``."""
        at = row.received_at
        return self.filter(Q(received_at__gt=at) | Q(received_at=at, id__gt=row.pk), received_at__gte=at)

    def reviewed_before(self, row):
        """The rest of a newest-reviewed-first list after ``row``."""
        at = row.acknowledged_at
        return self.filter(Q(acknowledged_at__lt=at) | Q(acknowledged_at=at, id__lt=row.pk), acknowledged_at__lte=at)

    def for_board(self):
        return self.select_related("account", "branch", "acknowledged_by__user", "callback__owner__user", "case")

    def group_of(self, request):
        return self.filter(Q(pk=request.pk) | Q(first=request.pk))

    def oldest_first(self):
        return self.order_by("received_at", "id")

    def newest_reviewed_first(self):
        return self.order_by("-acknowledged_at", "-id")

    def capped_count(self, cap) -> int:
        return self.order_by()[:cap].count()


class ReceivingQuerySet(RequestQuerySet):
    @transaction.atomic
    def receive(self, *, by, source, external_id, received_at=None, at=None, phone="", name="", words="", urgent=False):
        """Keep what an answering service heard, and return its row.

        The same ``external_id`` from the same source is one row, however often it is sent. The same phone within a day
        of an unreviewed request is grouped under it. ``by`` is who pasted it; None when the service posted it itself.
        """
        at = at or timezone.now()
        take_turns()
        known = self.filter(source=source, external_id=external_id).first()
        if known:
            return known
        request = self.model(
            source=source,
            external_id=external_id,
            received_at=received_at or at,
            arrived_at=at,
            phone_given=phone.strip(),
            phone_e164=e164(phone),
            name=name.strip(),
            words=words.strip(),
            is_urgent=urgent,
        )
        request.first = self._called_before(request)
        request.recognise()
        if request.first and request.first.account_id:
            request.account, request.branch = request.first.account, request.first.branch
        request.wind()
        request.save(force_insert=True)
        request.record("after-hours-received", by=by, at=at, source=source)
        return request

    def _called_before(self, request):
        """The first of the group that the same phone has waiting, when it called within a day of now."""
        since, until = request.received_at - SAME_CALLER_FOR, request.received_at + SAME_CALLER_FOR
        same = self.waiting().filter(phone_e164=request.phone_e164, received_at__gt=since, received_at__lt=until)
        found = same.select_related("first__account", "account").oldest_first().first() if request.phone_e164 else None
        return (found.first or found) if found else None
