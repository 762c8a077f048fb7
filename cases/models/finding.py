"""A case that is found by its words."""

from django.db import connection, models

from cases.names import spoken
from cases.querysets import CaseQuerySet
from tenants.models import Spelling
from tenants.prepared import rows_of
from tenants.words import words_of
from timeline.models import Audience, Entry

# One statement instead of a row object a word: a case has some forty words, and opening one must be quick.
_WRITE = """
INSERT INTO cases_casetoken (id, tenant_id, case_id, token, queue_at, resolved_at, is_internal)
SELECT uuidv7(), %s, %s, word, %s::timestamptz, %s::timestamptz, internal
FROM unnest(%s::text[], %s::boolean[]) AS new (word, internal)
ON CONFLICT (tenant_id, case_id, token) DO UPDATE SET is_internal = false
WHERE cases_casetoken.is_internal AND NOT EXCLUDED.is_internal
"""
# The name of a customer on all of their cases at once: an installer has thousands.
_WRITE_NAME = """
INSERT INTO cases_casetoken (id, tenant_id, case_id, token, queue_at, resolved_at, is_internal)
SELECT uuidv7(), c.tenant_id, c.id, word, c.queue_at, c.resolved_at, false
FROM cases_case c, unnest(%s::text[]) AS new (word)
WHERE c.tenant_id = %s AND c.account_id = %s AND c.merged_into_id IS NULL
ON CONFLICT (tenant_id, case_id, token) DO UPDATE SET is_internal = false WHERE cases_casetoken.is_internal
"""
FOUND_BY = {"summary", "description", "account", "site", "contract", "order", "job", "heard"}


class IndexingQuerySet(CaseQuerySet):
    def next_ids(self, after, most):
        """The ``most`` ids behind ``after``, from the first on without one."""
        rows = self.filter(pk__gt=after) if after else self
        return list(rows.order_by("pk").values_list("pk", flat=True)[:most])

    def spoken_of(self, ids):
        """Ids of the cases under which the comments of these are found: their own, or their survivors'."""
        said = Entry.objects.of_any("case", ids).comments().order_by().values("subject_id")
        pairs = self.filter(pk__in=said).values_list("pk", "merged_into")
        return {survivor or pk for pk, survivor in pairs}


class Findable(models.Model):
    class Meta:
        abstract = True

    def searchable_text(self):
        """What a case is found by, beside its comments; the description last, because of long ones not all is kept."""
        numbered = [thing.number for thing in (self, self.contract, self.order, self.job) if thing]
        parts = [*numbered, self.summary, self.account.name, self.site and self.site.street, self.description]
        return " ".join(str(part) for part in parts if part)

    def _hides(self, merged) -> bool:
        """Whether somebody outside may see this case and not the one that was ``merged`` into it."""
        return not {self.account_id, self.installer_id} <= {merged.account_id, merged.installer_id, None}

    def index_words(self, *, is_new=False):
        """Write the words by which this case is found, in place of the former ones."""
        said = {word: False for word in words_of(self.searchable_text())}
        if not is_new:
            for is_internal, text in sorted(self._said_meanwhile(), key=lambda one: one[0]):
                said = dict.fromkeys(words_of(text), is_internal) | said
            kept = self.tokens
            for is_internal in (True, False):
                these = [word for word, internal in said.items() if internal == is_internal]
                kept = kept.exclude(is_internal=is_internal, token__in=these)
            kept.delete()
        self._write_words(said)

    def _said_meanwhile(self):
        """Yield (whether it is internal, text) of comments, and of all that was merged into this case."""
        merged = self.everything_merged()
        hidden = {one.pk for one in merged if self._hides(one)}
        for one in merged:
            yield one.pk in hidden, f"{one.number} {one.summary} {one.description}"
        known = {one.pk: one for one in (self, *merged)}
        lines = self.history().comments().values_list("body", "audience", "subject_id", "recorded_at")
        for body, audience, pk, at in lines:
            yield audience != Audience.CUSTOMER or pk in hidden or not known[pk].was_heard(at), spoken(body)

    def index_comment(self, line):
        """Add the words of a comment; those of an internal one are found by the company's own people only."""
        self._write_words(dict.fromkeys(words_of(spoken(line.body)), line.audience != Audience.CUSTOMER))

    def follow_words(self, changes):
        """Keep the words true after these columns of the row have changed."""
        if FOUND_BY & changes.keys():
            self.index_words()

    def _write_words(self, said):
        rows_of(_WRITE, [self.tenant_id, self.pk, *self.place().values(), list(said), list(said.values())])
        Spelling.objects.learn(said)


def index_name(account):
    """Let the cases of a customer who is called otherwise now be found by that, too.

    The former name still finds a case until its words are written anew: people remember it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_NAME, [words_of(account.name), account.tenant_id, account.pk])
