"""Does it work for me? From a diary to the posterior of the cramp model, as contract sections 3, 4 and 8 fix it."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
import numpy as np

from charley.diary.nights import MAX_MG, NightTable
from charley.diary.unknowns import carried, filled_with_mean
from charley.errors import BadInput, Problem
from charley.inference.checks import Verification, verify
from charley.inference.dose_levels import dose_levels
from charley.inference.machine import one_thread
from charley.inference.mixture import Summary
from charley.inference.posterior import Posterior, fit
from charley.inference.terms import trend_between, weekday_effects
from charley.reading import Record, read
from charley.services.cramp_model import WORTHWHILE, NamedModel, Probability, Spread, named_model, spread
from charley.services.firmness import (
    MissingNights,
    ModelCheck,
    PriorName,
    UnderPrior,
    missing_nights,
    model_check,
    treatment_priors,
    under_priors,
)
from charley.services.patterns import NOTHING_RECORDED, Patterns, patterns_table

METHOD = "nested Laplace with second-order terms, numpy and LAPACK"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Asked(NamedTuple):
    """What is asked of a diary beside the reference model's answer.

    Attributes:
        check: compare with the exact density by sampling too.
        trend: let cramps rise or fall slowly by themselves, so that this is not read as an effect.
        weekdays: let each weekday have its own rate; needs dates.
        priors: the treatments' prior by name; ``all`` answers under the sceptical one and shows all side by side.
        missing_nights: the tipping points of the unrecorded nights.
        model_check: the posterior predictive checks.
        patterns: the covariates at lags of 0 to 2 nights.
        trials: for treatments other than magnesium, mean and sd of the log rate ratio that trials suggest.
    """

    check: bool = False
    trend: bool = False
    weekdays: bool = False
    priors: PriorName | Literal["all"] = "sceptical"
    missing_nights: bool = False
    model_check: bool = False
    patterns: bool = False
    trials: Mapping[str, tuple[float, float]] | None = None

    @property
    def prior(self) -> PriorName:
        """The prior of the answer itself."""
        return "sceptical" if self.priors == "all" else self.priors


NOTHING_MORE = Asked()


class TreatmentEffect(Record, frozen=True, kw_only=True):
    """What a treatment does once fully built up."""

    log_rate_ratio: Spread
    rate_ratio: Spread
    p_below_1: Probability
    p_below_0_8: Probability
    avoided_per_week: Spread
    avoided_per_week_typical_day: Spread


class DoseLevel(Record, frozen=True, kw_only=True):
    """What one amount does against none, once built up.

    Attributes:
        mg: the amount.
        nights: recorded nights with it.
        log_rate_ratio, rate_ratio: against no dose.
        p_below_1, p_below_0_8: of the rate ratio.
        p_better_than_next_lower: that there are fewer cramps than with the next lower amount.
    """

    mg: float
    nights: int
    log_rate_ratio: Spread
    rate_ratio: Spread
    p_below_1: Probability
    p_below_0_8: Probability
    p_better_than_next_lower: Probability


class DoseLevels(Record, frozen=True, kw_only=True):
    """A treatment amount by amount, without assuming that more is better.

    Attributes:
        nights_without: recorded nights with no dose.
        levels: the amounts, ascending.
        smallest_mg: the smallest amount that seems to work; null where no dose is shown to help.
        reason: where nothing can be said of any amount for want of nights, why.
    """

    nights_without: int
    levels: list[DoseLevel]
    smallest_mg: float | None
    reason: str | None


class NightCount(Record, frozen=True, kw_only=True):
    """What the diary holds."""

    total: int
    recorded: int
    cramps: int


class TrendNight(Record, frozen=True, kw_only=True):
    """Cramps a whole night at average covariates and without treatment, exp(alpha + u), with its 95 % band."""

    date: str | None = None
    q025: float
    q50: float
    q975: float


class CheckNote(Record, frozen=True, kw_only=True):
    """The stronger check, where it was asked for: joint importance sampling against the exact density.

    Attributes:
        draws: how many.
        pareto_k: tail index of the weights; null where all weights are alike.
        log_marginal_gap: by how much the log marginal likelihood would change.
        largest_move: by how much a mean would move at most, in posterior standard deviations.
    """

    draws: int
    pareto_k: float | None
    log_marginal_gap: float
    largest_move: float


class EngineNote(Record, frozen=True, kw_only=True):
    """How the answer was computed.

    Attributes:
        method: in words.
        seconds: from the table of nights to the answer.
        points: hyperparameter points used.
        ess: their effective number.
        agreement: share of the answer that the last points left as it was.
        check: the stronger check, where it was asked for.
    """

    method: str
    seconds: float
    points: int | None = None
    ess: float | None = None
    agreement: float | None = None
    check: CheckNote | None = None


class PosteriorDocument(Record, frozen=True, kw_only=True):
    """The document of contract section 4. Where ``healthy`` is false there are no numbers but the nights'.

    What stands after the notes is there when it was asked for, see :class:`Asked`: the amounts of each treatment given
    in mg; rate ratio of the last night to the first by the slow trend; each weekday's rate ratio to the average one.
    """

    treatments: dict[str, TreatmentEffect]
    covariates: dict[str, Spread]
    parameters: dict[str, Spread]
    nights: NightCount
    trend: list[TrendNight]
    log_marginal_likelihood: float | None
    prior: str
    engine: EngineNote
    healthy: bool
    reason: str | None
    notes: list[str]
    dose_levels: dict[str, DoseLevels] = msgspec.field(default_factory=dict)
    slow_trend: Spread | None = None
    weekdays: dict[str, Spread] | None = None
    priors: dict[str, dict[str, UnderPrior]] | None = None
    missing_nights: dict[str, MissingNights] | None = None
    model_check: ModelCheck | None = None
    patterns: Patterns | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """A posterior with names and dates. The engine's own arrays are in ``posterior``, None where not computed."""

    document: PosteriorDocument
    posterior: Posterior | None

    @property
    def treatments(self) -> dict[str, TreatmentEffect]:
        """Effects by treatment; empty where not computed."""
        return self.document.treatments

    @property
    def healthy(self) -> bool:
        """Whether there is an answer."""
        return self.document.healthy

    @property
    def reason(self) -> str | None:
        """Why there is none."""
        return self.document.reason

    @property
    def nights(self) -> NightCount:
        """What the diary holds."""
        return self.document.nights

    @property
    def trend(self) -> list[TrendNight]:
        """The level night by night."""
        return self.document.trend

    @property
    def notes(self) -> list[str]:
        """What was assumed on the way, in words for the person."""
        return self.document.notes

    def to_arviz(self, draws: int = 2000, seed: int = 1) -> Any:
        """Draws for ArviZ's own plots, coefficients and nights in the diary's order.

        Raises:
            ImportError: where ArviZ is not installed.
            BadInput: where there is no answer to draw from.
        """
        if self.posterior is None:
            raise BadInput([Problem("", f"there is no answer to draw from: {self.reason}")])
        return self.posterior.draws(draws, seed).to_arviz()

    def as_dict(self) -> dict[str, Any]:
        """Contract section 4, as plain values for JSON; the trend has dates where the diary has."""
        raw = msgspec.to_builtins(self.document)
        for night in raw["trend"]:
            if night["date"] is None:
                del night["date"]
        return raw  # type: ignore[no-any-return]


