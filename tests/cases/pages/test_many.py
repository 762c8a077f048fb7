"""Bulk changes, views and the palette as pages: works, by HTMX, refused, for whom it is not."""

from uuid import uuid4

import pytest

from cases.models import BulkJob, SavedView
from tests.cast import as_company
from tests.factories import CaseFactory

from .desk import fresh
from .reading import read


def body(case, **more):
    return {"key": uuid4(), "cases": f"{case.number}~{case.version}", "tag": "storm"} | more


class TestBulk:
    def test_a_browser_is_led_to_the_report(self, case, desk, ada):
        asked = read(desk.get("/cases/bulk/tag/", {"case": f"{case.number}~1", "seen": "1700000000"}))
        assert asked.one("button", type="submit", classed="is-main").text == "Change one case"
        answer = desk.post("/cases/bulk/tag/", body(case))
        report = read(desk.raw.get(answer["Location"]))
        assert [one.text for one in report.all("li", classed="outcome")] == [f"#{case.number} Done"]
        with as_company(case.tenant_id):
            assert [tag.name for tag in fresh(case).tags.all()] == ["storm"]

    def test_htmx_gets_the_report_and_the_queue_is_told(self, case, desk):
        answer = desk.post("/cases/bulk/tag/", body(case), htmx=True)
        assert "bulk-done" in answer["HX-Trigger"]
        assert read(answer).one(id="bulk-report").all("li", classed="is-done")

    @pytest.mark.parametrize(
        "wrong",
        [{"cases": ""}, {"cases": "x"}, {"cases": " ".join(f"{n}" for n in range(501))}, {"tag": ""}, {"key": "1"}],
        ids=["none", "nonsense", "too many", "no tag", "no key"],
    )
    def test_what_makes_no_sense_is_asked_again(self, case, desk, wrong):
        for htmx in (True, False):
            assert desk.post("/cases/bulk/tag/", body(case) | wrong, htmx=htmx).status_code == 422
        with as_company(case.tenant_id):
            assert not BulkJob.objects.exists()

    def test_a_report_is_its_maker_s(self, case, desk, max, client_for):
        answer = desk.post("/cases/bulk/tag/", body(case))
        assert client_for(max).raw.get(answer["Location"]).status_code == 404

    def test_all_cases_of_a_view_are_chosen_as_they_stand(self, case, resolved, desk):
        picks = read(desk.get("/cases/numbers/", {"queue": "open"}, htmx=True)).one(id="picked-all")
        assert picks.attrs["data-picks"] == f"{case.number}~{fresh(case).version}"
        nothing = read(desk.get("/cases/numbers/", {"queue": "open", "priority": "low"}, htmx=True))
        assert nothing.one(id="picked-all").attrs["data-picks"] == ""

    def test_who_may_not_write_sees_no_boxes(self, case, member, client_for):
        page = read(client_for(member("executive")).get("/cases/", {"queue": "open"}))
        assert "is-picked-from" not in page.one(id="queue").attrs["class"]
        assert not page.has(id="bulk-bar")


class TestViews:
    def test_what_is_seen_is_kept_in_its_normal_form_and_opens_again(self, case, desk, ada):
        asked = {"name": "  Storm   desk ", "query": "priority=normal&after=x&queue=open&type=repair&nonsense=1"}
        answer = desk.post("/cases/views/", asked)
        with as_company(ada.tenant_id):
            view = SavedView.objects.get()
        assert (view.name, view.query, view.shared_at) == ("Storm desk", "queue=open&priority=normal&type=repair", None)
        page = read(desk.raw.get(answer["Location"]))
        assert page.one("h1").text == "Storm desk"
        assert [link.text for link in page.all("a", classed="queue-link")] == ["Pump hums"]

    def test_a_name_is_one_s_own_once(self, desk, client_for, max):
        for status in (302, 422):
            assert desk.post("/cases/views/", {"name": "Mine", "query": "queue=mine"}).status_code == status
        assert client_for(max).post("/cases/views/", {"name": "Mine", "query": "queue=mine"}).status_code == 302

    def test_only_who_resolves_shares_and_changes_what_others_shared(self, desk, ada, max, client_for):
        assert desk.post("/cases/views/", {"name": "All", "query": "queue=open", "is_shared": "on"}).status_code == 422
        lead = client_for(max)
        lead.post("/cases/views/", {"name": "All", "query": "queue=open", "is_shared": "on"})
        with as_company(ada.tenant_id):
            view = SavedView.objects.get()
        assert "All" in read(desk.get("/cases/views/", htmx=True)).one(id="view-list").text
        assert desk.post(f"/cases/views/{view.pk}/", {"name": "Hers"}).status_code == 403
        assert desk.post(f"/cases/views/{view.pk}/removal/").status_code == 403
        assert lead.post(f"/cases/views/{view.pk}/", {"name": "Ours"}).status_code == 302
        assert (fresh(view).name, fresh(view).shared_at) == ("Ours", None)
        assert desk.post(f"/cases/views/{view.pk}/home/").status_code == 404

    def test_one_begins_with_the_view_of_one_s_choice(self, case, desk, ada):
        desk.post("/cases/views/", {"name": "Low", "query": "queue=open&priority=low"})
        with as_company(ada.tenant_id):
            view = SavedView.objects.get()
        desk.post(f"/cases/views/{view.pk}/home/")
        assert desk.get("/cases/")["Location"] == f"/acme/cases/?queue=open&priority=low&view={view.pk}"
        assert desk.get("/cases/", {"queue": "open"}).status_code == 200
        desk.post(f"/cases/views/{view.pk}/home/")
        assert desk.get("/cases/").status_code == 200

    def test_a_view_of_something_that_is_gone_opens_and_says_so(self, case, desk, ada):
        gone = uuid4()
        with as_company(ada.tenant_id):
            view = SavedView.objects.keep("Old", f"queue=open&department={gone}&priority=normal", by=ada)
        page = read(desk.raw.get(f"/acme/cases/?{view.query}&view={view.pk}"))
        assert page.one(classed="chips-note").text.endswith(": Department.")
        assert [link.text for link in page.all("a", classed="queue-link")] == ["Pump hums"]

    def test_a_shared_view_counts_and_shows_each_only_what_they_may_see(
        self, case, max, north, desk, member, client_for
    ):
        with as_company(case.tenant_id):
            SavedView.objects.keep("All", "queue=open", by=max, is_shared=True)
            CaseFactory(account=case.account, branch=north, triaged=True)
        local = client_for(member("support", branch=north))
        counts = [read(one.get("/cases/views/counts/", htmx=True)).one(classed="count").text for one in (desk, local)]
        assert counts == ["2", "1"]


