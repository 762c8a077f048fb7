"""Telling people what happened: in the verb's own transaction, so that it is told exactly when it happened."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.utils import timezone

from inbox.querysets import NotificationQuerySet
from tenants import news
from tenants.models import Membership, Role
from tenants.outbox import later

from .delivery import Delivery
from .preference import Preference

OLD_NEWS = timedelta(days=1)
HINTED = 20  # more at once are left to the sweep


class TellingQuerySet(NotificationQuerySet):
    def tell(self, members, what, *, by, at, subject, key, address, about="mine", urgent=False, internal=True, **facts):
        """Tell ``members`` in their inboxes, and by mail who wants that. Telling twice is harmless.

        ``subject`` is (kind, id, label), of a kind that config.wiring.SUBJECTS knows; ``address`` a path inside the
        company, such as ``/cases/17/``; ``key`` names the event, and who was told it before under whatever ``about``
        is not told again. ``urgent`` wakes people up. Installers are told only what is not ``internal``. Nobody is
        told what they did themselves, and nobody who has left.
        """
        kind, pk, label = subject
        told = {"subject_kind": kind, "subject_id": pk, "subject_label": label[:200], "address": address}
        told |= {"about": about, "is_urgent": urgent, "is_internal": internal, "facts": facts, "actor": by, "at": at}
        ids = {member.pk for member in members}
        self.tell_all([self.model(member_id=pk, what=what, key=str(key), **told) for pk in ids])

    @transaction.atomic
    def tell_all(self, rows):
        """Write unsaved notifications, many a statement, by the same rules."""
        people = _reachable({row.member_id for row in rows})
        rows = [row for row in rows if _concerns(people.get(row.member_id), row)]
        if not rows:
            return
        rows.sort(key=lambda row: (row.member_id, row.key))  # two who tell the same wait for one another, in turn
        self.bulk_create(rows, ignore_conflicts=True)
        self._mail(rows, people)
        news.tell_members({row.member_id for row in rows})

    def _mail(self, rows, people):
        """Lay a mail out for each of ``rows`` that is new here and that its member wants by mail."""
        preferences = Preference.objects.by_member(people)
        fresh_since = timezone.now() - OLD_NEWS
        wanted = [row for row in rows if row.at > fresh_since and preferences[row.member_id].wants_mail(row.about)]
        if not wanted:
            return
        new = set(self.filter(pk__in=[row.pk for row in wanted]).values_list("pk", flat=True))
        mails = [
            Delivery(notification=row, to=people[row.member_id].user.email, key=mail_key(row))
            for row in wanted
            if row.pk in new
        ]
        Delivery.objects.bulk_create(mails, ignore_conflicts=True)
        if 0 < len(mails) <= HINTED:
            later("inbox.deliver", *(mail.pk for mail in mails))


def mail_key(row):
    """Name the mail by whom it tells what, so that every sending of it carries the same name."""
    return uuid5(NAMESPACE_OID, f"{row.member_id}/{row.key}/mail")


def _reachable(ids):
    """The members among ``ids`` who are still here, by id."""
    active = Membership.objects.active().filter(pk__in=ids, user__is_active=True).select_related("user")
    return {member.pk: member for member in active}


def _concerns(member, row):
    if member is None or member.pk == row.actor_id:
        return False
    return not row.is_internal or member.role != Role.INSTALLER
