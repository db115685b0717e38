"""The plain figures: weeks with their intervals, means of what is known, and counts that add up."""

from datetime import date

import pytest

from charley.diary.journal import Journal
from charley.diary.rates import (
    by_doing,
    by_site,
    by_symptom,
    by_system,
    by_trigger,
    poisson_interval,
    weekly,
)
from charley.diary.records import SideEffect, Sleep, Symptom
from support.diary import at, cramp, new_id, quiet

#: Garwood's exact 95 % limits, as printed in tables of the Poisson mean (to three places).
GARWOOD = {0: (0.0, 3.689), 1: (0.025, 5.572), 2: (0.242, 7.225), 5: (1.623, 11.668), 10: (4.795, 18.390)}


@pytest.mark.parametrize(("count", "limits"), GARWOOD.items())
def test_the_exact_interval_of_a_count(count, limits):
    assert poisson_interval(count) == pytest.approx(limits, abs=5e-4)


def test_a_large_count_has_the_interval_of_its_square_root():
    low, high = poisson_interval(10_000)
    assert (low, high) == pytest.approx((10_000 - 1.96 * 100, 10_000 + 1.96 * 100), abs=3)


def test_a_week_by_hand():
    entries = [
        quiet("2026-03-01"),
        cramp("2026-03-02 23:00", pain=4, duration_s=60),
        cramp("2026-03-03 02:00", pain=7),
        quiet("2026-03-03", observed=0.5),
        Sleep(id=new_id(), at=at("2026-03-02 07:00"), night=date(2026, 3, 1), rating=4, cramp_wakings=0),
        Sleep(id=new_id(), at=at("2026-03-03 07:00"), night=date(2026, 3, 2), rating=2, cramp_wakings=2),
    ]
    (week,) = weekly(entries, date(2026, 3, 1), date(2026, 3, 7))

    assert (week.nights, week.recorded, week.cramps) == (7, 3, 2)
    assert week.observed_nights == 2.5
    assert week.per_week == pytest.approx(2 / 2.5 * 7)
    assert week.interval == pytest.approx((0.24221 / 2.5 * 7, 7.22469 / 2.5 * 7), abs=1e-4)
    assert (week.pain, week.duration_s, week.sleep, week.wakings) == (5.5, 60, 3, 1)


def test_a_week_nobody_recorded_has_no_figure_rather_than_zero():
    (week,) = weekly([], date(2026, 3, 1), date(2026, 3, 7))
    assert (week.recorded, week.per_week, week.interval, week.pain, week.sleep) == (0, None, None, None, None)


def test_weeks_end_with_the_last_night_and_the_oldest_may_be_short():
    weeks = weekly([quiet("2026-03-01")], date(2026, 3, 1), date(2026, 3, 10))
    assert [(week.first.day, week.last.day, week.nights) for week in weeks] == [(1, 3, 3), (4, 10, 7)]


def test_twitches_and_urges_leave_the_cramps_per_week_alone():
    week = [quiet("2026-03-01"), cramp("2026-03-02 23:00")]
    moment = at("2026-03-02 23:30")
    more = [Symptom(id=new_id(), at=moment, what="twitch") for _ in range(3)]
    more.append(Symptom(id=new_id(), at=moment, what="restless_urge"))

    assert weekly(week, date(2026, 3, 1), date(2026, 3, 7)) == weekly(
        [*week, *more], date(2026, 3, 1), date(2026, 3, 7)
    )
    assert by_symptom(more) == {"twitch": 3, "restless_urge": 1}


def test_three_hours_of_soreness_leave_the_mean_duration_alone():
    first, last = date(2026, 3, 13), date(2026, 3, 13)
    before = weekly([cramp(duration_s=60)], first, last)
    after = weekly([cramp(duration_s=60, soreness_min=180)], first, last)
    assert before[0].duration_s == after[0].duration_s == 60


def test_a_stomach_cramp_raises_the_gut_counter_and_no_other():
    entries = [cramp(), SideEffect(id=new_id(), at=at("2026-03-14 08:00"), sign="abdominal_cramp")]
    assert by_system(entries) == {"gut": 1}
    assert by_site(entries) == {"calf": 1}


def test_counts_by_place_add_up_to_all_episodes():
    entries = [cramp(site=site, side=side) for site in ("calf", "foot", "other", None) for side in ("left", "both")]
    assert by_site(entries) == {"calf": 2, "foot": 2, "other": 2, "not_said": 2}
    assert sum(by_site(entries).values()) == len(entries)


def test_the_bar_of_sleepers_is_as_long_as_the_list_of_them():
    journal = Journal([cramp(doing="asleep"), cramp(doing="asleep"), cramp(doing="after_exercise"), cramp()])
    listed = [e for e in journal.effective if e.doing == "asleep"]
    assert by_doing(journal.effective)["asleep"] == len(listed) == 2


def test_a_cramp_with_two_triggers_is_one_cramp_under_both():
    entries = [cramp(triggers=("heat", "long_standing")), cramp(triggers=("heat",))]
    assert by_trigger(entries) == {"heat": 2, "long_standing": 1}
    assert sum(by_site(entries).values()) == 2
