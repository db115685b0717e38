"""A profile and its plan side by side, with what the tables say of every name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from support.checker.meaning import Meaning, of_condition, of_medicine, stands

DAY = 1440
FOREVER = 10**9
#: From loosest to strictest. Warnings outrank refusals: somebody in danger is told where to go first.
RANKS = {"ok": 0, "clinician_first": 1, "refuse": 2, "urgent": 3, "emergency": 4}
#: A strength in mg, also where only the number is written.
WEIGHT = re.compile(r"\b(\d+(?:\.\d+)?)(?![\d.]|\s*(?:mcg|µg|ug|g|ml|iu|units?|mmol|%)(?!\w))", re.IGNORECASE)
#: Minutes between magnesium and any medicine that is swallowed (emc 2678); a medicine's own rule may ask for more.
ANY_MEDICINE = 120
#: The most that a clinician's order may be: 24 mmol a day, the licensed treatment of low magnesium.
LICENSED_MG = 584
#: What nobody but the person can settle, and what no order may touch.
NEVER_OPENED = {"minor", "unknown_name", "hypermagnesaemia", "hypermagnesaemia_present", "heart_block", "myasthenia"}


def minute(clock: str) -> int:
    """Minutes since midnight."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


@dataclass(frozen=True)
class Entry:
    """One line of the lists of medicines and supplements.

    Attributes:
        field: where it stands, as the contract writes fields.
        list: medicines or supplements.
        raw: the entry itself.
        meaning: None where the tables do not hold the name.
        last_day: last day of the plan on which it is still taken; 0 if it is over.
    """

    field: str
    list: str
    raw: Mapping[str, Any]
    meaning: Meaning | None
    last_day: int

    @property
    def written(self) -> str:
        return str(self.raw["name"])

    @property
    def running(self) -> bool:
        return self.last_day > 0

    @property
    def minutes(self) -> list[int]:
        return [minute(time) for time in self.raw.get("times") or ()]

    @property
    def pauses(self) -> bool:
        """Whether magnesium waits until the course is over."""
        rules = self.meaning.rules if self.meaning and self.meaning.swallowed else ()
        return any(rule.get("pause_during_course") for rule in rules)

    @property
    def apart(self) -> tuple[int, int]:
        """Minutes that magnesium keeps before and after it."""
        if self.meaning is None:
            return (ANY_MEDICINE, ANY_MEDICINE)
        if self.meaning.local:
            return (0, 0)
        swallowed, other = self.meaning.swallowed, self.meaning.magnesium is None
        least = ANY_MEDICINE if self.list == "medicines" and swallowed and other else 0
        rules = [rule for rule in self.meaning.rules if (swallowed or rule["meets"] == "body") and self._reaches(rule)]
        before = max([least, *(rule.get("mg_before_min") or 0 for rule in rules)])
        after = max([least, *(rule.get("mg_after_min") or 0 for rule in rules)])
        return (before, after)

    def _reaches(self, rule: Mapping[str, Any]) -> bool:
        """Whether the dose is large enough for a rule of large doses; one that is not written counts as large."""
        least = rule.get("from_dose_mg")
        stated = WEIGHT.search(f"{self.written} {self.raw.get('dose') or ''}")
        return least is None or stated is None or float(stated[1]) >= least

    def too_near(self, dose: int) -> bool:
        """Whether a dose at this minute of any day falls into the forbidden time around an intake."""
        before, after = self.apart
        return any((taken - dose) % DAY < before or (dose - taken) % DAY < after for taken in self.minutes)


