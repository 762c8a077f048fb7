"""The pill with the time left ticks in the browser, from moments that the server decided."""

import re

from playwright.sync_api import expect

from . import world


def test_the_clock_ticks_and_turns_at_risk_and_overdue(visit, acme, ada):
    case = world.cases(world.customer(acme), 1, by=ada, hours=0)[0]  # urgent: four hours, three until it is at risk
    page = visit(ada)
    page.clock.install(time=case.opened_at)
    page.goto(f"/acme/cases/{case.number}/")
    pill = page.locator("#case-header due-clock")
    expect(pill).to_have_attribute("state", "ok")
    expect(pill).to_have_text("3 h 59 min left")
    page.clock.fast_forward(60_000)
    expect(pill).to_have_text("3 h 58 min left")
    page.clock.fast_forward("03:05:00")
    expect(pill).to_have_attribute("state", "risk")
    expect(pill).to_have_text("At risk: 53 min")
    page.clock.fast_forward("01:00:00")
    expect(pill).to_have_attribute("state", "late")
    expect(pill).to_contain_text("Overdue")


def test_a_clock_that_is_gone_ticks_no_more(visit, acme, ada):
    case = world.cases(world.customer(acme), 1, by=ada)[0]
    page = visit(ada)
    page.clock.install()
    page.goto(f"/acme/cases/{case.number}/")
    page.evaluate(
        "() => { window.gone = document.querySelector('#case-header due-clock'); gone.remove(); gone.textContent = '' }"
    )
    page.clock.fast_forward("01:00:00")
    assert page.evaluate("gone.textContent") == ""


def test_edge_4_half_an_hour_is_half_an_hour_wherever_one_is(visit, acme, ada, max):
    type(acme).objects.filter(pk=acme.pk).update(time_zone="Asia/Riyadh")
    case = world.cases(world.customer(acme), 1, by=ada, hours=3.5)[0]  # urgent: four hours
    for member, zone in ((ada, "Asia/Kolkata"), (max, "America/New_York")):
        page = visit(member, timezone_id=zone)
        page.goto(f"/acme/cases/{case.number}/")
        pill = page.locator("#case-header due-clock")
        expect(pill).to_have_text(re.compile("At risk: (30|29) min"))
        expect(pill).to_have_attribute("state", "risk")
