"""Telling people: once each, in the verb's transaction, by mail only who wants that."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from inbox.models import Delivery, Notification, Preference
from tests.cast import queries_of

pytestmark = pytest.mark.usefixtures("in_acme")


def inbox_of(member):
    return list(Notification.objects.filter(member=member).newest_first())


def test_a_row_holds_what_happened(tell, ada, max, case):
    tell(ada, about="mention")
    [told] = inbox_of(ada)
    assert (told.what, told.about, told.actor, told.facts) == (
        "cases-commented",
        "mention",
        max,
        {"excerpt": "It hums again."},
    )
    assert (told.subject_id, told.subject_label, told.address) == (
        case.pk,
        f"#{case.number} The pump hums",
        case.address,
    )
    assert told.template == "cases/inbox/commented.html"
    assert told.read_at is None


def test_twice_is_once_and_the_first_reason_stands(tell, ada):
    tell(ada, about="mention")
    tell(ada, about="following")
    assert [told.about for told in inbox_of(ada)] == ["mention"]
    assert Delivery.objects.count() == 1
    tell(ada, key="event-2")
    assert len(inbox_of(ada)) == 2


def test_nobody_is_told_what_they_did_themselves(tell, ada, max):
    tell(ada, max)
    assert inbox_of(max) == []
    assert len(inbox_of(ada)) == 1


def test_the_house_has_no_self_to_leave_out(tell, max):
    tell(max, by=None)
    assert inbox_of(max)[0].actor is None


def test_who_has_left_is_not_told_and_nobody_else_in_their_place(tell, ada, max):
    ada.deactivate(by=max)
    tell(ada, about="mention")
    assert Notification.objects.count() == Delivery.objects.count() == 0


def test_a_person_who_may_no_longer_sign_in_is_not_told(tell, ada):
    ada.user.is_active = False
    ada.user.save()
    tell(ada)
    assert inbox_of(ada) == []


def test_installers_are_told_only_what_is_not_internal(tell, member):
    ira = member("installer")
    tell(ira)
    assert inbox_of(ira) == []
    tell(ira, internal=False)
    assert len(inbox_of(ira)) == 1


def test_mail_is_laid_out_for_who_wants_it(tell, ada, member):
    ben = member("support", email="ben@acme.example")
    Preference.objects.settle(ben, by=ben, mailed=["following"])
    tell(ada, ben, about="mention")
    tell(ada, ben, about="following", key="event-2")
    assert sorted(Delivery.objects.values_list("to", "notification__about")) == [
        ("ada@acme.example", "mention"),
        ("ben@acme.example", "following"),
    ]


def test_what_is_long_past_is_in_the_inbox_and_in_no_mail(tell, ada):
    tell(ada, about="mention", at=timezone.now() - timedelta(days=2))
    assert len(inbox_of(ada)) == 1
    assert Delivery.objects.count() == 0


def test_a_verb_that_fails_has_told_nobody(tell, ada):
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(ada, about="mention")
        raise RuntimeError
    assert Notification.objects.count() == Delivery.objects.count() == 0


def test_many_are_written_in_as_few_statements_as_one(tell, ada, member, acme):
    people = [member("support") for _ in range(3)]
    for key, members in (("one", [ada]), ("three", people)):
        sent = queries_of(lambda members=members, key=key: tell(*members, about="mention", key=key))
        # Who they are, what they want, the rows, which of them are new, the mails; and the company of the scope.
        assert len([sql for sql in sent if "set_config" not in sql]) == 5


def test_a_mail_is_named_by_whom_it_tells_what(tell, ada, member):
    tell(ada, member("support"), about="mention", key=uuid4())
    keys = list(Delivery.objects.values_list("key", flat=True))
    assert len(set(keys)) == 2
