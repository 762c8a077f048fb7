"""The filters of a queue: alone and together they are what a plain loop over the cases would find."""

import random
from datetime import timedelta
from itertools import cycle

import pytest
from django.utils import timezone

from cases.models import Case, CaseTag, Tag
from tenants.models import Branch
from tests.cast import as_company
from tests.factories import AccountFactory, BranchFactory

from .reading import read

HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def people(ada, max):
    return [ada, max, None]


@pytest.fixture
def customers(acme):
    return [AccountFactory(tenant=acme, name=name) for name in ("Jane Smith", "Jane Miller", "Omar Ito")]


@pytest.fixture
def crowd(acme, people, customers, departments, north, now):
    """Ninety-six cases in which everything that can be filtered by varies by itself, with some luck."""
    luck = random.Random(4)
    branches = [north, as_root(acme)]
    with as_company(acme):
        tags = Tag.objects.bulk_create([Tag(name=name) for name in ("storm", "vip")])
        cases = Case.objects.bulk_create(
            one_case(number, luck, people, customers, list(departments.values()), branches, now)
            for number in range(1, 97)
        )
        CaseTag.objects.bulk_create(
            CaseTag(case=case, tag=tag, **case.place())
            for case in cases
            for tag in luck.sample(tags, luck.randint(0, 2))
        )
    return cases


def as_root(acme):
    with as_company(acme):
        return Branch.objects.get(is_root=True)


def one_case(number, luck, people, customers, departments, branches, now):
    due_at = luck.choice([None, *(now + hours * HOUR for hours in (-30, -2, 1, 3, 40))])
    return Case(
        number=number,
        summary=f"Case {number}",
        account=luck.choice(customers),
        branch=luck.choice(branches),
        department=luck.choice([*departments, None]),
        owner=luck.choice(people),
        priority=luck.choice(["urgent", "high", "normal", "low"]),
        case_type=luck.choice(["repair", "warranty"]),
        reason_code=luck.choice(["defect", "other", "damage"]),
        source="phone",
        description=luck.choice(["", "It hums"]),
        next_action=luck.choice(["", "Call back"]),
        next_action_due_at=luck.choice([None, now]),
        opened_at=now - 48 * HOUR,
        due_at=due_at,
        at_risk_at=due_at and due_at - 2 * HOUR,
        queue_at=due_at or now - 48 * HOUR,
        resolved_at=luck.choice([None, None, now - luck.random() * HOUR]),
    )


def plain(case, name, value, ada, now):
    """Whether a person with the list before them would keep ``case`` for this filter."""
    has_next_action = case.next_action and case.next_action_due_at
    lacks = {"owner": not case.owner_id, "next_action": not has_next_action, "context": not case.description}
    is_late = case.resolved_at is None and case.due_at is not None and case.due_at < now
    is_near = not is_late and case.resolved_at is None and case.due_at is not None and case.at_risk_at <= now
    return {
        "owner": lambda: str(case.owner_id) == {"me": str(ada.pk), "none": "None"}.get(value, value),
        "department": lambda: str(case.department_id) == value,
        "branch": lambda: str(case.branch_id) == value,
        "priority": lambda: case.priority == value,
        "type": lambda: case.case_type == value,
        "reason": lambda: case.reason_code == value,
        "customer": lambda: str(case.account.number) == value,
        "due": lambda: is_late if value == "overdue" else is_near,
        "lacks": lambda: case.resolved_at is None and (any(lacks.values()) if value == "any" else lacks[value]),
        "tag": lambda: value in {tagging.tag.name for tagging in case.taggings.all()},
    }[name]()


@pytest.fixture
def choices(people, customers, departments, north):
    return {
        "owner": ["me", "none", str(people[1].pk)],
        "department": [str(department.pk) for department in departments.values()],
        "branch": [str(north.pk)],
        "priority": ["urgent", "low"],
        "type": ["repair", "warranty"],
        "reason": ["defect", "damage"],
        "customer": [str(account.number) for account in customers],
        "due": ["overdue", "at_risk"],
        "lacks": ["any", "owner", "next_action", "context"],
        "tag": ["storm", "vip"],
    }


def numbers(page):
    return [int(row.one(classed="queue-number").text) for row in page.all("tr", classed="queue-row")]


def in_order(case, queue):
    return (case.queue_at, case.pk) if queue != "resolved" else (case.resolved_at, case.pk)


def combinations(choices):
    """Every filter alone, then many of two to four together."""
    luck = random.Random(7)
    yield from ({name: value} for name, values in choices.items() for value in values)
    for _ in range(40):
        names = luck.sample(sorted(choices), luck.randint(2, 4))
        yield {name: luck.choice(choices[name]) for name in names}


