"""When: the doses of each step at clock times that keep every distance, and courses that are waited for."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from charley.dates import minute_of
from charley.dosing.placing import place
from charley.dosing.plan import Dose, Step
from charley.dosing.regimen import Rung, most_at_once_mg
from charley.dosing.spacing import Keepout, Span, WakingDay, blockers, free_spans
from charley.knowledge.words import Form
from charley.language import said
from charley.reading import Record
from charley.safety.case import Case, TakenMedicine

#: No listed medicine stands nearer to magnesium than two hours, whatever its own hours (UK label of a licensed
#: magnesium tablet, interactions: https://medicines.org.uk/emc/product/2678/smpc).
AT_LEAST_MIN = 120
#: Before bed, with time for a small snack.
BEFORE_BED_MIN = 60
AFTER_WAKING_MIN = 30

_USUAL_WAKE, _USUAL_BED, _USUAL_MEALS = "07:00", "22:30", ("07:30", "12:30", "19:00")


class Hours(Record, frozen=True, kw_only=True):
    """The person's day.

    Attributes:
        wake: clock time.
        bed: clock time.
        meals: clock times.
        assumptions: what was not told and taken as usual, in words.
    """

    wake: str
    bed: str
    meals: tuple[str, ...]
    assumptions: tuple[str, ...] = ()

    @property
    def day(self) -> WakingDay:
        """The waking part of the clock."""
        return WakingDay.between(self.wake, self.bed)


class Timing(NamedTuple):
    """The steps with their times, or why there are none.

    Attributes:
        steps: in order; empty where nothing could be placed.
        no_slot_because: the medicines that leave no place; empty where there is one.
    """

    steps: tuple[Step, ...]
    no_slot_because: tuple[str, ...] = ()


class _Phase(NamedTuple):
    keepouts: tuple[Keepout, ...]
    after: tuple[str, ...]
    first_day: int
    counts_from: Literal["today", "end_of_course"]


def hours_of(case: Case) -> Hours:
    """When the person is awake and eats; usual hours where it was not told, and that is said."""
    told = case.profile.schedule
    wake = told.wake if told else None
    bed = told.bed if told else None
    meals = told.meals if told else None
    assumptions = []
    if wake is None or bed is None:
        wake, bed = _fill(wake, bed)
        assumptions.append(
            said("You are awake from {wake} to {bed}; tell us your hours if they differ.", wake=wake, bed=bed)
        )
    if meals is None:
        assumptions.append(said("Meals are at the usual times."))
        meals = _USUAL_MEALS
    return Hours(wake=wake, bed=bed, meals=meals, assumptions=tuple(assumptions))


def _fill(wake: str | None, bed: str | None) -> tuple[str, str]:
    usual = WakingDay.between(_USUAL_WAKE, _USUAL_BED)
    if wake is not None:
        return wake, WakingDay(minute_of(wake), 0).clock(usual.length)
    if bed is not None:
        return WakingDay(minute_of(bed), 0).clock(-usual.length), bed
    return _USUAL_WAKE, _USUAL_BED


def keepouts_of(taken: TakenMedicine) -> Iterator[Keepout]:
    """The distances that magnesium keeps from each intake of a medicine."""
    before = max((rule.mg_before_min or 0 for rule in taken.rules), default=0)
    after = max((rule.mg_after_min or 0 for rule in taken.rules), default=0)
    if taken.over or (taken.is_supplement and not before and not after):
        return
    if not taken.is_supplement and not _is_magnesium(taken) and not _not_swallowed(taken):
        before, after = max(before, AT_LEAST_MIN), max(after, AT_LEAST_MIN)
    if before or after:
        for time in taken.entry.times or ():
            yield Keepout(
                medicine=taken.entry.name,
                field=taken.field,
                at=minute_of(time),
                before_min=before,
                after_min=after,
            )


def untimed(case: Case) -> tuple[str, ...]:
    """Medicines taken at times nobody told: the general two hours from them cannot be planned, only said.

    Those with hours of their own are asked about before any dose, and are no matter of this list.
    """
    return tuple(
        taken.entry.name
        for taken in case.medicines
        if not (taken.over or taken.is_supplement or taken.entry.times or _not_swallowed(taken) or is_waited_for(taken))
        and not _is_magnesium(taken)
    )


def _is_magnesium(taken: TakenMedicine) -> bool:
    """Whether it keeps no distance as magnesium itself; one that is, or may be, another medicine as well keeps it."""
    other = any(ingredient != "magnesium" for ingredient in taken.meaning.ingredients)
    return taken.meaning.magnesium is not None and not other


def _not_swallowed(taken: TakenMedicine) -> bool:
    return taken.meaning.route not in (None, "oral")


def is_waited_for(taken: TakenMedicine) -> bool:
    """Whether magnesium starts only after this medicine's course."""
    return any(rule.pause_during_course for rule in taken.rules)


