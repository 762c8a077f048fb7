"""The rate itself: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks.rates import Bar, Rate, counts

bars = st.builds(
    Bar, window_days=st.sampled_from([30, 90]), minimum_jobs=st.integers(0, 40), threshold_percent=st.integers(1, 100)
)
numbers = st.integers(0, 500)


@pytest.mark.parametrize(
    ("returns", "jobs", "percent", "is_above"),
    [
        (0, 0, None, False),
        (5, 9, None, False),  # too few jobs to say
        (0, 10, 0.0, False),
        (1, 10, 10.0, False),  # exactly the threshold is not above
        (2, 10, 20.0, True),
        (10, 99, 10.1, True),
        (1, 30, 3.3, False),
        (100_040, 1_000_000, 10.0, True),  # rounding hides it, the flag does not
        (12, 10, 120.0, True),
    ],
)
def test_returns_in_a_hundred_jobs(returns, jobs, percent, is_above):
    rate = Rate(returns, jobs, Bar())
    assert (rate.percent, rate.is_above) == (percent, is_above)


@pytest.mark.parametrize(
    ("is_withdrawn", "cause", "is_dropped", "expected"),
    [
        (False, "", False, True),
        (False, "unknown", False, True),
        (False, "yes", False, True),
        (False, "no", False, False),
        (False, "yes", True, False),
        (True, "", False, False),
    ],
)
def test_what_counts(is_withdrawn, cause, is_dropped, expected):
    assert counts(is_withdrawn=is_withdrawn, cause=cause, is_dropped=is_dropped) is expected


@given(numbers, numbers, bars)
def test_nothing_is_said_about_too_few_jobs_and_there_is_no_division_by_nothing(returns, jobs, bar):
    rate = Rate(returns, jobs, bar)
    assert (rate.percent is None) == (jobs < max(bar.minimum_jobs, 1)) == (not rate.is_enough)
    assert not (rate.is_above and rate.percent is None)


@given(numbers, numbers, bars)
def test_one_return_more_never_makes_it_better_and_one_job_more_never_worse(returns, jobs, bar):
    rate, more, busier = Rate(returns, jobs, bar), Rate(returns + 1, jobs, bar), Rate(returns, jobs + 1, bar)
    if rate.is_enough:
        assert more.percent >= rate.percent
        assert busier.percent <= rate.percent
    assert more.is_above or not rate.is_above
    assert rate.is_above or not rate.is_enough or not busier.is_above


@given(numbers, st.integers(1, 500), bars)
def test_above_means_more_than_the_threshold(returns, jobs, bar):
    rate = Rate(returns, jobs, bar)
    assert rate.is_above == (rate.is_enough and returns / jobs > bar.threshold_percent / 100 + 1e-12)
