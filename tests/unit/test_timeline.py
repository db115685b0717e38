"""A pause extends a period; the order stays."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from charley.trials.timeline import last_night, timeline
from support.trials import sealed

START = date(2026, 12, 1)
DESIGN = sealed(period=7, pairs=2)


def test_without_a_pause_the_nights_simply_follow():
    stands = timeline(DESIGN, START, START + timedelta(days=DESIGN.nights))
    assert [s.number for s in stands[:-1]] == list(range(1, DESIGN.nights + 1))
    assert stands[13].phase == "baseline"
    assert (stands[14].period, stands[14].into) == (1, 1)
    assert stands[-1].phase == "after"
    assert last_night(DESIGN, START) == START + timedelta(days=DESIGN.nights - 1)


def test_a_pause_moves_the_rest_and_the_days_begin_to_count_anew():
    ill = START + timedelta(days=17)
    design = DESIGN.amended("pause", ill, "flu", ill + timedelta(days=4))
    stands = {s.night: s for s in timeline(design, START, START + timedelta(days=40))}
    assert stands[ill].phase == "pause"
    back = stands[ill + timedelta(days=5)]
    assert (back.period, back.number, back.into) == (1, 18, 1)
    assert last_night(design, START) == START + timedelta(days=DESIGN.nights + 4)


def test_an_open_pause_has_no_end_in_sight():
    design = DESIGN.amended("pause", START + timedelta(days=20), "travel")
    assert last_night(design, START) is None


def test_coming_back_ends_an_open_pause():
    away = START + timedelta(days=20)
    design = DESIGN.amended("pause", away, "travel").amended("resume", away + timedelta(days=6), "home again")
    assert design.pauses == ((away, away + timedelta(days=5)),)
    assert last_night(design, START) == START + timedelta(days=DESIGN.nights + 5)


def test_a_pause_that_is_taken_back_on_its_first_day_is_none():
    away = START + timedelta(days=20)
    design = DESIGN.amended("pause", away, "by mistake").amended("resume", away, "it was a slip")
    assert design.pauses == ()
    assert last_night(design, START) == START + timedelta(days=DESIGN.nights - 1)
    again = design.amended("pause", away, "ill after all").amended("resume", away + timedelta(days=2), "well")
    assert again.pauses == ((away, away + timedelta(days=1)),)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=4))
def test_whatever_the_pauses_every_night_of_the_plan_comes_once_and_in_order(pauses):
    design = DESIGN
    for after, length in pauses:
        first = START + timedelta(days=after)
        design = design.amended("pause", first, "away", first + timedelta(days=length))
    end = last_night(design, START)
    assert end is not None
    numbers = [s.number for s in timeline(design, START, end) if s.number is not None]
    assert numbers == list(range(1, DESIGN.nights + 1))