def time_doses(case: Case, rungs: Sequence[Rung], form: Form) -> Timing:
    """Give each daily amount its clock times.

    Args:
        case: the person.
        rungs: daily amounts from :func:`charley.dosing.regimen.regimen`.
        form: the salt.
    """
    if not rungs:
        return Timing(())
    hours = hours_of(case)
    phases = list(_phases(case))
    for phase in phases:
        free = free_spans(hours.day, phase.keepouts)
        if free:
            return Timing(tuple(_steps(case, rungs, form, hours, free, phase)))
    return Timing((), blockers(hours.day, phases[-1].keepouts))


def in_halves(case: Case, step: Step) -> tuple[Dose, ...]:
    """A step's one dose as two halves at times that keep every distance; empty where that cannot be."""
    if len(step.doses) != 1:
        return ()
    hours, dose = hours_of(case), step.doses[0]
    minutes = place(_wishes(case, hours, 2), free_spans(hours.day, next(_phases(case)).keepouts))
    return tuple(
        Dose(time=hours.day.clock(minute), elemental_mg=dose.elemental_mg / 2, form=dose.form)
        for minute in minutes or ()
    )


def _phases(case: Case) -> Iterator[_Phase]:
    """First with all medicines that are not waited for; then, if need be, after every course that ends."""
    running = [taken for taken in case.medicines if not taken.over]
    waited = [taken for taken in running if is_waited_for(taken)]
    beside = [taken for taken in running if not is_waited_for(taken)]
    yield _phase(waited, beside)
    ending = [taken for taken in beside if taken.days_left is not None and any(keepouts_of(taken))]
    if ending:
        yield _phase(waited + ending, [taken for taken in beside if taken not in ending])


def _phase(waited: Sequence[TakenMedicine], beside: Sequence[TakenMedicine]) -> _Phase:
    left = [taken.days_left for taken in waited]
    known = [days for days in left if days is not None]
    dated = len(known) == len(left)
    return _Phase(
        keepouts=tuple(keepout for taken in beside for keepout in keepouts_of(taken)),
        after=tuple(dict.fromkeys(taken.entry.name for taken in waited)),
        first_day=1 + max(known, default=0) if dated else 1,
        counts_from="today" if dated else "end_of_course",
    )


def _steps(
    case: Case, rungs: Sequence[Rung], form: Form, hours: Hours, free: Sequence[Span], phase: _Phase
) -> Iterator[Step]:
    most = most_at_once_mg(case)
    latest = 0.0
    for rung in rungs:
        amounts = _amounts(rung.mg_per_day, most)
        minutes = place(_wishes(case, hours, len(amounts)), free)
        if minutes is None:  # no room for two: one dose, as large as one may be
            amounts = (min(rung.mg_per_day, most),)
            minutes = place(_wishes(case, hours, 1), free)
        if minutes is None or sum(amounts) <= latest:
            continue
        latest = sum(amounts)
        doses = (
            Dose(time=hours.day.clock(minute), elemental_mg=mg, form=form)
            for minute, mg in zip(minutes, amounts, strict=True)
        )
        yield Step(
            from_day=phase.first_day + rung.from_day - 1,
            doses=tuple(doses),
            after_course_of=phase.after,
            counts_from=phase.counts_from,
        )


def _amounts(mg_per_day: float, most_at_once: float) -> tuple[float, ...]:
    """One dose, or two halves; never more than two a day, so a sensitive gut bounds the day too."""
    if mg_per_day <= most_at_once:
        return (mg_per_day,)
    half = min(mg_per_day / 2, most_at_once)
    return (half, half)


_BY_DAY = re.compile(r"\b(exercis|sport|train|run|gym|walk|football|cycl|swim|daytime|during the day|afternoon)", re.I)
_BY_NIGHT = re.compile(r"\b(night|nocturnal|bed|asleep|sleep|wak)", re.I)


def cramps_by_day(case: Case) -> bool:
    """Whether what was told speaks of cramps in activity and not of nights."""
    words = " ".join([*(case.profile.symptoms or ()), case.profile.goal or ""])
    return bool(_BY_DAY.search(words)) and not _BY_NIGHT.search(words)


def _wishes(case: Case, hours: Hours, count: int) -> tuple[int, ...]:
    """Where doses would best stand, in minutes since waking."""
    day = hours.day
    meals = sorted(at for meal in hours.meals if (at := day.since_waking(minute_of(meal))) <= day.length)
    morning = meals[0] if meals else min(AFTER_WAKING_MIN, day.length)
    evening = max(0, day.length - BEFORE_BED_MIN)
    if count == 2:
        return (morning, evening)
    return (morning,) if cramps_by_day(case) else (evening,)
