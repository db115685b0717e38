"""Routines for one person: screened, with their seconds laid out, and set against a trial that is running."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from charley.diary.journal import Journal
from charley.diary.records import Measure, Symptom
from charley.dosing.schedule import hours_of
from charley.knowledge.routines import Move, Routine, routines
from charley.profile import Profile
from charley.safety.case import understand
from charley.safety.routines import Offered, offered
from charley.services import planning

if TYPE_CHECKING:
    from charley.trials.dossier import Dossier

__all__ = [
    "Leg",
    "Offered",
    "OnTrial",
    "Session",
    "done_on",
    "noted_signs",
    "on_offer",
    "one_new_thing",
    "place_of",
    "placed",
    "session",
    "usual_place",
]

#: For so long a feeling noted in the diary keeps holding a routine back.
SIGN_DAYS = 14
#: Feelings of the diary -> signs of the screen.
_SIGN_OF = {"numbness": "lasting-numbness", "tingling": "numb-tingling"}


class Store(Protocol):
    """What this asks of storage; one person's only."""

    def journal(self, *, first: date | None = None, last: date | None = None) -> Journal:
        """The diary."""


class Leg(NamedTuple):
    """One move with one leg, or with both at once: what the timer counts.

    Attributes:
        move: what to do.
        side: ``left`` or ``right``; empty where both are meant or none.
        seconds: how long once; 0 where no clock is needed.
    """

    move: Move
    side: str
    seconds: int


class Session(NamedTuple):
    """A routine laid out.

    Attributes:
        legs: in order; none where it is held back.
        length_s: the length chosen; None where there is nothing to choose.
        lasts_s: all together, in seconds.
    """

    legs: tuple[Leg, ...]
    length_s: int | None
    lasts_s: int

    @property
    def minutes(self) -> float:
        """All together, in minutes, to the tenth."""
        return round(self.lasts_s / 60, 1)


class OnTrial(NamedTuple):
    """What a running trial says of a routine.

    Attributes:
        belongs: whether the routine is the one thing that the trial is about.
        says: one or two sentences.
    """

    belongs: bool
    says: str


def on_offer(profile: Profile | None, store: Store | None, now: datetime) -> tuple[Offered, ...]:
    """Every routine for this person, those held back with the reason and without steps.

    Args:
        profile: None where nobody told us anything; then what would hold a routine back is asked.
        store: the diary, for feelings noted in the last days; None for none.
        now: by the clock on the wall.
    """
    told, today = profile or Profile(), now.date()
    case = understand(told, today)
    journal = Journal() if store is None else store.journal(first=today - timedelta(days=SIGN_DAYS))
    return offered(case, planning.check(told, now=now).findings, noted_signs(journal))


def noted_signs(journal: Journal) -> frozenset[str]:
    """Signs that feelings in the diary stand for."""
    return frozenset(_SIGN_OF[each.what] for each in journal.of(Symptom) if each.what in _SIGN_OF)


def session(shown: Offered, length_s: int | None = None) -> Session:
    """Lay out the steps of a routine that is offered.

    Args:
        shown: the routine, screened.
        length_s: one of its lengths; any other, or None, is the usual one.
    """
    lengths = shown.routine.lengths_s
    chosen = length_s if length_s in lengths else next(iter(lengths), None)
    legs = [
        Leg(move, side, chosen if move.chosen and chosen else move.seconds)
        for move in shown.moves
        for side in (("left", "right") if move.each_leg else ("",))
    ]
    return Session(tuple(legs), chosen, shown.routine.lasts_s(chosen) if shown.moves else 0)


def done_on(journal: Journal, day: date) -> frozenset[str]:
    """Ids of the routines whose kind and purpose was noted on a day; the diary does not tell two stretches apart."""
    noted = {(each.what, each.purpose) for each in journal.of(Measure) if each.day == day}
    return frozenset(name for name, row in routines().items() if (row.noted, row.purpose) in noted)


def one_new_thing(routine: Routine, running: "Dossier | None") -> OnTrial | None:
    """What to say of a routine while a trial runs. A stretch against a cramp that is there stops nothing.

    Args:
        routine: the routine.
        running: the trial that is open; None where there is none.
    """
    if running is None or routine.purpose == "stop":
        return None
    if any(arm.measure == routine.remedy for arm in running.design.arms if arm.measure is not None):
        return OnTrial(True, "This is what your trial is about: do it in the weeks that call for it.")
    return OnTrial(
        False,
        "A trial of yours is running. A second new thing now would blur its answer. If you did this before, go on; "
        "if it is new, wait until the trial is over, or note the change on the trial's page.",
    )


def placed(told: Mapping[str, Any], name: str, time: str | None) -> dict[str, Any]:
    """The profile document with a routine at a time of the day, or without it.

    Args:
        told: the document as it is.
        name: id of the routine.
        time: clock time; None takes it out of the day.
    """
    others = [each for each in told.get("routines") or [] if each.get("name") != name]
    return {**told, "routines": [*others, {"name": name, "time": time}] if time is not None else others or None}


def place_of(profile: Profile | None, name: str) -> str | None:
    """When in the day the person does a routine; None where it has no place."""
    return next((each.time for each in (profile.routines if profile else None) or () if each.name == name), None)


def usual_place(profile: Profile | None, routine: Routine, today: date) -> str | None:
    """When a routine that belongs to the evening would stand in this person's day; None for one without an hour."""
    if routine.before_bed_min is None:
        return None
    day = hours_of(understand(profile or Profile(), today)).day
    return day.clock(max(0, day.length - routine.before_bed_min))
