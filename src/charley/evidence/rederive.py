"""Published results worked out again from the arms we hold: the same within rounding, or it is said why not."""

import math
from typing import NamedTuple

from scipy.special import ndtri

from charley.evidence import effects
from charley.evidence.effects import RATIOS, Count, Group
from charley.evidence.synthesis import QUESTIONS, synthesise
from charley.knowledge.figures import Figure
from charley.knowledge.printed import decimals, rounded, span, value
from charley.knowledge.studies import Arm, shipped


class Rederived(NamedTuple):
    """A published figure and what the stored arms give, rounded as the figure is.

    Attributes:
        estimate: as text with the figure's digits.
        low: lower end of the 95 % range.
        high: upper end.
        same: whether all three agree with what is printed.
        of: the names of the trials.
    """

    estimate: str
    low: str
    high: str
    same: bool
    of: tuple[str, ...]


def rederive(figure: Figure) -> Rederived | None:
    """Work a figure out again; None where no arms of ours belong to it."""
    if figure.low is None or figure.high is None:
        return None
    if figure.outcome:
        return _of_one_trial(figure)
    if figure.question:
        return _of_a_pool(figure)
    return None


def _of_one_trial(figure: Figure) -> Rederived | None:
    study = next(each for each in shipped() if each.id == figure.included[0])
    outcome = study.outcome(figure.outcome)
    if outcome is None or figure.measure is None:
        return None
    treated, control = outcome.arms
    if figure.measure == "MD":
        effect = effects.mean_difference(_group(treated), _group(control))
    else:
        of = effects.risk_ratio if figure.measure == "RR" else effects.odds_ratio
        effect = of(_count(treated), _count(control))
    reach = float(ndtri(0.975)) * effect.se
    ends = (effect.estimate, effect.estimate - reach, effect.estimate + reach)
    return _rounded(figure, ends, as_log=figure.measure in RATIOS, of=(study.name,))


def _of_a_pool(figure: Figure) -> Rederived | None:
    question = QUESTIONS[figure.question]
    found = synthesise(question, shipped(), hartung_knapp=False)
    if found.pooled is None:
        return None
    ends = (found.pooled.estimate, found.pooled.low, found.pooled.high)
    names = tuple(each.study.name for each in found.used)
    return _rounded(figure, ends, as_log=question.measure in RATIOS, of=names)


def _rounded(figure: Figure, ends: tuple[float, float, float], *, as_log: bool, of: tuple[str, ...]) -> Rederived:
    plain = tuple(math.exp(end) if as_log else end for end in ends)
    printed = (figure.value, figure.low or "", figure.high or "")
    same = all(
        span(text).low - 1e-9 <= number <= span(text).high + 1e-9 for number, text in zip(plain, printed, strict=True)
    )
    estimate, low, high = (rounded(n, decimals(text)) for n, text in zip(plain, printed, strict=True))
    return Rederived(estimate, low, high, same, of)


def _group(arm: Arm) -> Group:
    return Group(arm.n, value(arm.mean or "nan"), value(arm.sd or "nan"))


def _count(arm: Arm) -> Count:
    if arm.events is None:
        raise ValueError(f"the events of {arm.what} were not read")
    return Count(arm.n, arm.events)
