"""Correcting what was written down, without overwriting anybody."""

from django.db import models, transaction
from django.utils import timezone


class StaleEdit(Exception):
    """Somebody changed the same fields meanwhile. ``args`` are (field, theirs, yours) triples."""


class Editable(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def edit(self, wanted, *, was, by, at=None):
        """Change the fields in ``wanted``; ``was`` is what each held when the person began.

        What the person left as it was stays as others have changed it meanwhile. Errors: StaleEdit, and nothing is
        changed.
        """
        self.lock()
        wanted = {name: value for name, value in wanted.items() if name not in was or value != was[name]}
        self.refuse_stale(wanted, was)
        changed = {name: value for name, value in wanted.items() if getattr(self, name) != value}
        if not changed:
            return
        before = {name: str(getattr(self, name) or "") for name in changed}
        self.change(**changed)
        after = {name: str(value or "") for name, value in changed.items()}
        facts = {name: [before[name][:400], after[name][:400]] for name in changed}
        self.record("edited", by=by, at=at or timezone.now(), changed=facts)
        if "case_type" in changed and self.setup.asks_case_type:
            self.follow_rules(by=by, at=at, moved_by="type")

    def refuse_stale(self, wanted, was):
        """Raise StaleEdit for each field that is neither what it was nor what is wanted."""
        clashes = [
            (name, getattr(self, name), wanted[name])
            for name in wanted
            if name in was and getattr(self, name) not in (was[name], wanted[name])
        ]
        if clashes:
            raise StaleEdit(*clashes)
