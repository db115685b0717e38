"""What was noted of each day that may go along with cramps: one row a factor, one value a day.

What is ticked (alcohol, stress, exercise ...) is 1 on the days it was noted and else 0. What is measured (fluid, sleep,
magnesium in food) is not known on days without an entry, which is not zero.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from charley.dates import Moment
from charley.diary.records import Activity, Drink, Entry, Exposure, Food, Sleep
from charley.errors import BadInput, Problem

Row = tuple[float | None, ...]
Days = Sequence[date]

#: Kinds of exposure by the name of their factor.
EXPOSURES = {
    "caffeine": "caffeine",
    "alcohol": "alcohol",
    "nicotine": "nicotine",
    "stress": "stress",
    "heat": "heat",
    "sweating": "sweating",
    "long standing": "long_standing",
    "long sitting": "long_sitting",
}
#: What a drink holds that counts as an exposure.
IN_DRINKS = {"alcohol": "alcohol_g", "caffeine": "caffeine_mg"}


def factors(entries: Collection[Entry], days: Days, chosen: Collection[str] | None = None) -> dict[str, Row]:
    """The rows of the chosen factors.

    Args:
        entries: standing entries, such as ``journal.effective``.
        days: the days wanted, in order; night and day bear the same date.
        chosen: names of :data:`FACTORS`. By default all of which anything was noted, without those of
            :data:`ONLY_IF_CHOSEN`.

    Raises:
        BadInput: for names that are not known.
    """
    unknown = [name for name in chosen or () if name not in FACTORS]
    if unknown:
        known = ", ".join(FACTORS)
        raise BadInput([Problem(f"factors.{name}", f"is not known; it should be one of: {known}") for name in unknown])
    names = [name for name in FACTORS if name not in ONLY_IF_CHOSEN] if chosen is None else list(chosen)
    rows = {name: FACTORS[name](entries, days) for name in names}
    return {name: row for name, row in rows.items() if chosen is not None or any(row)}


def _exposed(what: str, nutrient: str | None) -> Callable[[Iterable[Entry], Days], Row]:
    def row(entries: Iterable[Entry], days: Days) -> Row:
        noted = set()
        for entry in entries:
            drunk = isinstance(entry, Drink) and nutrient is not None and entry.nutrients.get(nutrient)
            if drunk or (isinstance(entry, Exposure) and entry.what == what and entry.amount != 0):
                noted.add(entry.day)
        return _ticked(noted, days)

    return row


def _exercise(entries: Iterable[Entry], days: Days) -> Row:
    return _ticked({e.day for e in entries if isinstance(e, Activity)}, days)


def _hard_exercise(entries: Iterable[Entry], days: Days) -> Row:
    return _ticked({e.day for e in entries if isinstance(e, Activity) and e.effort == "hard"}, days)


def _fluid(entries: Iterable[Entry], days: Days) -> Row:
    drunk: dict[date, float] = defaultdict(float)
    for entry in entries:
        if isinstance(entry, Drink):
            drunk[entry.day] += entry.ml
    return tuple(drunk.get(day) for day in days)


def _food_magnesium(entries: Iterable[Entry], days: Days) -> Row:
    """A day on which one food's magnesium is not known is not known."""
    eaten: dict[date, float | None] = {}
    for entry in entries:
        if isinstance(entry, Food):
            before, now = eaten.get(entry.day, 0.0), entry.nutrients.get("magnesium_mg")
            eaten[entry.day] = None if before is None or now is None else before + now
    return tuple(eaten.get(day) for day in days)


def _sleep_before(entries: Iterable[Entry], days: Days) -> Row:
    """Hours of the night before: those of the night itself are as much a result of its cramps."""
    slept = {e.night: _hours(e.start, e.end) for e in entries if isinstance(e, Sleep) and e.start and e.end}
    return tuple(slept.get(day - timedelta(days=1)) for day in days)


def _hours(start: Moment, end: Moment) -> float:
    if start.utc is not None and end.utc is not None:
        return (end.utc - start.utc) / timedelta(hours=1)
    return (end.wall - start.wall) / timedelta(hours=1)


def _bleeding(entries: Iterable[Entry], days: Days) -> Row:
    noted = {e.day for e in entries if isinstance(e, Exposure) and e.phase == "bleeding"}
    return _ticked(noted, days)


def _ticked(noted: Collection[date], days: Days) -> Row:
    return tuple(float(day in noted) for day in days)


#: Every factor by the name people see.
FACTORS: Mapping[str, Callable[[Collection[Entry], Days], Row]] = {
    **{name: _exposed(what, IN_DRINKS.get(name)) for name, what in EXPOSURES.items()},
    "exercise": _exercise,
    "hard exercise": _hard_exercise,
    "fluid": _fluid,
    "magnesium in food": _food_magnesium,
    "sleep the night before": _sleep_before,
    "bleeding": _bleeding,
}
#: Not looked at unless somebody asks for it.
ONLY_IF_CHOSEN = frozenset({"bleeding"})
