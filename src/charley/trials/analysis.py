"""The answer of a trial: the engine's posterior under the sealed prior, what stands beside it, and the sealed rule.

What is computed here was fixed before the first night. Before the last one nothing is shown but the date at which it
will be: looking early and stopping when it looks good is the surest way to fool oneself.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal

import msgspec
import numpy as np

from charley.diary.nights import NightTable
from charley.inference.checks import Verification, verify
from charley.inference.machine import one_thread
from charley.inference.mixture import Mixture, Summary
from charley.inference.posterior import Posterior, fit
from charley.inference.predictive import predictive
from charley.inference.tipping import tipping
from charley.reading import Record
from charley.trials.decision import Rule, Verdict
from charley.trials.design import Design
from charley.trials.effect_sizes import EffectSizes
from charley.trials.placebo_share import PlaceboShare, placebo_share
from charley.trials.randomisation import ExactTest, exact_test
from charley.trials.run import POOR_ADHERENCE, Run, lined_up
from charley.trials.timeline import last_night

#: Draws of the second check by sampling, and how near its answer has to be to stand when its tail is heavy: log of the
#: marginal likelihood, and posterior standard deviations.
MORE_DRAWS, CLOSE_GAP, CLOSE_MOVE = 16_000, 0.1, 0.1

#: ``too_early``: the plan is not complete; ``stopped``: the trial was ended before its end.
State = Literal["complete", "interim", "too_early", "stopped", "not_computed"]


class Spread(Record, frozen=True, kw_only=True):
    """A marginal posterior."""

    mean: float
    sd: float
    q025: float
    q50: float
    q975: float


class Effect(Record, frozen=True, kw_only=True):
    """What the treatment does once built up, against the arm it is held against.

    Attributes:
        log_rate_ratio, rate_ratio: cramps with it to cramps without.
        p_fewer: probability of fewer cramps.
        p_worthwhile: probability of a change worth the trouble, as the sealed rule draws the line.
        avoided_per_week: cramps avoided.
        verdict: what the rule says to these numbers.
    """

    log_rate_ratio: Spread
    rate_ratio: Spread
    p_fewer: float
    p_worthwhile: float
    avoided_per_week: Spread
    verdict: Verdict


class PeriodShown(Record, frozen=True, kw_only=True):
    """One period as it went, its first nights left out."""

    number: int
    arm: str
    nights: float
    cramps: int
    per_week: float | None


class Adherence(Record, frozen=True, kw_only=True):
    """How much of what was planned was taken in the treated periods; poor below four fifths."""

    share: float
    poor: bool


class TippingPoint(Record, frozen=True, kw_only=True):
    """How many cramps on every unrecorded night would turn the verdict; null where none that could be does.

    Attributes:
        treated_nights, other_nights: unrecorded nights of the trial.
        treated_count: on each unrecorded night of treated periods.
        other_count: on each of the others.
        most: the largest count tried.
        usual: cramps on a recorded night, the mean.
    """

    treated_nights: int
    treated_count: int | None
    other_nights: int
    other_count: int | None
    most: int
    usual: float


class Light(Record, frozen=True, kw_only=True):
    """Whether the model fits this diary, as one light with its reason."""

    light: Literal["green", "amber", "red"]
    reason: str


class Exchange(Record, frozen=True, kw_only=True):
    """Cramps avoided against days with side effects, on the person's own rate.

    Attributes:
        cramps_per_day: cramps a week the person would put up with to be spared one day a week of side effects.
        more_days_per_week: days with side effects in treated weeks beyond those in the others.
        net_per_week: cramps avoided a week, less what the side effects weigh.
    """

    cramps_per_day: float
    more_days_per_week: float
    net_per_week: Spread


class NightsSeen(Record, frozen=True, kw_only=True):
    """What the diary holds of the trial."""

    planned: int
    passed: int
    recorded: int
    cramps: int
    late: int


class Judgement(Record, frozen=True, kw_only=True):
    """Everything a trial says; fields are null where they were not computed.

    Attributes:
        state: see :data:`State`.
        verdict: by the sealed rule, under the first of the sealed priors, as assigned. None before the end; a planned
            look gives one, and it stands where the trial was stopped after that look.
        reason: why there is no verdict.
        due: date from which there is one.
        as_assigned: by the order that was drawn, whatever was taken. This decides.
        as_taken: by the doses taken.
        timely: as assigned, without entries that were written late.
        priors: as assigned, under each sealed prior.
        randomisation: the exact test on blocks.
        tipping: how many cramps on unrecorded nights would turn the verdict.
        light: whether the model fits.
        adherence: how much of the plan was taken.
        placebo: share of the pill alone, in trials with three arms.
        exchange: side effects weighed, where the person gave a rate.
        effect_sizes: measures of researchers.
        periods: as they went; none at a look into a blind trial, for they would show the order.
        nights: what the diary holds.
        confounded_from: date of a second change.
        notes: what to know beside it.
        fingerprint: of the design.
        amended: how many amendments it has.
    """

    state: State
    verdict: Verdict | None = None
    reason: str | None = None
    due: date | None = None
    as_assigned: Effect | None = None
    as_taken: Effect | None = None
    timely: Effect | None = None
    priors: dict[str, Effect] = msgspec.field(default_factory=dict)
    randomisation: ExactTest | None = None
    tipping: TippingPoint | None = None
    light: Light | None = None
    adherence: Adherence | None = None
    placebo: PlaceboShare | None = None
    exchange: Exchange | None = None
    effect_sizes: EffectSizes | None = None
    periods: tuple[PeriodShown, ...] = ()
    nights: NightsSeen
    confounded_from: date | None = None
    notes: tuple[str, ...] = ()
    fingerprint: str
    amended: int

    @property
    def is_over(self) -> bool:
        """Whether nothing is hidden any more: the last night has passed, or the trial was stopped."""
        return self.state == "stopped" or self.nights.passed >= self.nights.planned


def judge(
    design: Design,
    order: Sequence[str],
    table: NightTable,
    *,
    late: Collection[date] = (),
    cramps_per_side_effect_day: float | None = None,
) -> Judgement:
    """Judge a trial by its diary.

    Args:
        design: what was sealed.
        order: the arm of each period, opened where it was hidden.
        table: the nights. A covariate ``side_effects`` above 0 marks a day with side effects.
        late: nights written down late.
        cramps_per_side_effect_day: the person's own exchange rate.

    Raises:
        BadInput: where diary and design do not fit together.
    """
    with one_thread():
        run = lined_up(design, order, table)
        if run.reached >= design.nights:
            return _judged(run, table, late, cramps_per_side_effect_day, "complete")
        is_stopped = design.since("stop") is not None
        looks = [night for night in design.looks if night <= run.reached]
        if looks:
            state: State = "stopped" if is_stopped else "interim"
            return _judged(run.until(max(looks)), table, late, cramps_per_side_effect_day, state)
        if is_stopped:
            return _without(run, "stopped", "the trial was stopped before its end", late)
        return _without(run, "too_early", "the trial is not over yet", late)


def effect(posterior: Posterior, k: int, rule: Rule) -> Effect:
    """What coefficient ``k`` says under a rule."""
    beta = posterior.coefficient(k)
    p_fewer, p_worthwhile = chances(beta, rule)
    return Effect(
        log_rate_ratio=_spread(beta.summary()),
        rate_ratio=_spread(beta.exponential()),
        p_fewer=p_fewer,
        p_worthwhile=p_worthwhile,
        avoided_per_week=_spread(posterior.avoided_per_week(k)),
        verdict=rule.verdict(p_fewer, p_worthwhile),
    )


def chances(beta: Mixture, rule: Rule) -> tuple[float, float]:
    """Probability of fewer cramps, and of a worthwhile change."""
    return beta.below(0.0), beta.below(float(np.log(rule.worthwhile)))


def _judged(run: Run, table: NightTable, late: Collection[date], rate: float | None, state: State) -> Judgement:
    design, k = run.design, run.answer_at
    no_answer: State = "stopped" if state == "stopped" else "not_computed"
    if np.isnan(run.counts).all():
        return _without(run, no_answer, "no night of the trial was recorded", late)
    fits = {prior.name: fit(run.model((prior.mean, prior.sd))) for prior in design.priors}
    main = fits[design.priors[0].name]
    sampled = _sampled(main) if main.healthy else None
    if sampled is None or (sampled.reason is not None and not _same_answer(sampled)):
        return _without(run, no_answer, main.reason or (sampled and sampled.reason) or "", late)
    decides = (design.priors[0].mean, design.priors[0].sd)
    effects = {name: effect(each, k, design.rule) for name, each in fits.items() if each.healthy}
    found = effects[design.priors[0].name]
    adherence = run.adherence()
    return Judgement(
        state=state,
        verdict=found.verdict,
        as_assigned=found,
        as_taken=_other(run, decides, as_taken=True) if run.taken is not None else None,
        timely=_other(run, decides, without=late) if late else None,
        priors=effects,
        randomisation=exact_test(
            run.rates(), run.order, treated=run.treated, against=run.against, max_run=design.max_run
        ),
        tipping=_tipping(run, decides),
        light=_light(main, sampled),
        adherence=None if adherence is None else Adherence(share=adherence, poor=adherence < POOR_ADHERENCE),
        placebo=placebo_share(main, design.parts) if len(design.arms) == 3 and "pill" in design.parts else None,
        exchange=_exchange(run, table, found, rate),
        effect_sizes=run.effect_sizes(),
        periods=() if state == "interim" and design.blind else _periods(run),
        nights=_nights(run, late),
        confounded_from=design.since("second_change"),
        fingerprint=design.fingerprint,
        amended=len(design.amendments),
    )


def _other(
    run: Run, prior: tuple[float, float], *, as_taken: bool = False, without: Collection[date] = ()
) -> Effect | None:
    """The same question to a slightly different diary."""
    posterior = fit(run.model(prior, as_taken=as_taken, without=without))
    return effect(posterior, run.answer_at, run.design.rule) if posterior.healthy else None


def _without(run: Run, state: State, reason: str, late: Collection[date]) -> Judgement:
    first = run.stands[0].night
    return Judgement(
        state=state,
        reason=reason,
        due=last_night(run.design, first) if state == "too_early" else None,
        nights=_nights(run, late),
        confounded_from=run.design.since("second_change"),
        fingerprint=run.design.fingerprint,
        amended=len(run.design.amendments),
    )


def _tipping(run: Run, prior: tuple[float, float]) -> TippingPoint:
    rule = run.design.rule
    found = tipping(
        run.model(prior),
        run.answer_at,
        judge=lambda beta: rule.verdict(*chances(beta, rule)),
        among=run.nights_in_trial,
    )
    return TippingPoint(
        treated_nights=found.with_nights,
        treated_count=found.with_count,
        other_nights=found.without_nights,
        other_count=found.without_count,
        most=found.most,
        usual=found.usual,
    )


_FIGURE = {
    "zeros": "the share of quiet nights",
    "largest": "the worst night",
    "weeks": "how weeks differ",
    "memory": "how a night resembles the one before",
}


def _sampled(posterior: Posterior) -> Verification:
    """The check by sampling. Its tail index is itself uncertain, so a failure is looked at again with more draws."""
    found = verify(posterior)
    return found if found.reason is None else verify(posterior, draws=MORE_DRAWS, seed=2)


def _same_answer(found: Verification) -> bool:
    """Whether the two calculations agree closely, whatever the tail of the weights."""
    return abs(found.gap) < CLOSE_GAP and max(map(abs, found.moves)) < CLOSE_MOVE


def _light(posterior: Posterior, sampled: Verification) -> Light:
    if sampled.reason is not None:
        return Light(light="amber", reason=f"a second calculation agrees, but {sampled.reason}")
    found = predictive(posterior)
    if found.light == "green":
        return Light(light="green", reason="diaries made by the model look like this one")
    figure = _FIGURE[found.worst.name]
    return Light(light=found.light, reason=f"{figure} is unlike what the model makes")


def _exchange(run: Run, table: NightTable, found: Effect, rate: float | None) -> Exchange | None:
    marks = table.covariates.get("side_effects")
    if rate is None or marks is None or table.start is None:
        return None
    marked = {night for night, mark in zip(table.dates, marks, strict=True) if mark > 0}
    days = {}
    for arm in (run.treated, run.against):
        nights = [stand.night for stand, its in zip(run.stands, run.arms, strict=True) if its == arm]
        days[arm] = 7.0 * sum(night in marked for night in nights) / max(1, len(nights))
    more = days[run.treated] - days[run.against]
    a = found.avoided_per_week
    off = rate * more
    return Exchange(
        cramps_per_day=rate,
        more_days_per_week=more,
        net_per_week=Spread(mean=a.mean - off, sd=a.sd, q025=a.q025 - off, q50=a.q50 - off, q975=a.q975 - off),
    )


def _periods(run: Run) -> tuple[PeriodShown, ...]:
    return tuple(
        PeriodShown(
            number=each.number,
            arm=arm,
            nights=each.nights,
            cramps=each.cramps,
            per_week=None if each.rate is None else 7.0 * each.rate,
        )
        for each, arm in zip(run.rates(), run.order, strict=True)
    )


def _nights(run: Run, late: Collection[date]) -> NightsSeen:
    seen = ~np.isnan(run.counts)
    return NightsSeen(
        planned=run.design.nights,
        passed=sum(stand.number is not None for stand in run.stands),
        recorded=int(seen.sum()),
        cramps=int(np.nansum(run.counts)),
        late=sum(stand.night in late and bool(seen[i]) for i, stand in enumerate(run.stands)),
    )


def _spread(summary: Summary) -> Spread:
    return Spread(mean=summary.mean, sd=summary.sd, q025=summary.q025, q50=summary.q50, q975=summary.q975)
