"""What belongs to an account comes into being through it, so that it is found by its words from the first moment."""

from django.db import models, transaction

from tenants.words import words_of


class Furnished(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def add_contact(self, name, *, phone="", email="", **fields):
        """Write down a person to speak with."""
        contact = self.contacts.model(account=self, name=name, **fields).reach_by(phone=phone, email=email)
        contact.save(force_insert=True)
        self.found_by(name=name, phone=contact.phone_e164, email=contact.email_normalised)
        return contact

    @transaction.atomic
    def contact_for(self, name, *, phone="", email=""):
        """Return the person of this account who is called so and has that phone or e-mail; else write them down.

        Two people of one household share a phone, and one of them may have said half a name only.
        """
        wanted = self.contacts.model().reach_by(phone=phone, email=email)
        ways = {"phone_e164": wanted.phone_e164, "email_normalised": wanted.email_normalised}
        same = models.Q(*(models.Q((field, way)) for field, way in ways.items() if way), _connector=models.Q.OR)
        theirs = self.contacts.filter(same).order_by("pk") if same else ()
        known = next((one for one in theirs if _may_be_one(name, one.name)), None)
        return known or self.add_contact(name, phone=phone, email=email)

    @transaction.atomic
    def add_property(self, street, *, city="", postcode="", **fields):
        """Write down a service address."""
        site = self.properties.create(street=street, city=city, postcode=postcode, **fields)
        self.found_by(place=f"{street} {city} {postcode}")
        return site

    def add_contract(self, number, **fields):
        """Write down a contract that was signed."""
        return self._add(self.contracts, number, **fields)

    def add_job(self, number, **fields):
        """Write down work for this customer."""
        return self._add(self.jobs, number, **fields)

    def add_order(self, number, **fields):
        """Write down what was ordered; its lines follow."""
        return self._add(self.orders, number, **fields)

    @transaction.atomic
    def _add(self, numbered, number, **fields):
        made = numbered.create(number=number, **fields)
        self.found_by(number=number)
        return made


def _may_be_one(name, other):
    """Whether two names may be of one person: every word of the shorter one begins one of the other, or goes on so."""
    short, long = sorted((words_of(name), words_of(other)), key=len)
    return all(any(a.startswith(b) or b.startswith(a) for b in long) for a in short)
