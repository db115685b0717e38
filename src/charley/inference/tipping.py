"""How many cramps the unrecorded nights would need to have had for the verdict to turn: the tipping point.

Nights are rarely left out at random: after a bad one a person may be too tired to write, after a quiet one may forget.
The posterior takes them as it takes the others. Here they are filled in, all with the same count, and the diary is
fitted again: first the unrecorded nights with the treatment, then those without it. The reader judges whether the count
that turns the verdict is one that could have happened (a delta-adjusted analysis: Cro and others 2020, Stat Med
39:2815).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from charley.inference import laplace
from charley.inference.mixture import Mixture
from charley.inference.model import CrampModel
from charley.inference.posterior import fit
from charley.inference.quadrature import Engine

Verdict = Literal["fewer", "more", "undecided"]
#: Probability from which fewer (or more) cramps are called sure.
SURE = 0.975
#: Counts tried are at most so many times the largest one recorded, and at least the second.
MOST_TIMES, MOST_AT_LEAST = 3, 10


@dataclass(frozen=True)
class Tipping:
    """What it takes to turn a verdict.

    Attributes:
        verdict: with the unrecorded nights left open.
        with_nights: unrecorded nights on which the treatment was taken.
        with_count: the smallest count on each of them that turns the verdict; None where none up to ``most`` does.
        without_nights: unrecorded nights on which it was not taken.
        without_count: the same for those.
        most: the largest count tried whose fit could be trusted.
        usual: cramps a recorded night, the mean.
    """

    verdict: str
    with_nights: int
    with_count: int | None
    without_nights: int
    without_count: int | None
    most: int
    usual: float


def verdict(below_1: float) -> Verdict:
    """What the probability of a rate ratio below 1 is called."""
    return "fewer" if below_1 > SURE else "more" if below_1 < 1.0 - SURE else "undecided"


def tipping(
    model: CrampModel,
    k: int,
    engine: Engine = laplace.condition,
    *,
    judge: Callable[[Mixture], str] = lambda effect: verdict(effect.below(0.0)),
    among: npt.NDArray[np.bool_] | None = None,
) -> Tipping:
    """The tipping points of treatment column ``k`` (1 for the first treatment).

    Args:
        model: the diary.
        k: place of the coefficient.
        engine: finds the Gaussians.
        judge: what a log rate ratio is called; whether it is surely fewer or more by default.
        among: (T,) the nights that may be filled in; all by default.
    """

    def called(diary: CrampModel) -> str | None:
        posterior = fit(diary, engine)
        return judge(posterior.coefficient(k)) if posterior.healthy else None

    now = judge(fit(model, engine).coefficient(k))
    unrecorded, taken = model.recorded == 0, model.washed[k - 1] > 0
    if among is not None:
        unrecorded = unrecorded & among
    most = max(MOST_AT_LEAST, MOST_TIMES * int(model.counts.max()))
    groups = unrecorded & taken, unrecorded & ~taken

    def least(group: npt.NDArray[np.bool_]) -> tuple[int | None, int]:
        if not group.any():
            return None, most

        def turns(count: int) -> bool | None:
            said = called(filled(model, group, count))
            return None if said is None else said != now

        return _least(most, turns)

    found = [least(group) for group in groups]
    usual = float(model.counts.sum() / max(model.recorded.sum(), 1.0))
    (with_count, most_with), (without_count, most_without) = found
    return Tipping(
        verdict=now,
        with_nights=int(groups[0].sum()),
        with_count=with_count,
        without_nights=int(groups[1].sum()),
        without_count=without_count,
        most=min(most_with, most_without),
        usual=usual,
    )


def filled(model: CrampModel, nights: npt.NDArray[np.bool_], count: int) -> CrampModel:
    """The diary with ``count`` cramps on each of these nights, as if recorded."""
    return replace(
        model,
        counts=np.where(nights, float(count), model.counts),
        recorded=np.where(nights, 1.0, model.recorded),
    )


def _least(most: int, turns: Callable[[int], bool | None]) -> tuple[int | None, int]:
    """The smallest count that turns, where those above it turn too: bisection between the ends of a doubling.

    A fit that is not healthy (None) turns nothing, and ends the doubling.

    Returns:
        the count, None where none turned, and the largest that could be tried.
    """
    if turns(0):
        return 0, most
    stays, tried = 0, 1
    while not (turned := turns(tried)):
        if turned is None:
            return None, stays
        if tried >= most:
            return None, most
        stays, tried = tried, min(2 * tried, most)
    while tried - stays > 1:
        middle = (stays + tried) // 2
        stays, tried = (stays, middle) if turns(middle) else (middle, tried)
    return tried, most
