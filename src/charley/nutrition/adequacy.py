"""Is it enough? The probability that a person's usual intake meets their need, from the days they recorded.

The approach of the Institute of Medicine (2000): the mean of the recorded days stands some way from the average
requirement (EAR), measured in the uncertainty of both the need and the mean of a few days. Where a nutrient has no EAR,
or its day-to-day variation was not read, no probability is given; a shortfall against an AI says little by itself.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist

from charley.knowledge.nutrients import Nutrient, Reference, Setting, Sex, reference
from charley.knowledge.variation import variation
from charley.nutrition.ledger import Day, Range
from charley.reading import Record


class Adequacy(Record, frozen=True, kw_only=True):
    """How an intake stands to a reference.

    Attributes:
        nutrient: which.
        days: how many days it rests on.
        mean: a day's intake from all sources, on average; a range where parts are unknown.
        target: the RDA or AI.
        ear: the average requirement.
        probability: that the usual intake is enough; from the lower and the upper end of ``mean``. None if it cannot
            be said.
        authority: whose figures these are.
        why_not: why no probability is given.
    """

    nutrient: Nutrient
    days: int
    mean: Range
    target: float | None
    ear: float | None
    probability: Range | None
    authority: str | None
    why_not: str | None = None

    @property
    def gap(self) -> Range | None:
        """From the least to the most that is missing to the target; None without a target."""
        if self.target is None:
            return None
        least = 0.0 if self.mean.high is None else max(0.0, self.target - self.mean.high)
        return Range(least, max(0.0, self.target - self.mean.low))


def reference_for(
    nutrient: Nutrient,
    *,
    setting: Setting | None,
    sex: Sex | None,
    age_years: float | None,
    pregnant: bool | None = None,
    lactating: bool | None = None,
) -> Reference | None:
    """The person's reference; the American one where their own authority set no target or ours has not read it."""
    asked: list[Setting] = [setting] if setting in ("EU", "UK") else []
    for each in [*asked, "US"]:
        found = reference(nutrient, setting=each, sex=sex, age_years=age_years, pregnant=pregnant, lactating=lactating)
        if found is not None and found.target is not None:
            return found
    return None


def adequacy(nutrient: Nutrient, days: Sequence[Day], person: Reference | None) -> Adequacy:
    """Judge the recorded days against a reference.

    Args:
        nutrient: which.
        days: the recorded days; at least one.
        person: the person's reference, see :func:`reference_for`.
    """
    totals = [day.total(nutrient).total for day in days]
    count = len(totals)
    low = math.fsum(total.low for total in totals) / count
    highs = [total.high for total in totals]
    high = None if None in highs else math.fsum(h for h in highs if h is not None) / count
    mean = Range(low, high)
    ear = None if person is None else person.ear
    spread = variation().get(nutrient)
    probability, why_not = None, None
    if person is None:
        why_not = "No reference is known for this person."
    elif ear is None:
        why_not = f"{person.authority} sets no average requirement here, so no probability can be given."
    elif spread is None:
        why_not = "How much this varies from day to day is not known to us, so no probability is given."
    else:
        ends = (probability_adequate(end, ear, count, spread.day_to_day_share, spread.requirement_cv) for end in mean)
        lower, upper = ends
        probability = Range(lower, upper)
    return Adequacy(
        nutrient=nutrient,
        days=count,
        mean=mean,
        target=None if person is None else person.target,
        ear=ear,
        probability=probability,
        authority=None if person is None else person.authority,
        why_not=why_not,
    )


def probability_adequate(
    mean: float | None, ear: float, days: int, day_to_day_share: float, requirement_cv: float
) -> float:
    """The probability that usual intake is at least the person's own need.

    Args:
        mean: of the recorded days; None for "no upper end known", which gives 1.
        ear: average requirement.
        days: how many days were recorded.
        day_to_day_share: standard deviation of one day's intake, as a share of the EAR.
        requirement_cv: coefficient of variation of the need.
    """
    if mean is None:
        return 1.0
    spread = ear * math.sqrt(requirement_cv**2 + day_to_day_share**2 / days)
    return NormalDist().cdf((mean - ear) / spread)
