"""Lines of history: written once, read by those whom they are for."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from tenants.access import access_of
from tests.cases.moments import NOON, hours
from tests.cast import as_company
from timeline.models import Entry

pytestmark = pytest.mark.usefixtures("in_acme")
THING = uuid4()


def write(kind="cases-opened", *, at=NOON, **told):
    return Entry.objects.record("case", THING, kind, by=None, at=at, **told)


def test_a_line_is_kept_as_it_was_told(ada):
    line = Entry.objects.record(
        "case", THING, "cases-at-risk", by=ada, at=NOON, body="Words", audience="customer", due="soon", times=3
    )
    line = Entry.objects.get(pk=line.pk)
    assert (line.subject_kind, line.subject_id, line.kind) == ("case", THING, "cases-at-risk")
    assert (line.actor, line.at, line.body, line.audience) == (ada, NOON, "Words", "customer")
    assert line.facts == {"due": "soon", "times": 3}
    assert (line.template, line.is_comment) == ("cases/timeline/at_risk.html", False)


def test_history_is_about_one_thing():
    write()
    Entry.objects.record("case", uuid4(), "cases-opened", by=None, at=NOON)
    Entry.objects.record("ticket", THING, "tickets-raised", by=None, at=NOON)
    assert Entry.objects.about("case", THING).count() == 1


def test_the_newest_comes_first_and_what_happened_at_once_in_the_order_it_was_written():
    first, late, second = write(), write(at=hours(-5)), write()
    assert list(Entry.objects.about("case", THING).newest_first()) == [second, first, late]


def test_comments_and_events_part_the_history():
    comment, event = write("cases-commented", body="Called"), write()
    history = Entry.objects.about("case", THING)
    assert list(history.comments()) == list(history.showing("comments")) == [comment]
    assert list(history.events()) == list(history.showing("events")) == [event]
    assert set(history.showing("all")) == set(history.showing("nonsense")) == {comment, event}


def test_customers_read_only_what_is_for_them(ada, member):
    internal, open_line = write(), write(audience="customer")
    assert set(Entry.objects.readable_by(access_of(ada.user))) == {internal, open_line}
    assert set(Entry.objects.readable_by(access_of(member("installer").user))) == {open_line}


def test_a_key_is_taken_once_about_one_thing():
    key = uuid4()
    write(client_key=key)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(client_key=key)
    Entry.objects.record("case", uuid4(), "cases-opened", by=None, at=NOON, client_key=key)
    assert Entry.objects.about("case", THING).said_with(key).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.save(),
        lambda line: line.delete(),
        lambda line: Entry.objects.filter(pk=line.pk).update(body="Other"),
        lambda line: Entry.objects.bulk_update([line], ["body"]),
        lambda line: Entry.objects.claim(line, body="Other"),
    ],
)
def test_what_happened_cannot_be_written_anew(change):
    line = write(body="So it was")
    line.body = "Other"
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        change(line)
    assert Entry.objects.get(pk=line.pk).body == "So it was"


def test_another_companys_history_is_no_history(globex):
    write()
    with as_company(globex):
        assert not Entry.objects.about("case", THING).exists()
    assert Entry.objects.about("case", THING).exists()
