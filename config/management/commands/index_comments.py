"""Lets cases be found by comments that were written before comments were searched."""

from django.core.management.base import BaseCommand

from cases.models import Case
from tenants.current import tenant_scope
from tenants.models import Tenant

A_STEP = 500  # cases looked at together; each is written alone, so that nobody waits for it


class Command(BaseCommand):
    help = "Writes the words of all cases with comments anew. Harmless while people work, and when repeated."

    def add_arguments(self, parser):
        parser.add_argument("--company", metavar="SLUG", help="only this one")

    def handle(self, *, company, **_):
        companies = Tenant.objects.filter(slug=company) if company else Tenant.objects.order_by("slug")
        for one in companies:
            self.stdout.write(f"{one.slug}: {self._index(one)} cases")

    def _index(self, company):
        done, last = set(), None
        while step := self._step(company, last):
            last, tops = step
            for pk in tops - done:
                with tenant_scope(company):
                    Case.objects.get(pk=pk).lock().index_words()
            done |= tops
        return len(done)

    def _step(self, company, after):
        with tenant_scope(company, readonly=True):
            ids = Case.objects.next_ids(after, A_STEP)
            return (ids[-1], Case.objects.spoken_of(ids)) if ids else None
