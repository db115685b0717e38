"""The cramp profile: the data of one page a clinician reads in half a minute.

What each field means, and how the page is to be drawn from it, is public: ``docs/reference/cramp-profile.md``. All
numbers come from one run over one state of the diary, whose id stands in :class:`Run`.
"""

from datetime import date
from typing import Literal

import msgspec

from charley.knowledge.words import Topic
from charley.reading import Record
from charley.safety.findings import Severity

FORMAT, VERSION = "charley-cramp-profile", 1


class Run(Record, frozen=True, kw_only=True):
    """Where every number of the page comes from.

    Attributes:
        id: the same for the same diary, profile, plan, last night, program and facts; another as soon as one differs.
        made_at: when it was worked out, by the person's clock.
        last_night: the last night that is counted.
        entries: entries in the diary, corrections included.
        program: version of Charley.
        facts: version of the fact tables.
        engine: how the trend and the answer were worked out; None where they were not.
    """

    id: str
    made_at: str
    last_night: date
    entries: int
    program: str
    facts: str | None
    engine: str | None


class Window(Record, frozen=True, kw_only=True):
    """The figures of some nights in a row. None where nobody said anything, which is never zero.

    Attributes:
        first, last: the nights, both included.
        nights: how many there are.
        recorded: how many were recorded.
        with_cramp: recorded nights with a leg cramp.
        cramps: leg cramps on recorded nights.
        per_week: cramps in seven observed nights.
        per_week_low, per_week_high: its exact Poisson interval, 95 %.
        pain: median of the cramps whose pain was given, 0 to 10.
        duration_s: median length of the cramps whose length was given, in seconds.
        woken: nights on which a cramp woke the person or leg symptoms did.
        sleep: mean rating of the nights that were rated, 1 very bad to 5 very good.
        dose_days: days with a dose of magnesium noted.
        dose_mg: mean elemental mg on those of them whose amount is known.
    """

    first: date
    last: date
    nights: int
    recorded: int
    with_cramp: int
    cramps: int
    per_week: float | None
    per_week_low: float | None
    per_week_high: float | None
    pain: float | None
    duration_s: float | None
    woken: int
    sleep: float | None
    dose_days: int
    dose_mg: float | None


class Mark(Record, frozen=True, kw_only=True):
    """Something at a time of a night.

    Attributes:
        minute: minutes after noon of the day the night begins, 0 to 1439.
        size: pain 0 to 10 of a cramp, or elemental mg of a dose; None where not said.
    """

    minute: int
    size: float | None = None


class ClockRow(Record, frozen=True, kw_only=True):
    """One night of the picture.

    Attributes:
        night: the date it began.
        cramps: leg cramps; None where the night was not recorded.
        marks: those of them whose hour is known.
        doses: doses of magnesium.
    """

    night: date
    cramps: int | None
    marks: tuple[Mark, ...]
    doses: tuple[Mark, ...]


class TrendWeek(Record, frozen=True, kw_only=True):
    """A calendar week: leg cramps counted on its recorded nights, and the magnesium noted, in elemental mg."""

    monday: date
    cramps: int | None
    recorded: int
    nights: int
    taken_mg: float | None


class TrendNight(Record, frozen=True, kw_only=True):
    """The level under the counts without any treatment, in cramps a week, with the ends of its 95 % range."""

    night: date
    low: float
    middle: float
    high: float


class Effect(Record, frozen=True, kw_only=True):
    """What the engine says of one treatment, once fully built up.

    Attributes:
        name: the treatment.
        ratio_low, ratio, ratio_high: cramps with it to cramps without it, 95 % range.
        avoided_low, avoided, avoided_high: cramps a week fewer.
        p_fewer: probability of fewer cramps with it.
        p_fifth_fewer: probability of at least a fifth fewer.
    """

    name: str
    ratio_low: float
    ratio: float
    ratio_high: float
    avoided_low: float
    avoided: float
    avoided_high: float
    p_fewer: float
    p_fifth_fewer: float


class DiaryAnswer(Record, frozen=True, kw_only=True):
    """The engine's answer to the diary as it is, outside of any experiment.

    Attributes:
        effects: empty where no treatment was noted, or nothing could be computed.
        trend: over the whole diary; empty where not computed.
        reason: why there is no answer; None where there is one.
        engine: how it was worked out.
    """

    effects: tuple[Effect, ...] = ()
    trend: tuple[TrendNight, ...] = ()
    reason: str | None = None
    engine: str | None = None


