"""Correcting how a customer, or a person of theirs, is called and reached, without overwriting anybody."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.phones import e164
from tenants import news
from tenants.wiring import follow
from timeline.models import Entry

COLUMNS = {"name": "name", "title": "title", "phone": "phone_e164", "email": "email_normalised"}


class CannotCorrect(Exception):
    """This cannot be written down. ``args`` are the reasons, ready to show."""


class StaleCorrection(Exception):
    """Somebody corrected the same meanwhile. ``args`` are (field, theirs, yours) triples."""


class Correctable(models.Model):
    """``name``, ``phone``, ``email``, of a person also ``title``: what the verb calls the columns in COLUMNS."""

    class Meta:
        abstract = True

    @transaction.atomic
    def correct(self, *, by, was=None, at=None, **wanted):
        """Write down what is ``wanted`` of name, title, phone and email; ``was`` is what each held when they began.

        Customers and their cases are found by the new words at once. The same again is harmless.
        Errors: StaleCorrection, and nothing is changed; CannotCorrect without a name, or for what is no phone number.
        """
        account, called = self.take_account(), self.name
        wanted, was = self._compared(wanted), self._compared(was or {})
        wanted = {field: value for field, value in wanted.items() if field not in was or value != was[field]}
        held = self.held()
        clashes = [(f, held[f], said) for f, said in wanted.items() if f in was and held[f] not in (was[f], said)]
        if clashes:
            raise StaleCorrection(*clashes)
        changed = {field: [held[field], value] for field, value in wanted.items() if held[field] != value}
        if not changed:
            return
        type(self).objects.claim(self, **{COLUMNS[field]: after for field, (_before, after) in changed.items()})
        account.index_words()
        account.next_version()
        if self.pk == account.pk and "name" in changed:
            follow("customers.renamed", self)
        of = "" if self.pk == account.pk else called
        account.record("corrected", by=by, at=at or timezone.now(), of=of, changed=changed)

    def held(self) -> dict:
        """What stands in the row, by the names of the verb."""
        return {field: getattr(self, column) for field, column in COLUMNS.items() if hasattr(self, column)}

    @staticmethod
    def _compared(said) -> dict:
        """Return the values as they are written down. Errors: CannotCorrect."""
        said = {field: " ".join(text.split()) for field, text in said.items()}
        if said.get("name") == "":
            raise CannotCorrect(_("Nobody is found without a name."))
        if phone := said.get("phone"):
            said["phone"] = e164(phone)
            if not said["phone"]:
                raise CannotCorrect(_("That is no phone number."))
        return said | ({"email": said["email"].lower()} if "email" in said else {})


class Corrected(models.Model):
    """A customer, whose history names what was corrected of them and their people."""

    class Meta:
        abstract = True

    def next_version(self):
        """Let every row that shows this customer be drawn anew."""
        type(self).objects.claim(self, version=models.F("version") + 1)

    def record(self, what, *, by, at, **facts):
        """Write the one line of history of a verb."""
        news.tell()
        Entry.objects.record("account", self.pk, f"customers-{what}", by=by, at=at, **facts)
