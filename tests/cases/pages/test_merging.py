"""The sheet that merges two cases, what stands on their pages after, and who may."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Merge
from tests.access.conftest import clean_photo
from tests.cast import as_company
from tests.factories import AccountFactory, BranchFactory, CaseFactory, InstallerSeatFactory

from .desk import fresh, history
from .reading import read


@pytest.fixture
def other(smith, departments):
    return CaseFactory(account=smith, summary="Hum again", triaged=True, priority="high")


@pytest.fixture
def merged(case, other, max, acme):
    """``other`` was merged into ``case``."""
    with as_company(acme):
        Case.objects.get(pk=other.pk).merge_into(Case.objects.get(pk=case.pk), by=max)
    return other


def url(case, what="merge"):
    return f"/cases/{case.number}/{what}/"


class TestChoosing:
    def test_what_is_open_for_the_same_customer_comes_first(self, case, other, desk, acme):
        CaseFactory(account=AccountFactory(tenant=acme), summary="Stranger")
        page = read(desk.get(url(other), htmx=True))
        assert [link.one("b").text for link in page.all(classed="lookup-choice")] == ["#1 Pump hums"]

    def test_others_are_found_by_number_and_by_words(self, case, other, desk, acme):
        stranger = CaseFactory(account=AccountFactory(tenant=acme), summary="Heater cold")
        for q in (str(stranger.number), f"#{stranger.number}", "heater"):
            assert "Heater cold" in desk.get(url(case), {"q": q}, htmx=True).content.decode()

    def test_what_was_merged_away_is_offered_to_nobody(self, case, merged, desk, smith):
        third = CaseFactory(account=smith, summary="Third")
        assert "Hum again" not in desk.get(url(third), htmx=True).content.decode()

    def test_odd_words_find_nothing_and_break_nothing(self, case, desk):
        for q in ("%00", "9" * 40, "'\"", "#", "²"):
            assert desk.get(url(case), {"q": q}).status_code == 200


def kept(page):
    [chosen] = [radio for radio in page.all(name="keep") if "checked" in radio.attrs]
    return chosen.attrs["value"]


class TestComparing:
    def test_the_older_one_is_proposed_and_what_happens_is_said(self, case, other, desk):
        page = read(desk.get(f"{url(other)}?other={case.number}", htmx=True))
        assert kept(page) == str(case.number)
        said = page.one(classed="consequences").text
        assert "#1 goes on for both" in said
        assert "#1 is due" in said
        assert "Nobody outside is told" in said

    def test_the_direction_can_be_turned(self, case, other, desk):
        page = read(desk.get(f"{url(other)}?other={case.number}&keep={other.number}", htmx=True))
        assert kept(page) == str(other.number)
        assert "#2 goes on for both" in page.one(classed="consequences").text

    def test_it_says_what_it_says(self, case, other, desk):
        for asked in (f"other={other.number}", "other=999", "other=x", f"other={other.number}&keep=x", "other=1"):
            status = desk.get(f"{url(case)}?{asked}").status_code
            assert status == (404 if asked == "other=999" else 200), asked


class TestMerging:
    def test_works(self, case, other, desk, ada, acme):
        answer = desk.post(url(other), {"other": case.number, "keep": case.number})
        assert (answer.status_code, answer["Location"]) == (302, "/acme/cases/1/")
        assert fresh(other).merged_into_id == case.pk
        assert "is merged into this case" in desk.get("/cases/1/").content.decode()

    def test_works_by_htmx(self, case, other, desk, acme):
        answer = desk.post(url(other), {"other": case.number, "keep": other.number}, htmx=True)
        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/acme/cases/2/")
        assert fresh(case).merged_into_id == other.pk

    def test_another_customer_is_asked_about(self, case, desk, acme):
        stranger = CaseFactory(account=AccountFactory(tenant=acme, name="Bob Vance"), triaged=True)
        body = {"other": case.number, "keep": case.number}
        answer = desk.post(url(stranger), body, htmx=True)
        assert answer.status_code == 422
        assert "is not about Bob Vance" in answer.content.decode()
        assert desk.post(url(stranger), body | {"confirmed": "on"}, htmx=True).status_code == 204

    def test_a_refusal_is_said_in_the_sheet(self, resolved, other, desk):
        answer = desk.post(url(other), {"other": resolved.number, "keep": resolved.number}, htmx=True)
        assert answer.status_code == 422
        assert "is not open" in answer.content.decode()

    def test_nothing_is_merged_with_what_may_not_be_written(self, case, acme, member, client_for, smith):
        north = BranchFactory(tenant=acme, name="Up North")
        theirs = CaseFactory(account=smith, branch=north, triaged=True)
        local = client_for(member("support", acme, north))
        assert local.post(url(theirs), {"other": case.number, "keep": case.number}).status_code == 404
        assert fresh(theirs).merged_into_id is None

    def test_who_may_not_write_is_refused_and_the_other_company_finds_nothing(
        self, case, other, member, eve, client_for, acme
    ):
        body = {"other": case.number, "keep": case.number}
        assert client_for(member("executive")).post(url(other), body).status_code == 403
        assert client_for(eve, acme).post(url(other), body).status_code == 404
        assert client_for(eve, acme).post(url(other, "separation")).status_code == 404

    def test_a_post_without_a_choice_says_so(self, case, other, desk):
        assert desk.post(url(other), {}).status_code == 422
        assert desk.post(url(other), {"other": case.number, "keep": "7"}).status_code == 422


class TestUndoing:
    def test_works(self, case, merged, desk, acme):
        answer = desk.post(url(merged, "separation"))
        assert (answer.status_code, answer["Location"]) == (302, "/acme/cases/2/")
        assert fresh(merged).state == "open"

    def test_works_by_htmx(self, case, merged, desk, acme):
        assert desk.post(url(merged, "separation"), htmx=True)["HX-Redirect"] == "/acme/cases/2/"

    def test_get_is_no_way(self, merged, desk):
        assert desk.get(url(merged, "separation")).status_code == 405

    def test_a_day_later_it_is_refused_and_offered_no_more(self, case, merged, desk, acme):
        with as_company(acme):
            one = Merge.objects.get()
            Merge.objects.update(at=one.at - timedelta(hours=25))
            Case.objects.filter(pk=merged.pk).update(merged_at=one.at - timedelta(hours=25))
        answer = desk.post(url(merged, "separation"), htmx=True)
        assert answer.status_code == 422
        assert "more than a day ago" in answer.content.decode()
        assert "Undo the merge" not in desk.get(f"/cases/{merged.number}/").content.decode()


class TestPages:
    def test_the_source_says_where_it_goes_on_and_offers_nothing_else(self, case, merged, desk, acme):
        page = read(desk.get(f"/cases/{merged.number}/"))
        banner = page.one(classed="merged")
        assert "Merged into #1 Pump hums" in banner.text
        assert banner.one("a").attrs["href"] == "/acme/cases/1/"
        assert not page.all(id="case-composer")
        assert not page.all(classed="action-bar")
        assert page.one(classed="case-signs").one(classed="badge").text == "Merged"

    def test_the_survivor_shows_both_and_from_which_a_line_is(self, case, merged, desk):
        page = read(desk.get(f"/cases/{case.number}/"))
        assert "#2 Hum again was merged into this case" in page.one(classed="merged").text
        assert "Undo (23 h left)" in page.one(classed="merged").text
        assert {mark.text for mark in page.all(classed="origin")} == {"#2"}
        assert "From #2, which was merged into this case" in page.one(classed="case-why").text

    def test_what_is_posted_to_the_source_lands_on_the_survivor(self, case, merged, desk):
        said = {"body": "They called", "audience": "internal", "client_key": uuid4()}
        assert desk.post(url(merged, "comments"), said, htmx=True).status_code == 200
        assert history(case)[-1] == "commented"

    @pytest.mark.parametrize(
        ("what", "body"),
        [("tags", {"tag": "leak"}), ("priority", {"priority": "urgent"}), ("assignment", {"take": "yes"})]
        + [("reason", {"reason_code": "damage"})],
    )
    def test_other_work_on_the_source_leads_to_its_page(self, case, merged, desk, what, body, acme):
        answer = desk.post(url(merged, what), body, htmx=True)
        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/acme/cases/2/")
        assert "Go on there" in desk.get(f"/cases/{merged.number}/").content.decode()

    def test_the_queues_and_their_counts_leave_it_out(self, case, merged, desk):
        for queue, numbers in (("open", ["1"]), ("resolved", [])):
            page = read(desk.get(f"/cases/?queue={queue}"))
            assert [row.one(classed="queue-number").text for row in page.all(classed="queue-row")] == numbers
            assert page.one(id=f"tab-{queue}").one(classed="count").text == str(len(numbers))

    def test_the_search_finds_the_survivor_by_the_number_of_the_source(self, case, merged, desk):
        page = read(desk.get("/cases/?q=hum again"))
        assert [row.one(classed="queue-number").text for row in page.all(classed="queue-row")] == ["1"]

    def test_the_customers_page_leaves_it_out(self, case, merged, desk, smith):
        text = desk.get(f"/customers/{smith.number}/").content.decode()
        assert "Pump hums" in text
        assert "Hum again" not in text

    def test_a_page_with_merges_asks_one_question_more(self, case, merged, desk, smith):
        plain = CaseFactory(account=smith, triaged=True)
        assert asked(desk, case) == asked(desk, plain) + 1


def asked(desk, case):
    """How many statements the page takes once its parts are kept."""
    desk.get(f"/cases/{case.number}/")
    with CaptureQueriesContext(connection) as queries:
        desk.get(f"/cases/{case.number}/")
    return len(queries)


class TestFiles:
    @pytest.fixture
    def photo(self, merged, ada, storage, acme):
        with as_company(acme):
            return clean_photo(merged, ada, b"photo")

    def test_a_file_of_the_source_is_served_on_both_addresses(self, case, merged, photo, desk):
        for one in (case, merged):
            assert desk.get(f"/cases/{one.number}/evidence/{photo.pk}/thumb/").status_code == 200

    def test_it_follows_the_survivors_rule(self, case, merged, photo, acme, member, client_for):
        north = BranchFactory(tenant=acme, name="Up North")
        with as_company(acme):
            Case.objects.filter(pk=merged.pk).update(branch=north)
        local = client_for(member("support", acme, north))
        for what in ("", f"evidence/{photo.pk}/thumb/", "timeline/"):
            assert local.get(f"/cases/{merged.number}/{what}").status_code == 404

    def test_nobody_finds_it_under_another_case(self, case, merged, photo, desk, smith):
        stranger = CaseFactory(account=smith)
        assert desk.get(f"/cases/{stranger.number}/evidence/{photo.pk}/thumb/").status_code == 404

    def test_an_installer_sees_nothing_of_another_customer(
        self, case, smith, acme, ada, max, member, client_for, storage
    ):
        """Two customers were merged on purpose: whom one of them is not about reads and sees nothing of it."""
        installer = member("installer")
        InstallerSeatFactory(member=installer, account=smith)
        stranger = CaseFactory(account=AccountFactory(tenant=acme), summary="Secret garden", triaged=True)
        with as_company(acme):
            secret = clean_photo(stranger, ada, b"secret")
            stranger.comment("Secret words", by=ada, audience="customer")
            Case.objects.get(pk=stranger.pk).merge_into(Case.objects.get(pk=case.pk), by=None, confirmed=True)
        theirs, ours = client_for(installer), client_for(ada)
        assert "Secret words" in ours.get(f"/cases/{case.number}/").content.decode()
        text = theirs.get(f"/cases/{case.number}/").content.decode()
        assert "Pump hums" in text
        assert not [word for word in ("Secret", str(secret.pk), "merged") if word in text]
        assert theirs.get(f"/cases/{case.number}/evidence/{secret.pk}/thumb/").status_code == 404
        assert ours.get(f"/cases/{case.number}/evidence/{secret.pk}/thumb/").status_code == 200
