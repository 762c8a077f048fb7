"""Which finished job is proposed as the original one: pure."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks.likeness import PastJob, likeliest, matches

TODAY = date(2026, 11, 20)
HERE, THERE = UUID(int=101), UUID(int=102)


def job(key, *, kind="Repipe", site=HERE, ago=30):
    return PastJob(UUID(int=key), kind, site, TODAY - timedelta(days=ago))


def proposed(*jobs, **known):
    found = likeliest(matches(jobs, today=TODAY, **{"warranty_days": 365, **known}))
    return found and found.key.int


@pytest.mark.parametrize(
    ("jobs", "known", "expected"),
    [
        ([job(1, ago=30), job(2, ago=10)], {}, 2),
        ([job(1, ago=30), job(2, ago=10, site=THERE)], {"site": HERE}, 1),
        ([job(1, kind="Repipe"), job(2, kind="Water heater", ago=10)], {"words": "the repiped wall is wet"}, 1),
        ([job(1, kind="Water heater"), job(2, ago=10)], {"site": HERE, "words": "heater is cold"}, 1),
        ([job(1, site=THERE, kind="Heater"), job(2)], {"site": HERE, "words": "heater"}, 2),
        ([job(1, ago=400), job(2, ago=20, site=THERE)], {"site": HERE}, 2),
        ([job(1, ago=400)], {}, None),
        ([job(1, ago=365)], {}, 1),
        ([job(1, ago=366)], {}, None),
        ([job(1, ago=31)], {"warranty_days": 30}, None),
        ([job(1, ago=400), job(2)], {"named": [UUID(int=1)]}, 2),
        ([job(1, ago=400)], {"named": [UUID(int=1)]}, 1),
        ([job(1, ago=30), job(2, ago=10)], {"named": [UUID(int=1)]}, 1),
        ([job(1, site=None)], {"site": None}, 1),
        ([job(1, kind="Installation"), job(2, kind="Repipe", ago=40)], {"words": "since the installation"}, 1),
        ([], {}, None),
    ],
)
def test_the_newest_job_at_the_same_address_of_the_same_kind_under_warranty_is_proposed(jobs, known, expected):
    assert proposed(*jobs, **known) == expected


def test_the_last_day_under_warranty_is_said():
    (match,) = matches([job(1, ago=10)], today=TODAY, warranty_days=30)
    assert (match.covered_until, match.is_covered) == (date(2026, 12, 10), True)


jobs = st.lists(
    st.builds(
        PastJob,
        st.uuids(),
        st.sampled_from(["Repipe", "Water heater", "Sewer", "Installation"]),
        st.sampled_from([HERE, THERE, None]),
        st.dates(date(2024, 1, 1), TODAY),
    ),
    max_size=6,
    unique_by=lambda one: one.key,
)


@given(jobs, st.integers(1, 900), st.sampled_from([HERE, THERE, None]), st.text(max_size=30))
def test_every_job_stands_in_the_list_once_and_nothing_late_is_proposed(found, days, site, words):
    told = matches(found, today=TODAY, warranty_days=days, site=site, words=words)
    assert sorted(one.key for one in told) == sorted(one.key for one in found)
    best = likeliest(told)
    assert (best is not None) == any(one.is_covered for one in told)
    assert best is None or best.is_covered


@given(jobs, st.randoms())
def test_the_order_in_which_they_are_read_does_not_matter(found, luck):
    mixed = luck.sample(found, len(found))
    known = {"today": TODAY, "warranty_days": 365, "site": HERE, "words": "heater"}
    assert matches(found, **known) == matches(mixed, **known)