def analyse(
    cramps: Sequence[int | None],
    observed: Sequence[float | None] | None = None,
    doses: Mapping[str, Sequence[float | None]] | None = None,
    covariates: Mapping[str, Sequence[float | None]] | None = None,
    start: str | date | None = None,
    *,
    doses_mg: Mapping[str, Sequence[float | None]] | None = None,
    check: bool = False,
    asked: Asked = NOTHING_MORE,
) -> Answer:
    """The posterior of the cramp model for one diary.

    Args:
        cramps: cramps counted each night, in order and without gaps; None where the night was not recorded.
        observed: share of each night that was observed, above 0 to 1; whole nights by default.
        doses: for each treatment the share of the target dose taken each night, 0 to 1. None means not known; it is
            taken as on the night before, and the answer's notes say so.
        covariates: for each covariate its value each night, on any scale. None means not known; it counts as average.
        start: the first night's date; gives the trend its dates.
        doses_mg: treatments to be looked at amount by amount, in mg each night; None as for ``doses``.
        check: compare the answer with the exact density by sampling too, which takes some tenths of a second.
        asked: what else is wanted.

    Returns:
        the answer; ``healthy`` is false, with the reason and no numbers, where the engine cannot vouch for it.

    Raises:
        BadInput: naming every field that cannot be taken.
    """
    table, notes = _Rows.taken(cramps, observed, doses, covariates, start, doses_mg).table()
    return analyse_table(table, notes=notes, asked=asked._replace(check=check or asked.check))


