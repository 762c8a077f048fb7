"""The first wall: an address inside a company opens to its members, in their company's scope, and to nobody else."""

import pytest
from django.db import InternalError
from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import clear_url_caches, get_script_prefix, path, reverse
from django.utils import timezone

from config import company_urls
from customers.models import Account
from tenants.current import TenantRequired, current_tenant_id
from tests.cast import as_company
from tests.factories import AccountFactory, MembershipFactory, UserFactory


@pytest.fixture
def mounted(monkeypatch):
    """Return ``mounted(view)``, which puts a view at ``/probe/`` inside every company."""

    def mount(view):
        patterns = [path("probe/", view, name="probe"), *company_urls.urlpatterns]
        monkeypatch.setattr(company_urls, "urlpatterns", patterns)
        clear_url_caches()

    yield mount
    monkeypatch.undo()
    clear_url_caches()


@pytest.fixture
def accounts(acme, globex):
    AccountFactory(tenant=acme, name="Ours")
    AccountFactory(tenant=globex, name="Theirs")


def names(company):
    with as_company(company):
        return sorted(Account.objects.values_list("name", flat=True))


class TestInside:
    def test_a_view_sees_company_member_and_access(self, acme, ada, client_for, mounted):
        seen = {}

        def view(request):
            seen.update(company=request.company, member=request.member, role=request.access.role)
            return HttpResponse(f"{reverse('probe')} {request.path_info}")

        mounted(view)
        assert client_for(ada).get("/probe/").content == b"/acme/probe/ /probe/"
        assert seen == {"company": acme, "member": ada, "role": "support"}
        assert get_script_prefix() == "/"
        assert current_tenant_id() is None

    def test_what_is_rendered_late_is_rendered_inside(self, accounts, ada, client_for, mounted):
        page = engines["django"].from_string("{% for account in accounts %}{{ account.name }}{% endfor %}")
        mounted(lambda request: TemplateResponse(request, page, {"accounts": Account.objects.all()}))
        assert client_for(ada).get("/probe/").content == b"Ours"

    def test_what_is_streamed_late_is_refused_rather_than_guessed(self, accounts, ada, client_for, mounted):
        def lines():
            yield from (account.name for account in Account.objects.all())

        mounted(lambda request: StreamingHttpResponse(lines()))
        with pytest.raises(TenantRequired):
            b"".join(client_for(ada).get("/probe/").streaming_content)

    def test_a_read_cannot_write(self, acme, accounts, ada, client_for, mounted):
        def view(request):
            Account.objects.update(name="Changed")
            return HttpResponse()

        mounted(view)
        for method in ("get", "head", "options"):
            with pytest.raises(InternalError, match="read-only"):
                getattr(client_for(ada).raw, method)("/acme/probe/")
        assert names(acme) == ["Ours"]
        assert client_for(ada).post("/probe/").status_code == 200
        assert names(acme) == ["Changed"]

    def test_a_view_that_fails_stores_nothing(self, acme, globex, accounts, ada, eve, client_for, mounted):
        def view(request):
            if request.method == "GET":
                return HttpResponse(",".join(Account.objects.values_list("name", flat=True)))
            Account.objects.update(name="Changed")
            raise ZeroDivisionError

        mounted(view)
        with pytest.raises(ZeroDivisionError):
            client_for(ada).post("/probe/")
        assert names(acme) == ["Ours"]
        assert client_for(eve).get("/probe/").content == b"Theirs"
        assert current_tenant_id() is None

    def test_times_are_in_the_zone_of_the_member(self, member, client_for, mounted):
        mounted(lambda request: HttpResponse(timezone.get_current_timezone_name()))
        assert client_for(member("support")).get("/probe/").content == b"America/New_York"
        assert client_for(member("support", time_zone="Asia/Kolkata")).get("/probe/").content == b"Asia/Kolkata"
        assert timezone.get_current_timezone_name() == "UTC"

    def test_pages_are_kept_by_no_cache(self, ada, client_for, mounted):
        mounted(lambda request: HttpResponse())
        answer = client_for(ada).get("/probe/")
        assert answer["Cache-Control"] == "private, no-store"
        assert {"Cookie", "HX-Request"} <= {word.strip() for word in answer["Vary"].split(",")}


class TestAtTheDoor:
    @pytest.fixture(autouse=True)
    def probe(self, mounted):
        mounted(lambda request: HttpResponse("inside"))

    def test_who_has_not_signed_in_is_asked_to_and_comes_back(self, acme, client_for):
        answer = client_for(None, acme).get("/probe/?q=1")
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/acme/probe/%3Fq%3D1")

    def test_htmx_is_told_to_sign_in_with_the_whole_page(self, acme, client_for):
        headers = {"HX-Current-URL": "http://testserver/acme/cases/"}
        answer = client_for(None, acme).get("/probe/", htmx=True, headers=headers)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer["HX-Redirect"] == "/accounts/login/?next=/acme/cases/"

    def test_htmx_is_never_sent_back_to_another_site(self, acme, client_for):
        headers = {"HX-Current-URL": "https://evil.example/acme/cases/"}
        answer = client_for(None, acme).get("/probe/", htmx=True, headers=headers)
        assert answer["HX-Redirect"] == "/accounts/login/?next=/acme/probe/"

    def test_a_company_that_does_not_exist_is_asked_about_like_any_other(self, acme, client_for):
        answers = [client_for(None, acme).raw.get(f"/{slug}/probe/") for slug in ("acme", "no-such")]
        assert [answer.status_code for answer in answers] == [302, 302]

    def test_a_stranger_cannot_tell_a_company_from_none(self, acme, eve, client_for):
        stranger = client_for(eve)
        assert stranger.get("/probe/").content == b"inside"
        theirs, nobodys = stranger.raw.get("/acme/probe/"), stranger.raw.get("/nobody/probe/")
        assert (theirs.status_code, nobodys.status_code) == (404, 404)
        assert theirs.content.replace(b"acme", b"") == nobodys.content.replace(b"nobody", b"")

    def test_who_has_left_is_a_stranger_at_the_next_request(self, acme, ada, client_for):
        visitor = client_for(ada)
        assert visitor.get("/probe/").status_code == 200
        with as_company(acme):
            ada.deactivate(by=None)
        assert visitor.get("/probe/").status_code == 404

    def test_who_may_no_longer_sign_in_is_asked_to_at_the_next_request(self, ada, client_for):
        visitor = client_for(ada)
        assert visitor.get("/probe/").status_code == 200
        ada.user.is_active = False
        ada.user.save()
        assert visitor.get("/probe/").status_code == 302

    def test_two_companies_of_one_person_do_not_mix(self, acme, globex, accounts, client_for, mounted):
        mounted(lambda request: HttpResponse(",".join(Account.objects.values_list("name", flat=True))))
        user = UserFactory()
        both = [MembershipFactory(tenant=company, user=user) for company in (acme, globex)]
        browser = client_for(both[0]).raw
        for _ in range(2):
            assert browser.get("/acme/probe/").content == b"Ours"
            assert browser.get("/globex/probe/").content == b"Theirs"

    @pytest.mark.parametrize("address", ["/Acme/probe/", "/acme%2Fprobe/", "//acme/probe/", "/acme/../globex/probe/"])
    def test_odd_spellings_open_nothing_else(self, address, acme, globex, ada, client_for):
        answer = client_for(ada).raw.get(address)
        assert answer.status_code in (301, 302, 400, 404) or answer.content == b"inside"
