"""Load, measure, print a table; the exit status is 1 when something is over its budget."""

import argparse
import sys

from . import house

WRITING = "opening cases"


def main():
    asked = arguments()
    house.settle(asked.cases)
    from config import embedded

    from . import loader

    loader.clear_away(asked.cases)
    with embedded.running():
        house.furnish()
        try:
            loader.ensure(asked.cases)
            return measure(asked)
        finally:
            house.forget()


def arguments():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=house.DEFAULT_CASES)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", default="", help="measure only what has this word in its name")
    parser.add_argument("--no-writing", action="store_true", help="leave out opening cases")
    return parser.parse_args()


def measure(asked):
    from django.core.cache import cache

    from . import counting, floors, loader, people, runner
    from .report import Report
    from .visitor import Visitor

    cache.clear()

    ada, big = people.member_of(loader.BIG)
    eve, little = people.member_of(loader.SMALL)
    with house.served(FLOOR_TENANT=str(big.pk)) as (port, floor_port, web), floors.web_role(big) as connection:
        visitor, guest = Visitor(ada, big, port), Visitor(eve, little, port)
        everything = lines(asked, visitor, guest, floor_port, connection)
        unit = everything[0]
        runner.take_turns(everything, 12 if asked.quick else 40)
        report = Report(asked.cases, unit)
        for one in everything:
            report.time(one)
        counting.say(report, visitor, ada, everything)
        if asked.only in WRITING and not asked.no_writing:
            write(report, visitor, floor_port, connection, web)
        if asked.cases == house.DEFAULT_CASES:
            report.growth(".local/bench-100000")
        return report.finish(keep=not asked.only)


def lines(asked, visitor, guest, floor_port, connection):
    """Return everything that is measured, the floor first."""
    from . import floors, pages, people

    member = connection.execute("SELECT id FROM tenants_membership ORDER BY id OFFSET 3 LIMIT 1").fetchone()[0]
    department = connection.execute("SELECT id FROM routing_department ORDER BY id OFFSET 1 LIMIT 1").fetchone()[0]
    branch = connection.execute("SELECT id FROM tenants_branch WHERE name = 'North' ORDER BY id LIMIT 1").fetchone()[0]
    measured = [
        pages.empty(floor_port),
        pages.Measured("the bare query over psycopg", floors.bare_query(connection)),
        *pages.queues(visitor, floors.deep_key(connection, asked.cases // 20), member, department, branch),
        *pages.searches(visitor),
        *pages.everywhere(visitor),
        *pages.pulses(visitor),
        *pages.cases(visitor, people.lively_numbers(visitor.company)),
        *pages.others(visitor),
        *pages.small(guest),
    ]
    return [pages.floor(floor_port), *(one for one in measured if asked.only in one.name)]


def write(report, visitor, floor_port, connection, web):
    """Open cases, with the workers at work, and weigh everything that runs."""
    from . import runner

    account = connection.execute("SELECT id FROM customers_account WHERE number = 99").fetchone()[0]  # no page shows it
    act, floor = runner.opening(visitor, account), runner.floor_creation(floor_port)
    report.heading("Opening cases by the form, workers running")
    with house.working() as workers:
        report.figure("opened to clocked and routed, median", runner.seconds_to_triage(connection, act), 0.5, unit="s")
        for clients, budget in ((1, 40), (4, 70)):
            name = f"{clients} client{'s' * (clients > 1)}"
            bare, full = runner.rate(floor, clients), runner.rate(act, clients)
            report.figure(f"opened a second, {name}", full, budget, unit="/s", at_least=True)
            report.figure(f"opened a second over its HTTP floor, {name}", full / bare)
        for kind, words in (("Rss", "resident"), ("Pss", "what they share counted once")):
            memory = sum(program.memory_mb(kind) for program in (web, *workers))
            report.figure(f"memory of web, workers and beat, {words}", memory, 600, unit="MB")


if __name__ == "__main__":
    sys.exit(main())
