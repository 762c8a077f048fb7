"""A message is only a hint: it goes out after the commit, or it does not, and nobody waits long for that."""

import pytest
from kombu.exceptions import OperationalError

from tenants import outbox
from tenants.current import TenantRequired
from tests.cast import as_company


@pytest.fixture
def post(monkeypatch):
    """Collect what is sent; ``post.is_away`` makes the broker refuse."""

    class Post(list):
        is_away, tries = False, 0

        def send_task(self, name, args, headers, **options):
            self.tries += 1
            if self.is_away:
                raise OperationalError("nobody there")
            self.append((name, args, headers, options))

    post = Post()
    monkeypatch.setattr(outbox.current_app, "send_task", post.send_task)
    monkeypatch.setattr(outbox, "_away_until", 0.0)
    return post


def test_a_message_carries_its_company_beside_what_it_says(post):
    assert outbox.send("cases.triage", 17, tenant="acme", queue="sweeps")
    assert post == [("cases.triage", ["17"], {"tenant": "acme"}, {"queue": "sweeps"})]


def test_after_a_refusal_the_broker_is_left_alone_for_a_moment(post, monkeypatch):
    post.is_away = True
    assert not outbox.send("cases.triage", 1)
    post.is_away = False
    assert not outbox.send("cases.triage", 2)
    assert post.tries == 1
    monkeypatch.setattr(outbox, "_away_until", outbox._away_until - outbox.SECONDS_BETWEEN_TRIES)
    assert outbox.send("cases.triage", 3)


def test_a_verb_asks_once_its_work_is_committed(post, acme, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        with as_company(acme):
            outbox.later("cases.triage", 17)
        assert post == []
    for callback in callbacks:
        callback()
    assert post == [("cases.triage", ["17"], {"tenant": str(acme.pk)}, {})]


def test_nothing_can_be_asked_for_outside_of_a_company(post):
    with pytest.raises(TenantRequired):
        outbox.later("cases.triage", 17)
