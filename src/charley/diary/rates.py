"""Plain figures of a stretch of nights: cramps per week with an interval, means, and counts by site, doing, trigger.

Every figure is worked out from the entries themselves, so that page, export and report cannot differ.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from charley.diary.nights import Night, night_by_night
from charley.diary.records import CrampEpisode, Entry, SideEffect, Symptom


class Interval(NamedTuple):
    """A range that would hold the true value in 95 of 100 such stretches, were cramps to come singly and at random.

    Cramps come in runs, so the truth is less certain than this; the insight page has the fuller answer.
    """

    low: float
    high: float


class Stretch(NamedTuple):
    """The figures of some nights in a row.

    Attributes:
        first, last: the nights, both included.
        nights: how many there are.
        recorded: how many were recorded.
        observed_nights: the recorded nights, each weighed by the share that was observed.
        cramps: leg cramps on recorded nights.
        per_week: cramps in seven observed nights; None where no night was recorded.
        interval: of ``per_week``.
        pain: mean pain of the cramps whose pain was given.
        duration_s: mean length of the cramps whose length was given.
        sleep: mean rating, 1 to 5, of the nights that were rated.
        wakings: mean number of wakings by leg symptoms, of the nights on which it was given.
    """

    first: date
    last: date
    nights: int
    recorded: int
    observed_nights: float
    cramps: int
    per_week: float | None
    interval: Interval | None
    pain: float | None
    duration_s: float | None
    sleep: float | None
    wakings: float | None


def stretch(rows: Sequence[Night]) -> Stretch:
    """The figures of ``rows``, which follow each other without a gap and are at least one."""
    recorded = [row for row in rows if row.cramps is not None]
    observed = sum(row.observed for row in recorded)
    cramps = sum(row.cramps or 0 for row in recorded)
    episodes = [e for row in rows for e in row.episodes]
    weeks = observed / 7
    bounds = poisson_interval(cramps) if recorded else None
    return Stretch(
        first=rows[0].night,
        last=rows[-1].night,
        nights=len(rows),
        recorded=len(recorded),
        observed_nights=observed,
        cramps=cramps,
        per_week=cramps / weeks if recorded else None,
        interval=Interval(bounds.low / weeks, bounds.high / weeks) if bounds else None,
        pain=mean(e.pain for e in episodes),
        duration_s=mean(e.duration_s for e in episodes),
        sleep=mean(row.sleep.rating for row in rows if row.sleep),
        wakings=mean(row.sleep.cramp_wakings for row in rows if row.sleep),
    )


def weekly(entries: Iterable[Entry], first: date, last: date) -> tuple[Stretch, ...]:
    """The figures of each seven nights up to ``last``; the oldest piece may be shorter."""
    rows = night_by_night(entries, first, last)
    cuts = range(len(rows), 0, -7)
    return tuple(stretch(rows[max(0, end - 7) : end]) for end in reversed(cuts))


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are known; None where none is."""
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None


def by_site(entries: Iterable[Entry]) -> Counter[str]:
    """Cramps by place; those without a place stand under ``not_said``. The counts add up to all episodes."""
    return Counter(e.site or "not_said" for e in entries if isinstance(e, CrampEpisode))


def by_doing(entries: Iterable[Entry]) -> Counter[str]:
    """Cramps by what the person was doing; ``not_said`` where that is not known."""
    return Counter(e.doing or "not_said" for e in entries if isinstance(e, CrampEpisode))


def by_trigger(entries: Iterable[Entry]) -> Counter[str]:
    """Cramps by trigger. A cramp with two triggers stands under both and is still one cramp."""
    return Counter(trigger for e in entries if isinstance(e, CrampEpisode) for trigger in e.triggers)


def by_symptom(entries: Iterable[Entry]) -> Counter[str]:
    """Twitches, urges to move and the like, each kind by itself and apart from cramps."""
    return Counter(e.what for e in entries if isinstance(e, Symptom))


def by_system(entries: Iterable[Entry]) -> Counter[str]:
    """Side effects by part of the body; a stomach cramp is of the gut."""
    return Counter(str(e.system) for e in entries if isinstance(e, SideEffect))


def poisson_interval(count: int, coverage: float = 0.95) -> Interval:
    """The exact interval for a Poisson mean after seeing ``count`` events (Garwood, Biometrika 1936; 28: 437).

    Args:
        count: 0 or more.
        coverage: between 0 and 1.
    """
    tail = (1 - coverage) / 2
    low = 0.0 if count == 0 else _root(lambda m: 1 - _poisson_cdf(count - 1, m) - tail, 0.0, float(count))
    high = _root(lambda m: tail - _poisson_cdf(count, m), float(count), count + 12 * math.sqrt(count + 1) + 20)
    return Interval(low, high)


def _poisson_cdf(count: int, expected: float) -> float:
    """Chance of ``count`` events or fewer."""
    if expected <= 0:
        return 1.0
    start = min(count, math.floor(expected))  # the largest term: none underflows that matters
    largest = math.exp(start * math.log(expected) - expected - math.lgamma(start + 1))
    total = term = largest
    for k in range(start, 0, -1):
        term *= k / expected
        total += term
        if term < total * 1e-17:
            break
    term = largest
    for k in range(start + 1, count + 1):
        term *= expected / k
        total += term
        if term < total * 1e-17:
            break
    return min(1.0, total)


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function crosses zero between ``low`` and ``high``, by halving."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
