"""A dose is spoken of at its time and never when it was missed or taken."""

import json
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.records import AnyEntry, DoseTaken, PlanChange, SideEffect
from charley.services.following import beginning
from charley.services.reminders import WINDOW_MIN, due_now
from support.diary import BERLIN
from support.people import HEALTHY, plan_for

BEGAN = datetime(2026, 11, 21, 9, 0)
DOSE = plan_for().steps[0].doses[0]


class Held:
    """A diary in memory whose person follows a plan since the morning."""

    def __init__(self, *entries: AnyEntry, profile: dict[str, Any] | None = None, follows: bool = True) -> None:
        mg = beginning(plan_for())
        assert mg is not None
        begun = [PlanChange(id="the-beginning", at=at(BEGAN), mg_per_day=mg)] if follows else []
        self._journal = Journal([*begun, *entries])
        self._profile = HEALTHY if profile is None else profile

    def journal(self, **_within: Any) -> Journal:
        return self._journal

    def profile(self) -> str:
        return json.dumps(self._profile)

    def trial_rows(self) -> list[Any]:
        return []

    def undisturbed(self) -> AbstractContextManager[None]:
        return nullcontext()

    def keep_trial_rows(self, rows: Any) -> list[bool]:
        raise AssertionError("nothing is written")


def at(wall: datetime) -> Moment:
    return Moment.local(wall, BERLIN)


def asked(store: Held, wall: datetime) -> Any:
    moment = at(wall)
    return due_now(store, now=moment, made_at=moment.utc)


def time_of_dose(days: int = 0) -> datetime:
    return datetime.combine(BEGAN.date() + timedelta(days=days), datetime.strptime(DOSE.time, "%H:%M").time())


def test_at_its_time_a_dose_is_due_in_words() -> None:
    found = asked(Held(), time_of_dose())
    assert found.time == DOSE.time
    assert f"{DOSE.elemental_mg:g} mg magnesium" in found.what


@given(st.integers(0, 1439))
def test_it_is_due_within_half_an_hour_of_its_time_and_at_no_other(minutes: int) -> None:
    found = asked(Held(), time_of_dose() + timedelta(minutes=minutes))
    assert (found is not None) == (minutes < WINDOW_MIN)


def test_a_dose_taken_is_not_spoken_of() -> None:
    taken = DoseTaken(
        id="taken-dose", at=at(time_of_dose() - timedelta(minutes=5)), elemental_mg=DOSE.elemental_mg, form=DOSE.form
    )
    assert asked(Held(taken), time_of_dose()) is None


def test_a_missed_dose_is_never_made_up_for() -> None:
    next_day = asked(Held(), time_of_dose(1))
    assert next_day.what == asked(Held(), time_of_dose()).what  # one dose, not two
    assert asked(Held(), time_of_dose(1) - timedelta(hours=3)) is None


@pytest.mark.parametrize(
    "store",
    [
        Held(follows=False),
        Held(profile=HEALTHY | {"egfr_ml_min": 20}),
        Held(SideEffect(id="grave-sign", at=at(time_of_dose() - timedelta(hours=2)), sign="muscle_weakness")),
    ],
    ids=["no plan is followed", "the plan of today gives none", "a grave sign was noted"],
)
def test_where_nothing_is_to_be_taken_nothing_is_said(store: Held) -> None:
    assert asked(store, time_of_dose()) is None
