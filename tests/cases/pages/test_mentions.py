"""The composer with names, the list of people, guests and followers, as the pages show them."""

import pytest

from cases.models import Case
from cases.names import mark
from inbox.models import Notification
from tests.cast import as_company, queries_of
from tests.factories import CaseFactory, InstallerSeatFactory

from .desk import history, last_line
from .reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(smith, north):
    return CaseFactory(account=smith, summary="Pump hums", branch=north)


@pytest.fixture
def ben(member, south):
    """Support of another branch: cannot see the case."""
    return member("support", branch=south, name="Ben Nevis")


def say(desk, case, body, *, htmx=True, **more):
    data = {"body": body, "audience": "internal", **more}
    return desk.post(f"/cases/{case.number}/comments/", data, htmx=htmx)


def notes_of(member):
    with as_company(member.tenant):
        return Notification.objects.filter(member=member).count()


class TestTheComposer:
    def test_a_name_becomes_a_chip_that_survives_a_new_name(self, desk, case, max):
        assert say(desk, case, "Look, @Max Planck <b>!").status_code == 200
        with as_company(case.tenant):
            max.user.name = "Max Born"
            max.user.save()
            Case.objects.filter(pk=case.pk).update(version=99)
            type(max).objects.admit(max.user, "support_lead", by=None)
        page = desk.get(f"/cases/{case.number}/").content.decode()
        assert 'Look, <span class="mention">@Max Born</span> &lt;b&gt;!' in page

    def test_somebody_unknown_is_plain_text(self, desk, case, eve):
        say(desk, case, mark("<i>Eve</i>", eve.pk))
        page = desk.get(f"/cases/{case.number}/").content.decode()
        assert "@&lt;i&gt;Eve&lt;/i&gt;" in page
        assert 'class="mention"' not in page

    @pytest.mark.parametrize("htmx", [True, False])
    def test_without_access_it_is_refused_at_the_composer_with_the_choice(self, desk, case, ben, htmx):
        answer = say(desk, case, "@Ben Nevis, is that yours?", htmx=htmx)
        assert answer.status_code == 422
        composer = read(answer).one("form", id="case-composer")
        assert "Ben Nevis cannot see this case." in composer.text
        assert "@Ben Nevis, is that yours?" in composer.one("textarea").text
        invite = composer.one("button", name="invite")
        assert invite.text == "Give Ben Nevis access to this case and mention"
        assert (history(case)[-1], notes_of(ben)) != ("commented", 1)
        answer = say(desk, case, "@Ben Nevis, is that yours?", htmx=htmx, invite=invite.attrs["value"])
        assert answer.status_code == (200 if htmx else 302)
        assert history(case)[-2:] == ["shared", "commented"]
        assert notes_of(ben) == 1

    def test_several_are_let_in_at_once(self, desk, case, ben, member, south):
        member("service", branch=south, name="Cat Stevens")
        invite = read(say(desk, case, "@Ben Nevis @Cat Stevens")).one("button", name="invite")
        assert invite.text == "Give these 2 access to this case and mention"
        assert say(desk, case, "@Ben Nevis @Cat Stevens", invite=invite.attrs["value"]).status_code == 200

    @pytest.mark.parametrize("invite", ["", "x", "1,2", "0198aaaa-0000-7000-8000-000000000001"])
    def test_an_odd_invitation_lets_nobody_in(self, desk, case, ben, invite):
        assert say(desk, case, "@Ben Nevis", invite=invite).status_code == 422

    def test_whom_they_chose_is_still_chosen_after_a_refusal(self, desk, case, ben):
        composer = read(say(desk, case, "@Ben Nevis", mentioned=[ben.pk, "<x>"])).one("form", id="case-composer")
        assert [one.attrs["value"] for one in composer.all("input", name="mentioned")] == [str(ben.pk), "<x>"]

    def test_a_comment_that_names_nobody_asks_for_nobody(self, desk, case):
        sent = queries_of(lambda: say(desk, case, "It hums"))
        assert not [sql for sql in sent if "icontains" in sql or "ORDER BY" in sql and "tenants_membership" in sql]


