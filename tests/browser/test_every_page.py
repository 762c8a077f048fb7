"""Every page and everything that can lie open on it: no complaint, readable by everybody, fitting every screen."""

from datetime import timedelta

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import expect

from tests.cast import as_company

from . import pages, world

WIDTHS = (390, 820, 1180, 1440)
SERIOUS = ("serious", "critical")
COLOURS = {"runOnly": ["color-contrast"]}
THUMB = 44


@pytest.fixture
def found(acme, member, ada, max):
    """A company in which every page has something to show, seen by one person a role."""
    world.enrol(ada, "support")
    rosa = world.customer(acme)
    opened, overdue, resolved, closed = world.cases(rosa, 4, by=ada, hours=1, priority="normal")
    old = world.cases(rosa, 1, by=ada, hours=30, priority="urgent")[0]
    with as_company(acme):
        opened.edit(
            {"next_action": "Call back", "next_action_due_at": timezone.now() + timedelta(hours=3)}, was={}, by=ada
        )
        opened.comment("Called, nobody home.", by=ada)
        opened.comment("We come on Monday.", by=ada, audience="customer")
        opened.tag("storm", by=ada)
        opened.note_complaint("Nobody called back on Friday.", by=ada)
        opened.account.note_complaint("Mud in the hall.", by=ada).settle("Cleaned the rug.", by=max)
        opened.add_helper(max, by=ada)
        for case in (resolved, closed):
            case.resolve(by=max, path="repaired", notes="New seal.")
        closed.close(by=max, csat=4)
    world.keep_office_hours(acme, by=ada)
    referred, job = world.referred(rosa, by=ada)
    world.spoken_with(rosa, opened, by=[ada, max])
    for photo in ({"caption": "Below the pump"}, {"name": "valve.jpg"}):
        world.attach(overdue, ada, **photo)
    return pages.Found(
        slug="acme",
        open=opened.number,
        overdue=old.number,
        resolved=resolved.number,
        closed=closed.number,
        pictured=overdue.number,
        account=rosa.number,
        referred=referred.number,
        job=job.number,
        busy=rosa.number,
        ending=world.leaving(acme).number,
        complained=opened.number,
        **world.joined(rosa, [ada, max, member("support"), member("support_lead")]),
    )


@pytest.fixture
def arrive(visit, found, ada, max, member):
    """Return ``arrive(sight)``: a page on which everything is as the sight wants it."""
    people = {"support": ada, "support_lead": max, "executive": member("executive", name="Carla Executive")}
    browsers = {}

    def go(sight, **options):
        if sight.role not in browsers:
            who = sight.role and (people.get(sight.role) or member(sight.role))
            browsers[sight.role] = visit(who, **options).context
        page = browsers[sight.role].new_page()
        if sight.before:
            sight.before(page)
        answer = page.goto(sight.path)
        assert answer.status == (200 if sight.then else sight.status), sight.name
        if sight.then:
            sight.then(page)
        return page

    return go


def too_wide(page):
    """The widths at which the page would have to be pushed sideways."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            yield f"{over} px too wide at {width}"


def hard_to_use(page, options=None):
    """What axe-core finds that keeps somebody from using what lies on top, each as one line."""
    outcome = page.evaluate(
        "(options) => axe.run(document.querySelector('dialog[open]') ?? document, options)", options or {}
    )
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in outcome["violations"]
        if found["impact"] in SERIOUS
        for node in found["nodes"]
    ]


def faults(page, watch):
    yield from too_wide(page)
    if page.evaluate("Object.values(sessionStorage).some((kept) => kept.includes('<'))"):
        yield "keeps its own HTML in the browser"
    watch.turn_away_from(page)  # axe-core writes styles into the page, which the content security policy forbids
    page.evaluate(AXE_SCRIPT)
    yield from hard_to_use(page)
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {line}" for line in hard_to_use(page, COLOURS))


@pytest.mark.parametrize("part", pages.PARTS)
def test_every_page_can_be_used_by_everybody_on_every_screen(part, found, arrive, watch):
    watch.expect("status of 400", "status of 403", "status of 404", "status of 500")
    wrong = {}
    for sight in pages.PARTS[part](found):
        page = arrive(sight)
        if lines := list(faults(page, watch)):
            wrong[sight.name] = lines
        page.close()
    assert wrong == {}


TOUCHED = "a.button, button.button, .tab, select, input:not([type=hidden], [type=radio], [type=file]), .segments label"


@pytest.mark.parametrize("name", ["queue-open", "case-open", "sheet-resolve", "new-case", "sign-in", "user-menu"])
def test_a_thumb_hits_every_button(name, found, arrive):
    (sight,) = [one for one in pages.sights(found) if one.name == name]
    page = arrive(sight, has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 820, "height": 1180})
    expect(page.locator(TOUCHED).first).to_be_visible()
    small = page.locator(TOUCHED).evaluate_all(
        """(all, thumb) => all.filter((one) => one.checkVisibility() && !one.closest(".visually-hidden"))
          .map((one) => [one.textContent.trim() || one.name || one.ariaLabel, one.closest("label.check") ?? one])
          .map(([name, touched]) => [name, touched.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.height < thumb || box.width < thumb))
          .map(([name, box]) => `${name.slice(0, 40)}: ${Math.round(box.width)} × ${Math.round(box.height)}`)""",
        THUMB,
    )
    assert small == []


def test_the_checks_themselves_find_what_is_wrong(visit, watch, ada):
    page = visit(ada)
    page.goto("/acme/cases/")
    page.evaluate("document.body.style.setProperty('color', 'red'); document.body.setAttribute('style', 'margin: 1px')")
    page.evaluate("document.querySelector('#main').append(document.createElement('img'), 'm'.repeat(2000))")
    wrong = list(faults(page, watch))
    assert [line for line in wrong if "too wide at 390" in line]
    assert [line for line in wrong if line.startswith("image-alt")]
    (complaint,) = {line.partition(": ")[2].partition(" ")[0] for line in watch.complaints if "CSP" in line}
    assert complaint == "CSP:"
    watch.complaints.clear()
