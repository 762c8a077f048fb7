"""Who hears of a referral: the department that is asked, whoever asked, and who follows the case."""

from datetime import timedelta

import pytest

from cases.models import Referral
from inbox.models import Notification

from .conftest import FRIDAY

pytestmark = pytest.mark.usefixtures("in_acme")


class TestTelling:
    def told(self):
        return sorted(Notification.objects.values_list("member__user__name", "what"))

    @pytest.fixture
    def team(self, sales, member):
        people = [member("service", name=name) for name in ("Sal Sales", "Sue Sales")]
        for one in people:
            sales.enrol(one)
        sales.enrol(member("technician", name="Tess Technician"))  # who sees only what she is part of
        sales.enrol(member("buyer", name="Bo Buyer"))  # who sees no case
        return people

    def test_the_department_hears_the_question_and_the_asker_the_answer(self, team, case, sales, ada):
        referral = case.refer(sales, by=ada, reason="price", at=FRIDAY)
        assert self.told() == [("Sal Sales", "cases-referred"), ("Sue Sales", "cases-referred")]
        Notification.objects.all().delete()
        referral.accept(by=team[0], at=FRIDAY)
        referral.reply("Ten dollars.", by=team[0], at=FRIDAY)
        assert self.told() == [
            ("Ada Lovelace", "cases-referral-accepted"),
            ("Ada Lovelace", "cases-referral-answered"),
        ]

    def test_owner_and_followers_hear_the_answer_once_each(self, team, case, sales, ada, max, member):
        case.assign(ada, by=max)
        case.follow(by=max)
        Notification.objects.all().delete()
        case.refer(sales, by=ada, reason="price").give_back("No.", by=team[1])
        assert [pair for pair in self.told() if pair[1] != "cases-referred"] == [
            ("Ada Lovelace", "cases-referral-returned"),
            ("Max Planck", "cases-referral-returned"),
        ]

    def test_alarms_reach_who_accepted_else_the_department(self, team, case, sales, ada):
        referral = case.refer(sales, by=ada, reason="price", at=FRIDAY)
        Notification.objects.all().delete()
        Referral.objects.chase([referral.pk], referral.at_risk_at)
        assert [name for name, _what in self.told()] == ["Sal Sales", "Sue Sales"]
        Notification.objects.all().delete()
        referral.accept(by=team[1])
        Notification.objects.all().delete()
        Referral.objects.chase([referral.pk], referral.due_at + timedelta(seconds=1))
        assert self.told() == [("Ada Lovelace", "cases-referral-overdue"), ("Sue Sales", "cases-referral-overdue")]

    def test_edge_29_who_accepted_it_has_left_and_the_department_hears(self, team, case, sales, ada, max):
        referral = case.refer(sales, by=max, reason="price", at=FRIDAY)
        referral.accept(by=team[1], at=FRIDAY)
        team[1].deactivate(by=max)
        Notification.objects.all().delete()
        Referral.objects.chase([referral.pk], referral.at_risk_at)
        assert self.told() == [("Sal Sales", "cases-referral-at-risk")]
        referral.refresh_from_db()
        referral.reply("Ten dollars.", by=team[0])
        assert referral.state == "answered"

    def test_the_named_managers_hear_it_too(self, case, sales, ada, max):
        case.refer(sales, by=ada, reason="price", account_manager=max)
        assert self.told() == [("Max Planck", "cases-referred")]