def patterns(
    cramps: Sequence[int | None],
    exposures: Mapping[str, Sequence[float | None]],
    observed: Sequence[float | None] | None = None,
    doses: Mapping[str, Sequence[float | None]] | None = None,
) -> Patterns:
    """Which noted things go with more or fewer cramps, the same night or one or two nights later.

    Args:
        cramps, observed, doses: as for :func:`analyse`.
        exposures: for each thing its value each night, 0 and 1 or on any scale; None counts as average.

    Returns:
        the links, adjusted for each other, those to be shown marked; or the reason why nothing was asked.

    Raises:
        BadInput: naming every field that cannot be taken.
    """
    table, notes = _Rows.taken(cramps, observed, doses, exposures, None, None).table()
    return patterns_table(table, notes)


def analyse_table(table: NightTable, *, notes: Sequence[str] = (), asked: Asked = NOTHING_MORE) -> Answer:
    """The same as :func:`analyse` for a diary that has been read already.

    Args:
        table: the nights.
        notes: what its reader had to assume; handed on with the answer.
        asked: what else is wanted.

    Raises:
        BadInput: where weekdays are asked of a diary without dates.
    """
    with one_thread():
        return _analysed(table, notes, asked)


def _analysed(table: NightTable, notes: Sequence[str], asked: Asked) -> Answer:
    began = time.perf_counter()
    nights = NightCount(
        total=len(table), recorded=table.recorded, cramps=sum(count for count in table.cramps if count is not None)
    )
    if not table.recorded:
        return _not_computed(nights, NOTHING_RECORDED, notes, asked)
    treated = [*table.doses, *table.doses_mg]
    priors = treatment_priors(treated, asked.prior, asked.trials)
    built = named_model(table, trend=asked.trend, by_weekday=asked.weekdays, priors=priors)
    posterior = fit(built.model)
    verification = verify(posterior) if asked.check and posterior.healthy else None
    reason = posterior.reason if verification is None else verification.reason
    if reason is not None:
        return _not_computed(nights, reason, notes, asked)
    marginals = posterior.coefficients()
    untold = [
        f"No trials are known for {name}; the sceptical prior was used." for name in treated if name not in priors
    ]
    document = PosteriorDocument(
        treatments={name: _effect(posterior, k, marginals[k]) for name, k in built.treatments.items()},
        covariates={name: spread(marginals[k]) for name, k in built.covariates.items()},
        parameters=_parameters(posterior, marginals[0]),
        nights=nights,
        trend=_trend(posterior, table, built),
        log_marginal_likelihood=posterior.log_marginal,
        prior=asked.prior,
        engine=EngineNote(
            method=METHOD,
            seconds=round(time.perf_counter() - began, 6),
            points=posterior.weights.size,
            ess=round(posterior.points.effective, 1),
            agreement=round(posterior.points.agreement, 4),
            check=None if verification is None else _check_note(verification),
        ),
        healthy=True,
        reason=None,
        notes=[*notes, *built.notes, *untold],
        dose_levels=_dose_levels(posterior, built),
        slow_trend=_slow_trend(posterior, built, len(table)),
        weekdays=_weekdays(posterior, built),
        priors=under_priors(built, asked.trials) if asked.priors == "all" else None,
        missing_nights=missing_nights(built) if asked.missing_nights else None,
        model_check=model_check(posterior) if asked.model_check else None,
        patterns=patterns_table(table) if asked.patterns else None,
    )
    return Answer(document=document, posterior=posterior)