class TestPalette:
    def found(self, browser, q, **extra):
        page = read(browser.get("/cases/palette/", {"q": q}, htmx=True, **extra))
        return [item.one("span").text for item in page.all("a", role="option")]

    def test_a_number_leads_to_the_case_and_words_to_what_has_them(self, case, desk):
        assert self.found(desk, f"#{case.number}")[0] == f"#{case.number} Pump hums"
        assert f"#{case.number} Pump hums" in self.found(desk, "pump")
        assert "Jane Smith" in self.found(desk, "jane")
        assert self.found(desk, "new case") == ["New case", "Search everything for “new case”"]

    def test_it_offers_what_this_member_may_do_with_the_case_of_the_page(self, case, desk, max, client_for, member):
        at = {"headers": {"HX-Current-URL": f"http://testserver/acme/cases/{case.number}/"}}
        assert "Escalate this case" in self.found(desk, "", **at)
        assert "Resolve this case" not in self.found(desk, "", **at)
        assert "Resolve this case" in self.found(client_for(max), "", **at)
        assert [one for one in self.found(client_for(member("executive")), "", **at) if "this case" in one] == []

    @pytest.mark.parametrize("q", ["--", "#", "?!", "…", "’’", "#-"])
    def test_signs_alone_mean_nothing_in_particular(self, case, desk, q):
        assert self.found(desk, q) == [f"Search everything for “{q}”"]

    def test_it_finds_nothing_of_another_branch(self, case, north, member, client_for):
        local = client_for(member("support", branch=north))
        assert self.found(local, str(case.number)) == [f"Search everything for “{case.number}”"]
        assert f"#{case.number} Pump hums" not in self.found(local, "pump")


class TestOneAfterTheOther:
    def test_the_next_case_of_the_list_and_back_to_it_at_its_end(self, smith, departments, desk):
        first, second = (CaseFactory(account=smith, summary=name, triaged=True) for name in ("First", "Second"))
        went = desk.get(f"/cases/{first.number}/beside/next/", {"queue": "open", "priority": "normal"})
        assert went["Location"] == f"/acme/cases/{second.number}/?queue=open&priority=normal"
        page = read(desk.raw.get(went["Location"]))
        assert page.one("a", data_does="back").attrs["href"] == "/acme/cases/?queue=open&priority=normal"
        ended = desk.get(f"/cases/{second.number}/beside/next/", {"queue": "open"})
        assert ended["Location"] == "/acme/cases/?queue=open"
        assert desk.get(f"/cases/{second.number}/beside/previous/", {"queue": "open"})["Location"].startswith(
            f"/acme/cases/{first.number}/"
        )


def test_a_case_is_worked_from_the_queue_without_leaving_it(case, desk, max, client_for):
    here = {"htmx": True, "headers": {"HX-Current-URL": "http://testserver/acme/cases/?queue=open"}}
    sheet = desk.get(f"/cases/{case.number}/escalation/", **here)
    assert read(sheet).one("form").attrs["hx-swap"] == "none"
    done = desk.post(f"/cases/{case.number}/escalation/", {"reason": "Water"}, **here)
    assert (done.status_code, "queue-changed" in done["HX-Trigger"]) == (204, True)
    taken = [
        client.post(f"/cases/{case.number}/assignment/", {"take": "yes"}, **here) for client in (desk, client_for(max))
    ]
    assert ["problem" in one["HX-Trigger"] for one in taken] == [False, True]
