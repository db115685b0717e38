"""Are the extensions right? Called by calibrate.py; each function gives the lines of one table.

Every diary is drawn from the model with one treatment in blocks and one night in ten not recorded.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from diaries import schedule

from charley.inference.dose_levels import dose_columns, dose_levels
from charley.inference.mixture import Summary
from charley.inference.model import Array, CrampModel, Gaussian, Hyper, half_normal
from charley.inference.patterns import lagged, patterns
from charley.inference.pooling import AVERAGE, SPREAD_SCALE, pooled, said_by
from charley.inference.pooling import pool as put_together
from charley.inference.posterior import fit
from charley.inference.predictive import predictive
from charley.inference.priors import named, side_by_side
from charley.inference.simulate import Truth, draw_diary, draw_truth
from charley.inference.terms import extended, slow_trend, weekdays
from charley.inference.tipping import tipping

#: sigma, rho, 1/sqrt(phi), half-life of the drawn diaries.
USUAL = Hyper(*(np.array([value]) for value in (0.5, 0.7, 0.5, 5.0)))
EXPOSED = (0.3, 0.15, 0.5, 0.1, 0.4)
#: As in calibrate.py.
MOST_CRAMPS = 1000


def spread(work: Callable[[int], Any], size: int, pool: Executor | None) -> list[Any]:
    """One result for each seed."""
    return list(map(work, range(size)) if pool is None else pool.map(work, range(size), chunksize=8))


def drawn(blank: CrampModel, coefficients: list[float], random: np.random.Generator) -> Array:
    """Counts with NaN where not recorded."""
    found = draw_diary(blank, Truth(USUAL, np.array(coefficients)), random)
    return np.where(blank.recorded > 0, found.counts, np.nan)


def seen(nights: int, random: np.random.Generator) -> Array:
    """0 where recorded, NaN elsewhere."""
    return np.where(random.random(nights) < 0.1, np.nan, 0.0)


def one_pattern(seed: int, *, nights: int, ratio: float) -> tuple[bool, int, bool, bool]:
    """Planted link found, others shown, interval holds, refused; the planted one is the first exposure at lag 1."""
    random = np.random.default_rng([seed, nights, 1])
    there = (random.random((len(EXPOSED), nights)) < np.array(EXPOSED)[:, None]).astype(float)
    dose = schedule("blocks", nights, random)
    blank = CrampModel.of(seen(nights, random), None, [dose], lagged(there[0])[1:2])
    counts = drawn(blank, [np.log(0.8), np.log(0.7), np.log(ratio)], random)
    found = patterns(CrampModel.of(counts, None, [dose]), there)
    if found.reason is not None:
        return False, 0, False, True
    low, _, high = found.links[1].effect.quantiles()
    others = sum(link.shown for i, link in enumerate(found.links) if i != 1 or ratio == 1.0)
    return found.links[1].shown and ratio != 1.0, others, bool(low < np.log(ratio) < high), False


def pattern_table(size: int, pool: Executor | None) -> Iterator[str]:
    """How often a random diary shows a link, and a planted one is found."""
    yield f"patterns: {len(EXPOSED)} exposures at 3 lags, 0.8 cramps a night, {size} diaries each"
    yield "  nights  planted ratio   found   diaries with another shown   interval holds   refused"
    for nights in (112, 182, 365):
        for ratio in (1.0, 1.5, 2.0, 3.0):
            rows = spread(partial(one_pattern, nights=nights, ratio=ratio), size, pool)
            hit, others, held, refused = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
            found = "    -" if ratio == 1.0 else f"{hit.mean():.3f}"
            rest = f"{(others > 0).mean():.3f}   {held.mean():.3f}   {refused.mean():.3f}"
            yield f"  {nights:5d}   {ratio:9.1f}       {found}   {rest}"


def one_fall(seed: int, *, nights: int, left: float) -> tuple[float, float]:
    """P(RR < 1) without and with the slow trend; cramps fall by themselves and the treatment begins half-way."""
    random = np.random.default_rng([seed, nights, 2])
    blank = CrampModel.of(seen(nights, random), None, [schedule("second-half", nights, random)])
    fading = replace(blank, log_exposure=np.log(left) * np.arange(nights) / (nights - 1))
    model = CrampModel.of(drawn(fading, [np.log(1.5), 0.0], random), None, blank.washed)
    return tuple(fit(m).coefficient(1).below(0.0) for m in (model, extended(model, slow_trend(nights))))  # type: ignore[return-value]


def trend_table(size: int, pool: Executor | None) -> Iterator[str]:
    """How often a before/after diary whose cramps fall by themselves is read as help."""
    yield f"before and after, no effect, cramps fall by themselves: share with P(RR < 1) > 0.975, {size} diaries each"
    yield "  nights   left at the end   without trend   with trend"
    for nights in (84, 182, 365):
        for left in (0.75, 0.5, 0.3):
            rows = np.array(spread(partial(one_fall, nights=nights, left=left), size, pool))
            plain, trend = (rows > 0.975).mean(axis=0)
            yield f"  {nights:5d}   {left:10.2f}        {plain:.3f}          {trend:.3f}"


def one_ladder(seed: int, *, nights: int, ratios: tuple[float, float, float]) -> float | None:
    """The smallest dose named; 0, 100, 200, 300 mg in blocks of 14 nights, each round in a new order."""
    random = np.random.default_rng([seed, nights, 3])
    order = np.concatenate([random.permutation([0.0, 100.0, 200.0, 300.0]) for _ in range(nights // 56 + 1)])
    columns = dose_columns(order[np.arange(nights) // 14])
    blank = CrampModel.of(seen(nights, random), None, columns.columns, washed_priors=columns.priors)
    counts = drawn(blank, [np.log(1.5), 0.0, *np.log(ratios)], random)
    model = CrampModel.of(counts, None, columns.columns, washed_priors=columns.priors)
    return dose_levels(fit(model), columns, 1).smallest


def dose_table(size: int, pool: Executor | None) -> Iterator[str]:
    """Which dose is named as the smallest that works."""
    yield f"dose levels: rate ratios at 100, 200, 300 mg, 1.5 cramps a night, {size} diaries each; share naming"
    yield "  nights   ratios             none    100    200    300"
    for nights in (224, 448):
        for ratios in ((1.0, 1.0, 1.0), (0.5, 0.5, 0.5), (1.0, 0.5, 0.5), (1.0, 1.0, 0.5)):
            named = Counter(spread(partial(one_ladder, nights=nights, ratios=ratios), size, pool))
            shares = "  ".join(f"{named[dose] / size:.3f}" for dose in (None, 100.0, 200.0, 300.0))
            yield f"  {nights:5d}   {ratios[0]:.1f} {ratios[1]:.1f} {ratios[2]:.1f}       {shares}"


def one_light(seed: int, *, nights: int, kind: str) -> str:
    """The traffic light of a diary of the model, or of one that it cannot make."""
    random = np.random.default_rng([seed, nights, 4])
    blank = CrampModel.of(seen(nights, random), None, [schedule("blocks", nights, random)])
    counts = drawn(blank, [np.log(0.8), np.log(0.7)], random)
    if kind == "one night of 40":
        counts[np.flatnonzero(blank.recorded)[random.integers(20, nights // 2)]] = 40
    elif kind == "every third night":
        counts = np.where(np.isnan(counts), np.nan, np.where(np.arange(nights) % 3 == 0, 4.0, 0.0))
    return predictive(fit(CrampModel.of(counts, None, blank.washed))).light


def light_table(size: int, pool: Executor | None) -> Iterator[str]:
    """What the traffic light shows."""
    yield f"traffic light, 182 nights, {size} diaries each: share green, amber, red"
    for kind in ("of the model", "one night of 40", "every third night"):
        lights = Counter(spread(partial(one_light, nights=182, kind=kind), size, pool))
        yield f"  {kind:20s} " + "  ".join(f"{lights[light] / size:.3f}" for light in ("green", "amber", "red"))


Place = tuple[bool, bool]


def one_of_a_crowd(beta: float, random: np.random.Generator) -> CrampModel:
    """Twelve weeks of somebody with this log rate ratio, everything else from the prior."""
    blank = CrampModel.of(seen(84, random), None, [schedule("blocks", 84, random)])
    truth = draw_truth(blank, random)
    truth.coefficients[1] = beta
    return draw_diary(blank, truth, random)


def one_crowd(seed: int, *, people: int) -> tuple[Place, Place, list[Place]]:
    """For average, spread and each person: does the interval hold the truth, and does it lie below the median?"""
    random = np.random.default_rng([seed, people, 5])
    while True:  # a group with a diary that the program refuses is drawn again as a whole: the data alone decide
        mu = AVERAGE.mean + AVERAGE.sd * random.standard_normal()
        tau = SPREAD_SCALE * float(half_normal(random.standard_normal(1))[0])
        betas = mu + tau * random.standard_normal(people)
        models = [one_of_a_crowd(float(beta), random) for beta in betas]
        if max(model.counts.max() for model in models) <= MOST_CRAMPS:
            break
    found = pooled(models)

    def place(value: float, summary: Summary) -> Place:
        return summary.q025 < value < summary.q975, value < summary.q50

    effects = [place(beta, person.effect) for beta, person in zip(betas, found.people, strict=True) if person.effect]
    return place(mu, found.average), place(tau, found.spread), effects


def crowd_table(size: int, pool: Executor | None, people: int = 12) -> Iterator[str]:
    """Coverage of the pooled model, everything drawn from its prior."""
    rows = spread(partial(one_crowd, people=people), size, pool)
    yield f"many diaries together: {size} groups of {people} people, 84 nights each, truths from the prior"
    yield "  of          number   95 % holds   truth below the median"
    kinds = {
        "average": [row[0] for row in rows],
        "spread": [row[1] for row in rows],
        "person": [each for row in rows for each in row[2]],
    }
    for name, places in kinds.items():
        held, below = np.array(places).mean(axis=0)
        yield f"  {name:10s} {len(places):6d}    {held:.3f}        {below:.3f}"


def speed_table() -> Iterator[str]:
    """CPU milliseconds on a year-long diary, warm, median of seven."""
    nights = 365
    random = np.random.default_rng(6)
    dose = schedule("blocks", nights, random)
    blank = CrampModel.of(seen(nights, random), None, [dose])
    model = draw_diary(blank, Truth(USUAL, np.array([np.log(0.8), np.log(0.5)])), random)
    there = (random.random((len(EXPOSED), nights)) < np.array(EXPOSED)[:, None]).astype(float)
    posterior = fit(model)
    said = [said_by(posterior)] * 100
    works: dict[str, Callable[[], Any]] = {
        "the reference model": lambda: fit(model),
        "with slow trend and weekdays": lambda: fit(extended(model, slow_trend(nights), weekdays(nights, 0))),
        "three priors side by side": lambda: side_by_side(model, named(Gaussian(-0.1, 0.3)), 1),
        "tipping points": lambda: tipping(model, 1),
        "traffic light": lambda: predictive(posterior),
        "patterns, five exposures": lambda: patterns(model, there),
        "a hundred people pooled, fits not counted": lambda: put_together(said),
    }
    yield f"CPU milliseconds, {nights} nights"
    for name, work in works.items():
        work()
        took = []
        for _ in range(7):
            began = time.process_time()
            work()
            took.append(time.process_time() - began)
        yield f"  {name:45s} {1000 * sorted(took)[3]:7.0f}"


def tables(diaries: int, pool: Executor | None) -> Iterator[str]:
    """All tables; ``diaries`` is the number for the patterns, the others take a part or a multiple of it."""
    yield from speed_table()
    yield from pattern_table(diaries, pool)
    yield from trend_table(max(1, diaries // 5), pool)
    yield from dose_table(max(1, diaries // 5), pool)
    yield from light_table(max(1, diaries // 2), pool)
    yield from crowd_table(6 * diaries, pool)
