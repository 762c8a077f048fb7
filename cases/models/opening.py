"""Opening a case."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.querysets import CaseQuerySet
from tenants.models import Branch, Counter
from tenants.outbox import later

LATE_ENTRY = timedelta(minutes=5)


class CannotOpen(Exception):
    """The case cannot be opened as asked. ``args`` are the reasons, ready to show."""


class OpeningQuerySet(CaseQuerySet):
    def open_for(self, account, *, by, at=None, opened_at=None, opening_key=None, **reported):
        """Open a case about ``account`` and ask a worker to clock and route it.

        ``at`` is now; ``opened_at`` is earlier when a call is typed in late. The same ``opening_key`` opens one case,
        however often it is sent. ``reported`` are fields of Case.
        Errors: CannotOpen when it would be opened in the future.
        """
        at = at or timezone.now()
        opened_at = opened_at or at
        if opened_at > at + LATE_ENTRY:
            raise CannotOpen(_("A case cannot be opened in the future."))
        # Nothing below refuses, so inside a request it needs no savepoint of its own.
        with transaction.atomic(savepoint=False):
            return self._open(account, by=by, at=at, opened_at=opened_at, opening_key=opening_key, **reported)

    def _open(self, account, *, by, at, opened_at, opening_key, **reported):
        number = Counter.next("case")
        # The counter's row lock makes a second sender wait until here, and nobody can have taken another number.
        if opening_key and self.filter(opening_key=opening_key).exists():
            Counter.give_back("case")
            return self.get(opening_key=opening_key)
        case = self.model(
            account=account,
            number=number,
            opened_by=by,
            opened_at=opened_at,
            queue_at=opened_at,
            entered_late=at - opened_at > LATE_ENTRY,
            triage_wanted_at=timezone.now(),
            opening_key=opening_key,
            owner=by if by and by.works_cases else None,
            branch_id=self._branch_of(by, reported),
            **{name: value for name, value in reported.items() if name != "branch"},
        )
        case.save(force_insert=True)
        case.record("opened", by=by, at=at, audience="customer", source=case.source, late=case.entered_late)
        case.index_words(is_new=True)
        case.link_job(by=by, at=at)
        later("cases.triage", case.pk)
        return case

    @staticmethod
    def _branch_of(by, reported):
        branch, job = reported.get("branch"), reported.get("job")
        if branch or job or by:
            return branch.pk if branch else (job or by).branch_id
        return Branch.objects.values_list("pk", flat=True).get(is_root=True)
