"""Correcting how a customer or a contact is called and reached: everywhere at once, and nobody is overwritten."""

import pytest

from cases.models import Case
from customers.models import Account, CannotCorrect, StaleCorrection
from tests.cases.pages.reading import read
from tests.cast import as_company, at_once
from tests.factories import AccountFactory, CaseFactory, ContactFactory
from timeline.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


@pytest.fixture
def smith(acme):
    return AccountFactory(tenant=acme, name="Jane Smyth", phone="(716) 555-0142", email="jane@smith.example")


@pytest.fixture
def joe(smith):
    return ContactFactory(account=smith, name="Jo Smyth", phone="(716) 555-0143", title="Son")


@pytest.fixture
def case(smith, joe, departments):
    return CaseFactory(account=smith, contact=joe, summary="Pump hums", triaged=True)


def words(answer):
    return " ".join(answer.content.decode().split())


def found(text):
    return [account.name for account in Account.objects.in_order_of(Account.objects.search(text).ids)]


class TestVerb:
    @pytest.fixture(autouse=True)
    def inside(self, in_acme):
        return in_acme

    def test_a_customer_is_found_by_the_new_name_and_so_are_their_cases(self, smith, case, ada):
        merged = CaseFactory(account=smith, triaged=True)
        merged.merge_into(case, by=ada)
        version = smith.version
        smith.correct(name="  Jane   Whitfield ", by=ada)
        assert (found("whitfield"), found("smyth")) == (["Jane Whitfield"], ["Jane Whitfield"])  # Jo is a Smyth still
        assert list(Case.objects.mentioning("whitfield pump")) == [case]
        assert Account.objects.get(pk=smith.pk).version == version + 1
        line = Entry.objects.about("account", smith.pk).get()
        assert (line.kind, line.actor, line.facts) == (
            "customers-corrected",
            ada,
            {"of": "", "changed": {"name": ["Jane Smyth", "Jane Whitfield"]}},
        )

    def test_a_contact_is_found_by_what_is_right_and_not_by_what_was_wrong(self, smith, joe, ada):
        joe.correct(name="Joe Whitfield", phone="716 555 0199", email="Joe@Smith.example", by=ada)
        assert (found("5550199"), found("5550143"), found("whitfield")) == (["Jane Smyth"], [], ["Jane Smyth"])
        changed = Entry.objects.about("account", smith.pk).get().facts["changed"]
        assert changed["phone"] == ["+17165550143", "+17165550199"]
        assert changed["email"] == ["", "joe@smith.example"]

    def test_the_same_again_is_harmless(self, smith, joe, ada):
        for row in (smith, joe):
            row.correct(name=row.name, phone=row.phone, by=ada)
        assert not Entry.objects.about("account", smith.pk).exists()

    @pytest.mark.parametrize("wrong", [{"name": "  "}, {"phone": "soon"}])
    def test_what_cannot_be_is_refused(self, smith, joe, ada, wrong):
        for row in (smith, joe):
            with pytest.raises(CannotCorrect):
                row.correct(**wrong, by=ada)

    def test_what_somebody_corrected_meanwhile_is_not_overwritten(self, joe, ada, max):
        was = joe.held()
        type(joe).objects.get(pk=joe.pk).correct(name="Joel", by=max)
        with pytest.raises(StaleCorrection) as stale:
            joe.correct(name="Joseph", by=ada, was=was)
        assert stale.value.args == (("name", "Joel", "Joseph"),)
        joe.correct(title="Nephew", name="Jo Smyth", by=ada, was=was)  # the name was left as it was
        joe.refresh_from_db()
        assert (joe.name, joe.title) == ("Joel", "Nephew")


def test_two_hands_correct_two_people_of_one_customer(transactional_db, smith, joe, ada):
    def inside(row, name):
        def run():
            with as_company(smith.tenant_id):
                type(row).objects.get(pk=row.pk).correct(name=name, by=ada)

        return run

    assert at_once(inside(smith, "Jane Ito"), inside(joe, "Joe Ito")) == [None, None]
    with as_company(smith.tenant_id):
        assert found("joe ito") == found("jane ito") == ["Jane Ito"]
        assert Entry.objects.about("account", smith.pk).count() == 2


