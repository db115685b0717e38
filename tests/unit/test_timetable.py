"""Today on one page."""

from charley.dates import minute_of
from support.people import plan_for


def kinds(plan):
    return {event.kind for event in plan.timetable}


def test_the_day_holds_medicines_magnesium_meals_water_stretching_and_rest_in_order():
    plan = plan_for(medicines=[{"name": "levothyroxine", "times": ["07:00"]}])
    assert kinds(plan) == {"wake", "medicine", "magnesium", "meal", "water", "stretch", "wind_down", "bed"}
    times = [minute_of(event.time) for event in plan.timetable]
    assert times == sorted(times)
    assert plan.timetable[-1].kind == "bed"


def test_medicines_stand_where_they_were():
    plan = plan_for(medicines=[{"name": "levothyroxine", "times": ["06:10"]}])
    assert [event.time for event in plan.timetable if event.kind == "medicine"] == ["06:10"]


def test_a_night_shift_begins_with_waking():
    plan = plan_for(schedule={"wake": "16:00", "bed": "08:00", "meals": ["17:00", "01:00"]})
    assert [plan.timetable[0].kind, plan.timetable[-1].kind] == ["wake", "bed"]


def test_no_water_where_drinking_is_restricted():
    assert "water" not in kinds(plan_for(conditions=["fluid restriction"]))


def test_while_a_course_runs_today_holds_the_course_and_no_magnesium():
    plan = plan_for(medicines=[{"name": "doxycycline", "times": ["08:00"], "duration_days": 7}])
    assert plan.steps[0].from_day == 8
    assert "medicine" in kinds(plan)
    assert "magnesium" not in kinds(plan)


def test_a_medicine_whose_course_is_over_is_not_shown():
    plan = plan_for(medicines=[{"name": "doxycycline", "times": ["08:00"], "since": "2026-10-01", "duration_days": 7}])
    assert "medicine" not in kinds(plan)
    assert "magnesium" in kinds(plan)


def test_two_products_stand_at_two_times_under_one_limit():
    plan = plan_for(
        diet_magnesium_mg=100,
        supplements=[{"name": "magnesium citrate", "elemental_mg": 100, "times": ["08:00"]}],
    )
    shown = [(event.kind, event.time) for event in plan.timetable if event.kind in ("supplement", "magnesium")]
    assert shown == [("supplement", "08:00"), ("magnesium", "21:30")]
    assert all(plan.current.kept_mg + step.mg_per_day <= plan.limit_mg for step in plan.steps)


def test_a_bedtime_dose_offers_a_small_snack():
    (dose,) = [event for event in plan_for().timetable if event.kind == "magnesium"]
    assert dose.time == "21:30"
    assert "small snack" in dose.what


def test_a_weekly_tablet_says_its_day_wherever_the_day_is_listed():
    plan = plan_for(medicines=[{"name": "alendronic acid", "times": ["07:00"], "days": ["thu", "mon"]}])
    (tablet,) = [event for event in plan.timetable if event.kind == "medicine"]
    assert tablet.what == "alendronic acid (Monday and Thursday only)"
    assert set(tablet.days) == {"mon", "thu"}
