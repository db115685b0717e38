"""A page to print: a diary, a person and what came of both."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from charley.diary.journal import Journal
from charley.diary.records import AnyEntry
from charley.profile import Profile
from charley.reading import read
from charley.report.document import CrampProfile
from charley.report.gathering import Told, cramp_profile
from charley.services import planning

LAST = date(2026, 3, 28)
MADE = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)

PERSON: dict[str, Any] = {
    "setting": "US",
    "age_years": 67,
    "sex": "female",
    "pregnant": False,
    "conditions": ["high blood pressure"],
    "egfr_ml_min": 71,
    "medicines": [
        {"name": "Euthyrox", "dose": "75 mcg", "times": ["07:00"]},
        {"name": "furosemide", "dose": "40 mg", "times": ["08:00"]},
    ],
    "supplements": [{"name": "daily multivitamin", "form": "oxide", "elemental_mg": 100, "times": ["07:30"]}],
    "diet_magnesium_mg": 240,
    "symptoms": ["painful calf cramps in bed"],
    "schedule": {"wake": "07:00", "bed": "22:30"},
}


def told(profile: dict[str, Any] = PERSON) -> Told:
    return Told(read(Profile, profile), planning.plan(profile, now=MADE))


def page(entries: Iterable[AnyEntry] = (), *, profile: dict[str, Any] | None = PERSON, **more: Any) -> CrampProfile:
    return cramp_profile(
        Journal(entries),
        last=LAST,
        made_at=MADE,
        program="0.1.0",
        told=None if profile is None else told(profile),
        **more,
    )
