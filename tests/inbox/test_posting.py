"""Mails: tried by one worker at a time, a few times at most, and never to who should not read them."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from inbox.models import Delivery
from inbox.models.posting import FIRST_PAUSE, LEASE, MAX_ATTEMPTS

pytestmark = pytest.mark.usefixtures("in_acme")


class Refusing(EmailBackend):
    """A mail server that says no in the way that the test chose; None lets the mail through."""

    answer = None

    def send_messages(self, messages):
        if self.answer:
            raise self.answer
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.inbox.test_posting.Refusing"
    return lambda answer: monkeypatch.setattr(Refusing, "answer", answer)


def post(*deliveries):
    Delivery.objects.post(deliveries[0].tenant_id, [delivery.pk for delivery in deliveries])
    for delivery in deliveries:
        delivery.refresh_from_db()


def rests(delivery, length):
    """Whether it was just held or put off for ``length``, however slow this machine is."""
    left = Delivery.objects.filter(pk=delivery.pk).values_list(F("try_at") - Now(), flat=True).get()
    return length / 2 < left <= length


def test_a_mail_says_what_happened_and_where(mail_to, ada, max, case, settings):
    delivery = mail_to(ada)
    post(delivery)
    [message] = mail.outbox
    assert message.to == ["Ada Lovelace <ada@acme.example>"]
    assert message.subject == f"#{case.number} The pump hums: Max Planck commented."
    assert f"{settings.PUBLIC_BASE_URL}/acme/inbox/{delivery.notification_id}/" in message.body
    assert "It hums again." in message.body
    assert message.extra_headers["Message-ID"] == f"<{delivery.key}@127.0.0.1>"
    assert (delivery.state, delivery.attempts, delivery.try_at) == ("sent", 1, None)
    assert delivery.sent_at


def test_other_peoples_text_is_harmless(mail_to, ada, case, max):
    post(mail_to(ada, subject=("case", case.pk, "#1 <b>\nBcc: eve@x"), excerpt="<script>alert(1)</script>"))
    [message] = mail.outbox
    assert message.subject == "#1 <b> Bcc: eve@x: Max Planck commented."
    [(html, _kind)] = message.alternatives
    assert "<script>" not in html
    assert "<b>\n" not in html
    assert "<script>alert(1)</script>" in message.body  # plain text shows it as it is


def test_sent_is_sent(mail_to, ada):
    delivery = mail_to(ada)
    post(delivery)
    post(delivery)
    assert len(mail.outbox) == 1


def test_what_a_worker_holds_is_left_to_it_until_its_lease_runs_out(mail_to, ada, again):
    delivery = mail_to(ada)
    assert Delivery.objects.leased(delivery.pk).attempts == 1
    assert Delivery.objects.leased(delivery.pk) is None
    delivery.refresh_from_db()
    assert rests(delivery, LEASE)
    assert Delivery.objects.leased(again(delivery).pk).attempts == 2


def test_a_worker_that_comes_back_after_its_lease_cannot_undo_what_another_did(mail_to, ada, again, server):
    delivery = mail_to(ada)
    slow = Delivery.objects.leased(delivery.pk)
    post(again(delivery))
    server(SMTPServerDisconnected("too late"))
    assert not slow.post(mail.get_connection())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.why) == ("sent", 2, "")


def test_a_double_send_carries_the_same_name(mail_to, ada, again):
    delivery = mail_to(ada)
    Delivery.objects.leased(delivery.pk).post(mail.get_connection())
    Delivery.objects.filter(pk=delivery.pk).update(state="waiting")  # as if the note of it was lost with the worker
    post(again(delivery))
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second


def test_a_server_that_is_away_is_asked_again_later_and_not_for_the_rest(mail_to, ada, max, member, server, again):
    first, second = mail_to(ada), mail_to(member("support"), key="event-2")
    server(ConnectionRefusedError("nobody there"))
    post(first, second)
    assert (first.state, first.attempts, first.why) == ("waiting", 1, "nobody there")
    assert rests(first, FIRST_PAUSE * 2)
    assert second.attempts == 0
    server(None)
    post(again(first), second)
    assert (first.state, second.state, first.why) == ("sent", "sent", "")


def test_each_try_waits_longer_and_the_last_one_gives_up_where_it_is_seen(mail_to, ada, server, again):
    delivery = mail_to(ada)
    server(SMTPServerDisconnected("gone"))
    for tries in range(1, MAX_ATTEMPTS):
        post(again(delivery))
        assert rests(delivery, FIRST_PAUSE * 2**tries)
    post(again(delivery))
    assert (delivery.state, delivery.why, delivery.try_at) == ("dead", "gone", None)
    assert list(Delivery.objects.dead()) == [delivery]


def test_a_mail_that_kills_its_worker_each_time_is_given_up(mail_to, ada, again):
    delivery = mail_to(ada)
    for _ in range(MAX_ATTEMPTS):
        assert Delivery.objects.leased(again(delivery).pk)
    assert Delivery.objects.leased(again(delivery).pk) is None
    delivery.refresh_from_db()
    assert (delivery.state, delivery.why) == ("dead", "The worker died each time.")


@pytest.mark.parametrize(
    "answer",
    [SMTPRecipientsRefused({"ada@acme.example": (550, b"No such user")}), SMTPDataError(554, b"No such user")],
)
def test_a_refusal_for_good_is_not_tried_again(mail_to, ada, server, answer):
    delivery = mail_to(ada)
    server(answer)
    post(delivery)
    assert (delivery.state, delivery.why, delivery.attempts) == ("dead", "No such user", 1)


def test_a_full_mailbox_is_tried_again(mail_to, ada, server):
    delivery = mail_to(ada)
    server(SMTPRecipientsRefused({"ada@acme.example": (452, b"Mailbox full")}))
    post(delivery)
    assert (delivery.state, delivery.why) == ("waiting", "Mailbox full")


class TestWhoIsNotMailed:
    def test_who_has_left_meanwhile(self, mail_to, ada, max):
        """Edge 29: whoever was to be told is gone, and their mail goes to nobody else's address."""
        delivery = mail_to(ada)
        ada.deactivate(by=max)
        post(delivery)
        assert (delivery.state, delivery.why, mail.outbox) == ("dropped", "no longer a member", [])

    def test_who_may_no_longer_open_it(self, mail_to, member, north, south, case):
        ben = member("support", branch=north)
        type(case).objects.filter(pk=case.pk).update(branch=north)
        delivery = mail_to(ben)
        type(case).objects.filter(pk=case.pk).update(branch=south)
        post(delivery)
        assert (delivery.state, delivery.why, mail.outbox) == ("dropped", "no longer allowed to read it", [])

    def test_who_has_read_it_in_the_inbox(self, mail_to, ada):
        delivery = mail_to(ada)
        delivery.notification.read(by=ada)
        post(delivery)
        assert (delivery.state, delivery.why, mail.outbox) == ("dropped", "read in the inbox", [])