class TestThePeopleToName:
    def names(self, desk, case, **asked):
        answer = desk.get(f"/cases/{case.number}/mentions/", asked)
        return [(one.attrs["data-name"], "cannot see" in one.text) for one in read(answer).all("li")]

    def test_begin_with_those_who_see_the_case(self, desk, case, ben, max):
        assert self.names(desk, case) == [("Ada Lovelace", False), ("Max Planck", False), ("Ben Nevis", True)]
        assert self.names(desk, case, name="NEV\0") == [("Ben Nevis", True)]

    def test_cost_the_same_however_many(self, desk, case, member):
        counts = []
        for how_many in (1, 2):
            for _ in range(how_many):
                member("support")
            counts.append(len(queries_of(lambda: self.names(desk, case))))
        assert counts[0] == counts[1] == 8

    def test_of_another_company_are_never_offered(self, desk, case, eve):
        assert "Eve Moneypenny" not in dict(self.names(desk, case))


class TestGuests:
    @pytest.fixture
    def shared(self, case, ben, max):
        with as_company(case.tenant):
            case.share(ben, by=max)
        return case

    def test_a_guest_reads_and_comments_and_changes_nothing(self, client_for, shared, ben):
        visitor = client_for(ben)
        page = read(visitor.get(shared.address))
        assert page.has("form", id="case-composer")
        assert not page.has("form", action=f"/acme/cases/{shared.number}/priority/")
        assert say(visitor, shared, "It is ours").status_code == 200
        assert visitor.post(f"/cases/{shared.number}/tags/", {"tag": "leak"}).status_code == 403
        assert last_line(shared)[3] == "It is ours"

    def test_a_guest_lets_nobody_else_in(self, client_for, shared, ben, member, south):
        other = member("support", branch=south, name="Cat Stevens")
        answer = say(client_for(ben), shared, "@Cat Stevens", invite=str(other.pk))
        assert answer.status_code == 422
        assert not read(answer).has("button", name="invite")

    def test_an_executive_guest_only_reads(self, client_for, case, member, south, max):
        eva = member("executive", branch=south)
        with as_company(case.tenant):
            case.share(eva, by=max)
        assert not read(client_for(eva).get(case.address)).has("form", id="case-composer")
        assert say(client_for(eva), case, "Hm").status_code == 403

    def test_is_shown_and_the_access_taken_back(self, desk, client_for, shared, ben):
        people = read(desk.get(shared.address)).one("section", id="case-people")
        assert "Ben Nevis Guest" in people.text
        answer = desk.post(f"/cases/{shared.number}/guests/", {"remove": ben.pk}, htmx=True)
        assert (answer.status_code, "Ben Nevis Guest" in read(answer).text) == (200, False)
        assert client_for(ben).get(shared.address).status_code == 404
        assert history(shared)[-1] == "shared"

    def test_is_in_no_list_of_others(self, client_for, shared, ben, smith, north):
        CaseFactory(account=smith, summary="Not for Ben", branch=north)
        page = client_for(ben).get("/cases/").content.decode()
        assert ("Pump hums" in page, "Not for Ben" in page) == (True, False)

    def test_ladder_of_taking_back(self, client_for, desk, shared, ben, eve, member):
        path, data = f"/cases/{shared.number}/guests/", {"remove": ben.pk}
        assert client_for(eve).post(path, data).status_code == 404
        assert client_for(member("executive")).post(path, data).status_code == 403
        assert client_for(ben).post(path, data).status_code == 403
        assert desk.get(path).status_code == 405
        assert desk.post(path, {"remove": "x"}, htmx=True).status_code == 422
        assert desk.post(path, data).status_code == 302


class TestFollowing:
    def test_starts_and_ends_where_it_stands(self, desk, case, ada):
        path = f"/cases/{case.number}/following/"
        answer = desk.post(path, htmx=True)
        assert "people-changed" in answer["HX-Trigger"]
        assert read(answer).one("button").attrs["aria-pressed"] == "true"
        assert "Ada Lovelace Follows" in read(desk.get(case.address)).one("section", id="case-people").text
        assert desk.post(path, {"stop": "1"}).status_code == 302
        assert read(desk.get(case.address)).one("form", id="case-follow").text == "Follow"

    def test_ladder(self, client_for, desk, case, eve, ben, member):
        path = f"/cases/{case.number}/following/"
        assert [client_for(one).post(path).status_code for one in (eve, ben)] == [404, 404]
        assert client_for(member("buyer")).post(path).status_code == 403
        assert client_for(member("executive")).post(path).status_code == 302
        assert desk.get(path).status_code == 405

    def test_installers_follow_their_own_cases(self, client_for, case, member):
        ira = member("installer")
        InstallerSeatFactory(member=ira, account=case.account)
        visitor = client_for(ira)
        assert read(visitor.get(case.address)).has("form", id="case-follow")
        assert visitor.post(f"/cases/{case.number}/following/", htmx=True).status_code == 200
