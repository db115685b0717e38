"""What becomes of the magnesium that is taken already."""

from support.people import plan_for

GLYCINATE = {"name": "magnesium glycinate", "elemental_mg": 50, "times": ["08:00", "20:00"]}


def test_what_pauses_for_a_course_is_not_moved_into_it():
    plan = plan_for(
        medicines=[
            {"name": "ciprofloxacin", "times": ["09:00"], "duration_days": 5},
            {"name": "levothyroxine", "times": ["07:00"]},
        ],
        supplements=[GLYCINATE],
    )
    (clash,) = plan.current.conflicts
    assert clash.medicine == "ciprofloxacin"
    assert clash.move_to is None
    assert clash.message.startswith("Pause magnesium glycinate")


def test_without_a_course_each_time_that_is_too_near_gets_a_better_one():
    plan = plan_for(medicines=[{"name": "levothyroxine", "times": ["07:00", "21:00"]}], supplements=[GLYCINATE])
    assert [(clash.item_time, clash.move_to) for clash in plan.current.conflicts] == [
        ("08:00", "11:00"),
        ("20:00", "17:00"),
    ]


def test_where_no_time_is_left_a_pharmacist_is_named():
    five = ["06:00", "10:00", "14:00", "18:00", "22:00"]
    plan = plan_for(medicines=[{"name": "levothyroxine", "times": five}], supplements=[GLYCINATE])
    assert {clash.move_to for clash in plan.current.conflicts} == {None}
    assert all("ask a pharmacist" in clash.message for clash in plan.current.conflicts)


def test_a_medicine_without_a_time_is_spoken_of_where_a_dose_is_shown():
    plan = plan_for(medicines=[{"name": "paracetamol"}])
    assert plan.steps
    assert any("two hours away from paracetamol" in words for words in plan.assumptions)
    assert not any("paracetamol" in words for words in plan_for(medicines=[{"name": "paracetamol gel"}]).assumptions)