class TestPages:
    def path(self, account, contact=None):
        return f"/customers/{account.number}/" + (f"contacts/{contact.pk}/" if contact else "correction/")

    @pytest.mark.parametrize("htmx", [True, False])
    def test_a_contact_is_corrected_on_the_customers_page_and_on_the_cases(self, desk, smith, joe, case, htmx):
        path = self.path(smith, joe)
        assert f'hx-get="/acme{path}"' in words(desk.get(f"/customers/{smith.number}/"))
        assert "Jo Smyth" in words(desk.get(f"/cases/{case.number}/"))
        form = read(desk.get(path, htmx=htmx)).one("form", action=f"/acme{path}")
        assert (form.value_of("name"), form.value_of("phone")) == ("Jo Smyth", "(716) 555-0143")
        answer = desk.post(path, form.sent_by(form) | {"name": "Joe Whitfield"}, htmx=htmx)
        assert answer.headers["HX-Redirect" if htmx else "Location"] == f"/acme/customers/{smith.number}/"
        assert "Joe Whitfield" in words(desk.get(f"/customers/{smith.number}/"))
        assert "Ada Lovelace corrected Jo Smyth:" in words(desk.get(f"/customers/{smith.number}/history/"))
        assert "Joe Whitfield" in words(desk.get(f"/cases/{case.number}/"))

    def test_a_customers_new_name_stands_in_every_list_at_once(self, desk, smith, case):
        assert "Jane Smyth" in words(desk.get("/cases/", {"queue": "open"}))
        desk.post(self.path(smith), {"name": "Jane Whitfield"})
        for page in (desk.get("/cases/", {"queue": "open"}), desk.get(f"/cases/{case.number}/")):
            assert "Jane Whitfield" in words(page)
            assert "Jane Smyth" not in words(page)

    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(self, desk, smith, joe):
        wrong = {"name": "", "phone": "soon", "email": "nowhere", "title": "Nephew"}
        answer = desk.post(self.path(smith, joe), wrong, htmx=True)
        page = read(answer)
        assert answer.status_code == 422
        assert page.errors_of("name") == ["This field is required."]
        assert page.errors_of("phone") == ["That is no phone number."]
        assert page.errors_of("email") == ["Enter a valid email address."]
        assert (page.value_of("title"), page.value_of("phone")) == ("Nephew", "soon")

    def test_a_clash_shows_theirs_keeps_mine_and_knows_the_next_time(self, desk, smith, joe, max):
        path = self.path(smith, joe)
        form = read(desk.get(path, htmx=True)).one("form", action=f"/acme{path}")
        mine = form.sent_by(form) | {"name": "Joseph"}
        with as_company(smith.tenant_id):
            type(joe).objects.get(pk=joe.pk).correct(name="Joel", by=max)
        clash = desk.post(path, mine, htmx=True)
        page = read(clash)
        assert clash.status_code == 409
        assert page.errors_of("name") == ["Somebody has written “Joel” meanwhile. Save again if you mean yours."]
        again = page.one("form", action=f"/acme{path}")
        assert again.value_of("name") == "Joseph"
        assert desk.post(path, again.sent_by(again), htmx=True).status_code == 204
        with as_company(smith.tenant_id):
            assert type(joe).objects.get(pk=joe.pk).name == "Joseph"

    def test_for_whom_it_is_not(self, smith, joe, member, eve, client_for, acme):
        other = AccountFactory(tenant=acme)
        for role, status in (("executive", 403), ("installer", 403), ("service", 200)):
            assert client_for(member(role)).get(self.path(smith, joe)).status_code == status
        assert client_for(eve).get(self.path(smith, joe)).status_code in (403, 404)
        assert client_for(member("support")).get(self.path(other, joe)).status_code == 404
