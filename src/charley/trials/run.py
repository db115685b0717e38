"""A trial that has been run: its design laid over the nights of a diary, as arrays for the engine and the tests."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from charley.diary.nights import NightTable
from charley.errors import BadInput, Problem
from charley.inference.model import CrampModel, Gaussian, HyperPrior
from charley.trials.design import Design
from charley.trials.effect_sizes import EffectSizes, effect_sizes
from charley.trials.randomisation import PeriodRate
from charley.trials.timeline import Stand, timeline

Row = npt.NDArray[np.float64]
#: An arm in which less than this share of the planned doses was taken is marked.
POOR_ADHERENCE = 0.8


@dataclass(frozen=True, eq=False)
class Run:
    """T nights of a trial, from its first one.

    Attributes:
        design: what was sealed.
        order: the arm of each period.
        stands: where each night stands.
        counts: (T,) cramps; NaN where not recorded, and on paused nights.
        observed: (T,) share of the night that was observed.
        taken: (T,) share of the day's treatment that was taken, as the diary has it; None where it does not say.
        by_name: whether ``taken`` is about the answer itself, also in the periods without it.
    """

    design: Design
    order: tuple[str, ...]
    stands: tuple[Stand, ...]
    counts: Row
    observed: Row
    taken: Row | None
    by_name: bool

    @property
    def arms(self) -> tuple[str | None, ...]:
        """The arm of each night; None in the baseline and on paused nights."""
        return tuple(None if stand.period is None else self.order[stand.period - 1] for stand in self.stands)

    @property
    def reached(self) -> int:
        """Number of the last night that has passed and came before the trial was stopped; 0 where there is none."""
        stopped = self.design.since("stop")
        return max((s.number or 0 for s in self.stands if stopped is None or s.night < stopped), default=0)

    def holds(self, part: str) -> Row:
        """(T,) 1 on nights whose arm holds this part."""
        having = {arm.id for arm in self.design.arms if part in arm.parts}
        return np.array([float(arm in having) for arm in self.arms])

    @property
    def nights_in_trial(self) -> npt.NDArray[np.bool_]:
        """(T,) nights that count, pauses left out."""
        return np.array([stand.number is not None for stand in self.stands])

    def washed(self, *, as_taken: bool = False) -> Row:
        """(J, T) the parts as assigned, or with the answer as it was really taken."""
        rows = [self.holds(part) for part in self.design.parts]
        if as_taken:
            if self.taken is None:
                raise ValueError("the diary does not say what was taken")
            at = self.design.parts.index(self.design.answer)
            rows[at] = self.taken if self.by_name else self.taken * rows[at]
        return np.array(rows)

    def model(
        self, prior: tuple[float, float], *, as_taken: bool = False, without: Collection[date] = ()
    ) -> CrampModel:
        """The cramp model of this trial, all priors as sealed.

        Args:
            prior: mean and sd of the answer's log rate ratio.
            as_taken: with the doses as taken in place of those assigned.
            without: nights to be treated as not recorded.
        """
        frozen = self.design.model
        left_out = np.array([stand.night in without for stand in self.stands])
        baseline = np.array([[float(stand.phase == "baseline") for stand in self.stands]])
        return CrampModel.of(
            np.where(left_out, np.nan, self.counts),
            self.observed,
            self.washed(as_taken=as_taken),
            baseline,
            alpha=Gaussian(*frozen.alpha),
            washed_priors=[
                Gaussian(*(prior if part == self.design.answer else frozen.part)) for part in self.design.parts
            ],
            fixed_priors=[Gaussian(*frozen.baseline)],
            hyper=HyperPrior(
                sigma_scale=frozen.sigma_scale,
                logit_rho=Gaussian(*frozen.logit_rho),
                inv_sqrt_phi_scale=frozen.inv_sqrt_phi_scale,
                log_half_life=Gaussian(*frozen.log_half_life),
            ),
        )

    @property
    def answer_at(self) -> int:
        """Place of the answer among the coefficients."""
        return 1 + self.design.parts.index(self.design.answer)

    @property
    def treated(self) -> str:
        """Id of the arm that holds the answer."""
        return next(arm.id for arm in self.design.arms if self.design.answer in arm.parts)

    @property
    def against(self) -> str:
        """Id of the arm it is held against: the one that shares most with it."""
        has = set(self.design.arm(self.treated).parts)
        others = [arm for arm in self.design.arms if arm.id != self.treated]
        return max(others, key=lambda arm: len(has & set(arm.parts))).id

    def rates(self) -> tuple[PeriodRate, ...]:
        """What each period showed, its first nights left out."""
        found = []
        for number in range(1, len(self.order) + 1):
            seen = [i for i in self._kept() if self.stands[i].period == number]
            nights = float(sum(self.observed[i] for i in seen))
            found.append(PeriodRate(number, nights, int(sum(self.counts[i] for i in seen))))
        return tuple(found)

    def effect_sizes(self) -> EffectSizes | None:
        """Researchers' measures over the recorded nights, first nights of each period left out."""
        arms = self.arms
        rows = [[float(self.counts[i]) for i in self._kept() if arms[i] == arm] for arm in (self.against, self.treated)]
        return effect_sizes(rows[0], rows[1])

    def adherence(self) -> float | None:
        """Share of the planned doses taken in the treated periods; None where the diary does not say."""
        if self.taken is None:
            return None
        planned = np.array([arm == self.treated for arm in self.arms])
        return float(self.taken[planned].mean()) if planned.any() else None

    def _kept(self) -> list[int]:
        return [
            i
            for i, stand in enumerate(self.stands)
            if stand.into is not None and stand.into > self.design.discard_days and not np.isnan(self.counts[i])
        ]

    def until(self, number: int) -> "Run":
        """The same trial as if it had ended with this night of the plan."""
        size = next((i for i, s in enumerate(self.stands) if s.number == number), len(self.stands) - 1) + 1
        taken = None if self.taken is None else self.taken[:size]
        return Run(
            self.design, self.order, self.stands[:size], self.counts[:size], self.observed[:size], taken, self.by_name
        )


