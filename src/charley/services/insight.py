"""Does it work for me? From a diary to the posterior of the cramp model, as contract sections 3, 4 and 8 fix it."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import msgspec
import numpy as np

from charley.diary.nights import NightTable
from charley.diary.unknowns import carried, filled_with_mean
from charley.errors import BadInput, Problem
from charley.inference.checks import Verification, verify
from charley.inference.machine import one_thread
from charley.inference.mixture import Summary
from charley.inference.model import CrampModel
from charley.inference.posterior import Posterior, fit
from charley.reading import Record, read

METHOD = "nested Laplace with second-order terms, numpy and LAPACK"
PRIOR = "sceptical"
#: A rate ratio below this is a reduction by more than a fifth.
WORTHWHILE = 0.8
#: Columns that follow each other more closely than this cannot be told apart.
COLLINEAR = 0.99

Number = float
Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Spread(Record, frozen=True, kw_only=True):
    """A marginal posterior: mean, sd and quantiles. Mean and sd are null where they do not exist."""

    mean: float | None
    sd: float | None
    q025: float
    q50: float
    q975: float


class TreatmentEffect(Record, frozen=True, kw_only=True):
    """What a treatment does once fully built up."""

    log_rate_ratio: Spread
    rate_ratio: Spread
    p_below_1: Probability
    p_below_0_8: Probability
    avoided_per_week: Spread
    avoided_per_week_typical_day: Spread


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
    """The document of contract section 4. Where ``healthy`` is false there are no numbers but the nights'."""

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
    check: bool = False,
) -> Answer:
    """The posterior of the cramp model for one diary.

    Args:
        cramps: cramps counted each night, in order and without gaps; None where the night was not recorded.
        observed: share of each night that was observed, above 0 to 1; whole nights by default.
        doses: for each treatment the share of the target dose taken each night, 0 to 1. None means not known; it is
            taken as on the night before, and the answer's notes say so.
        covariates: for each covariate its value each night, on any scale. None means not known; it counts as average.
        start: the first night's date; gives the trend its dates.
        check: compare the answer with the exact density by sampling too, which takes some tenths of a second.

    Returns:
        the answer; ``healthy`` is false, with the reason and no numbers, where the engine cannot vouch for it.

    Raises:
        BadInput: naming every field that cannot be taken.
    """
    raw = _Rows.taken(cramps, observed, doses, covariates, start)
    table, notes = raw.table()
    return analyse_table(table, notes=notes, check=check)


def analyse_table(table: NightTable, *, notes: Sequence[str] = (), check: bool = False) -> Answer:
    """The same for a diary that has been read already.

    Args:
        table: the nights.
        notes: what its reader had to assume; handed on with the answer.
        check: as for :func:`analyse`.
    """
    with one_thread():
        return _analysed(table, notes, check)


def _analysed(table: NightTable, notes: Sequence[str], check: bool) -> Answer:
    began = time.perf_counter()
    nights = NightCount(
        total=len(table), recorded=table.recorded, cramps=sum(count for count in table.cramps if count is not None)
    )
    if not table.recorded:
        return _not_computed(nights, "no night has been recorded yet", notes)
    columns, said = _columns(table)
    counts = np.array([np.nan if count is None else count for count in table.cramps], dtype=np.float64)
    model = CrampModel.of(counts, table.observed, list(table.doses.values()), columns)
    posterior = fit(model)
    verification = verify(posterior) if check and posterior.healthy else None
    reason = posterior.reason if verification is None else verification.reason
    if reason is not None:
        return _not_computed(nights, reason, notes)
    marginals = posterior.coefficients()
    names = {name: 1 + i for i, name in enumerate(table.doses)}
    first_column = 1 + len(table.doses)
    document = PosteriorDocument(
        treatments={name: _effect(posterior, k, marginals[k]) for name, k in names.items()},
        covariates={name: _spread(marginals[first_column + i]) for i, name in enumerate(table.covariates)},
        parameters=_parameters(posterior, marginals[0]),
        nights=nights,
        trend=_trend(posterior, table),
        log_marginal_likelihood=posterior.log_marginal,
        prior=PRIOR,
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
        notes=[*notes, *said, *_cautions(table)],
    )
    return Answer(document=document, posterior=posterior)


def _check_note(found: Verification) -> CheckNote:
    return CheckNote(
        draws=found.draws,
        pareto_k=found.tail if math.isfinite(found.tail) else None,
        log_marginal_gap=found.gap,
        largest_move=max(map(abs, found.moves)),
    )


def _not_computed(nights: NightCount, reason: str, notes: Sequence[str]) -> Answer:
    document = PosteriorDocument(
        treatments={},
        covariates={},
        parameters={},
        nights=nights,
        trend=[],
        log_marginal_likelihood=None,
        prior=PRIOR,
        engine=EngineNote(method=METHOD, seconds=0.0),
        healthy=False,
        reason=reason,
        notes=list(notes),
    )
    return Answer(document=document, posterior=None)


