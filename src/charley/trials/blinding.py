"""Blinding at home: numbered containers filled by a helper, and afterwards a look at whether the arms stayed hidden.

Blinding indices: James and others 1996, Stat Med 15:1421 (one for all, 1 = nobody knew, 0.5 = guessed at random, 0 =
everybody knew); Bang, Ni and Davis 2004, Control Clin Trials 25:143 (one for each arm, 1 = all knew, 0 = random, -1 =
all were wrong). A few periods say little, and the intervals show it.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from charley.dosing.plan import Dose
from charley.errors import BadInput, Problem
from charley.inference.model import Array
from charley.reading import Record
from charley.trials.design import Arm, Design, Key, Period, opened

_Z = float(ndtri(0.975))
#: Days for which each container holds more than its period has, for a longer period or a lost capsule.
SPARE_DAYS = 2


class Container(NamedTuple):
    """One numbered container; where something is swallowed at several hours, its box for one of them.

    Attributes:
        number: written on it; it is also the number of its period.
        arm: what goes into it; for the helper's eyes only.
        hour: clock time at which one capsule of it is taken; None for what is not swallowed.
        dose: what a capsule of it holds; None for a dummy, and for what is not swallowed.
        days: for how many it holds enough.
    """

    number: int
    arm: Arm
    hour: str | None
    dose: Dose | None
    days: int

    @property
    def capsules(self) -> int:
        """How many: one a day."""
        return 0 if self.hour is None else self.days


def containers(design: Design, key: Key) -> tuple[Container, ...]:
    """What the helper fills. Periods in which nothing is taken have no container.

    At every hour at which any arm swallows something each arm does, so that all look alike; an arm that has no dose at
    an hour has a dummy then.

    Raises:
        BadInput: where the key is not the one that was sealed, or the trial is not blind.
    """
    if not design.blind:
        raise BadInput([Problem("design", "is open: there is nothing to hide")])
    arms = {period: design.arm(name) for period, name in zip(design.periods, opened(design, key), strict=True)}
    return tuple(
        Container(period.number, arm, hour, _at(arm, hour), design.period_days + SPARE_DAYS)
        for period, arm in arms.items()
        if has_container(arm)
        for hour in design.hours or (None,)
    )


def _at(arm: Arm, hour: str | None) -> Dose | None:
    return next((dose for dose in arm.doses if dose.time == hour), None)


def has_container(arm: Arm) -> bool:
    """Whether something is taken in this arm, be it only a dummy."""
    return bool(arm.parts)


def periods_with_container(design: Design, key: Key) -> tuple[Period, ...]:
    """The periods for which the person opens a container."""
    numbers = {each.number for each in containers(design, key)}
    return tuple(period for period in design.periods if period.number in numbers)


class Guessed(NamedTuple):
    """One guess after a period: the true arm, and what was thought; None = did not know."""

    truth: str
    guess: str | None


class Index(Record, frozen=True, kw_only=True):
    """An index with its 95 % interval; both null where it has no value."""

    value: float | None
    low: float | None
    high: float | None


class BlindingCheck(Record, frozen=True, kw_only=True):
    """Whether the arms stayed hidden.

    Attributes:
        guesses: how many there were, those without an idea included.
        right: right guesses.
        james: for all together.
        bang: for each arm.
        seen_through: whether the guesses were right more often than chance would have it: the upper end of the James
            index lies below one half.
    """

    guesses: int
    right: int
    james: Index
    bang: dict[str, Index]
    seen_through: bool


def blinding(guessed: Sequence[Guessed]) -> BlindingCheck | None:
    """Sum up the guesses about two arms; None where there are none."""
    if not guessed:
        return None
    arms = sorted({each.truth for each in guessed} | {each.guess for each in guessed if each.guess is not None})
    if len(arms) > 2:
        raise ValueError("the index is made for two arms")
    counts = np.zeros((3, 2))
    for each in guessed:
        row = 2 if each.guess is None else arms.index(each.guess)
        counts[row, arms.index(each.truth)] += 1
    james = _james(counts)
    return BlindingCheck(
        guesses=len(guessed),
        right=sum(each.guess == each.truth for each in guessed),
        james=james,
        bang={arm: _bang(counts, i) for i, arm in enumerate(arms) if counts[:, i].any()},
        seen_through=james.high is not None and james.high < 0.5,
    )


def _bang(counts: Array, arm: int) -> Index:
    """Share of right guesses less that of wrong ones, over all in the arm, those without an idea included."""
    n = float(counts[:, arm].sum())
    right, wrong = float(counts[arm, arm]) / n, float(counts[1 - arm, arm]) / n
    value = right - wrong
    return _index(value, (right + wrong - value**2) / n, -1.0)


def _james(counts: Array) -> Index:
    """The index, with its variance by the delta method on the multinomial of the six cells."""
    n = float(counts.sum())
    p = (counts / n).ravel()
    value = _james_value(p)
    if value is None:
        only_unknown = not counts[:2].any()
        return Index(value=1.0, low=1.0, high=1.0) if only_unknown else Index(value=None, low=None, high=None)
    slopes, step = np.zeros(6), 1e-6
    for i in range(6):
        up, down = p.copy(), p.copy()
        up[i] += step
        down[i] -= step
        high, low = _james_value(up), _james_value(down)
        slopes[i] = ((high or 0.0) - (low or 0.0)) / (2.0 * step)
    mean = float(slopes @ p)
    return _index(value, (float((slopes**2) @ p) - mean**2) / n, 0.0)


def _james_value(p: Array) -> float | None:
    """(1 + P_dk + (1 - P_dk) K) / 2, K the agreement beyond chance of the guesses that were made, right ones 0."""
    cells = p.reshape(3, 2)
    unknown = float(cells[2].sum())
    made = cells[:2]
    wrong = 0.5 * (made[0, 1] + made[1, 0])
    rows, columns = made.sum(axis=1), made.sum(axis=0)
    by_chance = 0.5 * float(rows[0] * columns[1] + rows[1] * columns[0])
    if by_chance <= 0.0 or unknown >= 1.0:
        return None
    observed, expected = float(wrong) / (1.0 - unknown), by_chance / (1.0 - unknown) ** 2
    return (1.0 + unknown + (1.0 - unknown) * (observed - expected) / expected) / 2.0


def _index(value: float, variance: float, floor: float) -> Index:
    reach = _Z * math.sqrt(max(0.0, variance))
    return Index(value=value, low=max(floor, value - reach), high=min(1.0, value + reach))
