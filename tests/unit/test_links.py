"""A heat pack belongs to the cramp it was meant to stop; a dose to the one that was planned."""

import pytest

from charley.diary.links import adherence, cramp_of
from charley.diary.records import Measure
from support.diary import at, cramp, dose, new_id


def measure(when: str, **details) -> Measure:
    return Measure(id=new_id(), at=at(when), **{"what": "heat", **details})


def test_a_heat_pack_meant_to_stop_links_to_the_cramp_just_before_it():
    woken = cramp("2026-03-14 02:14")
    others = [cramp("2026-03-14 01:00"), cramp("2026-03-14 02:40")]
    assert cramp_of(measure("2026-03-14 02:20", purpose="stop"), [*others, woken]) == woken


def test_an_evening_stretch_meant_to_prevent_links_to_none():
    assert cramp_of(measure("2026-03-14 02:20", what="stretch", purpose="prevent"), [cramp("2026-03-14 02:14")]) is None


def test_without_a_purpose_nothing_is_guessed():
    assert cramp_of(measure("2026-03-14 02:20"), [cramp("2026-03-14 02:14")]) is None


def test_a_cramp_long_ago_is_not_meant():
    assert cramp_of(measure("2026-03-14 02:45", purpose="stop"), [cramp("2026-03-14 02:14")]) is None


def test_the_cramp_that_was_named_is_meant_also_hours_later():
    named = cramp("2026-03-14 02:14")
    later = measure("2026-03-14 07:00", purpose="stop", cramp=named.id)
    assert cramp_of(later, [named, cramp("2026-03-14 06:55")]) == named


def test_twelve_of_fourteen_doses():
    planned = [f"plan:{day:02d}" for day in range(1, 15)]
    taken = [dose(f"2026-03-{day:02d} 21:30", planned=f"plan:{day:02d}") for day in range(1, 13)]
    left_out = dose("2026-03-13 21:30", 0, planned="plan:13")

    done = adherence(planned, [*taken, left_out])

    assert (done.planned, done.taken, done.missed) == (14, 12, ("plan:13", "plan:14"))
    assert round(100 * done.share) == 86


def test_a_dose_taken_twice_fulfils_one_plan():
    twice = [dose("2026-03-01 21:30", planned="plan:01"), dose("2026-03-01 22:30", planned="plan:01")]
    assert adherence(["plan:01"], twice).share == pytest.approx(1)


def test_nothing_planned_has_no_share():
    assert adherence([], [dose("2026-03-01 21:30")]).share is None
