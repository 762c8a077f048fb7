"""Questions about what happened."""

from uuid import UUID

from django.db.models import Q

from tenants.querysets import TenantQuerySet

COMMENTED = "cases-commented"


class EntryQuerySet(TenantQuerySet):
    def about(self, kind, pk):
        return self.filter(subject_kind=kind, subject_id=pk)

    def about_any(self, kind, rows):
        """The lines of all these ``rows``."""
        return self.filter(subject_kind=kind, subject_id__in=rows.values("pk"))

    def about_each(self, first, *rest):
        """The lines of all rows in these querysets, whatever they are rows of."""
        ids = first.order_by().values("pk").union(*(rows.order_by().values("pk") for rows in rest), all=True)
        return self.filter(subject_id__in=ids)

    def without(self, subject_kind, kinds):
        """All but the lines of these ``kinds`` on rows of ``subject_kind``."""
        return self.exclude(subject_kind=subject_kind, kind__in=kinds)

    def of_any(self, kind, pks):
        """The lines of those whose ids these are."""
        return self.filter(subject_kind=kind, subject_id__in=pks)

    def readable_by(self, access):
        """Everything for the company's own people; for others what was written for customers."""
        return self if access.is_inside else self.filter(audience="customer")

    def said_with(self, client_key):
        """The line that was written for this key of a device."""
        return self.filter(client_key=client_key)

    def comments(self):
        return self.filter(kind=COMMENTED)

    def events(self):
        return self.exclude(kind=COMMENTED)

    def showing(self, what):
        """``comments``, ``events``, or everything."""
        return {"comments": self.comments, "events": self.events}.get(what, self.all)()

    def preceding(self, text):
        """What happened before the line whose id is ``text``; everything when it is none of these lines."""
        try:
            line = self.filter(pk=UUID(text)).first()
        except ValueError:
            line = None
        return self.filter(Q(at__lt=line.at) | Q(at=line.at, pk__lt=line.pk)) if line else self

    def newest_first(self):
        return self.order_by("-at", "-id")

    def for_page(self):
        """Each line with the name of who did it: reading all of twenty people takes as long as the lines do."""
        columns = [field.name for field in self.model._meta.concrete_fields]
        return self.select_related("actor__user").only(*columns, "actor__user__name").newest_first()

    def record(self, *about, **told):
        """Write one line of history, see ``line``."""
        line = self.line(*about, **told)
        line.save(force_insert=True)
        return line

    def line(self, subject_kind, subject_id, kind, *, by, at, body="", audience="internal", client_key=None, **facts):
        """Return one line of history, unsaved. ``facts`` are plain values for the sentence, as they were then."""
        return self.model(
            subject_kind=subject_kind,
            subject_id=subject_id,
            kind=kind,
            actor=by,
            at=at,
            body=body,
            audience=audience,
            client_key=client_key,
            facts=facts,
        )
