"""From a table of nights to the engine's model, and back from its columns to names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec
import numpy as np

from charley.diary.nights import NightTable
from charley.errors import BadInput, Problem
from charley.inference.dose_levels import DoseColumns, dose_columns
from charley.inference.mixture import Summary
from charley.inference.model import BETA, CrampModel, Gaussian
from charley.inference.terms import extended, slow_trend, weekdays
from charley.reading import Record

#: A rate ratio below this is a reduction by more than a fifth.
WORTHWHILE = 0.8
#: Columns that follow each other more closely than this cannot be told apart.
COLLINEAR = 0.99

Rows = np.ndarray[Any, np.dtype[np.float64]]
Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Spread(Record, frozen=True, kw_only=True):
    """A marginal posterior: mean, sd and quantiles. Mean and sd are null where they do not exist."""

    mean: float | None
    sd: float | None
    q025: float
    q50: float
    q975: float


def spread(summary: Summary) -> Spread:
    """The five numbers as they are written out."""
    return Spread(mean=summary.mean, sd=summary.sd, q025=summary.q025, q50=summary.q50, q975=summary.q975)


@dataclass(frozen=True, eq=False)
class NamedModel:
    """A model and where in it everything stands.

    Attributes:
        model: the arrays.
        treatments: coefficient of each treatment given as a share.
        levels: for each treatment given in mg its columns, and the coefficient at which they begin.
        covariates: coefficient of each covariate.
        trend: coefficient at which the slow trend begins; None without one.
        weekdays: the same of the weekdays.
        notes: what the diary cannot tell, in words for the person.
    """

    model: CrampModel
    treatments: dict[str, int]
    levels: dict[str, tuple[DoseColumns, int]]
    covariates: dict[str, int]
    trend: int | None = None
    weekdays: int | None = None
    notes: list[str] = field(default_factory=list)


def named_model(
    table: NightTable,
    *,
    covariates: bool = True,
    trend: bool = False,
    by_weekday: bool = False,
    priors: Mapping[str, Gaussian] | None = None,
) -> NamedModel:
    """The model of a diary.

    Args:
        table: the nights.
        covariates: whether they are taken along.
        trend: with a slow trend.
        by_weekday: with the weekdays, which needs dates.
        priors: of treatments by name; sceptical where none is given.

    Raises:
        BadInput: for weekdays without dates.
    """
    if by_weekday and table.start is None:
        raise BadInput([Problem("start", "is missing; without dates nobody knows the weekdays")])
    chosen = priors or {}
    rows: list[Any] = list(table.doses.values())
    washed_priors = [chosen.get(name, BETA) for name in table.doses]
    levels = {}
    for name, amounts in table.doses_mg.items():
        columns = dose_columns(np.asarray(amounts, dtype=np.float64), prior=chosen.get(name, BETA))
        levels[name] = columns, 1 + len(rows)
        rows += list(columns.columns)
        washed_priors += columns.priors
    fixed, notes = standardised(table) if covariates else (None, [])
    counts = [np.nan if count is None else float(count) for count in table.cramps]
    model = CrampModel.of(counts, table.observed, rows or None, fixed, washed_priors=washed_priors)
    first = 1 + len(rows)
    names = {name: first + i for i, name in enumerate(table.covariates)} if covariates else {}
    at_trend = at_weekdays = None
    if trend:
        at_trend = model.coefficients
        model = extended(model, slow_trend(len(table)))
    if by_weekday and table.start is not None:
        at_weekdays = model.coefficients
        model = extended(model, weekdays(len(table), table.start.weekday()))
    treatments = {name: 1 + i for i, name in enumerate(table.doses)}
    return NamedModel(model, treatments, levels, names, at_trend, at_weekdays, [*notes, *_cautions(table, trend=trend)])


def standardised(table: NightTable) -> tuple[Rows, list[str]]:
    """Covariates with mean 0 and sd 1 over the nights (divisor T); one that never changes becomes 0 everywhere."""
    rows, said = [], []
    for name, values in table.covariates.items():
        row = _within_one(values)
        size = float(row.std())
        if size <= 1e-12:
            said.append(f"“{name}” is the same every night, so the diary says nothing about it.")
            rows.append(np.zeros(row.size))
        else:
            rows.append((row - row.mean()) / size)
    return np.array(rows).reshape(len(rows), len(table)), said


def _within_one(values: Sequence[float]) -> Rows:
    """The row as shares of its largest value: whatever the unit, nothing overflows and what hardly differs is seen."""
    row = np.asarray(values, dtype=np.float64)
    within: Rows = row / (np.abs(row).max(initial=0.0) or 1.0)
    return within


def _cautions(table: NightTable, *, trend: bool) -> list[str]:
    """What the diary cannot tell, whatever the numbers."""
    said = []
    for name, row in (*table.doses.items(), *table.doses_mg.items()):
        if not any(row):
            said.append(f"No night with {name} yet: what is shown for it is only what is assumed beforehand.")
        elif min(row) == max(row):
            said.append(f"Every night has the same amount of {name}: there is nothing to compare it with.")
        elif not trend and _began_once(row):
            said.append(
                f"You began {name} once and went on. Cramps often fall by themselves in that time, and this answer "
                "cannot tell the two apart. Ask again with a slow trend, or try it in turns."
            )
    groups = table.doses, table.doses_mg, table.covariates
    rows = {name: _within_one(row) for each in groups for name, row in each.items()}
    names = [name for name, row in rows.items() if len(row) > 1 and row.std() > 0]
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            if abs(np.corrcoef(rows[one], rows[other])[0, 1]) > COLLINEAR:
                said.append(f"“{one}” and “{other}” go up and down together; this diary cannot tell them apart.")
    return said


def _began_once(row: tuple[float, ...]) -> bool:
    """Whether there are nights without, then nights with, on fewer than a quarter of which it was left out."""
    first = next(i for i, amount in enumerate(row) if amount > 0)
    after = row[first:]
    return first > 0 and sum(amount == 0 for amount in after) < len(after) / 4
