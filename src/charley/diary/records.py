"""What a person recorded: one frozen, self-checking kind of entry for each subject of the diary.

Every entry carries an ``id`` made by its writer, so that a repeated write changes nothing. An optional field that was
not filled in is None: unknown, which is never zero and never "no". An entry is never changed; a correction is an
:class:`Amendment`.

As JSON an entry is one flat object whose ``kind`` says which it is; see :func:`written` and :func:`read_entry`.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from charley.dates import Moment, possible_offsets, zone_named
from charley.errors import BadInput, Problem
from charley.reading import Checked, decode_json, read

#: A day of doses, drinks and doings runs from four in the morning and comes before the night of the same name.
DAY_BEGINS = timedelta(hours=4)

#: What is written down on a later day and so long after it happened was written from memory.
FROM_MEMORY = timedelta(hours=9)

#: UK primary-care guidance on leg cramps speaks of up to ten minutes; a longer one is kept, and asked about.
LONG_CRAMP_S = 600

EntryId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_-]{8,64}$",
        extra={"say": "should be 8 to 64 letters, digits, hyphens or underscores, such as a UUID"},
        description="made by the writer, so that a repeated write changes nothing",
    ),
]
Origin = Annotated[
    str,
    Meta(
        pattern=r"^(hand|line|import:[a-z0-9_-]{1,40})$",
        extra={"say": "should be “hand”, “line” or “import:” and the name of the format"},
        description="how the entry came in",
    ),
]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(min_length=1, max_length=4000)]
Word = Annotated[
    str, Meta(pattern=r"^[a-z][a-z0-9_]{0,59}$", extra={"say": "should be one lower-case word, such as long_standing"})
]
Unit = Annotated[str, Meta(min_length=1, max_length=24)]
Pain = Annotated[int, Meta(ge=0, le=10, extra={"say": "should be a whole number from 0 to 10"})]
Seconds = Annotated[float, Meta(ge=1, le=86_400)]
Minutes = Annotated[float, Meta(ge=0, le=1440)]
ElementalMg = Annotated[float, Meta(ge=0, le=10_000, description="elemental mg")]
Count = Annotated[int, Meta(ge=0, le=1000, extra={"say": "should be a whole number from 0 to 1000"})]
#: Amounts of nutrients by name and unit (``magnesium_mg``); None where the amount is not known.
Nutrients = Mapping[
    Annotated[
        str,
        Meta(
            pattern=r"^[a-z][a-z0-9_]*_(kcal|kj|g|mg|mcg|iu|ml)$",
            extra={"say": "should be a nutrient and its unit, such as magnesium_mg"},
        ),
    ],
    Annotated[float, Meta(ge=0, le=1_000_000)] | None,
]

LegSite = Literal["calf", "foot", "toes", "shin", "thigh_front", "thigh_back", "hip"]
Site = Literal["calf", "foot", "toes", "shin", "thigh_front", "thigh_back", "hip", "hand", "other"]
LEG_SITES: frozenset[str] = frozenset(get_args(LegSite))
Side = Literal["left", "right", "both"]
Doing = Literal[
    "asleep", "resting", "sitting_long", "standing_long", "walking", "exercising", "after_exercise", "in_heat", "other"
]
Severity = Literal["mild", "moderate", "severe"]
MagnesiumForm = Literal[
    "citrate",
    "glycinate",
    "oxide",
    "hydroxide",
    "chloride",
    "lactate",
    "malate",
    "taurate",
    "threonate",
    "aspartate",
    "glycerophosphate",
    "sulfate",
    "carbonate",
    "orotate",
    "gluconate",
    "pidolate",
    "other",
]


class Entry(Checked, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """What every kind of entry carries.

    Attributes:
        id: unique in one person's journal.
        at: when it happened, by the clock on the wall.
        entered: when it was written down; None where that is not known. An entry written later shows as late.
        origin: by hand, from a typed line, or imported.
    """

    id: EntryId
    at: Moment
    entered: Moment | None = None
    origin: Origin = "hand"

    @property
    def night(self) -> date:
        """The night it belongs to, noon to noon."""
        return self.at.night

    @property
    def day(self) -> date:
        """The day it belongs to, from 04:00 to 04:00: a dose at 00:30 still counts for the day that is ending."""
        return (self.at.wall - DAY_BEGINS).date()

    @property
    def kind(self) -> str:
        """The name of its kind, as in JSON."""
        return str(type(self).__struct_config__.tag)

    @property
    def late_days(self) -> int | None:
        """How many days after it happened it was written down; None where that is not known."""
        return None if self.entered is None else (self.entered.wall - self.at.wall).days

    @property
    def is_late(self) -> bool:
        """Whether it was written down on a later day, from memory; not so where that is not known."""
        if self.entered is None or (self.entered.wall - DAY_BEGINS).date() <= self.day:
            return False
        return self.entered.wall - self.at.wall > FROM_MEMORY


class CrampEpisode(Entry, frozen=True, kw_only=True, tag="cramp"):
    """One muscle cramp: sudden, painful, and it lets go.

    Attributes:
        site: where; None where that was not said (then it counts as a leg cramp). ``other`` is a muscle off the leg.
        muscle: which muscle, in the person's words.
        pain: 0 none to 10 worst imaginable.
        duration_s: of the cramp itself, in seconds.
        soreness_min: of the ache that stayed afterwards, in minutes; never part of the duration.
        doing: what the person was doing.
        triggers: what may have brought it on, as words of the trigger list.
        woke: whether it woke the person.
    """

    site: Site | None = None
    muscle: Name | None = None
    side: Side | None = None
    pain: Pain | None = None
    duration_s: Seconds | None = None
    soreness_min: Annotated[float, Meta(ge=0, le=20_160)] | None = None
    doing: Doing | None = None
    triggers: tuple[Word, ...] = ()
    woke: bool | None = None
    note: Text | None = None

    @property
    def in_leg(self) -> bool:
        """Whether it counts as a leg cramp."""
        return self.site is None or self.site in LEG_SITES

    def faults(self) -> Iterator[Problem]:
        if len(set(self.triggers)) != len(self.triggers):
            yield Problem("triggers", "names one trigger twice")


class Symptom(Entry, frozen=True, kw_only=True, tag="symptom"):
    """A feeling in the legs that is not a cramp and is never counted as one.

    Attributes:
        what: a small flicker, an urge to move, tingling, numbness, heaviness, or soreness.
        strength: 0 to 10, on a scale of its own.
    """

    what: Literal["twitch", "restless_urge", "tingling", "numbness", "heavy_legs", "soreness"]
    site: Site | None = None
    side: Side | None = None
    strength: Pain | None = None
    minutes: Minutes | None = None
    note: Text | None = None


class QuietNight(Entry, frozen=True, kw_only=True, tag="quiet_night"):
    """Somebody says that a night passed without a leg cramp. Silence does not say so.

    Attributes:
        night: the night meant, named by the date it began.
        observed: the share of it that was observed, above 0 to 1.
    """

    night: date
    observed: Annotated[float, Meta(gt=0, le=1)] = 1.0

    def faults(self) -> Iterator[Problem]:
        yield from _begun(self.night, self.at)


class NightCount(Entry, frozen=True, kw_only=True, tag="night_count"):
    """How many leg cramps a night held, known only as a number.

    Attributes:
        night: the night meant, named by the date it began.
        cramps: leg cramps in all, those logged one by one included.
        observed: the share of the night that was observed, above 0 to 1.
    """

    night: date
    cramps: Count
    observed: Annotated[float, Meta(gt=0, le=1)] = 1.0

    def faults(self) -> Iterator[Problem]:
        yield from _begun(self.night, self.at)


class DoseTaken(Entry, frozen=True, kw_only=True, tag="dose"):
    """One dose of a supplement, medicine or remedy swallowed. What goes on the skin is a :class:`Measure`.

    Attributes:
        substance: what is being followed, such as ``magnesium``.
        product: the name on the box.
        form: the magnesium compound.
        elemental_mg: of the whole dose, all tablets together; 0 says that a planned dose was left out; None where the
            label was not clear.
        compound_mg: weight of the compound, where only that is on the label.
        tablets: how many tablets, capsules or sachets.
        with_food: None where that was not said.
        planned: the id of the planned dose it fulfils.
    """

    substance: Word = "magnesium"
    product: Name | None = None
    form: MagnesiumForm | None = None
    elemental_mg: ElementalMg | None = None
    compound_mg: Annotated[float, Meta(gt=0, le=50_000)] | None = None
    tablets: Annotated[float, Meta(gt=0, le=50)] | None = None
    with_food: bool | None = None
    planned: Name | None = None
    note: Text | None = None

    def faults(self) -> Iterator[Problem]:
        if self.form is not None and self.substance != "magnesium":
            yield Problem("form", "belongs to magnesium only")


class Food(Entry, frozen=True, kw_only=True, tag="food"):
    """One food eaten.

    Attributes:
        amount_g: weight eaten, in grams.
        portion: the amount in words, such as ``1 cup``.
        nutrients: of the amount eaten; a nutrient that is absent or None is not known.
        food: the id of its row in a food table.
    """

    name: Name
    amount_g: Annotated[float, Meta(ge=0, le=20_000)] | None = None
    portion: Name | None = None
    nutrients: Nutrients = msgspec.field(default_factory=dict)
    food: Name | None = None
    group: Name | None = None


#: What a check-in calls the sum of a day: all that was drunk and not noted by itself.
DRINKS_OF_THE_DAY = "drinks of the day"


class Drink(Entry, frozen=True, kw_only=True, tag="drink"):
    """One drink. ``nutrients`` as in :class:`Food`, alcohol (``alcohol_g``) and ``caffeine_mg`` among them."""

    ml: Annotated[float, Meta(gt=0, le=10_000)]
    what: Name = "water"
    nutrients: Nutrients = msgspec.field(default_factory=dict)
    food: Name | None = None


class Sleep(Entry, frozen=True, kw_only=True, tag="sleep"):
    """How a night's sleep was.

    Attributes:
        night: the night meant, named by the date it began.
        rating: 1 very bad to 5 very good.
        cramp_wakings: how often leg symptoms woke the person; no count of cramps.
        start, end: falling asleep and getting up.
    """

    night: date
    rating: Annotated[int, Meta(ge=1, le=5, extra={"say": "should be a whole number from 1 to 5"})] | None = None
    cramp_wakings: Annotated[int, Meta(ge=0, le=100)] | None = None
    start: Moment | None = None
    end: Moment | None = None
    note: Text | None = None

    def faults(self) -> Iterator[Problem]:
        yield from _begun(self.night, self.at)
        if self.start is None or self.end is None:
            return
        if self.start.utc is not None and self.end.utc is not None:
            length = self.end.utc - self.start.utc
        else:
            length = self.end.wall - self.start.wall
        if not timedelta(0) < length <= timedelta(hours=36):
            yield Problem("end", "should come after the start, and within 36 hours of it")


class Activity(Entry, frozen=True, kw_only=True, tag="activity"):
    """Exercise or other bodily effort; ``at`` is its start."""

    what: Name
    effort: Literal["easy", "moderate", "hard"] | None = None
    minutes: Minutes | None = None
    note: Text | None = None


Sign = Literal[
    "diarrhoea",
    "loose_stool",
    "constipation",
    "nausea",
    "vomiting",
    "abdominal_cramp",
    "bloating",
    "low_blood_pressure",
    "dizziness",
    "fainting",
    "flushing",
    "skin_tingling",
    "skin_irritation",
    "drowsiness",
    "muscle_weakness",
    "trouble_breathing",
    "irregular_heartbeat",
    "other",
]
BodySystem = Literal["gut", "circulation", "skin", "nerves_and_muscles", "breathing", "heart", "other"]
#: Which part of the body a sign speaks of. A stomach cramp is of the gut and never of the leg.
SYSTEM_OF: Mapping[str, BodySystem] = {
    "diarrhoea": "gut",
    "loose_stool": "gut",
    "constipation": "gut",
    "nausea": "gut",
    "vomiting": "gut",
    "abdominal_cramp": "gut",
    "bloating": "gut",
    "low_blood_pressure": "circulation",
    "dizziness": "circulation",
    "fainting": "circulation",
    "flushing": "circulation",
    "skin_tingling": "skin",
    "skin_irritation": "skin",
    "drowsiness": "nerves_and_muscles",
    "muscle_weakness": "nerves_and_muscles",
    "trouble_breathing": "breathing",
    "irregular_heartbeat": "heart",
    "other": "other",
}


class SideEffect(Entry, frozen=True, kw_only=True, tag="side_effect"):
    """Something unwanted that may come from a dose or product.

    Attributes:
        sign: what was noticed.
        words: the sign in the person's own words; needed where the sign is ``other``.
        severity: None where that was not said.
        product: what the person thinks it came from.
    """

    sign: Sign
    words: Text | None = None
    severity: Severity | None = None
    product: Name | None = None

    @property
    def system(self) -> BodySystem:
        """The part of the body it speaks of."""
        return SYSTEM_OF[self.sign]

    def faults(self) -> Iterator[Problem]:
        if self.sign == "other" and self.words is None:
            yield Problem("words", "should say what was noticed")


class Exposure(Entry, frozen=True, kw_only=True, tag="exposure"):
    """Something of the day that may matter for cramps.

    Attributes:
        amount, unit: how much, such as 2 ``cups``, 30 ``minutes``, 7 ``of_10``; both or neither.
        phase: of the menstrual cycle.
    """

    what: Literal[
        "caffeine",
        "alcohol",
        "nicotine",
        "stress",
        "heat",
        "sweating",
        "long_standing",
        "long_sitting",
        "sunlight",
        "menstrual_cycle",
        "other",
    ]
    amount: Annotated[float, Meta(ge=0, le=100_000)] | None = None
    unit: Unit | None = None
    phase: Literal["bleeding", "before_ovulation", "ovulation", "after_ovulation"] | None = None
    note: Text | None = None

    def faults(self) -> Iterator[Problem]:
        if (self.amount is None) != (self.unit is None):
            yield Problem("unit" if self.unit is None else "amount", "is missing; amount and unit belong together")
        if self.phase is not None and self.what != "menstrual_cycle":
            yield Problem("phase", "belongs to the menstrual cycle only")


class Measure(Entry, frozen=True, kw_only=True, tag="measure"):
    """Something done about cramps that is not swallowed; it adds nothing to the magnesium taken.

    Attributes:
        purpose: to prevent cramps, or to stop one; None where that was not said.
        product: what was put on the skin or into the bath.
        cramp: the id of the cramp it was meant to stop, where the person said so.
    """

    what: Literal[
        "stretch",
        "massage",
        "heat",
        "cold",
        "warm_bath",
        "foot_soak",
        "topical",
        "walking",
        "relaxation",
        "compression",
        "other",
    ]
    purpose: Literal["prevent", "stop"] | None = None
    minutes: Minutes | None = None
    product: Name | None = None
    cramp: EntryId | None = None
    note: Text | None = None

    def faults(self) -> Iterator[Problem]:
        if self.cramp is not None and self.purpose == "prevent":
            yield Problem("cramp", "belongs to a measure meant to stop a cramp")


class UrineColour(Entry, frozen=True, kw_only=True, tag="urine_colour"):
    """The shade on the eight-step colour card: 1 palest to 8 darkest (Armstrong and others, 1994)."""

    shade: Annotated[int, Meta(ge=1, le=8, extra={"say": "should be a shade from 1 (palest) to 8 (darkest)"})]


class Note(Entry, frozen=True, kw_only=True, tag="note"):
    """Anything else worth a date; a change of diet is marked on the trend."""

    text: Text
    about: Literal["diet_change", "medicine_change", "illness", "travel", "other"] = "other"


class TestResult(Entry, frozen=True, kw_only=True, tag="test_result"):
    """A laboratory value as printed. No dose is worked out from it.

    Attributes:
        analyte: what was measured, such as ``serum_magnesium``.
        value, unit: as printed.
        range_low, range_high: the laboratory's own range, in the same unit.
    """

    __test__ = False  # its name would make it a test class

    analyte: Word
    value: Annotated[float, Meta(ge=0, le=1_000_000)]
    unit: Unit
    range_low: Annotated[float, Meta(ge=0, le=1_000_000)] | None = None
    range_high: Annotated[float, Meta(ge=0, le=1_000_000)] | None = None
    laboratory: Name | None = None

    def faults(self) -> Iterator[Problem]:
        if self.range_low is not None and self.range_high is not None and self.range_low > self.range_high:
            yield Problem("range_low", "should not be above the upper end of the range")


class PlanChange(Entry, frozen=True, kw_only=True, tag="plan_change"):
    """From now on the person follows their plan at so much a day: it was begun, raised, lowered or stopped.

    Attributes:
        mg_per_day: of the step that holds from now on; 0 says that the plan is not followed any more.
    """

    mg_per_day: ElementalMg


class Mood(Entry, frozen=True, kw_only=True, tag="mood"):
    """How the day felt, by itself: it is held against nothing and promises nothing.

    Attributes:
        rating: 1 very low to 5 very good.
    """

    rating: Annotated[int, Meta(ge=1, le=5, extra={"say": "should be a whole number from 1 to 5"})]


class Score(Entry, frozen=True, kw_only=True, tag="score"):
    """The total of a questionnaire that was filled in elsewhere; its questions belong to their authors.

    Attributes:
        name: of the questionnaire, such as ``restless_legs``.
        total: as added up there.
    """

    name: Word
    total: Annotated[int, Meta(ge=0, le=200, extra={"say": "should be a whole number from 0 to 200"})]


class NoneOf(Entry, frozen=True, kw_only=True, tag="none_of"):
    """Somebody looked back at a day and says that these did not happen. Silence does not say so.

    Attributes:
        on: the day meant, from 04:00 to 04:00.
        what: names of :data:`charley.diary.tracking.TOPICS`.
    """

    on: date
    what: Annotated[tuple[Word, ...], Meta(min_length=1)]

    def faults(self) -> Iterator[Problem]:
        if len(set(self.what)) != len(self.what):
            yield Problem("what", "names one thing twice")
        if self.on > self.at.wall.date():
            yield Problem("on", f"the day of {self.on} had not begun at {self.at.wall:%Y-%m-%d %H:%M}")


class Tracking(Entry, frozen=True, kw_only=True, tag="tracking"):
    """From now on the person wants to be asked about these, and about nothing else.

    Attributes:
        topics: names of :data:`charley.diary.tracking.TOPICS`; none of them is an answer too.
    """

    topics: tuple[Word, ...]


#: Every kind that says something happened.
Observation: TypeAlias = (
    CrampEpisode
    | Symptom
    | QuietNight
    | NightCount
    | DoseTaken
    | Food
    | Drink
    | Sleep
    | Activity
    | SideEffect
    | Exposure
    | Measure
    | UrineColour
    | Note
    | TestResult
    | Mood
    | Score
    | NoneOf
    | Tracking
    | PlanChange
)


class Amendment(Entry, frozen=True, kw_only=True, tag="amendment"):
    """A correction of an earlier entry, which itself stays as it was. ``at`` is when the correction was made.

    Attributes:
        of: the id of the entry it corrects.
        replacement: what should have stood there, under the same id; None withdraws the entry.
        reason: why, in the person's words.
    """

    of: EntryId
    replacement: Observation | None = None
    reason: Text | None = None

    def faults(self) -> Iterator[Problem]:
        if self.of == self.id:
            yield Problem("of", "should name another entry than itself")
        if self.replacement is not None and self.replacement.id != self.of:
            yield Problem("replacement.id", "should be the id of the entry it corrects")


#: Every kind of entry.
AnyEntry: TypeAlias = Observation | Amendment

#: Name of a kind -> its class.
KINDS: Mapping[str, type[Entry]] = {str(k.__struct_config__.tag): k for k in get_args(AnyEntry)}

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder: msgspec.json.Decoder[AnyEntry] = msgspec.json.Decoder(AnyEntry)


def written(entry: Entry) -> bytes:
    """The one way an entry is written as JSON: equal entries give equal bytes, and unknown fields are left out."""
    return _encoder.encode(entry)


def content(entry: Entry) -> bytes:
    """What an entry says, without when it was written down: the same tap sent twice has the same content."""
    return written(entry if entry.entered is None else msgspec.structs.replace(entry, entered=None))


def read_entry(raw: object, at: str = "") -> AnyEntry:
    """Build an entry from JSON text or from decoded JSON that a person, page or file sent.

    Raises:
        BadInput: with every faulty field, a clock time that the named zone never showed included.
    """
    document = decode_json(raw, at) if isinstance(raw, str | bytes) else raw
    entry: AnyEntry = read(AnyEntry, document, at)  # type: ignore[arg-type]
    problems = [*_clock_problems("at", entry.at)]
    if entry.entered is not None:
        problems += _clock_problems("entered", entry.entered)
    if problems:
        raise BadInput(problems).under(at)
    return entry


def read_written(text: bytes) -> AnyEntry:
    """Read back what :func:`written` wrote. The zone's rules are not asked again: they may have changed since.

    Raises:
        BadInput: where the text is no entry, or one of a newer version.
    """
    try:
        return _decoder.decode(text)
    except msgspec.DecodeError:
        return read_entry(text)


def questions(entry: Entry) -> list[Problem]:
    """What looks unusual enough to ask about. The entry is kept all the same."""
    found = []
    if isinstance(entry, CrampEpisode) and entry.duration_s is not None and entry.duration_s > LONG_CRAMP_S:
        minutes = f"{entry.duration_s / 60:g} minutes"
        message = (
            f"{minutes} is long for one cramp. Was the ache afterwards meant? It has a field of its own. If the muscle "
            "really stayed hard that long, or this keeps happening, it is worth asking a doctor."
        )
        found.append(Problem("duration_s", message))
    return found


def _clock_problems(field: str, moment: Moment) -> Iterator[Problem]:
    """Whether the zone's clocks ever showed this, at this distance from UTC."""
    rules = zone_named(moment.zone) if moment.zone else None
    if rules is None:
        return
    offers = possible_offsets(moment.wall.replace(microsecond=0), rules)
    shown = f"{moment.wall:%Y-%m-%d %H:%M}"
    if not offers:
        yield Problem(field, f"{shown} did not exist in {moment.zone}: clocks went forward over it")
    elif moment.offset_min is None and len(offers) > 1:
        yield Problem(field, f"{shown} happened twice in {moment.zone} as clocks went back: add the offset")
    elif moment.offset_min is not None and moment.offset_min not in offers:
        yield Problem(field, f"{moment.zone} was not at that distance from UTC on {shown}")


def _begun(night: date, at: Moment) -> Iterator[Problem]:
    if night > at.night:
        yield Problem("night", f"the night of {night} had not begun at {at.wall:%Y-%m-%d %H:%M}")
