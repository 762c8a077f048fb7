"""Free-form labels."""

from django.db import models, transaction
from django.utils import timezone

LONGEST = 40


def as_label(text) -> str:
    """The form in which labels are kept: small letters, single spaces."""
    return " ".join(text.split()).lower()[:LONGEST]


class Taggable(models.Model):
    tags = models.ManyToManyField("cases.Tag", through="cases.CaseTag", related_name="cases", editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def tag(self, name, *, by, at=None):
        """Put the label ``name`` on the case, made when there is none; twice is harmless."""
        # Made before the row is locked: two who make the same one wait for each other, and hold no case meanwhile.
        tag, _created = self._meta.get_field("tags").related_model.objects.get_or_create(name=as_label(name))
        self.lock()
        _row, is_new = self.taggings.get_or_create(case=self, tag=tag, defaults=self.place())
        if is_new:
            self.change()
            self.record("tagged", by=by, at=at or timezone.now(), tag=tag.name, put=True)

    @transaction.atomic
    def untag(self, name, *, by, at=None):
        self.lock()
        name = as_label(name)
        gone, _rows = self.taggings.filter(tag__name=name).delete()
        if gone:
            self.change()
            self.record("tagged", by=by, at=at or timezone.now(), tag=name, put=False)
