"""Nights in a row: cramps, how much of the night was observed, doses and covariates, one entry a night, no gaps."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from charley.dates import nights
from charley.diary.records import CrampEpisode, DoseTaken, Entry, Exposure, NightCount, QuietNight, Sleep
from charley.errors import BadInput, Problem
from charley.reading import Record

#: The longest diary that is taken: ten years.
MAX_NIGHTS = 3660
#: The largest amount of a dose in mg, and how many different amounts of one treatment can be told apart.
MAX_MG, MAX_AMOUNTS = 10_000, 8


class NightTable(Record, frozen=True, kw_only=True):
    """A diary as the engine and the charts see it. All rows have one entry for each night, in order.

    Attributes:
        start: the first night (named by the date it begins); None where the rows carry no dates.
        cramps: cramps counted; None where the night was not recorded, which is never zero.
        observed: share of the night that was observed, above 0 to 1.
        doses: for each treatment the share of the target dose taken, 0 to 1.
        covariates: for each covariate its value, not standardised.
        doses_mg: for each treatment that is looked at amount by amount, the mg taken.
    """

    start: date | None = None
    cramps: tuple[int | None, ...]
    observed: tuple[float, ...]
    doses: Mapping[str, tuple[float, ...]]
    covariates: Mapping[str, tuple[float, ...]]
    doses_mg: Mapping[str, tuple[float, ...]] = msgspec.field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.cramps)

    @property
    def dates(self) -> list[date]:
        """The nights' names; empty where no start is known."""
        if self.start is None or not self.cramps:
            return []
        return list(nights(self.start, date.fromordinal(self.start.toordinal() + len(self.cramps) - 1)))

    @property
    def recorded(self) -> int:
        """How many nights were recorded."""
        return sum(count is not None for count in self.cramps)

    def faults(self) -> Iterator[Problem]:
        total = len(self.cramps)
        if total > MAX_NIGHTS:
            yield Problem("cramps", f"holds {total} nights; at most {MAX_NIGHTS} can be taken")
        elif self.start is not None and (date.max - self.start).days < total:
            yield Problem("start", f"leaves no room for {total} nights in the calendar")
        rows = (*self.doses.items(), *self.covariates.items(), *self.doses_mg.items())
        for name, row in (("observed", self.observed), *rows):
            if len(row) != total:
                yield Problem(name, f"has {len(row)} entries, but there are {total} nights")
        for i, count in enumerate(self.cramps):
            if count is not None and not 0 <= count <= 1000:
                yield Problem(f"cramps[{i}]", f"should be a whole number from 0 to 1000, not {count}")
        for i, share in enumerate(self.observed):
            if not 0 < share <= 1:
                yield Problem(f"observed[{i}]", f"should be a share above 0 and up to 1, not {share:g}")
        for name, row in self.doses.items():
            for i, share in enumerate(row):
                if not 0 <= share <= 1:
                    yield Problem(f"dose:{name}[{i}]", f"should be a share from 0 to 1, not {share:g}")
        for name, row in self.doses_mg.items():
            yield from _amount_faults(name, row)
            if name in self.doses:
                yield Problem(f"dose_mg:{name}", f"stands beside dose:{name}; give one of the two")


def _amount_faults(name: str, row: tuple[float, ...]) -> Iterator[Problem]:
    for i, amount in enumerate(row):
        if not 0 <= amount <= MAX_MG:
            yield Problem(f"dose_mg:{name}[{i}]", f"should be an amount from 0 to {MAX_MG} mg, not {amount:g}")
    amounts = len({amount for amount in row if amount > 0})
    if amounts > MAX_AMOUNTS:
        told = f"holds {amounts} different amounts; at most {MAX_AMOUNTS} can be told apart"
        yield Problem(f"dose_mg:{name}", f"{told}, so round them")


class Night(NamedTuple):
    """What the diary knows of one night.

    Attributes:
        night: the date it began.
        cramps: leg cramps; None where nobody said anything about them, which is never zero.
        observed: share of the night that was observed.
        episodes: the leg cramps written down one by one.
        quiet: somebody said that it was quiet.
        sleep: how it was slept, as last written down.
    """

    night: date
    cramps: int | None
    observed: float
    episodes: tuple[CrampEpisode, ...]
    quiet: bool
    sleep: Sleep | None

    @property
    def contradictory(self) -> bool:
        """Called quiet although a cramp was written down; the cramp counts."""
        return self.quiet and bool(self.cramps)

    @property
    def pain(self) -> float | None:
        """Mean pain of the cramps whose pain was given."""
        given = [e.pain for e in self.episodes if e.pain is not None]
        return sum(given) / len(given) if given else None


