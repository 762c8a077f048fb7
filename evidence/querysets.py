"""Questions about evidence."""

from datetime import timedelta

from django.db.models import Count, Q
from django.db.models.functions import Now

from tenants.querysets import TenantQuerySet


class ItemQuerySet(TenantQuerySet):
    def about(self, kind, pk):
        return self.filter(subject_kind=kind, subject_id=pk)

    def about_any(self, kind, pks):
        return self.filter(subject_kind=kind, subject_id__in=pks)

    def received_as(self, client_key):
        return self.filter(client_key=client_key)

    def received_in(self, month):
        """Items of the month that begins at the moment ``month``."""
        return self.filter(uploaded_at__gte=month, uploaded_at__lt=(month + timedelta(days=32)).replace(day=1))

    def quarantined(self):
        return self.filter(state="quarantined")

    def shown(self):
        """What has been made harmless and may be opened."""
        return self.filter(state="clean")

    def failed(self):
        return self.filter(state="failed")

    def free(self):
        """Quarantined items that no worker holds. The database's clock decides, because workers share no other."""
        return self.quarantined().filter(Q(lease_until=None) | Q(lease_until__lt=Now()))

    def oldest_first(self):
        return self.order_by("uploaded_at", "id")

    def for_gallery(self):
        return self.select_related("uploaded_by__user").oldest_first()

    def tally(self) -> dict[str, int]:
        """How many are shown, waiting and failed."""
        return self.order_by().aggregate(
            shown=Count("pk", filter=Q(state="clean")),
            waiting=Count("pk", filter=Q(state="quarantined")),
            failed=Count("pk", filter=Q(state="failed")),
        )

    def counts_of(self, kind, pks) -> dict:
        """How many items each of these subjects has that may be opened; subjects without any are left out."""
        found = self.shown().filter(subject_kind=kind, subject_id__in=pks).order_by()
        return dict(found.values_list("subject_id").annotate(Count("pk")))
