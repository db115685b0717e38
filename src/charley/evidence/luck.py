"""Would you have seen this by luck? Imaginary people whose cramps did not change at all, counted before and after.

Counts of a person's cramps spread more widely than a die would make them; here they come from a negative binomial
distribution around a rate that stays the same. People who start something start it after a bad spell, which alone makes
the next weeks look better; that can be switched on.
"""

from typing import NamedTuple

import numpy as np

#: Imaginary people for one answer, and how many of them are shown.
PEOPLE, SHOWN = 4000, 6
#: Size of the negative binomial distribution of a week's cramps: a week of 3 has a standard deviation near 2.4.
WEEK_SIZE = 3.0
#: Those who start after a bad spell are the half of people whose weeks before were the worse ones.
BAD_SPELL_SHARE = 0.5


class Luck(NamedTuple):
    """What unchanged cramps look like.

    Attributes:
        fell: share of imaginary people whose cramps fell by at least ``fall``.
        rose: share whose cramps rose by at least as much.
        margin: half the width of the 95 % range of ``fell`` that the number of imaginary people leaves.
        diaries: weekly counts of a few of them, before and after.
    """

    fell: float
    rose: float
    margin: float
    diaries: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def luck(
    *, cramps_a_week: float, weeks_before: int, weeks_after: int, fall: float, after_bad_spell: bool, seed: int
) -> Luck:
    """How often no change at all looks like a change.

    Args:
        cramps_a_week: the rate, which stays the same; above 0 and at most 100.
        weeks_before: counted before, 1 to 26.
        weeks_after: counted after, 1 to 26.
        fall: the share by which the count has to fall to be called a change, 0 to 1.
        after_bad_spell: only people who had a worse time before than others of the same rate.
        seed: the same seed gives the same people.

    Raises:
        ValueError: for anything outside these bounds.
    """
    if not (0 < cramps_a_week <= 100 and 0 <= fall <= 1):
        raise ValueError("cramps a week should be above 0 and at most 100, the fall from 0 to 1")
    if not (1 <= weeks_before <= 26 and 1 <= weeks_after <= 26):
        raise ValueError("weeks should be from 1 to 26")
    rng = np.random.default_rng(seed)
    people = int(PEOPLE / BAD_SPELL_SHARE) if after_bad_spell else PEOPLE
    chance = WEEK_SIZE / (WEEK_SIZE + cramps_a_week)
    counts = rng.negative_binomial(WEEK_SIZE, chance, size=(people, weeks_before + weeks_after))
    if after_bad_spell:
        worst_first = np.argsort(-counts[:, :weeks_before].sum(axis=1), kind="stable")
        counts = counts[np.sort(worst_first[:PEOPLE])]
    before = counts[:, :weeks_before].mean(axis=1)
    after = counts[:, weeks_before:].mean(axis=1)
    seen = before > 0
    fell = float(np.mean(after[seen] <= (1 - fall) * before[seen])) if seen.any() else 0.0
    rose = float(np.mean(after[seen] >= (1 + fall) * before[seen])) if seen.any() else 0.0
    margin = 1.96 * float(np.sqrt(max(fell * (1 - fell), 1e-6) / max(int(seen.sum()), 1)))
    shown = tuple(
        (tuple(int(c) for c in row[:weeks_before]), tuple(int(c) for c in row[weeks_before:])) for row in counts[:SHOWN]
    )
    return Luck(fell, rose, margin, shown)
