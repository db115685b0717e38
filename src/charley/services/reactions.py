"""What is worth saying about a day as it was noted. Each rule reads the day and gives what it has to say; a list runs.

Nothing here changes a dose: what the plan does with a sign is for :mod:`charley.services.following`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from charley.diary.fluids import cue
from charley.diary.journal import Journal
from charley.diary.records import (
    Activity,
    DoseTaken,
    Exposure,
    Food,
    Measure,
    Observation,
    SideEffect,
    Symptom,
    UrineColour,
)
from charley.knowledge.advice import advice
from charley.knowledge.figures import figures
from charley.profile import Profile
from charley.reading import read
from charley.safety.case import Case, understand
from charley.safety.fluids import is_limited

#: Where more can be read or done about it; the app knows the page.
More = Literal["", "plan", "symptoms", "triggers"]
#: So long a product on the skin may be behind what the skin does now.
SKIN_WITHIN = timedelta(days=3)
#: A dose, and a rise of it, so near may be behind a sign.
DOSE_WITHIN = timedelta(days=3)
#: Signs that are not waited with, and those that are not when they are more than mild.
ALARMING = frozenset({"trouble_breathing", "irregular_heartbeat", "fainting"})
ALARMING_IF_STRONG = frozenset({"drowsiness", "muscle_weakness"})
TOO_MUCH = frozenset({"diarrhoea", "loose_stool", "nausea", "vomiting", "abdominal_cramp"})
LOW_PRESSURE = frozenset({"low_blood_pressure", "dizziness"})
NUMB = frozenset({"numbness", "tingling"})
_B6 = re.compile(r"\b(?:vitamin )?b[ -]?6\b|\bpyridox\w+|\bb[ -]?complex\b|\bvitamin b complex\b", re.IGNORECASE)


class Reaction(NamedTuple):
    """One thing to say.

    Attributes:
        say: what, why and what to do.
        level: 1 good to know, 2 act on it, 3 act now.
        more: where it goes on.
    """

    say: str
    level: Literal[1, 2, 3] = 1
    more: More = ""


class Seen(NamedTuple):
    """One day as it was noted, and whose it is."""

    journal: Journal
    case: Case
    day: date
    entries: tuple[Observation, ...]

    def signs(self) -> set[str]:
        """The side effects of the day."""
        return {e.sign for e in self.entries if isinstance(e, SideEffect)}

    def magnesium_lately(self) -> bool:
        """Whether magnesium was swallowed in the last days."""
        return any(
            d.substance == "magnesium" and d.elemental_mg != 0 and timedelta(0) <= self.day - d.day <= DOSE_WITHIN
            for d in self.journal.of(DoseTaken)
        )


def reactions(journal: Journal, profile: Mapping[str, Any], *, day: date, now: datetime) -> tuple[Reaction, ...]:
    """What to say about one day and the night after it, the most pressing first.

    Args:
        journal: one person's.
        profile: as in contract section 1.
        day: the day asked about.
        now: the local time of the person.
    """
    noted = tuple(e for e in journal.effective if e.day == day or e.night == day)
    seen = Seen(journal, understand(read(Profile, dict(profile)), now.date()), day, noted)
    found = [reaction for rule in RULES for reaction in rule(seen)]
    return tuple(sorted(found, key=lambda reaction: -reaction.level))


def takes_b6(case: Case, journal: Journal) -> bool:
    """Whether something this person takes names vitamin B6."""
    named = [taken.entry.name for taken in case.medicines if not taken.over]
    named += [f"{dose.substance} {dose.product or ''}".replace("_", " ") for dose in journal.of(DoseTaken)]
    logged = any((food.nutrients.get("vitamin_b6_mg") or 0) > 0 and not food.amount_g for food in journal.of(Food))
    return logged or "pyridoxine" in case.ingredient_ids or any(map(_B6.search, named))


def _alarm(seen: Seen) -> Iterator[Reaction]:
    strong = {e.sign for e in seen.entries if isinstance(e, SideEffect) and e.severity in ("moderate", "severe")}
    if seen.signs() & ALARMING or strong & ALARMING_IF_STRONG:
        yield Reaction(advice("stop-toxicity").message(), 3, "plan")


def _too_much(seen: Seen) -> Iterator[Reaction]:
    """Signs of too much; only magnesium that was swallowed can be too much."""
    if not seen.magnesium_lately():
        return
    if seen.signs() & TOO_MUCH:
        yield Reaction(advice("stop-diarrhoea").message(), 2, "plan")
    if seen.signs() & LOW_PRESSURE:
        yield Reaction(advice("stop-low-pressure").message(), 2, "plan")


def _skin(seen: Seen) -> Iterator[Reaction]:
    applied = any(
        m.what == "topical" and timedelta(0) <= seen.day - m.day <= SKIN_WITHIN for m in seen.journal.of(Measure)
    )
    if applied and "skin_irritation" in seen.signs():
        yield Reaction(advice("skin-stop").message(), 2)


def _numb(seen: Seen) -> Iterator[Reaction]:
    if not any(isinstance(e, Symptom) and e.what in NUMB for e in seen.entries):
        return
    if takes_b6(seen.case, seen.journal):
        yield Reaction(advice("numb-vitamin").message(limit_mg=figures()["requirement-b6"].value), 2)
    else:
        yield Reaction(advice("numb-ask").message(), 1, "symptoms")


def _restless(seen: Seen) -> Iterator[Reaction]:
    if any(isinstance(e, Symptom) and e.what == "restless_urge" for e in seen.entries):
        yield Reaction(advice("restless-path").message(), 1, "symptoms")


def _strain(seen: Seen) -> Iterator[Reaction]:
    hot = any(isinstance(e, Exposure) and e.what in ("heat", "sweating") and e.amount != 0 for e in seen.entries)
    if hot or any(isinstance(e, Activity) and e.effort == "hard" for e in seen.entries):
        yield Reaction(advice("heat-and-training-dry" if is_limited(seen.case) else "heat-and-training").message())


def _urine(seen: Seen) -> Iterator[Reaction]:
    shades = [e for e in seen.entries if isinstance(e, UrineColour)]
    if shades:
        name = _CUES[cue(shades[-1], fluid_restriction=is_limited(seen.case))]
        yield Reaction(advice(name).message())


_CUES = {"well_hydrated": "urine-pale", "drink_more": "urine-dark", "follow_your_clinician": "urine-dark-limited"}

#: Every rule, in the order in which equals are said.
RULES: tuple[Callable[[Seen], Iterator[Reaction]], ...] = (
    _alarm,
    _too_much,
    _skin,
    _numb,
    _restless,
    _strain,
    _urine,
)
