"""What the trials say beforehand about one person: the "from trials" prior of the cramp model.

The pooled trials give a mean difference in cramps a week. The cramp model wants a log rate ratio. With the mean m on
placebo and the difference d the ratio is (m + d) / m; its standard error follows by the delta method, se(d) / (m + d),
as m is known far better than d. That is the average over people. One person may differ from the average, the person
may not be like those studied, and the reviewers were not fully sure of the estimate: each widens the prior, by
variances that add up.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from scipy.special import ndtri

from charley.knowledge.figures import Certainty, Figure, figures
from charley.knowledge.printed import value
from charley.knowledge.sources import Source
from charley.knowledge.studies import Population

#: How far people's own true effects may lie from the average, as a standard deviation of the log ratio. Nobody has
#: measured it for cramps. At 0.3 about 1 person in 20 lies beyond 1.8 times or below 0.55 times the average ratio.
PERSON_SD = 0.3
#: Added for a person unlike those studied.
INDIRECT_SD = 0.2
#: Added for each step of GRADE below high.
CERTAINTY_SD: dict[Certainty, float] = {"high": 0.0, "moderate": 0.05, "low": 0.15, "very low": 0.3, "not graded": 0.3}


class TrialsPrior(NamedTuple):
    """A Gaussian prior of the log rate ratio, on magnesium to without.

    Attributes:
        mean: of the log rate ratio.
        sd: of it.
        average_sd: the part of ``sd`` that is the trials' own uncertainty about the average.
        certainty: GRADE of the pooled result.
        like_you: whether people like this one were studied.
        why: in plain words, with the numbers.
        sources: of the pooled result.
    """

    mean: float
    sd: float
    average_sd: float
    certainty: Certainty
    like_you: bool
    why: str
    sources: tuple[Source, ...]


def from_trials(people_like: Iterable[Population] = ("adults",)) -> TrialsPrior:
    """The prior for a person who belongs to these populations."""
    difference, on_placebo = figures()["mg-count"], figures()["placebo-count"]
    mean, average_sd = log_ratio(difference, value(on_placebo.value))
    like_you = bool(set(people_like) & set(difference.population))
    spread = [average_sd, PERSON_SD, CERTAINTY_SD[difference.certainty], 0.0 if like_you else INDIRECT_SD]
    sd = math.sqrt(sum(part**2 for part in spread))
    low, high = (math.exp(mean + sign * float(ndtri(0.975)) * sd) for sign in (-1, 1))
    why = (
        f"{difference.trials} trials with {difference.people} people: {on_placebo.value} cramps a week on placebo, "
        f"and a difference of {difference.value} ({difference.low} to {difference.high}) with magnesium. "
        f"For one person that leaves anything from {100 * low:.0f} % to {100 * high:.0f} % of the cramps."
    )
    if not like_you:
        why += " People like you were not in these trials, so the range is wider."
    return TrialsPrior(mean, sd, average_sd, difference.certainty, like_you, why, difference.sources)


def log_ratio(difference: Figure, on_placebo: float) -> tuple[float, float]:
    """Mean and standard error of the log rate ratio that a mean difference with a 95 % range stands for.

    Raises:
        ValueError: if the figure has no range, or the difference leaves no cramps.
    """
    if difference.low is None or difference.high is None:
        raise ValueError("a prior needs a difference with its range")
    treated = on_placebo + value(difference.value)
    if treated <= 0:
        raise ValueError("the difference leaves no cramps")
    se = (value(difference.high) - value(difference.low)) / (2 * float(ndtri(0.975)))
    return math.log(treated / on_placebo), se / treated
