"""Apple Health's export: what its records become. The file itself is read in :mod:`charley.interop.apple_xml`.

It streams by, so memory stays flat at any size. What several devices counted is not added up: the steps of a day are
those of the device that counted most, and a night is the longest sleep that a device saw. Foods are summed up by day
and app, for each nutrient has a record of its own. Figures of the day of the export are left out: it was not over.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from charley.dates import Moment, zone_named
from charley.diary.records import Activity, Drink, Exposure, Food, SideEffect
from charley.errors import BadInput
from charley.interop import apple_medicines, apple_xml, steps
from charley.interop.apple_medicines import Clinical
from charley.interop.apple_sleep import Nights
from charley.interop.importer import NO_WEIGHTS, Item, Progress, Skipped, entry, not_kept
from charley.interop.opening import refused
from charley.interop.slept import one_a_night
from charley.interop.stamps import by_instant, whole_day, with_offset
from charley.interop.tables import number_in

KIND = "apple_health"
recognises = apple_xml.recognises

_Q, _C = "HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier"
STEPS, SLEEP, WATER = f"{_Q}StepCount", f"{_C}SleepAnalysis", f"{_Q}DietaryWater"
CAFFEINE, ALCOHOL = f"{_Q}DietaryCaffeine", f"{_Q}NumberOfAlcoholicBeverages"
#: Nutrient and its unit here -> how Apple calls it.
NUTRIENTS = {
    f"{_Q}DietaryMagnesium": "magnesium_mg",
    f"{_Q}DietaryPotassium": "potassium_mg",
    f"{_Q}DietaryCalcium": "calcium_mg",
    f"{_Q}DietarySodium": "sodium_mg",
    f"{_Q}DietaryFiber": "fibre_g",
    f"{_Q}DietaryVitaminD": "vitamin_d_mcg",
    f"{_Q}DietaryVitaminB6": "vitamin_b6_mg",
    f"{_Q}DietaryVitaminB12": "vitamin_b12_mcg",
    f"{_Q}DietaryVitaminE": "vitamin_e_mg",
    f"{_Q}DietaryFolate": "folate_mcg",
    f"{_Q}DietaryThiamin": "thiamine_mg",
    f"{_Q}DietaryEnergyConsumed": "energy_kcal",
}
SIGNS = {
    f"{_C}Diarrhea": "diarrhoea",
    f"{_C}Constipation": "constipation",
    f"{_C}Nausea": "nausea",
    f"{_C}Vomiting": "vomiting",
    f"{_C}AbdominalCramps": "abdominal_cramp",
    f"{_C}Bloating": "bloating",
    f"{_C}Dizziness": "dizziness",
    f"{_C}Fainting": "fainting",
}
SEVERITIES = {"Mild": "mild", "Moderate": "moderate", "Severe": "severe"}
#: mg of one of each unit of mass, ml of one of each unit of volume.
MG = {"mg": 1.0, "g": 1000.0, "mcg": 0.001, "kg": 1e6, "oz": 28_349.523}
ML = {"mL": 1.0, "L": 1000.0, "dL": 100.0, "cL": 10.0, "fl_oz_us": 29.5735, "fl_oz_imp": 28.4131, "cup_us": 236.588,
      "cup_imp": 284.131, "pt_us": 473.176, "pt_imp": 568.261}  # fmt: skip
KCAL = {"kcal": 1.0, "Cal": 1.0, "kJ": 1 / 4.184, "cal": 0.001}
#: More days and devices than anybody has; more kinds of record than Apple has.
MOST_PLACES, MOST_KINDS, MOST_LETTERS = 500_000, 2_000, 200
NOT_OVER = "the day of the export was not over"
AWAKE = "SleepAnalysis, awake"
NOT_KEPT = {
    "HKMedicationDoseEventTypeIdentifierMedicationDoseEvent": "Apple does not document how its export writes doses of "
    "medicines, so nothing is guessed; put your medicines into your profile",
    f"{_Q}BodyMass": NO_WEIGHTS,
    "ClinicalRecord": "Charley does not keep this part of the health record",
    "Correlation": "repeats records that also stand by themselves",
    "ActivitySummary": "sums of a day whose records also stand by themselves",
    AWAKE: "time awake in bed; the sleep around it is kept",
}


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:  # noqa: ARG001
    """Read an Apple Health export; see :class:`charley.interop.importer.Reader`. Its stamps carry their offset."""
    export = _Export()
    for _ in apple_xml.parse(path, export, progress):
        yield from export.ready()
    yield from export.ready()
    yield from apple_medicines.notes(path, export.medicines, kind=KIND)
    yield from export.summed_up()


class _Export:
    """What has been read so far: finished items, and what must wait for the end."""

    def __init__(self) -> None:
        self.medicines: list[Clinical] = []
        self._items: list[Item] = []
        self._number = 0
        self._depth = 0
        self._record: dict[str, str] | None = None
        self._zone: str | None = None
        self._export_day: date | None = None
        self._left_out: Counter[str] = Counter()
        self._steps: dict[date, dict[str, list[float]]] = defaultdict(dict)
        self._foods: dict[tuple[date, str], dict[str, float]] = defaultdict(dict)
        self._food_rows: Counter[tuple[date, str]] = Counter()
        self._nights = Nights()
        self._places: set[tuple[date, str]] = set()

    def ready(self) -> list[Item]:
        """The items finished since the last call.

        Raises:
            BadInput: where the file names more to be summed up than memory should hold.
        """
        if len(self._places) > MOST_PLACES or len(self.medicines) > MOST_PLACES:
            raise refused("this file names more days and devices than anybody has; it looks made to do harm")
        done, self._items = self._items, []
        return done

    def begins(self, name: str, fields: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth == 2:
            self._number += 1
            self._zone = None
            kind = fields.get("type", "") if name == "Record" else name
            if kind in _TAKES:
                fields["kind"] = kind
                self._record = fields
            elif name == "ExportDate":
                self._export_day = _day_in(fields.get("value", ""))
            elif name != "Me":
                known = kind in self._left_out or len(self._left_out) < MOST_KINDS
                self._left_out[kind if known else "anything else"] += 1
        elif self._depth == 3 and name == "MetadataEntry" and fields.get("key") == "HKTimeZone":
            self._zone = fields.get("value")

    def ends(self, name: str) -> None:  # noqa: ARG002
        """An element ends."""
        self._depth -= 1
        if self._depth == 1 and self._record is not None:
            fields, self._record = self._record, None
            row = f"{fields['kind'].removeprefix(_Q).removeprefix(_C)} (element {self._number})"
            try:
                _TAKES[fields["kind"]](self, row, fields)
            except BadInput as fault:
                self._items.append(Skipped(row, str(fault)))

    def _moment(self, fields: dict[str, str], name: str) -> Moment:
        """What the clock on the wall showed there: Apple writes all in the phone's zone, and notes the true one."""
        shown = with_offset(fields.get(name, ""))
        if self._zone is None or zone_named(self._zone) is None or shown.utc is None:
            return shown
        return by_instant(shown.utc, self._zone)

    def _key(self, fields: dict[str, str]) -> tuple[object, ...]:
        """What tells a record apart; its instants in UTC, for exported elsewhere it shows other stamps."""
        instants = (with_offset(fields.get(name, "")).utc for name in ("startDate", "endDate"))
        named = (fields.get(name, "") for name in ("sourceName", "value", "unit", "workoutActivityType"))
        return (fields["kind"], *instants, *named)

    def _day(self, fields: dict[str, str]) -> date:
        """The day a record begins on. Most records name no zone of their own: then the stamp itself begins with it."""
        if self._zone is not None:
            return self._moment(fields, "startDate").wall.date()
        try:
            return date.fromisoformat(fields.get("startDate", "")[:10])
        except ValueError:
            raise refused(f"“{fields.get('startDate', '')[:40]}” is not a date and time that can be read") from None

    def _place(self, fields: dict[str, str]) -> tuple[date, str]:
        """Day and source: what is summed up together."""
        place = (self._day(fields), fields.get("sourceName", "")[:MOST_LETTERS])
        self._places.add(place)
        return place

    def _take_steps(self, _row: str, fields: dict[str, str]) -> None:
        count = _amount(fields, {"count": 1.0})
        day, source = self._place(fields)
        found = self._steps[day].setdefault(source, [0.0, 0.0])
        found[0] += count
        found[1] += 1

    def _take_sleep(self, _row: str, fields: dict[str, str]) -> None:
        start, end = self._moment(fields, "startDate"), self._moment(fields, "endDate")
        _, source = self._place(fields)
        if not self._nights.add(fields.get("value", ""), start, end, source):
            self._left_out[AWAKE] += 1

    def _take_water(self, row: str, fields: dict[str, str]) -> None:
        at, ml = self._moment(fields, "startDate"), _amount(fields, ML)
        self._items.append(entry(row, Drink, kind=KIND, key=self._key(fields), at=at, ml=round(ml, 1), what="water"))

    def _take_caffeine(self, row: str, fields: dict[str, str]) -> None:
        at, mg = self._moment(fields, "startDate"), _amount(fields, MG)
        taken = entry(
            row, Exposure, kind=KIND, key=self._key(fields), at=at, what="caffeine", amount=round(mg, 3), unit="mg"
        )
        self._items.append(taken)

    def _take_alcohol(self, row: str, fields: dict[str, str]) -> None:
        at, drinks = self._moment(fields, "startDate"), _amount(fields, {"count": 1.0})
        taken = entry(
            row, Exposure, kind=KIND, key=self._key(fields), at=at, what="alcohol", amount=drinks, unit="drinks"
        )
        self._items.append(taken)

    def _take_nutrient(self, _row: str, fields: dict[str, str]) -> None:
        name = NUTRIENTS[fields["kind"]]
        unit = name.rsplit("_", 1)[1]
        amount = _amount(fields, KCAL) if unit == "kcal" else _amount(fields, MG) / MG[unit]
        place = self._place(fields)
        eaten = self._foods[place]
        eaten[name] = eaten.get(name, 0.0) + amount
        self._food_rows[place] += 1

    def _take_workout(self, row: str, fields: dict[str, str]) -> None:
        at = self._moment(fields, "startDate")
        name = fields.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType")
        words = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
        end = self._moment(fields, "endDate")
        length = None if at.utc is None or end.utc is None else (end.utc - at.utc).total_seconds() / 60
        unit = {"min": 1.0, "s": 1 / 60, "hr": 60.0}.get(fields.get("durationUnit", "min"))
        if fields.get("duration") and unit is not None:
            length = (number_in(fields["duration"]) or 0.0) * unit
        what = "exercise" if words in ("", "other") else words
        minutes = None if length is None else round(length, 2)
        self._items.append(entry(row, Activity, kind=KIND, key=self._key(fields), at=at, what=what, minutes=minutes))

    def _take_sign(self, row: str, fields: dict[str, str]) -> None:
        value = fields.get("value", "").removeprefix("HKCategoryValueSeverity").removeprefix("HKCategoryValue")
        if value == "NotPresent":
            self._items.append(Skipped(row, "says that it was not there; the diary keeps what was"))
            return
        at, sign = self._moment(fields, "startDate"), SIGNS[fields["kind"]]
        taken = entry(
            row, SideEffect, kind=KIND, key=self._key(fields), at=at, sign=sign, severity=SEVERITIES.get(value)
        )
        self._items.append(taken)

    def _take_clinical(self, row: str, fields: dict[str, str]) -> None:
        if not fields.get("type", "").removeprefix("HKClinicalTypeIdentifier").startswith("Medication"):
            self._left_out["ClinicalRecord"] += 1
            return
        medicine = Clinical(
            row, fields.get("receivedDate", ""), fields.get("resourceFilePath", ""), fields.get("displayName", "")
        )
        self.medicines.append(medicine)

    def summed_up(self) -> Iterator[Item]:
        """What can be said only when all has been read."""
        yield from self._days_of_steps()
        yield from self._days_of_food()
        yield from one_a_night(self._nights.sleeps(), kind=KIND)
        yield from self._nights.only_in_bed()
        for kind, rows in self._left_out.most_common():
            plain = kind.removeprefix(_Q).removeprefix(_C)
            yield Skipped(plain, NOT_KEPT.get(kind, not_kept(plain)), rows)

    def _days_of_steps(self) -> Iterator[Item]:
        for day, sources in sorted(self._steps.items()):
            source, (count, rows) = max(sources.items(), key=lambda item: (item[1][0], item[0]))
            row, key = f"steps of {day}", ("steps", day)
            if day == self._export_day:
                yield Skipped(row, NOT_OVER, sum(int(found[1]) for found in sources.values()))
                continue
            yield steps.of_day(row, day, count, kind=KIND, key=key, rows=int(rows))
            others = sum(int(found[1]) for name, found in sources.items() if name != source)
            if others:
                yield Skipped(row, "another device counted fewer steps that day; they are not added up", others)

    def _days_of_food(self) -> Iterator[Item]:
        for (day, source), eaten in sorted(self._foods.items()):
            row, rows = f"food of {day} from {source}", self._food_rows[(day, source)]
            if day == self._export_day:
                yield Skipped(row, NOT_OVER, rows)
                continue
            nutrients = {name: round(amount, 4) for name, amount in eaten.items()}
            try:
                at = whole_day(day, None)
            except BadInput as fault:
                yield Skipped(row, str(fault), rows)
                continue
            name = f"Food of the day from {source}"[:200]
            yield entry(
                row, Food, kind=KIND, key=("food", day, source), at=at, rows=rows, name=name, nutrients=nutrients
            )


_TAKES = {
    STEPS: _Export._take_steps,
    SLEEP: _Export._take_sleep,
    WATER: _Export._take_water,
    CAFFEINE: _Export._take_caffeine,
    ALCOHOL: _Export._take_alcohol,
    "Workout": _Export._take_workout,
    "ClinicalRecord": _Export._take_clinical,
    **dict.fromkeys(NUTRIENTS, _Export._take_nutrient),
    **dict.fromkeys(SIGNS, _Export._take_sign),
}


def _amount(fields: dict[str, str], units: dict[str, float]) -> float:
    """A record's amount in the unit whose factor is 1."""
    value, unit = number_in(fields.get("value", "")), fields.get("unit", "")
    if value is None or value < 0:
        raise refused("has no amount")
    if unit not in units:
        raise refused(f"“{unit[:20]}” is not a unit that is known here")
    return value * units[unit]


def _day_in(stamp: str) -> date | None:
    try:
        return with_offset(stamp).wall.date()
    except BadInput:
        return None
