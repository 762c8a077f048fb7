"""Questions about what people are told."""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from tenants.querysets import TenantQuerySet
from tenants.wiring import subjects

COUNT_CAP = 100


class NotificationQuerySet(TenantQuerySet):
    def readable_by(self, access):
        """What this member was told and may still open: access that has ended takes its notifications with it."""
        shown = Q(pk__in=[])
        for kind, rows in subjects(access).items():
            shown |= Q(Exists(rows.filter(pk=OuterRef("subject_id"))), subject_kind=kind)
        mine = self.filter(shown, member=access.member)
        return mine if access.is_inside else mine.filter(is_internal=False)

    def unread(self):
        return self.filter(read_at=None)

    def read(self):
        return self.exclude(read_at=None)

    def read_before(self, moment):
        """What was read by then, and of which no mail is on its way."""
        return self.filter(read_at__lt=moment).exclude(deliveries__state="waiting")

    def told_until(self, pk):
        """What had been told when the row ``pk`` was; everything without one. Ids rise with time."""
        return self.filter(pk__lte=pk) if pk else self

    def newest_first(self):
        return self.order_by("-at", "-id")

    def after(self, moment, pk):
        """The rest of a newest-first list after the row (moment, pk)."""
        return self.filter(Q(at__lt=moment) | Q(at=moment, id__lt=pk), at__lte=moment)

    def for_inbox(self):
        """Which, since when, and whether read; the rest of a row is kept as it is shown."""
        return self.newest_first().values_list("pk", "at", "read_at", named=True)

    def for_list(self):
        return self.select_related("actor__user").newest_first()

    def capped_count(self) -> int:
        return self.order_by()[:COUNT_CAP].count()


class DeliveryQuerySet(TenantQuerySet):
    def waiting(self):
        return self.filter(state="waiting")

    def due(self):
        """What is to be tried now. The database's clock decides, because workers share no other."""
        return self.waiting().filter(try_at__lte=Now())

    def dead(self):
        return self.filter(state="dead")

    def sent(self):
        return self.filter(state="sent")

    def sent_before(self, moment):
        return self.sent().filter(sent_at__lt=moment)

    def to_member(self, member):
        return self.filter(notification__member=member)

    def newest_first(self):
        return self.order_by("-id")

    def with_everything(self):
        return self.select_related("tenant", "notification__actor__user", "notification__member__user")