class Case:
    """What a rule looks at.

    Args:
        profile: section 1 of the contract, as JSON reads it.
        plan: section 2.
        meant: what the writer of the profile meant by names that do not stand in the tables; None = nothing at all.
        red_flags: the least status that each written symptom asks for, where the writer knows it.
    """

    def __init__(
        self,
        profile: Mapping[str, Any],
        plan: Mapping[str, Any],
        meant: Mapping[str, str | None] | None = None,
        red_flags: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self.profile = profile
        self.plan = plan
        self.meant = meant or {}
        self.red_flags = red_flags or {}
        self.today = date.fromisoformat(plan["made_at"][:10])
        self.rank = RANKS[plan["status"]]
        self.topics = {finding["topic"] for finding in plan["findings"]}

    @cached_property
    def words(self) -> Mapping[str, str | None]:
        """What was meant; where nobody tells, what the plan took a name for is held against it. "none" = denied."""
        read = {**self.plan["recognised"], **{item["written"]: "magnesium" for item in self.plan["current"]["items"]}}
        names = {written: "none" if name.startswith("not there") else name for written, name in read.items()}
        return {**{written: name for written, name in names.items() if not stands(written)}, **self.meant}

    def get(self, field: str) -> Any:
        return self.profile.get(field)

    def listed(self, field: str) -> list[Any]:
        return list(self.profile.get(field) or ())

    @cached_property
    def entries(self) -> list[Entry]:
        return list(self._entries())

    def _entries(self) -> Iterator[Entry]:
        for name in ("medicines", "supplements"):
            for place, raw in enumerate(self.listed(name)):
                meaning = of_medicine(raw["name"], self.words, raw.get("dose"))
                yield Entry(f"{name}[{place}]", name, raw, meaning, self._last_day(raw))

    def _last_day(self, raw: Mapping[str, Any]) -> int:
        if raw.get("duration_days") is None:
            return FOREVER
        since = date.fromisoformat(raw["since"]) if raw.get("since") else self.today
        return max(0, int(raw["duration_days"]) - max(0, (self.today - since).days) + max(0, (since - self.today).days))

    @cached_property
    def running(self) -> list[Entry]:
        """Entries that are not over."""
        return [entry for entry in self.entries if entry.running]

    @cached_property
    def conditions(self) -> list[tuple[str, Meaning | None]]:
        return [(written, of_condition(written, self.words)) for written in self.listed("conditions")]

    @cached_property
    def condition_rows(self) -> list[Mapping[str, Any]]:
        return [m.condition for _, m in self.conditions if m is not None and m.condition is not None]

    @cached_property
    def steps(self) -> list[tuple[Mapping[str, Any], int]]:
        """Every step, those to discuss included, with the last day it holds."""
        found = []
        for steps in (self.plan["steps"], self.plan["provisional_steps"]):
            ends = [later["from_day"] - 1 for later in steps[1:]] + [FOREVER]
            found += zip(steps, ends, strict=False)
        return found

    @staticmethod
    def daily(step: Mapping[str, Any]) -> float:
        return float(sum(dose["elemental_mg"] for dose in step["doses"]))

    @cached_property
    def order_mg(self) -> float:
        """The amount that a clinician has set, 0 where there is none that counts: named, of the last year, licensed."""
        order = self.get("clinician_order")
        if not order or (self.get("age_years") or 0) < 18 or order["elemental_mg_per_day"] > LICENSED_MG:
            return 0.0
        age = (self.today - date.fromisoformat(order["date"])).days
        named = len(order["by"].strip()) > 3
        return float(order["elemental_mg_per_day"]) if named and 0 <= age <= 365 else 0.0

    @cached_property
    def opened(self) -> set[str]:
        """Topics that the order's note speaks of, as the plan says; nothing without a note that counts."""
        if not self.order_mg or not (self.get("clinician_order") or {}).get("note"):
            return set()
        return set((self.plan.get("clinician_order") or {}).get("opened", ())) - NEVER_OPENED

    @cached_property
    def awake(self) -> tuple[int, int] | None:
        """Minute of waking and length of the waking day, where told."""
        hours = self.get("schedule") or {}
        if not hours.get("wake") or not hours.get("bed"):
            return None
        wake = minute(hours["wake"])
        return wake, (minute(hours["bed"]) - wake) % DAY
