"""Automatic assignment: a department gives a new case to whoever is on duty and has the fewest."""

from django.db import models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from inbox.models import About
from routing.models import Department


class Given(models.Model):
    class Meta:
        abstract = True

    def given_by(self, department, at) -> dict:
        """Give the locked row to the least loaded member on duty, if ``department`` gives by itself.

        Whom it passes over: who has left, is off duty, or does not see this branch. With nobody left the case stays
        in the pool. Returns the facts for its line of history.
        """
        if department is None or not department.gives_by_itself or self.resolved_at:
            return {}
        # Two workers decide one after the other: the second one's count knows what the first has given.
        Department.objects.select_for_update(no_key=True).get(pk=department.pk)
        seat = self._least_loaded(department, at)
        if seat is None:
            return {"given": "", "nobody_on_duty": True}
        seat.note_given(at)
        self.change(**self.pass_to(seat.member, at), owner=seat.member, owner_chosen=False)
        return {"given": seat.member.name, "load": seat.load}

    def tell_who_was_given_it(self, *, at, key):
        names = {"before": "", "after": self.owner.name}
        self.tell([self.owner], "cases-assigned", by=None, at=at, key=key, about=About.ASSIGNED, **names)

    def _least_loaded(self, department, at):
        """Fewest open cases first; of those, who was longest without a new one."""
        theirs = type(self).objects.open().filter(owner=OuterRef("member")).order_by()
        load = theirs.values("owner").annotate(many=Count("pk")).values("many")
        seats = department.seats.able(self.branch_id, at).select_related("member__user", "member__branch")
        ranked = seats.annotate(load=Coalesce(Subquery(load), 0))
        return ranked.order_by("load", F("given_at").asc(nulls_first=True), "pk").first()
