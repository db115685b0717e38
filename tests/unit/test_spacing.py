"""Free stretches of the day, seen on a few drawn days; the exact comparison is in tests/property."""

from charley.dates import minute_of
from charley.dosing.spacing import Keepout, WakingDay, blockers, free_spans


def keepout(name: str, at: str, before: int, after: int) -> Keepout:
    return Keepout(medicine=name, field="medicines[0]", at=minute_of(at), before_min=before, after_min=after)


def shown(day: WakingDay, *keepouts: Keepout) -> list[str]:
    return [f"{day.clock(first)}-{day.clock(last)}" for first, last in free_spans(day, keepouts)]


DAY = WakingDay.between("07:00", "23:00")
NIGHT_SHIFT = WakingDay.between("15:00", "07:00")


def test_without_medicines_the_whole_waking_day_is_free():
    assert shown(DAY) == ["07:00-23:00"]
    assert shown(NIGHT_SHIFT) == ["15:00-07:00"]


def test_exactly_the_distance_is_far_enough():
    assert shown(DAY, keepout("thyroid", "12:00", 240, 240)) == ["07:00-08:00", "16:00-23:00"]


def test_each_side_has_its_own_hours():
    assert shown(DAY, keepout("bone", "07:00", 360, 30)) == ["07:30-23:00"]
    assert shown(DAY, keepout("antibiotic", "19:00", 360, 120)) == ["07:00-13:00", "21:00-23:00"]


def test_a_medicine_taken_asleep_reaches_into_the_day():
    assert shown(DAY, keepout("early", "05:00", 240, 240)) == ["09:00-23:00"]
    assert shown(DAY, keepout("late", "01:00", 240, 60)) == ["07:00-21:00"]


def test_a_night_shift_turns_over_midnight():
    assert shown(NIGHT_SHIFT, keepout("x", "00:00", 120, 120)) == ["15:00-22:00", "02:00-07:00"]


def test_no_place_and_who_takes_it():
    four_times = [keepout("antibiotic", at, 360, 240) for at in ("06:00", "12:00", "18:00", "00:00")]
    other = keepout("other", "12:00", 120, 120)
    assert free_spans(DAY, [*four_times, other]) == ()
    assert blockers(DAY, [*four_times, other]) == ("antibiotic",)


def test_two_that_only_together_leave_no_place_are_both_named():
    morning, evening = keepout("morning", "09:00", 180, 420), keepout("evening", "19:00", 240, 300)
    assert free_spans(DAY, [morning, evening]) == ()
    assert blockers(DAY, [morning, evening]) == ("morning", "evening")