def test_filters_find_what_a_plain_loop_finds_and_count_the_same(crowd, choices, desk, ada, acme, now):
    with as_company(acme):
        cases = list(Case.objects.select_related("account").prefetch_related("taggings__tag"))
    queues = cycle(["open", "mine", "unassigned", "resolved", "open"])
    found = 0
    for chosen, queue in zip(combinations(choices), queues, strict=False):
        kept = [case for case in cases if all(plain(case, *one, ada, now) for one in chosen.items())]
        of_tab = {
            "open": [case for case in kept if not case.resolved_at],
            "unassigned": [case for case in kept if not case.resolved_at and not case.owner_id],
            "mine": [case for case in kept if not case.resolved_at and case.owner_id == ada.pk],
            "resolved": [case for case in kept if case.resolved_at],
        }
        page = read(desk.get("/cases/", {"queue": queue, **chosen}))
        wanted = sorted(of_tab[queue], key=lambda case: in_order(case, queue), reverse=queue == "resolved")
        assert (chosen, queue, numbers(page)) == (chosen, queue, [case.number for case in wanted][:50])
        counted = {name: page.one(id=f"tab-{name}").one(classed="count").text for name in of_tab}
        assert counted == {name: str(len(rows)) for name, rows in of_tab.items()}
        found += len(wanted)
    assert found > 100


def test_every_chosen_filter_is_a_chip_that_takes_itself_away(crowd, customers, departments, desk):
    chosen = {"priority": "high", "type": "repair", "tag": "storm", "customer": customers[0].number, "owner": "me"}
    page = read(desk.get("/cases/", {"queue": "mine", **chosen}))
    chips = page.all("a", classed="chip")
    assert sorted(chip.text for chip in chips) == [
        "Case type Repair Remove this filter",
        "Customer Jane Smith Remove this filter",
        "Owner Me Remove this filter",
        "Priority High Remove this filter",
        "Tag storm Remove this filter",
    ]
    for chip in chips:
        left = read(desk.raw.get(chip.attrs["href"]))
        assert len(left.all("a", classed="chip")) == 4
        assert left.one("a", id="tab-mine").attrs["aria-current"] == "page"
    assert page.one("a", classed="chips-clear").attrs["href"] == "/acme/cases/?queue=mine"


def test_filters_that_do_not_stand_above_the_queue_are_kept_when_one_that_does_changes(crowd, desk):
    page = read(desk.get("/cases/", {"type": "repair", "due": "overdue", "priority": "high"}))
    hidden = {one.attrs["name"]: one.attrs["value"] for one in page.one(id="queue").all("input", form="queue-filters")}
    assert hidden == {"queue": "open", "type": "repair", "due": "overdue"}


def test_the_form_of_all_filters_keeps_what_it_does_not_show(crowd, desk):
    asked = {"queue": "mine", "priority": "high", "type": "repair", "q": "case"}
    for how in ({}, {"htmx": True}):
        page = read(desk.get("/cases/filters/", asked, **how))
        form = page.one("form", id="filters")
        kept = {one.attrs["name"]: one.attrs["value"] for one in form.all("input", type="hidden")}
        assert kept == {"queue": "mine", "priority": "high", "q": "case"}
        assert page.value_of("type") == "repair"
        assert (form.attrs["action"], form.attrs.get("method")) == ("/acme/cases/", None)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"department": "01a2"}, "Department"),
        ({"tag": "nobody put it on"}, "Tag"),
        ({"customer": "Jane", "type": "repair"}, "Customer"),  # there are two
        ({"owner": "me", "reason": "none", "branch": "x"}, "Branch, Reason"),
    ],
)
def test_a_filter_that_names_nothing_any_more_is_left_out_and_said(crowd, desk, asked, names):
    page = read(desk.get("/cases/", asked))
    assert page.one(classed="chips-note").text == (f"Left out, because it does not exist here (any more): {names}.")
    kept = {name: value for name, value in asked.items() if value in ("me", "repair")}
    assert numbers(page) == numbers(read(desk.get("/cases/", kept)))


def test_a_customer_may_be_called_by_a_name_that_only_one_has(crowd, customers, desk):
    by_name = read(desk.get("/cases/", {"customer": "omar"}))
    assert numbers(by_name) == numbers(read(desk.get("/cases/", {"customer": customers[2].number})))
    assert by_name.one("a", classed="chip").text == "Customer Omar Ito Remove this filter"
    options = read(desk.get("/cases/filters/customers/", {"customer": "jane"}, htmx=True)).all("option")
    assert sorted(option.text for option in options) == ["Jane Miller", "Jane Smith"]


def test_an_installer_neither_filters_by_tags_nor_sees_others(crowd, member, client_for):
    page = read(client_for(member("installer")).get("/cases/", {"tag": "storm"}))
    assert page.one(classed="chips-note").text.endswith(": Tag.")
    assert not read(client_for(member("installer")).get("/cases/filters/")).has(id="filter-tag")


def test_a_tag_follows_its_case_through_resolving_and_reopening(crowd, desk, max, acme):
    def with_tag(queue):
        return numbers(read(desk.get("/cases/", {"queue": queue, "tag": "leak"})))

    with as_company(acme):
        case = Case.objects.open()[0]
        case.tag("leak", by=max)
        seen = [(with_tag("open"), with_tag("resolved"))]
        case.resolve(by=max, path="repaired", notes="Done")
        seen.append((with_tag("open"), with_tag("resolved")))
        case.reopen(by=max, reason="Again")
        seen.append((with_tag("open"), with_tag("resolved")))
    assert seen == [([case.number], []), ([], [case.number]), ([case.number], [])]


def test_a_branch_of_ones_own_is_no_way_to_see_another(crowd, acme, member, client_for):
    south = BranchFactory(tenant=acme, name="Far south")
    visitor = client_for(member("support", branch=south))
    assert numbers(read(visitor.get("/cases/", {"branch": south.pk}))) == []