class Product(Record, frozen=True, kw_only=True):
    """Something that is taken.

    Attributes:
        written: its name as written.
        known_as: the substance it was recognised as; None where that is the same or not known.
        kind: medicine or supplement.
        dose: amount as told.
        times: clock times of each intake; empty where not told.
        days: days of the week; empty for every day.
        form: the magnesium salt, where there is one.
        magnesium_mg: elemental mg a day, upper end; None where it holds none or the amount is not known.
        holds_magnesium: whether it counts as a source.
    """

    written: str
    known_as: str | None
    kind: Literal["medicine", "supplement"]
    dose: str | None
    times: tuple[str, ...]
    days: tuple[str, ...]
    form: str | None
    magnesium_mg: float | None
    holds_magnesium: bool


class Flag(Record, frozen=True, kw_only=True):
    """Something the screening raised."""

    topic: Topic
    severity: Severity
    about: str
    message: str


class Unwanted(Record, frozen=True, kw_only=True):
    """A side effect noted within the window: how often, and the worst severity told."""

    sign: str
    times: int
    worst: str | None


class Change(Record, frozen=True, kw_only=True):
    """A dated change of diet or medicine that the person noted."""

    on: date
    about: str
    text: str


class TrialBox(Record, frozen=True, kw_only=True):
    """One experiment in sentences, as its own room writes them.

    Attributes:
        title: what was tried.
        lines: design and order; blinding and whether it held; planned and done; result; side effects.
        design: the fingerprint of its sealed design.
    """

    title: str
    lines: tuple[str, ...]
    design: str | None = None


class Person(Record, frozen=True, kw_only=True):
    """What bears on safety, as told. None is not known."""

    age_years: float | None = None
    sex: str | None = None
    pregnant: bool | None = None
    lactating: bool | None = None
    egfr_ml_min: float | None = None
    conditions: tuple[str, ...] | None = None
    bed: str | None = None
    wake: str | None = None


class Magnesium(Record, frozen=True, kw_only=True):
    """All magnesium of a day, elemental mg.

    Attributes:
        products_mg: from everything that is not food.
        food_mg: from food; None where not known.
        limit_mg: for what is not food; None where none holds or it is not known.
    """

    products_mg: float
    food_mg: float | None
    limit_mg: float | None


class CrampProfile(Record, frozen=True, kw_only=True):
    """The page.

    Attributes:
        format, version: of this document.
        run: where the numbers come from.
        person: what bears on safety.
        screened: whether the answers on health were screened; without a profile nothing was.
        warnings: warning signs found in what the person wrote, the gravest first.
        flags: all other findings worth reading, the gravest first.
        history: illnesses, as told, with which a clinician should know of cramps and magnesium.
        now: the last 28 nights.
        before: the 28 nights before those; None where the diary is not that old.
        clock: the last 28 nights, oldest first.
        sides: cramps within the window by leg: left, right, both, not_said.
        sites: cramps within the window by place, ``not_said`` among them.
        trend_weeks: the last 12 weeks.
        trend: the level under them.
        changes: notes on changes of diet and medicine within the trend.
        answer: what the diary shows outside of any experiment.
        products: all that is taken.
        magnesium: the day's sum; None without a profile.
        unwanted: side effects within the window.
        trials: experiments that were finished.
        questions: to ask the clinician.
    """

    format: str = FORMAT
    version: int = VERSION
    run: Run
    person: Person
    screened: bool
    warnings: tuple[Flag, ...]
    flags: tuple[Flag, ...]
    history: tuple[str, ...] = ()
    now: Window
    before: Window | None
    clock: tuple[ClockRow, ...]
    sides: dict[str, int]
    sites: dict[str, int]
    trend_weeks: tuple[TrendWeek, ...]
    trend: tuple[TrendNight, ...]
    changes: tuple[Change, ...]
    answer: DiaryAnswer
    products: tuple[Product, ...]
    magnesium: Magnesium | None
    unwanted: tuple[Unwanted, ...]
    trials: tuple[TrialBox, ...]
    questions: tuple[str, ...]


def schema() -> dict[str, object]:
    """JSON Schema of the page's data, made from :class:`CrampProfile`."""
    return msgspec.json.schema(CrampProfile)
