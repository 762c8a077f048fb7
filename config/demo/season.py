"""Ninety days of one company: people, customers and a few hundred cases, each with its fate."""

import random
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context

import django
from django.db import transaction

from tenants.current import tenant_scope
from tenants.models import Tenant

from .after_jobs import AfterJobs
from .album import Album
from .arrangement import arrange
from .books import Books
from .calls import Calls
from .cast import Cast, introduce
from .clockwork import Clockwork
from .desk import keep_views, let_some_wait
from .fates import CASES, Fates
from .grievances import complain
from .inboxes import catch_up
from .nights import live_nights
from .returns import live_returns
from .script import Script
from .story import Story

DAYS = 90
PROCESSES = 2
DAYS_WITH_PHOTOS = 25
BUSY_MINUTES = 15  # in one of so many it happens to the customer with whom there is most to do


@dataclass
class Stage:
    """Everything a story needs."""

    script: Script
    cast: Cast
    books: Books
    clock: Clockwork
    album: Album
    luck: random.Random


def build_each(slugs, now):
    """Build several companies at the same time, each in a process of its own, and yield each slug when it is done."""
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), initializer=django.setup) as builders:
        being_built = {builders.submit(build, slug, now): slug for slug in slugs}
        for built in as_completed(being_built):
            built.result()
            yield being_built[built]


def build(slug, now, cases=CASES):
    """Make the company ``slug`` as it would be at ``now``, whole or not at all.

    It is one transaction, so no sweep meets its past half told. The photos are developed after it, as workers would.
    """
    luck = random.Random(f"kept/{slug}")  # noqa: S311 - the same company every time, nothing secret
    script = Script(slug, luck)
    written = script.company
    introduce(script)
    with transaction.atomic():
        company = Tenant.objects.create(slug=slug, name=written["name"], time_zone=written["time_zone"])
        with tenant_scope(company):
            stage = set_stage(script, now, luck)
            live_through(stage, cases)
    stage.album.develop()


def live_through(stage, cases):
    """Let everything happen that fate has in store."""
    stories = {}
    for fate in Fates(stage.luck, stage.clock).all(cases):
        twin = stories.get(fate.same_as)
        plot = twin.plot if twin else stage.script.plot(fate.priority)
        home = twin.home if twin else home_for(plot, fate, stage)
        stories[fate] = Story(stage, plot, home, fate, twin)
        stories[fate].begin()
    calls = Calls(stage)
    calls.promise_all()
    AfterJobs(stage, calls).finish_all()
    arrange(stage)
    complain(stage)
    live_nights(stage)
    live_returns(stage)
    let_some_wait(stage)
    stage.clock.run()
    keep_views(stage)
    catch_up(stage)


def set_stage(script, now, luck):
    begins_at = now - timedelta(days=DAYS)
    cast = Cast(script, left_at=now - timedelta(days=35))
    zone = script.company["time_zone"]
    clock = Clockwork(luck, zone, begins_at, now)
    album = Album(luck, zone, now - timedelta(days=DAYS_WITH_PHOTOS))
    return Stage(script, cast, Books(script, cast, now), clock, album, luck)


def home_for(plot, fate, stage):
    """Choose somebody to whom this can happen, near enough for the one who is to own the case."""
    homes = [home for home in stage.books.homes if home.may_have(plot.issue)]
    branch = stage.cast.first(fate.hero).branch if fate.hero else stage.cast.root
    near = [home for home in homes if branch.is_root or home.branch == branch] or homes or stage.books.homes
    chosen, busy = stage.luck.choice(near), stage.books.busy
    return busy if busy in near and fate.opened_at.minute % BUSY_MINUTES == 0 else chosen
