"""The half minute of morning and evening: what is still to be asked, and what the answers become in the diary.

Every answer is its own entry, with an id that follows from the form's, so that a form sent twice is kept once. What was
left empty stays unknown; only "nothing of the rest" says that something did not happen.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from charley.dates import Moment, zone_named
from charley.diary.journal import Journal
from charley.diary.nights import night_by_night
from charley.diary.records import (
    DAY_BEGINS,
    DRINKS_OF_THE_DAY,
    SYSTEM_OF,
    CrampEpisode,
    DoseTaken,
    Observation,
    read_entry,
)
from charley.diary.tracking import TOPICS, Part
from charley.dosing.plan import Dose
from charley.errors import BadInput, Problem
from charley.services.following import doses_fulfilled

#: The hour that stands for a part of an earlier day, where nobody says when.
USUAL_HOUR: Mapping[Part, int] = {"morning": 8, "evening": 20}
#: The hour that stands for a whole day. What was drunk or done at some hour is not taken to be of the evening.
HOUR_OF_A_DAY = 12
#: A day that is filled in later than this is most likely a slip of the date.
LATEST = timedelta(days=366)

Said = Mapping[str, Any]
Field = dict[str, Any]


class When(NamedTuple):
    """What a check-in speaks of.

    Attributes:
        part: of the day.
        day: the day of the evening, or the night that the morning looks back on; both by the date they begin.
        now: this moment by the person's clock.
    """

    part: Part
    day: date
    now: Moment

    @property
    def usual(self) -> Moment:
        """When the answers count as given: now for the present day, else a usual hour of that day."""
        on = self.day + timedelta(days=1) if self.part == "morning" else self.day
        wall = datetime.combine(on, time(USUAL_HOUR[self.part]))
        if wall >= self.now.wall or (self.now.wall - timedelta(hours=4)).date() == on:
            return self.now
        return self._at(wall)

    def clock(self, said: time | None) -> Moment:
        """A clock time of that day; an hour before four in the morning is the end of it."""
        if said is None:
            return self.usual
        on = self.day + timedelta(days=1) if said.hour < 4 else self.day
        wall = datetime.combine(on, said)
        return self.now if wall > self.now.wall else self._at(wall)

    def by_day(self, said: time | None) -> Moment:
        """A clock time of that day, for what may have been at any of its hours; the middle of the day where none is
        said."""
        return self.clock(time(HOUR_OF_A_DAY) if said is None else said)

    def _at(self, wall: datetime) -> Moment:
        if self.now.zone is None or zone_named(self.now.zone) is None:
            return Moment(wall=wall, offset_min=self.now.offset_min)
        try:
            return Moment.local(wall, self.now.zone)
        except BadInput:  # the hour that clocks skip or show twice: an hour later is as good for a guess of the hour
            return Moment.local(wall + timedelta(hours=1), self.now.zone)


class Asked(NamedTuple):
    """What a check-in asks.

    Attributes:
        topics: tracked by this person, of this part of the day.
        doses: of the plan on that day that are not in the diary yet.
        cramps: of that night, written down one by one.
        counts: whether to ask how many cramps the night had.
    """

    topics: tuple[str, ...]
    doses: tuple[Dose, ...]
    cramps: tuple[CrampEpisode, ...]
    counts: bool


def asked(journal: Journal, when: When, *, topics: Iterable[str], plan: Sequence[Dose] = ()) -> Asked:
    """What to ask.

    Args:
        journal: at least of that day and night.
        when: the part and day.
        topics: what this person tracks, see :func:`charley.diary.tracking.tracked`.
        plan: the doses of a day, where a plan is followed.
    """
    night = night_by_night(journal.effective, when.day, when.day)[0]
    return Asked(
        topics=tuple(name for name in topics if TOPICS[name].part == when.part),
        doses=tuple(open_doses(journal, when.day, plan)) if when.part == "evening" else (),
        cramps=night.episodes if when.part == "morning" else (),
        counts=when.part == "morning" and night.cramps is None,
    )


def open_doses(journal: Journal, day: date, plan: Sequence[Dose]) -> Iterator[Dose]:
    """The doses of the plan that nothing in the diary of that day stands for."""
    taken = [each for each in journal.of(DoseTaken) if each.substance == "magnesium" and each.day == day]
    noted = doses_fulfilled(plan, taken)
    return (dose for dose in plan if dose not in noted)


def is_over(planned: str, now: datetime) -> bool:
    """Whether a clock time of the day that began at four in the morning has passed."""
    return (now - DAY_BEGINS).time() >= (datetime.combine(now, time.fromisoformat(planned)) - DAY_BEGINS).time()


def entries(
    said: Said, when: When, *, id: str, journal: Journal, plan: Sequence[Dose] = (), asked_for: Sequence[str] = ()
) -> list[Observation]:
    """The entries that a filled form becomes.

    Args:
        said: what was filled in, by the names of :data:`READERS`; absent and None are not said. ``nothing_else`` says
            that of the topics ``asked_for`` nothing else happened.
        when: the part and day.
        id: of the form.
        journal: as for :func:`asked`; a dose noted meanwhile is not noted twice.
        plan: as for :func:`asked`.
        asked_for: the topics that stood on the form.

    Raises:
        BadInput: with every fault, at the name it belongs to.
    """
    problems = [*_day_faults(when)]
    found: list[Observation] = []
    told: set[str] = set()
    open_now = {dose.time: dose for dose in open_doses(journal, when.day, plan)}
    for topic, reader in READERS.items():
        for number, (at, fields) in enumerate(reader(said, when)):
            told.add(topic)
            if fields["kind"] == "dose":
                planned = open_now.get(fields["planned"])
                if planned is None:
                    continue
                fields |= {"form": planned.form, "with_food": planned.with_food}
                fields["elemental_mg"] = planned.elemental_mg if fields["elemental_mg"] is None else 0.0
            whole = {**fields, "id": f"{id}-{topic}-{number}", "at": at, "entered": when.now}
            try:
                found.append(read_entry({k: v for k, v in whole.items() if v is not None}))  # type: ignore[arg-type]
            except BadInput as fault:
                problems += [Problem(topic, problem.message) for problem in fault.problems]
    if said.get("nothing_else"):
        rest = [name for name in asked_for if TOPICS[name].can_be_none and name not in told]
        if rest:
            fields = {"kind": "none_of", "id": f"{id}-none", "at": when.usual, "entered": when.now}
            found.append(read_entry({**fields, "on": when.day, "what": rest}))  # type: ignore[arg-type]
    if problems:
        raise BadInput(problems)
    return found


def _day_faults(when: When) -> Iterator[Problem]:
    begun = when.day if when.part == "evening" else when.day + timedelta(days=1)
    if begun > when.now.wall.date():
        yield Problem("day", "this day has not come yet")
    elif when.now.wall.date() - when.day > LATEST:
        yield Problem("day", "lies more than a year back; cramps of that time can still be noted on the night's page")


def _sleep(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    if said.get("sleep") is not None or said.get("wakings") is not None:
        fields = {"rating": said.get("sleep"), "cramp_wakings": said.get("wakings")}
        yield when.usual, {"kind": "sleep", "night": when.day, **fields}


def _night(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    """Cramps of the night as a number; none is a quiet night."""
    count = said.get("cramps")
    if count == 0:
        yield when.usual, {"kind": "quiet_night", "night": when.day}
    elif count is not None:
        yield when.usual, {"kind": "night_count", "night": when.day, "cramps": count}


def _doses(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    """Doses of the plan by their times: taken, or left out, which is noted as 0 mg."""
    taken = said.get("taken") or ()
    left_out = [planned for planned in said.get("left_out") or () if planned not in taken]
    for times, elemental_mg in ((taken, None), (left_out, 0.0)):
        for planned in times:
            at = when.clock(time.fromisoformat(planned))
            yield at, {"kind": "dose", "planned": planned, "elemental_mg": elemental_mg}


def _drinks(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    if said.get("drinks_ml"):
        yield when.usual, {"kind": "drink", "ml": said["drinks_ml"], "what": DRINKS_OF_THE_DAY}


def _urine(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    if said.get("urine") is not None:
        yield when.usual, {"kind": "urine_colour", "shade": said["urine"]}


def _activity(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    if said.get("activity") or said.get("activity_min") is not None or said.get("effort"):
        fields = {"what": said.get("activity") or "exercise", "minutes": said.get("activity_min")}
        at = when.by_day(said.get("activity_at"))
        yield at, {"kind": "activity", **fields, "effort": said.get("effort")}


def _measures(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    done, product = list(said.get("measures") or ()), said.get("on_skin")
    if product and "topical" not in done:
        done.append("topical")
    for what in done:
        fields = {"kind": "measure", "what": what, "purpose": "prevent"}
        yield when.usual, {**fields, "product": product if what == "topical" else None}


def _exposure(what: str, unit: str) -> Callable[[Said, When], Iterator[tuple[Moment, Field]]]:
    def read(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
        amount = said.get(what)
        if amount is not None:
            at = when.by_day(said.get(f"{what}_at"))
            yield at, {"kind": "exposure", "what": what, "amount": amount, "unit": unit}

    return read


def _heat(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    for what in said.get("heat") or ():
        yield when.usual, {"kind": "exposure", "what": what}


def _cycle(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    if said.get("cycle"):
        yield when.usual, {"kind": "exposure", "what": "menstrual_cycle", "phase": said["cycle"]}


def _legs(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    for what in ("soreness", "heavy_legs"):
        if said.get(what) is not None:
            yield when.usual, {"kind": "symptom", "what": what, "strength": said[what]}


def _side_effects(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    for sign in said.get("signs") or ():
        words = said.get("sign_words") if sign == "other" else None
        yield when.usual, {"kind": "side_effect", "sign": sign, "words": words, "severity": said.get("severity")}


def _mood(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    if said.get("mood") is not None:
        yield when.usual, {"kind": "mood", "rating": said["mood"]}


def _note(said: Said, when: When) -> Iterator[tuple[Moment, Field]]:
    if said.get("note"):
        yield when.usual, {"kind": "note", "text": said["note"], "about": said.get("note_about") or "other"}


#: Topic of the form -> what it becomes: the time and the fields of each entry.
READERS: Mapping[str, Callable[[Said, When], Iterator[tuple[Moment, Field]]]] = {
    "night": _night,
    "sleep": _sleep,
    "doses": _doses,
    "drinks": _drinks,
    "urine": _urine,
    "activity": _activity,
    "measures": _measures,
    "caffeine": _exposure("caffeine", "cups"),
    "alcohol": _exposure("alcohol", "glasses"),
    "nicotine": _exposure("nicotine", "times"),
    "stress": _exposure("stress", "of_10"),
    "heat": _heat,
    "long_standing": _exposure("long_standing", "hours"),
    "long_sitting": _exposure("long_sitting", "hours"),
    "sunlight": _exposure("sunlight", "minutes"),
    "cycle": _cycle,
    "legs": _legs,
    "side_effects": _side_effects,
    "mood": _mood,
    "note": _note,
}

#: Signs by the part of the body they speak of, for a form that asks system by system.
SIGNS_BY_SYSTEM: Mapping[str, tuple[str, ...]] = {
    system: tuple(sign for sign, of in SYSTEM_OF.items() if of == system)
    for system in dict.fromkeys(SYSTEM_OF.values())
}
