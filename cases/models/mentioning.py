"""Naming people in a comment: who cannot read it is refused or let in first, and only then is anybody told."""

from django.db import models
from django.utils.translation import gettext as _

from cases.names import marked
from tenants.models import Membership, Role
from tenants.models.roles import READS_CASES
from timeline.models import Audience


class CannotMention(Exception):
    """Somebody named cannot read it. ``args`` are the reasons; ``strangers`` are those who could be let in."""

    def __init__(self, *reasons, strangers=()):
        super().__init__(*reasons)
        self.strangers = list(strangers)


class Mentioning(models.Model):
    class Meta:
        abstract = True

    def named_in(self, body, *, chosen=()):
        """Return ``body`` with its mentions marked, and the members it names.

        ``chosen`` are ids that decide between people of one name. Errors: CannotMention when that stays open.
        """
        if "@" not in body:
            return body, []
        here = Membership.objects.active().filter(user__is_active=True).by_name().select_related("user")
        members = {member.pk: member for member in here}
        named = marked(body, {pk: member.name for pk, member in members.items()}, set(chosen))
        if named.open:
            said = _("Several people are called %(name)s. Choose one from the list.")
            raise CannotMention(*(said % {"name": name} for name in named.open))
        return named.text, [members[pk] for pk in named.ids]

    def let_in(self, people, *, audience, invite, by, at):
        """Make sure that each of ``people`` can read what is about to be said to them.

        Those in ``invite`` are given access to this case. Errors: CannotMention, and nothing has changed.
        """
        if not people:
            return
        readers = set(
            type(self).objects.readers_of(self).filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True)
        )
        reasons = [reason for one in people if (reason := _never(one, audience, one.pk in readers))]
        outside = [one for one in people if one.pk not in readers]
        strangers = [one for one in outside if one.pk not in invite and _may_be_let_in(one)]
        reasons += [_("%(name)s cannot see this case.") % {"name": one.name} for one in strangers]
        if reasons:
            raise CannotMention(*reasons, strangers=strangers)
        for member in sorted(outside, key=lambda one: one.pk):  # two who let in the same people wait in turn
            self.share(member, by=by, at=at)

    def who_may_be_named(self, text, most):
        """Return up to ``most`` (member, whether they can see this case) whose name holds ``text``: those first."""
        readers = type(self).objects.readers_of(self).values("pk")
        sees = models.Exists(readers.filter(pk=models.OuterRef("pk")))
        found = Membership.objects.active().filter(user__is_active=True, user__name__icontains=text)
        found = found.annotate(sees=sees).select_related("user").order_by("-sees", "user__name", "pk")
        return [(member, member.sees) for member in found[:most]]


def _may_be_let_in(member):
    return member.role != Role.INSTALLER and member.role in READS_CASES


def _never(member, audience, sees):
    """Say why ``member`` cannot be told this at all; an empty text when they can."""
    who = {"name": member.name}
    if member.role not in READS_CASES:
        return _("The role of %(name)s does not include reading cases.") % who
    if member.role == Role.INSTALLER and not sees:
        return _("%(name)s sees only the cases of their own organisation.") % who
    if member.role == Role.INSTALLER and audience != Audience.CUSTOMER:
        return _("%(name)s reads only what the customer sees. Let the customer see this comment.") % who
    return ""
