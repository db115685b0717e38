"""Interval arithmetic against the slow and obvious way: try every minute."""

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from charley.dosing.placing import BETWEEN_DOSES_MIN, place
from charley.dosing.spacing import Keepout, Span, WakingDay, free_spans

minutes = st.integers(0, 1439)
hours = st.sampled_from([0, 30, 60, 120, 180, 240, 360, 480, 719, 720, 1440]) | st.integers(0, 1440)
keepouts = st.lists(
    st.builds(Keepout, medicine=st.just("m"), field=st.just("f"), at=minutes, before_min=hours, after_min=hours),
    max_size=6,
)
days = st.builds(WakingDay, wake=minutes, length=st.integers(1, 1439))


def allowed(minute: int, keepout: Keepout) -> bool:
    """By the definition: round the clock, at least ``before`` ahead of the medicine and ``after`` behind it."""
    behind = (minute - keepout.at) % 1440
    ahead = (keepout.at - minute) % 1440
    return behind >= keepout.after_min and ahead >= keepout.before_min


@settings(max_examples=300, deadline=None)
@given(days, keepouts)
def test_free_spans_hold_exactly_the_minutes_that_every_medicine_allows(day, keepouts):
    spans = free_spans(day, keepouts)
    found = {minute for first, last in spans for minute in range(first, last + 1)}
    every = {m for m in range(day.length + 1) if all(allowed((day.wake + m) % 1440, k) for k in keepouts)}
    assert found == every
    assert all(first <= last for first, last in spans)
    assert all(a.last + 1 < b.first for a, b in pairwise(spans))


spans = st.lists(st.integers(0, 900), min_size=2, max_size=8, unique=True).map(
    lambda edges: [Span(a, b) for a, b in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)]
)


def apart(first: int, second: int) -> bool:
    return second - first >= BETWEEN_DOSES_MIN and first + 1440 - second >= BETWEEN_DOSES_MIN


@settings(max_examples=60, deadline=None)
@given(spans, st.integers(0, 900), st.integers(0, 900))
def test_two_doses_stand_as_near_to_their_wishes_as_any_pair_of_minutes_could(free, morning, evening):
    """Every fifth minute is tried; no pair of them may be better than the answer."""
    found = place((morning, evening), free)
    open_minutes = [m for first, last in free for m in {*range(first, last + 1, 5), last}]
    costs = [abs(a - morning) + abs(b - evening) for a, b in product(open_minutes, repeat=2) if apart(a, b)]
    if found is None:
        assert not costs
        return
    assert apart(*found)
    assert all(any(first <= minute <= last for first, last in free) for minute in found)
    assert abs(found[0] - morning) + abs(found[1] - evening) <= min(costs, default=10**6)


@settings(max_examples=200, deadline=None)
@given(spans, st.integers(0, 900))
def test_one_dose_stands_at_the_nearest_free_minute(free, wish):
    (found,) = place((wish,), free)
    nearest = min(abs(m - wish) for first, last in free for m in range(first, last + 1))
    assert abs(found - wish) == nearest
    assert any(first <= found <= last for first, last in free)
