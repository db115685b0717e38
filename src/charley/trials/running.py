"""A trial under way: what today asks for, and when it has to stop. It never says more than the person may know."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import structs

from charley.diary.records import DoseTaken, Entry, Note, SideEffect
from charley.dosing.plan import Dose
from charley.reading import Record
from charley.trials.design import Arm, Design
from charley.trials.dossier import Dossier
from charley.trials.timeline import Stand, last_night, timeline

#: Loose stools on so many of the last so many days end a trial with magnesium, as they pause a plan.
GUT_DAYS, GUT_WINDOW_DAYS = 2, 3
#: Signs that stop at once, whatever the arm.
AT_ONCE = frozenset({"muscle_weakness", "trouble_breathing", "irregular_heartbeat", "fainting", "drowsiness"})
_GUT = frozenset({"diarrhoea", "vomiting"})
#: Entries that say something else was changed.
_CHANGES = frozenset({"diet_change", "medicine_change"})


class Today(Record, frozen=True, kw_only=True):
    """What a day of a trial asks for.

    Attributes:
        phase: ``waiting`` before the start; see also :class:`charley.trials.timeline.Stand`.
        night: number of tonight; None on a pause.
        nights: in all.
        period: number of the period.
        arm: what is done; None in the baseline, on a pause, and while the trial is blind.
        container: number of the container to take from, in a blind trial.
        doses: of the day; in a blind trial the same in every arm.
        how: steps, for what is not swallowed.
        ends: last night of this stretch.
        finishes: last night of the trial; None while a pause lasts.
        guess_period: number of a period that has just ended and whose guess is still open.
        look: the night up to which a planned look may be taken by now, before the end; None where there is none.
    """

    phase: Literal["waiting", "baseline", "period", "pause", "after"]
    night: int | None = None
    nights: int
    period: int | None = None
    arm: str | None = None
    container: int | None = None
    doses: tuple[Dose, ...] = ()
    how: tuple[str, ...] = ()
    ends: date | None = None
    finishes: date | None = None
    guess_period: int | None = None
    look: int | None = None


class StopNow(Record, frozen=True, kw_only=True):
    """A reason to end the trial today, and whether help is needed at once."""

    reason: str
    emergency: bool = False


def today(dossier: Dossier, on: date) -> Today:
    """What this day asks for. In a blind trial it is the same whatever the arm."""
    design = dossier.design
    if design.start is None or on < design.start:
        return Today(phase="waiting", nights=design.nights)
    finishes = last_night(design, design.start)
    stands = timeline(design, design.start, on)
    stand = stands[-1]
    told = Today(
        phase=stand.phase,
        night=stand.number,
        nights=design.nights,
        period=stand.period,
        ends=_end_of(design, design.start, stand),
        finishes=finishes,
        guess_period=_open_guess(dossier, stands),
        look=_look(design, stands),
    )
    if stand.period is None:
        return told
    return _filled(told, design, None if dossier.order is None else dossier.order[stand.period - 1])


def ended(design: Design, on: date) -> frozenset[int]:
    """Numbers of the periods that are over on this day."""
    if design.start is None or on < design.start:
        return frozenset()
    return _ended(design, timeline(design, design.start, on))


def stop_now(entries: Iterable[Entry], design: Design, on: date) -> StopNow | None:
    """Whether something noted since the start ends the trial."""
    start = design.start or on
    noted = [entry for entry in entries if isinstance(entry, SideEffect) and start <= entry.day <= on]
    if any(entry.sign in AT_ONCE and entry.severity != "mild" for entry in noted):
        return StopNow(
            reason="Stop now and call the emergency number. What you noted can be a sign of too much magnesium.",
            emergency=True,
        )
    since = on - timedelta(days=GUT_WINDOW_DAYS - 1)
    gut = {entry.day for entry in noted if entry.sign in _GUT and entry.day >= since}
    if any(arm.doses for arm in design.arms) and len(gut) >= GUT_DAYS:
        return StopNow(
            reason=f"Loose stools or vomiting on {len(gut)} of the last {GUT_WINDOW_DAYS} days. Please stop the trial, "
            "drink enough, and take no magnesium until it has settled."
        )
    if any(entry.severity == "severe" for entry in noted):
        return StopNow(reason="You noted something severe. Please stop the trial, and talk to your doctor or clinic.")
    return None


def second_change(entries: Iterable[Entry], design: Design, on: date) -> date | None:
    """The first day in the trial on which something else was changed too, as the diary has it."""
    if design.start is None:
        return None
    changed = [
        entry.day
        for entry in entries
        if design.start <= entry.day <= on and (_other_change(entry) or _other_remedy(entry, design))
    ]
    return min(changed, default=None)


def _other_change(entry: Entry) -> bool:
    return isinstance(entry, Note) and entry.about in _CHANGES


def _other_remedy(entry: Entry, design: Design) -> bool:
    """A remedy swallowed that is not part of the trial."""
    mine = {"magnesium"} | {part for arm in design.arms for part in arm.parts}
    mine |= {arm.measure.replace("-", "_") for arm in design.arms if arm.measure}
    return isinstance(entry, DoseTaken) and entry.substance not in mine and entry.elemental_mg != 0


def _filled(told: Today, design: Design, name: str | None) -> Today:
    """With what is done today; of a hidden arm only what is the same in all of them."""
    arm = None if name is None else design.arm(name)
    if arm is not None and not (design.blind and arm.parts):
        return structs.replace(told, arm=arm.name, doses=arm.doses, how=arm.how)
    return structs.replace(told, container=told.period, doses=_masked(design), how=_shared(design.arms))


def _masked(design: Design) -> tuple[Dose, ...]:
    """A dose at each hour at which a capsule is taken, whatever is in it."""
    doses = [dose for arm in design.arms for dose in arm.doses]
    return tuple(next(dose for dose in doses if dose.time == hour) for hour in design.hours)


def _shared(arms: Sequence[Arm]) -> tuple[str, ...]:
    return max((arm.how for arm in arms), key=len)


def _end_of(design: Design, start: date, stand: Stand) -> date | None:
    if stand.number is None:
        return None
    last = design.baseline_days if stand.period is None else design.periods[stand.period - 1].last
    end = stand.night + timedelta(days=last - stand.number)
    ahead = timeline(design, start, end + timedelta(days=400))
    return next((each.night for each in ahead if each.number == last), None)


def _ended(design: Design, stands: Sequence[Stand]) -> frozenset[int]:
    reached = max((stand.number or 0 for stand in stands), default=0) + (stands[-1].phase == "after")
    return frozenset(period.number for period in design.periods if reached > period.last)


def _look(design: Design, stands: Sequence[Stand]) -> int | None:
    """The night of the last planned look that is over, and was before the trial was stopped."""
    stopped = design.since("stop") or date.max
    over = max((stand.number or 0 for stand in stands[:-1] if stand.night < stopped), default=0)
    return max((night for night in design.looks if night <= over < design.nights), default=None)


def _open_guess(dossier: Dossier, stands: Sequence[Stand]) -> int | None:
    """The latest period that is over and about which no guess was asked yet."""
    if not dossier.design.blind or dossier.is_opened:
        return None
    order, asked = dossier.order, {guess.period for guess in dossier.guesses}
    ended = _ended(dossier.design, stands)
    hidden = {i for i, arm in enumerate(order or (), start=1) if dossier.design.arm(arm).parts}
    return max((ended - asked) & (hidden or ended), default=None)