def _columns(table: NightTable) -> tuple[np.ndarray[Any, np.dtype[np.float64]], list[str]]:
    """Covariates with mean 0 and sd 1 over the nights (divisor T); one that never changes becomes 0 everywhere."""
    rows, said = [], []
    for name, values in table.covariates.items():
        row = np.asarray(values, dtype=np.float64)
        spread = float(row.std())
        if spread <= 1e-12 * max(1.0, float(np.abs(row).max())):
            said.append(f"“{name}” is the same every night, so the diary says nothing about it.")
            rows.append(np.zeros(row.size))
        else:
            rows.append((row - row.mean()) / spread)
    return np.array(rows).reshape(len(rows), len(table)), said


def _cautions(table: NightTable) -> list[str]:
    """What the diary cannot tell, whatever the numbers."""
    said = []
    for name, row in table.doses.items():
        if not any(row):
            said.append(f"No night with {name} yet: what is shown for it is only what is assumed beforehand.")
        elif min(row) == max(row):
            said.append(f"Every night has the same amount of {name}: there is nothing to compare it with.")
    rows = {name: np.asarray(row) for each in (table.doses, table.covariates) for name, row in each.items()}
    names = [name for name, row in rows.items() if len(row) > 1 and row.std() > 0]
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            if abs(np.corrcoef(rows[one], rows[other])[0, 1]) > COLLINEAR:
                said.append(f"“{one}” and “{other}” go up and down together; this diary cannot tell them apart.")
    return said


def _spread(summary: Summary) -> Spread:
    return Spread(mean=summary.mean, sd=summary.sd, q025=summary.q025, q50=summary.q50, q975=summary.q975)


def _effect(posterior: Posterior, k: int, log_ratio: Summary) -> TreatmentEffect:
    beta = posterior.coefficient(k)
    return TreatmentEffect(
        log_rate_ratio=_spread(log_ratio),
        rate_ratio=_spread(beta.exponential()),
        p_below_1=beta.below(0.0),
        p_below_0_8=beta.below(float(np.log(WORTHWHILE))),
        avoided_per_week=_spread(posterior.avoided_per_week(k)),
        avoided_per_week_typical_day=_spread(posterior.avoided_per_week_typical_day(k)),
    )


def _parameters(posterior: Posterior, alpha: Summary) -> dict[str, Spread]:
    hyper = posterior.hyper()
    inverse = hyper["inv_sqrt_phi"]
    phi = Spread(mean=None, sd=None, q025=inverse.q975**-2, q50=inverse.q50**-2, q975=inverse.q025**-2)
    first = {
        "alpha": _spread(alpha),
        "sigma": _spread(hyper["sigma"]),
        "rho": _spread(hyper["rho"]),
        "phi": phi,
        "half_life_days": _spread(hyper["half_life"]),
    }
    more = ("inv_sqrt_phi", "log_sigma", "logit_rho", "log_inv_sqrt_phi", "log_half_life")
    return first | {name: _spread(hyper[name]) for name in more}


def _trend(posterior: Posterior, table: NightTable) -> list[TrendNight]:
    low, middle, high = np.exp(posterior.level()).tolist()
    days: list[str] | list[None] = [day.isoformat() for day in table.dates] or [None] * len(table)
    return [TrendNight(date=day, q025=a, q50=b, q975=c) for day, a, b, c in zip(days, low, middle, high, strict=True)]


Share = Annotated[float, msgspec.Meta(ge=0, le=1, extra={"say": "should be a share from 0 to 1"})]
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

    @classmethod
    def taken(cls, cramps: Any, observed: Any, doses: Any, covariates: Any, start: Any) -> "_Rows":
        raw = {
            "cramps": _plain(cramps),
            "observed": _plain(observed),
            "doses": _named(doses),
            "covariates": _named(covariates),
            "start": start,
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
            start=self.start, cramps=tuple(self.cramps), observed=observed, doses=doses, covariates=covariates
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
    """One row of a diary file; beside these columns there may be ``dose:NAME`` and ``x:NAME``."""

    date: date
    cramps: Count | None = None
    observed: Share | None = None


def diary_schema() -> dict[str, Any]:
    """JSON Schema of a diary, contract section 3: the rows of the CSV as a list of objects, empty cells null."""
    schema = msgspec.json.schema(list[DiaryRow])
    row = schema["$defs"]["DiaryRow"]
    row["patternProperties"] = {
        "^dose:.+": {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "null"}]},
        "^x:.+": {"anyOf": [{"type": "number"}, {"type": "null"}]},
    }
    row["additionalProperties"] = False
    return schema


__all__ = ["Answer", "BadInput", "analyse", "analyse_table", "diary_schema", "posterior_schema"]
