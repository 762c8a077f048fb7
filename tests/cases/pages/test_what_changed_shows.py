"""The parts of the case page are kept as finished HTML, and yet everything they show is always true."""

from functools import reduce

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile

from cases.fragments import AskedTheDatabase, Part, drawn
from cases.models import Involvement, Tag
from evidence.models import Item
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    AssetFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    InstallerSeatFactory,
    JobFactory,
    OrderLineFactory,
    PropertyFactory,
)

from .reading import read


@pytest.fixture(autouse=True)
def remembered(settings):
    """A cache that forgets nothing because the machine is busy."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "parts"}}
    cache.clear()


@pytest.fixture
def full(smith, departments, ada, max, member, storage):
    """A case that has everything a case can have around it."""
    site = PropertyFactory(account=smith, street="1 Elm Street")
    line = OrderLineFactory(order__account=smith, order__number="O-77", product__name="Salt cell", quantity=2)
    with as_company(smith.tenant_id):
        order = line.order
    case = CaseFactory(
        account=smith,
        by=ada,
        contact=ContactFactory(account=smith, name="Joe Smith", title="Tenant", phone_e164="+17165550100"),
        site=site,
        contract=ContractFactory(account=smith, number="C-9", site=site),
        job=JobFactory(account=smith, number="J-5", kind="Liner", technician=member("technician", name="Tess Tools")),
        asset=AssetFactory(site=site, name="Heater", serial="S-1"),
        order=order,
        order_line=line,
        installer=AccountFactory(tenant=smith.tenant, name="Sunny Installs", kind="installer"),
        triaged=True,
    )
    with as_company(smith.tenant_id):
        case.assign(max, by=ada)
        case.add_helper(member("service", name="Ida Helper"), by=ada)
        Involvement.objects.create(case=case, member=member("service", name="Finn Follower"), part="follower")
        case.tag("salt", by=ada)
        Item.objects.receive(
            "case", case.pk, ContentFile(b"It leaks", name="visit.txt"), by=ada, client_key=smith.pk, at=case.opened_at
        )
    return case


def of(path):
    """Return what finds the row at the end of the dotted ``path`` of a case."""
    return lambda case: reduce(getattr, path.split("."), case)


def person(part):
    return lambda case: case.involvements.filter(part=part).latest("id").member.user


def tag(case):
    return case.tags.get()


def item(case):
    return case.evidence[0]


# What is changed behind the case's back, without any version of it rising, and where it is shown.
CHANGES = [
    *((of("account"), "case-facts", name, value) for name, value in {"name": "Jane Miller", "number": 4711}.items()),
    *(
        (of("contact"), "case-facts", name, value)
        for name, value in {"name": "Joe Miller", "title": "Owner's son", "email_normalised": "joe@new.example"}.items()
    ),
    (of("site"), "case-facts", "street", "2 Oak Street"),
    (of("contract"), "case-facts", "number", "C-10"),
    (of("job"), "case-facts", "number", "J-6"),
    (of("job"), "case-facts", "kind", "Pump"),
    (of("job.technician.user"), "case-facts", "name", "Tom Tools"),
    (of("asset"), "case-facts", "name", "Solar array"),
    (of("asset"), "case-facts", "serial", "S-2"),
    (of("order"), "case-facts", "number", "O-78"),
    (of("order_line.product"), "case-facts", "name", "Filter"),
    (of("order_line"), "case-facts", "quantity", 33),
    (of("installer"), "case-facts", "name", "Rainy Installs"),
    (of("branch"), "case-facts", "name", "Headquarters"),
    (of("opened_by.user"), "case-facts", "name", "Ada King"),
    (of("department"), "case-header", "name", "Help desk"),
    (of("owner.user"), "case-header", "name", "Maxine Planck"),
    (of("owner.user"), "case-people", "name", "Maxine Planck"),
    (person("helper"), "case-people", "name", "Iris Helper"),
    (person("follower"), "case-people", "name", "Fay Follower"),
    (tag, "case-tags", "name", "chlorine"),
    (item, "case-evidence", "caption", "The leak from below"),
    (lambda case: case, "case-header", "summary", "Pump howls"),
    (lambda case: case, "case-header", "next_action", "Send somebody"),
    (lambda case: case, "case-description", "description", "It began on Monday"),
    (lambda case: case, "case-description", "told", "Tomorrow, we said"),
    (lambda case: case, "case-facts", "request_type", "Noise"),
]


@pytest.mark.parametrize(
    ("row_of", "part", "name", "value"), CHANGES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_everything_that_changes_shows_at_once(full, desk, row_of, part, name, value):
    before = part_of(desk, full, part)
    assert str(value) not in before.replace("#1", "")
    with as_company(full.tenant_id):
        row = row_of(type(full).objects.for_page().get(pk=full.pk))
        type(row).objects.filter(pk=row.pk).update(**{name: value})
    assert str(value) in part_of(desk, full, part)


def part_of(browser, case, part):
    """The words of one part, which is the same alone and in the page."""
    return read(browser.get(f"/cases/{case.number}/")).one(id=part).text


def test_who_joins_and_leaves_shows_at_once(full, desk, ada, member):
    with as_company(full.tenant_id):
        helper = full.involvements.get(part="helper").member
    assert "Ida Helper" in part_of(desk, full, "case-people")
    with as_company(full.tenant_id):
        full.remove_helper(helper, by=ada)
        full.untag("salt", by=ada)
        Tag.objects.create(name="vip")
    assert "Ida Helper Helper" not in part_of(desk, full, "case-people")
    page = read(desk.get(f"/cases/{full.number}/"))
    assert page.one(id="case-tags").text.startswith("Tags No tags yet.")
    assert [option.attrs["value"] for option in page.one(id="known-tags").all("option")] == ["salt", "vip"]


def test_what_a_part_shows_never_depends_on_who_looked_before(full, desk, client_for, member, globex):
    """The rights are in the key: first the one who may most, then those who may less, then again."""
    ines = member("installer")
    with as_company(full.tenant_id):
        InstallerSeatFactory(member=ines, account=full.installer)
        full.edit({"told": "We promised a call"}, was={}, by=None)
    browsers = [desk, client_for(ines), client_for(member("executive")), client_for(member("support_lead"))]
    page = f"/cases/{full.number}/"

    def seen():
        return [[element.text for element in read(browser.get(page)).all("section")] for browser in browsers]

    warm = seen()
    cold = []
    for browser in browsers:
        cache.clear()
        cold.append([element.text for element in read(browser.get(page)).all("section")])
    assert seen() == warm == cold
    assert "We promised a call" in str(warm[0])
    assert "We promised a call" not in str(warm[1])
    assert len({str(sections) for sections in warm}) == 4


def test_everyone_reads_the_parts_in_their_own_zone_and_language(full, desk, client_for, member):
    west = client_for(member("support", time_zone="America/Los_Angeles"))
    titles = [
        read(browser.get(f"/cases/{full.number}/", headers=headers)).one(id="case-facts").all("time")[-1].attrs["title"]
        for browser, headers in ((desk, {}), (west, {}), (desk, {"Accept-Language": "es"}), (desk, {}))
    ]
    assert len(set(titles)) == 3
    assert titles[0] == titles[3]


def test_what_each_request_fills_in_is_its_own(full, desk, client_for, max):
    def filled(browser):
        page = read(browser.get(f"/cases/{full.number}/"))
        keys = [element.attrs["value"] for element in page.all(name="client_key")]
        return keys, {element.attrs["value"] for element in page.all(name="csrfmiddlewaretoken")}

    (first, tokens), (second, others) = filled(desk), filled(client_for(max))
    assert len({*first, *second}) == 4
    assert tokens
    assert others
    assert not tokens & others
    assert b"blank" not in desk.get(f"/cases/{full.number}/").content


def test_a_part_takes_nothing_that_is_not_in_its_key(full, rf, settings):
    settings.ROOT_URLCONF = "config.company_urls"
    request = rf.get("/")
    request.company = full.tenant
    with as_company(full.tenant_id):
        with pytest.raises(AskedTheDatabase):
            Part("cases/_facts.html", {"can": {}}, type(full).objects.get(pk=full.pk)).draw()
        with pytest.raises(TypeError):
            drawn(request, Part("cases/_facts.html", {"can": full}))
