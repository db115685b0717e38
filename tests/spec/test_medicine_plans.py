"""Medicines and the plan: spacing, pauses, referrals.

Each row gives one medicine to the healthy person of ``tests/support/people.py``. ``before`` and ``after`` are the least
minutes that magnesium keeps ahead of and behind each intake; ``-`` where no dose may be started.

Sources: SmPC = emc 2678 interactions of a magnesium tablet; LABEL = the medicine's own label; others as in
``knowledge/data/medicine_rules.toml``.
"""

import pytest

from charley.dates import minute_of
from support.drawn import rows
from support.people import plan_for, topics

TABLE = """
| medicine            | times             | status          | topics             | before | after | source |
|---------------------|-------------------|-----------------|--------------------|--------|-------|--------|
| levothyroxine       | 07:00             | ok              | drug_binding       | 240    | 240   | LABEL (antacids) |
| Euthyrox 75 mcg     | 06:30             | ok              | drug_binding       | 240    | 240   | LABEL (antacids) |
| alendronate         | 07:00             | ok              | drug_binding       | 360    | 240   | LABEL; SmPC |
| risedronate         | 06:30             | ok              | drug_binding       | 360    | 240   | LABEL; SmPC |
| gabapentin          | 08:00 14:00 22:00 | ok              | drug_binding       | 120    | 120   | LABEL |
| dolutegravir        | 08:00             | ok              | drug_binding       | 360    | 120   | LABEL |
| Biktarvy            | 09:00             | ok              | drug_binding       | 360    | 120   | LABEL |
| ferrous sulfate     | 08:00             | ok              | drug_binding       | 240    | 240   | SmPC |
| hydroxychloroquine  | 12:30             | ok              | drug_binding       | 240    | 240   | SmPC |
| mycophenolate       | 08:00 20:00       | ok              | drug_binding       | 120    | 120   | LABEL |
| amlodipine          | 08:00             | ok              | blood_pressure     | 120    | 120   | two hours from any medicine (SmPC) |
| omeprazole          | 07:00             | ok              | ppi_low_magnesium  | 120    | 120   | FDA 2011 |
| paracetamol         | 08:00 20:00       | ok              | evidence_weak      | 120    | 120   | two hours from any medicine (SmPC) |
| furosemide          | 08:00             | clinician_first | diuretic_losses    | -      | -     | SmPC; both kinds of diuretic ask first |
| spironolactone      | 08:00             | clinician_first | magnesium_retention| -      | -     | SmPC |
| digoxin             | 08:00             | clinician_first | digoxin            | -      | -     | SmPC |
| lithium             | 20:00             | clinician_first | lithium_toxicity   | -      | -     | SmPC |
| tacrolimus          | 08:00 20:00       | clinician_first | tacrolimus         | -      | -     | SmPC |
| raltegravir         | 08:00 20:00       | refuse          | drug_binding       | -      | -     | LABEL: spacing does not solve it |
| sinemet             | 08:00 13:00 18:00 | clinician_first | drug_binding       | -      | -     | Kashihara: oxide degrades levodopa |
| Blorpamab           | 08:00             | clinician_first | unknown_name       | -      | -     | SmPC: ask the pharmacist |
"""  # noqa: E501

COURSES = """
| medicine         | times       | source |
|------------------|-------------|--------|
| doxycycline      | 08:00 20:00 | SmPC   |
| ciprofloxacin    | 08:00 20:00 | Nix 1989 |
| moxifloxacin     | 09:00       | LABEL  |
| Avelox           | 09:00       | LABEL  |
| nitrofurantoin   | 08:00 20:00 | SmPC   |
"""


@pytest.mark.parametrize("row", rows(TABLE), ids=lambda row: row["medicine"])
def test_each_medicine(row):
    times = row["times"].split()
    plan = plan_for(medicines=[{"name": row["medicine"], "times": times}])
    assert plan.status == row["status"]
    assert row["topics"] in topics(plan)
    if row["before"] == "-":
        assert plan.steps == ()
        return
    assert plan.steps
    for step in plan.steps:
        for dose in step.doses:
            for taken in times:
                ahead = (minute_of(taken) - minute_of(dose.time)) % 1440
                behind = (minute_of(dose.time) - minute_of(taken)) % 1440
                assert ahead >= int(row["before"])
                assert behind >= int(row["after"])


