"""What is shown is what opens, to its member only; and what members want by mail."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache

from inbox.models import Notification, Preference
from tests.cast import as_company
from tests.factories import CaseFactory, InstallerSeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    cache.clear()


@pytest.fixture
def visitor(client_for, ada):
    return client_for(ada)


def inbox_of(member):
    with as_company(member.tenant):
        return list(Notification.objects.filter(member=member).newest_first())


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


class TestWhoSeesWhat:
    """Edge 45: what is shown and counted is exactly what opens."""

    @pytest.fixture
    def cases(self, acme, north, south, member):
        return [CaseFactory(tenant=acme, branch=place, summary=f"At {place.name}") for place in (north, south)]

    @pytest.mark.parametrize("role", ["support", "technician", "installer", "buyer", "executive"])
    def test_list_count_and_opening_agree(self, client_for, member, north, cases, tell, max, acme, role):
        reader = member(role, branch=north)
        if role == "installer":
            InstallerSeatFactory(member=reader, account=cases[0].account)
        if role == "technician":
            with as_company(acme):
                cases[0].involvements.create(case=cases[0], member=reader, part="helper")
                cases[1].follow(by=reader)  # which opens nothing
        for case in cases:
            about = {"subject": ("case", case.pk, str(case)), "address": case.address}
            tell(reader, key=str(case.pk), internal=role != "installer", **about)
        visitor = client_for(reader)
        opens = [visitor.get(case.address).status_code == 200 for case in cases]
        assert opens == ([False, False] if role == "buyer" else [True, False])
        page = visitor.get("/inbox/")
        assert [str(case) in page.content.decode().replace("&#x27;", "'") for case in cases] == opens
        assert page.context["unread"] == visitor.get("/inbox/pulse/").context["unread"] == str(sum(opens))
        assert len(inbox_of(reader)) == 2

    def test_what_was_internal_is_gone_for_who_has_become_an_installer(self, client_for, tell, ada, acme, case):
        InstallerSeatFactory(member=ada, account=case.account)
        tell(ada, key="1", excerpt="Between us")
        tell(ada, key="2", internal=False, excerpt="For everyone")
        with as_company(acme):
            type(ada).objects.admit(ada.user, "installer", by=None)
        page = text(client_for(ada).get("/inbox/"))
        assert "Between us" not in page
        assert "For everyone" in page

    def test_what_is_about_a_kind_that_nobody_knows_is_not_shown(self, visitor, tell, ada):
        tell(ada, subject=("dream", uuid4(), "A dream"))
        assert "A dream" not in text(visitor.get("/inbox/"))

    def test_other_peoples_text_is_harmless(self, visitor, tell, ada, case):
        tell(ada, excerpt="<script>alert(1)</script>", subject=("case", case.pk, "#1 <img src=x>"))
        page = visitor.get("/inbox/").content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


class TestPreferences:
    GOOD = {"mailed": ["mention", "alarm"], "quiet_from": "21:30", "quiet_until": "06:00"}

    def preference(self, member):
        with as_company(member.tenant):
            return Preference.objects.by_member([member.pk])[member.pk]

    def test_everybody_begins_with_mentions_what_is_given_to_them_and_what_they_promised(self, visitor, ada):
        page = visitor.get("/inbox/preferences/").content.decode()
        assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["mention", "assigned", "promise"]

    def test_are_kept(self, visitor, ada):
        assert visitor.post("/inbox/preferences/", self.GOOD).status_code == 302
        kept = self.preference(ada)
        assert kept.mailed == ["mention", "alarm"]
        assert (kept.quiet_from.hour, kept.quiet_until.hour) == (21, 6)
        assert visitor.post("/inbox/preferences/", {}, htmx=True).status_code == 204
        kept = self.preference(ada)
        assert (kept.mailed, kept.quiet_from, kept.quiet_until) == ([], None, None)

    @pytest.mark.parametrize(
        "wrong", [{"quiet_from": "21:00"}, {"quiet_from": "x", "quiet_until": "07:00"}, {"mailed": ["everything"]}]
    )
    def test_what_makes_no_sense_is_said_at_the_field(self, visitor, ada, wrong):
        answer = visitor.post("/inbox/preferences/", wrong)
        assert answer.status_code == 422
        assert answer.context["form"].errors
        assert self.preference(ada).mailed == ["mention", "assigned", "promise"]

    def test_show_a_mail_that_was_given_up(self, visitor, mail_to, ada, acme):
        delivery = mail_to(ada)
        with as_company(acme):
            type(delivery).objects.claim(delivery, state="dead", why="No such user")
        assert "A mail to ada@acme.example was given up: No such user" in text(visitor.get("/inbox/preferences/"))
