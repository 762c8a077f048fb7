"""Naming somebody in a comment: refused or let in first, and only then told."""

import pytest

from cases.models import CannotMention
from cases.names import mark
from inbox.models import Delivery, Notification
from tests.factories import CaseFactory, InstallerSeatFactory
from timeline.models import Entry

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def case(acme, north):
    return CaseFactory(tenant=acme, branch=north)


@pytest.fixture
def ben(member, south):
    """Support of another branch: cannot see the case."""
    return member("support", branch=south, name="Ben Nevis")


@pytest.fixture
def ira(member):
    """An installer, at first of some other organisation."""
    return member("installer", name="Ira Installer")


def told(member):
    return [(row.what, row.about) for row in Notification.objects.filter(member=member).newest_first()]


def refusal(case, body, **said):
    with pytest.raises(CannotMention) as refused:
        case.comment(body, **said)
    assert not Entry.objects.comments().exists()
    assert Notification.objects.count() == Delivery.objects.count() == 0
    return refused.value


def test_whom_a_comment_names_is_told_by_inbox_and_mail(case, ada, max):
    line = case.comment("Look at this, @ada lovelace!", by=max)
    assert line.body == f"Look at this, {mark('Ada Lovelace', ada.pk)}!"
    [row] = Notification.objects.filter(member=ada)
    assert (row.what, row.about, row.actor, row.key) == ("cases-mentioned", "mention", max, str(line.pk))
    assert row.facts == {"excerpt": "Look at this, @Ada Lovelace!"}
    assert Delivery.objects.get().notification == row


def test_owner_helper_follower_and_named_at_once_is_told_once(case, ada, max):
    case.assign(ada, by=ada)
    case.add_helper(ada, by=ada)
    case.follow(by=ada)
    case.comment("@Ada Lovelace, look", by=max)
    assert told(ada) == [("cases-mentioned", "mention")]


def test_nobody_is_told_that_they_named_themselves(case, ada):
    case.comment("Note to @Ada Lovelace: call back", by=ada)
    assert told(ada) == []


def test_the_same_comment_sent_twice_tells_once(case, ada, max):
    key = "0198aaaa-0000-7000-8000-000000000001"
    lines = [case.comment("@Ada Lovelace", by=max, client_key=key) for _ in range(2)]
    assert lines[0].pk == lines[1].pk
    assert told(ada) == [("cases-mentioned", "mention")]


class TestWithoutAccess:
    def test_it_is_refused_and_nobody_is_told(self, case, ben, max):
        case.assign(max, by=max)
        refused = refusal(case, "@Ben Nevis, is that yours?", by=max)
        assert refused.args == ("Ben Nevis cannot see this case.",)
        assert refused.strangers == [ben]
        assert not case.is_seen_by(ben)

    def test_let_in_by_the_writer_it_is_said_and_told(self, case, ben, max):
        case.comment("@Ben Nevis, is that yours?", by=max, invite=[ben.pk])
        assert case.is_seen_by(ben)
        assert told(ben) == [("cases-mentioned", "mention")]
        kinds = list(Entry.objects.about("case", case.pk).order_by("id").values_list("kind", flat=True))
        assert kinds[-2:] == ["cases-shared", "cases-commented"]

    def test_only_who_is_named_is_let_in(self, case, ben, ada, max):
        case.comment("@Ada Lovelace, look", by=max, invite=[ben.pk])
        assert not case.is_seen_by(ben)

    def test_one_of_two_is_not_enough(self, case, ben, member, south, max):
        member("service", branch=south, name="Cat Stevens")
        refused = refusal(case, "@Ben Nevis @Cat Stevens", by=max, invite=[ben.pk])
        assert refused.args == ("Cat Stevens cannot see this case.",)
        assert not case.is_seen_by(ben)

    def test_a_role_that_reads_no_cases_cannot_be_let_in(self, case, member, max):
        buyer = member("buyer", name="Bo Buyer")
        refused = refusal(case, "@Bo Buyer", by=max, invite=[buyer.pk])
        assert refused.args == ("The role of Bo Buyer does not include reading cases.",)
        assert refused.strangers == []


class TestInstallers:
    def test_of_another_organisation_are_not_let_in(self, case, ira, max):
        for audience in ("internal", "customer"):
            refused = refusal(case, "@Ira Installer", by=max, audience=audience, invite=[ira.pk])
            assert refused.args == ("Ira Installer sees only the cases of their own organisation.",)

    def test_are_not_named_in_what_they_cannot_read(self, case, ira, max):
        InstallerSeatFactory(member=ira, account=case.account)
        refused = refusal(case, "@Ira Installer", by=max)
        assert refused.args == ("Ira Installer reads only what the customer sees. Let the customer see this comment.",)

    def test_are_told_what_the_customer_sees_too(self, case, ira, max):
        InstallerSeatFactory(member=ira, account=case.account)
        case.comment("@Ira Installer, please measure", by=max, audience="customer")
        assert told(ira) == [("cases-mentioned", "mention")]


class TestNames:
    def test_who_has_left_is_not_named(self, case, ben, max):
        ben.deactivate(by=max)
        assert case.comment("@Ben Nevis", by=max).body == "@Ben Nevis"

    def test_people_of_another_company_are_not_named(self, case, eve, max):
        text = f"@Eve Moneypenny {mark('Eve Moneypenny', eve.pk)}"
        assert case.comment(text, by=max).body == text
        assert Notification.objects.count() == 0

    def test_two_of_one_name_have_to_be_told_apart(self, case, member, max):
        twins = [member("support", name="Sam Twin") for _ in range(2)]
        assert refusal(case, "@Sam Twin", by=max).args == (
            "Several people are called Sam Twin. Choose one from the list.",
        )
        case.comment("@Sam Twin", by=max, mentioned=[twins[1].pk])
        assert (told(twins[0]), told(twins[1])) == ([], [("cases-mentioned", "mention")])

    def test_who_may_be_named_begins_with_those_who_see_the_case(self, case, ben, ada, max):
        found = case.who_may_be_named("", 8)
        assert [(one.name, sees) for one, sees in found] == [
            ("Ada Lovelace", True),
            ("Max Planck", True),
            ("Ben Nevis", False),
        ]
        assert [one.name for one, _sees in case.who_may_be_named("nev", 8)] == ["Ben Nevis"]
        assert len(case.who_may_be_named("", 1)) == 1