def lined_up(design: Design, order: Sequence[str], table: NightTable) -> Run:
    """Lay a design over a diary.

    Args:
        design: what was sealed; its first night is the diary's where it names none.
        order: the arm of each period.
        table: the diary, with dates.

    Raises:
        BadInput: where the diary has no dates, or ends before the trial began.
    """
    if table.start is None:
        raise BadInput([Problem("start", "the diary has no dates, so it cannot be laid beside the trial")])
    first, last = design.start or table.start, table.dates[-1]
    if last < first:
        raise BadInput([Problem("date", f"the diary ends on {last}, before the trial begins on {first}")])
    stands = tuple(stand for stand in timeline(design, first, last) if stand.phase != "after")
    shift = (first - table.start).days
    counts = np.full(len(stands), np.nan)
    observed = np.ones(len(stands))
    for i, stand in enumerate(stands):
        count = table.cramps[i + shift] if 0 <= i + shift < len(table) else None
        if count is not None and stand.phase != "pause":
            counts[i], observed[i] = count, table.observed[i + shift]
    named = _dose_column(design, table)
    taken = None if named is None else _shifted(table.doses[named], shift, len(stands))
    return Run(design, tuple(order), stands, counts, observed, taken, named == design.answer and not design.blind)


def _dose_column(design: Design, table: NightTable) -> str | None:
    """The diary's dose column that speaks of this trial."""
    for name in (design.answer, "magnesium", "capsule"):
        if name in table.doses:
            return name
    return next(iter(table.doses)) if len(table.doses) == 1 else None


def _shifted(row: Sequence[float], shift: int, size: int) -> Row:
    return np.array([row[i + shift] if 0 <= i + shift < len(row) else 0.0 for i in range(size)])