def _check_note(found: Verification) -> CheckNote:
    return CheckNote(
        draws=found.draws,
        pareto_k=found.tail if math.isfinite(found.tail) else None,
        log_marginal_gap=found.gap,
        largest_move=max(map(abs, found.moves)),
    )


def _not_computed(nights: NightCount, reason: str, notes: Sequence[str], asked: Asked) -> Answer:
    document = PosteriorDocument(
        treatments={},
        covariates={},
        parameters={},
        nights=nights,
        trend=[],
        log_marginal_likelihood=None,
        prior=asked.prior,
        engine=EngineNote(method=METHOD, seconds=0.0),
        healthy=False,
        reason=reason,
        notes=list(notes),
    )
    return Answer(document=document, posterior=None)


def _dose_levels(posterior: Posterior, built: NamedModel) -> dict[str, DoseLevels]:
    answers = {}
    for name, (columns, at) in built.levels.items():
        found = dose_levels(posterior, columns, at)
        levels = [
            DoseLevel(
                mg=level.amount,
                nights=level.nights,
                log_rate_ratio=spread(level.effect.summary()),
                rate_ratio=spread(level.effect.exponential()),
                p_below_1=level.below_1,
                p_below_0_8=level.below_0_8,
                p_better_than_next_lower=level.better_than_next_lower,
            )
            for level in found.levels
        ]
        answers[name] = DoseLevels(
            nights_without=found.without, levels=levels, smallest_mg=found.smallest, reason=found.reason
        )
    return answers


def _slow_trend(posterior: Posterior, built: NamedModel, nights: int) -> Spread | None:
    if built.trend is None:
        return None
    return spread(trend_between(posterior, built.trend, 0, nights - 1).exponential())


def _weekdays(posterior: Posterior, built: NamedModel) -> dict[str, Spread] | None:
    if built.weekdays is None:
        return None
    effects = weekday_effects(posterior, built.weekdays)
    return {day: spread(effect.exponential()) for day, effect in zip(WEEKDAYS, effects, strict=True)}


def _effect(posterior: Posterior, k: int, log_ratio: Summary) -> TreatmentEffect:
    beta = posterior.coefficient(k)
    return TreatmentEffect(
        log_rate_ratio=spread(log_ratio),
        rate_ratio=spread(beta.exponential()),
        p_below_1=beta.below(0.0),
        p_below_0_8=beta.below(float(np.log(WORTHWHILE))),
        avoided_per_week=spread(posterior.avoided_per_week(k)),
        avoided_per_week_typical_day=spread(posterior.avoided_per_week_typical_day(k)),
    )


def _parameters(posterior: Posterior, alpha: Summary) -> dict[str, Spread]:
    hyper = posterior.hyper()
    inverse = hyper["inv_sqrt_phi"]
    phi = Spread(mean=None, sd=None, q025=inverse.q975**-2, q50=inverse.q50**-2, q975=inverse.q025**-2)
    first = {
        "alpha": spread(alpha),
        "sigma": spread(hyper["sigma"]),
        "rho": spread(hyper["rho"]),
        "phi": phi,
        "half_life_days": spread(hyper["half_life"]),
    }
    more = ("inv_sqrt_phi", "log_sigma", "logit_rho", "log_inv_sqrt_phi", "log_half_life")
    return first | {name: spread(hyper[name]) for name in more}


def _trend(posterior: Posterior, table: NightTable, built: NamedModel) -> list[TrendNight]:
    slow = () if built.trend is None else (built.trend, built.trend + 1)
    low, middle, high = np.exp(posterior.level(keep=slow)).tolist()
    days: list[str] | list[None] = [day.isoformat() for day in table.dates] or [None] * len(table)
    return [TrendNight(date=day, q025=a, q50=b, q975=c) for day, a, b, c in zip(days, low, middle, high, strict=True)]