@pytest.mark.parametrize("row", rows(COURSES), ids=lambda row: row["medicine"])
def test_an_antibiotic_course_comes_first(row):
    """Seven days of it, begun today: magnesium starts on day 8, and what is taken already pauses."""
    plan = plan_for(
        medicines=[{"name": row["medicine"], "times": row["times"].split(), "since": "2026-11-21", "duration_days": 7}],
        supplements=[{"name": "magnesium citrate", "elemental_mg": 50, "times": ["21:00"]}],
    )
    assert plan.status == "ok"
    assert plan.steps
    assert all(step.after_course_of == (row["medicine"],) and step.from_day >= 8 for step in plan.steps)
    assert plan.current.conflicts[0].move_to is None


def test_a_course_without_an_end_is_waited_for_and_never_dated():
    plan = plan_for(medicines=[{"name": "doxycycline", "times": ["08:00"]}], diet_magnesium_mg=50)
    assert len(plan.steps) == 3
    assert all(step.after_course_of == ("doxycycline",) for step in plan.steps)
    assert {step.counts_from for step in plan.steps} == {"end_of_course"}


def test_a_course_that_is_over_no_longer_counts():
    plan = plan_for(medicines=[{"name": "doxycycline", "times": ["08:00"], "since": "2026-10-01", "duration_days": 7}])
    assert plan.steps[0].from_day == 1
    assert plan.steps[0].after_course_of == ()
    assert any("doxycycline is over" in assumption for assumption in plan.assumptions)


def test_a_misspelt_name_is_asked_about_and_screened_as_meant():
    plan = plan_for(medicines=[{"name": "doxicyclin", "times": ["08:00"], "duration_days": 5}])
    assert plan.confirm[0].suggestion == "doxycycline"
    assert plan.confirm[0].field == "medicines[0].name"
    assert plan.steps[0].after_course_of == ("doxicyclin",)


def test_without_times_nothing_can_be_timed_and_the_times_are_asked_for():
    plan = plan_for(medicines=[{"name": "levothyroxine"}])
    assert plan.steps == ()
    assert plan.waits_for == ("medicines[0].times",)


def test_where_no_place_is_left_the_magnesium_goes_and_the_medicine_is_named():
    plan = plan_for(medicines=[{"name": "dolutegravir", "times": ["07:00", "13:00", "19:00", "23:30"]}])
    assert plan.no_slot
    assert plan.no_slot_because == ("dolutegravir",)
    assert plan.steps == ()
    assert plan.status == "clinician_first"


def test_a_place_that_only_opens_after_a_course_is_waited_for():
    four_times = {"name": "cefaclor", "times": ["07:30", "11:00", "15:30", "19:00", "22:30"], "duration_days": 5}
    plan = plan_for(medicines=[four_times, {"name": "levothyroxine", "times": ["13:00"]}])
    assert not plan.no_slot
    assert plan.steps[0].after_course_of == ("cefaclor",)
    assert plan.steps[0].from_day == 6


def test_a_supplement_too_near_to_a_medicine_is_pointed_out_with_a_better_time():
    plan = plan_for(
        medicines=[{"name": "levothyroxine", "times": ["07:00"]}],
        supplements=[{"name": "magnesium glycinate", "elemental_mg": 50, "times": ["07:30"]}],
    )
    (conflict,) = plan.current.conflicts
    assert (conflict.item_time, conflict.medicine_time, conflict.move_to) == ("07:30", "07:00", "11:00")


def test_night_shift_doses_fall_into_the_waking_night():
    plan = plan_for(
        schedule={"wake": "15:00", "bed": "07:00", "meals": ["16:00", "23:00"]},
        medicines=[{"name": "levothyroxine", "times": ["15:30"]}],
    )
    (dose,) = plan.steps[0].doses
    assert dose.time == "06:00"


def test_a_medicine_for_some_days_keeps_its_distance_every_day():
    plan = plan_for(medicines=[{"name": "levothyroxine", "times": ["21:00"], "days": ["mon", "thu"]}])
    assert all(minute_of(d.time) <= minute_of("17:00") for s in plan.steps for d in s.doses)
