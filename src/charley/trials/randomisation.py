"""The exact test on blocks: how often would the lot alone have made the treatment look as good as it does?

It assumes nothing about cramps, only that the order was drawn by lot from a known list. If the treatment does nothing,
every order on the list would have met the same cramps. So the comparison is worked out anew for each of them, and p is
the share that comes out at least as favourable as the order that was drawn (Edgington and Onghena, Randomization Tests,
4th ed. 2007). With k pairs there are 2^k orders, and no p can be below 1/2^k.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from charley.reading import Record
from charley.trials import sequence

#: Differences of rates that rounding alone makes.
_ROUNDING = 1e-12


class PeriodRate(NamedTuple):
    """What one period showed.

    Attributes:
        number: of the period, from 1.
        nights: observed nights behind the rate, parts of nights counted as such; 0 where none was recorded.
        cramps: on them.
    """

    number: int
    nights: float
    cramps: int

    @property
    def rate(self) -> float | None:
        """Cramps a night; None where no night was recorded."""
        return self.cramps / self.nights if self.nights else None


class ExactTest(Record, frozen=True, kw_only=True):
    """The result.

    Attributes:
        fewer_per_week: mean over blocks of the fall in cramps a week, comparison minus treatment.
        p: one-sided, for fewer cramps with the treatment.
        p_two_sided: for a change either way.
        smallest_p: the smallest one-sided p these blocks could have given.
        orders: how many orders were compared.
        blocks: blocks that count; a block with a period without any record is left out.
    """

    fewer_per_week: float
    p: float
    p_two_sided: float
    smallest_p: float
    orders: int
    blocks: int


def exact_test(
    rates: Sequence[PeriodRate], order: Sequence[str], *, treated: str, against: str, max_run: int
) -> ExactTest | None:
    """Compare two arms over all orders that could have been drawn.

    Args:
        rates: of each period, in order, first nights already left out.
        order: the arm of each period.
        treated, against: ids of the two arms.
        max_run: the rule the order was drawn under.

    Returns:
        None where no block has a record in each of its periods, or where there are too many orders to go through.
    """
    arms = sorted(set(order))
    size = len(arms)
    blocks = [rates[i : i + size] for i in range(0, len(rates), size)]
    whole = [i for i, block in enumerate(blocks) if all(period.rate is not None for period in block)]
    if not whole or not sequence.can_be_listed(size, len(blocks), max_run):
        return None

    def fall(order: Sequence[str]) -> float:
        return sum(_fall(blocks[i], order[i * size : (i + 1) * size], treated, against) for i in whole)

    observed = fall(order)
    every = [fall([arms[a] for a in each]) for each in sequence.listed(size, len(blocks), max_run)]
    slack = _ROUNDING * max(1.0, *map(abs, every))
    top = max(every)
    return ExactTest(
        fewer_per_week=7.0 * observed / len(whole),
        p=sum(each >= observed - slack for each in every) / len(every),
        p_two_sided=sum(abs(each) >= abs(observed) - slack for each in every) / len(every),
        smallest_p=_least_share(size, len(blocks), max_run, whole) if top > 0 else 1.0,
        orders=len(every),
        blocks=len(whole),
    )


def _fall(block: Sequence[PeriodRate], order: Sequence[str], treated: str, against: str) -> float:
    rate: Mapping[str, float] = {arm: period.rate or 0.0 for arm, period in zip(order, block, strict=True)}
    return rate[against] - rate[treated]


def _least_share(arms: int, blocks: int, max_run: int, whole: Sequence[int]) -> float:
    """Share of orders that agree in the blocks that count: no result can be rarer."""
    seen: dict[tuple[int, ...], int] = {}
    total = 0
    for order in sequence.listed(arms, blocks, max_run):
        part = tuple(arm for i in whole for arm in order[i * arms : (i + 1) * arms])
        seen[part] = seen.get(part, 0) + 1
        total += 1
    return min(seen.values()) / total