Share = Annotated[float, msgspec.Meta(ge=0, le=1, extra={"say": "should be a share from 0 to 1"})]
Amount = Annotated[float, msgspec.Meta(ge=0, le=MAX_MG, extra={"say": f"should be an amount in mg from 0 to {MAX_MG}"})]
Count = Annotated[
    int, msgspec.Meta(ge=0, le=1000, extra={"say": "should be a whole number from 0 to 1000, or nothing"})
]


class _Rows(Record, frozen=True, kw_only=True):
    """The arguments of :func:`analyse`, read strictly."""

    cramps: list[Count | None]
    observed: list[Share | None] | None = None
    doses: dict[str, list[Share | None]] = msgspec.field(default_factory=dict)
    covariates: dict[str, list[float | None]] = msgspec.field(default_factory=dict)
    start: date | None = None
    doses_mg: dict[str, list[Amount | None]] = msgspec.field(default_factory=dict)

    @classmethod
    def taken(cls, cramps: Any, observed: Any, doses: Any, covariates: Any, start: Any, doses_mg: Any) -> "_Rows":
        raw = {
            "cramps": _plain(cramps),
            "observed": _plain(observed),
            "doses": _named(doses),
            "covariates": _named(covariates),
            "start": start,
            "doses_mg": _named(doses_mg),
        }
        return read(cls, raw)

    def faults(self) -> list[Problem]:
        found: list[Problem] = []
        if not self.cramps:
            found.append(Problem("cramps", "holds no nights"))
        for name, row in self.covariates.items():
            if row and all(value is None for value in row):
                found.append(Problem(f"covariates.{name}", "has no value on any night"))
        return found

    def table(self) -> tuple[NightTable, list[str]]:
        """The nights, and what had to be assumed."""
        notes: list[str] = []
        doses = {name: carried(name, row, notes) for name, row in self.doses.items()}
        covariates = {name: filled_with_mean(name, row, notes) for name, row in self.covariates.items()}
        observed = tuple(1.0 if share is None else float(share) for share in self.observed or [1.0] * len(self.cramps))
        table = NightTable(
            start=self.start,
            cramps=tuple(self.cramps),
            observed=observed,
            doses=doses,
            covariates=covariates,
            doses_mg={name: carried(name, row, notes) for name, row in self.doses_mg.items()},
        )
        return table, notes


def _named(rows: Any) -> Any:
    if rows is None:
        return {}
    return {str(name): _plain(row) for name, row in rows.items()} if isinstance(rows, Mapping) else rows


def _plain(row: Any) -> Any:
    """Arrays and tuples as lists of plain Python numbers; anything else as it is, to be refused by name."""
    if row is None or isinstance(row, str | bytes | Mapping):
        return row
    if hasattr(row, "tolist"):
        row = row.tolist()
    if not hasattr(row, "__iter__"):
        return row
    return [value.item() if isinstance(value, np.generic) else value for value in row]


def posterior_schema() -> dict[str, Any]:
    """JSON Schema of contract section 4, made from :class:`PosteriorDocument`."""
    return msgspec.json.schema(PosteriorDocument)


class DiaryRow(Record, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """One row of a diary file; beside these columns ``dose:NAME``, ``dose_mg:NAME`` and ``x:NAME``."""

    date: date
    cramps: Count | None = None
    observed: Share | None = None


def diary_schema() -> dict[str, Any]:
    """JSON Schema of a diary, contract section 3: the rows of the CSV as a list of objects, empty cells null."""
    schema = msgspec.json.schema(list[DiaryRow])
    row = schema["$defs"]["DiaryRow"]
    row["patternProperties"] = {
        "^dose:.+": {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "null"}]},
        "^dose_mg:.+": {"anyOf": [{"type": "number", "minimum": 0, "maximum": MAX_MG}, {"type": "null"}]},
        "^x:.+": {"anyOf": [{"type": "number"}, {"type": "null"}]},
    }
    row["additionalProperties"] = False
    return schema


__all__ = [
    "Answer",
    "Asked",
    "BadInput",
    "analyse",
    "analyse_table",
    "diary_schema",
    "patterns",
    "posterior_schema",
]
