"""What is called by a number that people write in many ways."""

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Lower


class Numbered(models.Model):
    """``found_as`` is the number in small letters without signs, compared byte by byte: row-level security then lets
    an index find its beginning."""

    found_as = models.GeneratedField(
        expression=Lower(Func(F("number"), Value("[^[:alnum:]]"), Value(""), Value("g"), function="regexp_replace")),
        output_field=models.CharField(max_length=40, db_collation="C"),
        db_persist=True,
    )

    class Meta:
        abstract = True

    def address_for(self, access):
        """Where this member reads of it."""
        return self.get_absolute_url()
