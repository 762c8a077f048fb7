"""Deleting files that never became evidence, because their transaction was rolled back or their worker died."""

from datetime import UTC, timedelta

from django.core.files.storage import default_storage

from evidence.querysets import ItemQuerySet
from tenants.current import require_tenant_id

from .receiving import folder

GRACE = timedelta(days=1)


class TidyingQuerySet(ItemQuerySet):
    def tidy(self, now) -> int:
        """Delete this company's files of this and the last month that no row names and that are a day old."""
        this_month = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        last_month = (this_month - timedelta(days=1)).replace(day=1)
        return sum(self._tidy_month(month, now - GRACE) for month in (last_month, this_month))

    def _tidy_month(self, month, before):
        path = folder(require_tenant_id(), month)
        try:
            _folders, names = default_storage.listdir(path)
        except FileNotFoundError:
            return 0
        named = set()
        for places in self.received_in(month).values_list("original", "copies"):
            named.update(places)
        strays = [f"{path}/{name}" for name in names if f"{path}/{name.partition('.')[0]}" not in named]
        old = [stray for stray in strays if default_storage.get_modified_time(stray) < before]
        for stray in old:
            default_storage.delete(stray)
        return len(old)