def night_by_night(entries: Iterable[Entry], first: date, last: date) -> tuple[Night, ...]:
    """Every night from ``first`` to ``last``, the silent ones included.

    A night's count is the number of its leg cramps written down, or the number somebody gave for the whole night if
    that is larger. Only a quiet night or a count of zero makes a zero.

    Args:
        entries: standing entries, such as ``journal.effective``.
    """
    episodes: dict[date, list[CrampEpisode]] = defaultdict(list)
    said: dict[date, list[QuietNight | NightCount]] = defaultdict(list)
    slept: dict[date, Sleep] = {}
    for entry in entries:
        if isinstance(entry, CrampEpisode) and entry.in_leg:
            episodes[entry.night].append(entry)
        elif isinstance(entry, QuietNight | NightCount):
            said[entry.night].append(entry)
        elif isinstance(entry, Sleep):
            slept[entry.night] = entry
    return tuple(_night(n, tuple(episodes[n]), said[n], slept.get(n)) for n in nights(first, last))


def _night(
    night: date, episodes: tuple[CrampEpisode, ...], said: list[QuietNight | NightCount], sleep: Sleep | None
) -> Night:
    counts = [s.cramps if isinstance(s, NightCount) else 0 for s in said]
    if episodes:
        counts.append(len(episodes))
    return Night(
        night=night,
        cramps=max(counts) if counts else None,
        observed=max((s.observed for s in said), default=1.0),
        episodes=episodes,
        quiet=any(isinstance(s, QuietNight) for s in said),
        sleep=sleep,
    )


def span(entries: Iterable[Entry]) -> tuple[date, date] | None:
    """The first and the last night about which the diary says something of cramps; None where there is none."""
    told = [e.night for e in entries if isinstance(e, QuietNight | NightCount | CrampEpisode)]
    return (min(told), max(told)) if told else None


def night_table(
    entries: Collection[Entry],
    first: date,
    last: date,
    *,
    target_mg: Mapping[str, float] | None = None,
    exposures: Collection[str] = (),
) -> NightTable:
    """The diary as the engine takes it.

    Args:
        entries: standing entries, such as ``journal.effective``.
        first, last: the nights wanted, both included.
        target_mg: substance -> elemental mg a day that count as the whole dose. A night's share is what was taken on
            the day before it, at most 1; a night whose doses have no known amount counts each of them as a whole one.
        exposures: kinds of exposure to take as covariates, 1 on days when one was written down and else 0.

    Raises:
        BadInput: for a span longer than the engine takes.
    """
    if last < first:
        raise BadInput([Problem("last", f"{last} comes before the first night, {first}")])
    if (last - first).days >= MAX_NIGHTS:
        message = (
            f"{first} to {last} is longer than the {MAX_NIGHTS} nights that can be taken; is the first date right?"
        )
        raise BadInput([Problem("first", message)])
    rows = night_by_night(entries, first, last)
    days = [row.night for row in rows]
    return NightTable(
        start=first,
        cramps=tuple(row.cramps for row in rows),
        observed=tuple(row.observed for row in rows),
        doses={name: _shares(entries, name, target, days) for name, target in (target_mg or {}).items()},
        covariates={name: _exposed(entries, name, days) for name in exposures},
    )


def _shares(entries: Iterable[Entry], substance: str, target_mg: float, days: list[date]) -> tuple[float, ...]:
    taken: dict[date, float] = defaultdict(float)
    for entry in entries:
        if isinstance(entry, DoseTaken) and entry.substance == substance:
            taken[entry.day] += target_mg if entry.elemental_mg is None else entry.elemental_mg
    return tuple(min(1.0, taken[day] / target_mg) for day in days)


def _exposed(entries: Iterable[Entry], what: str, days: list[date]) -> tuple[float, ...]:
    seen = {e.day for e in entries if isinstance(e, Exposure) and e.what == what and e.amount != 0}
    return tuple(float(day in seen) for day in days)