class TestQuietHours:
    """Edge 32: nothing at midnight, except what is urgent."""

    @pytest.fixture
    def quiet(self, ada):
        """Half a day of peace that holds right now, in Ada's zone."""
        ada.user.time_zone = "America/Los_Angeles"
        ada.user.save()
        return {"quiet_from": "00:00", "quiet_until": "23:59:59.999999"}

    def test_a_mail_waits_until_they_end(self, mail_to, ada, quiet):
        delivery = mail_to(ada, quiet=quiet)
        post(delivery)
        assert (delivery.state, delivery.attempts, mail.outbox) == ("waiting", 0, [])
        assert timedelta(0) < delivery.try_at - timezone.now() <= timedelta(hours=25)  # as long as a day may be

    def test_what_is_urgent_does_not_wait(self, mail_to, ada, quiet):
        delivery = mail_to(ada, quiet=quiet, urgent=True)
        post(delivery)
        assert delivery.state == "sent"


def test_the_sweep_finds_what_is_due_of_every_company(mail_to, ada, again):
    from django.db import connection

    delivery = mail_to(ada)
    with connection.cursor() as cursor:
        Delivery.objects.update(try_at=Now() - timedelta(seconds=10))
        cursor.callproc("kept_inbox_due", [5])
        assert cursor.fetchall() == [(delivery.tenant_id, delivery.pk)]
        Delivery.objects.update(try_at=F("try_at") + timedelta(minutes=1))
        cursor.callproc("kept_inbox_due", [5])
        assert cursor.fetchall() == []
