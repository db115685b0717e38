"""A plan in sentences."""

from charley.report import plan_words as words
from support.people import plan_for


def test_the_headline_says_what_to_do_first():
    assert words.headline(plan_for()) == "You can start with this."
    assert words.headline(plan_for(diet_magnesium_mg=450)).startswith("Food first")
    assert words.headline(plan_for(egfr_ml_min=20)).startswith("Please take no magnesium")
    assert words.headline(plan_for(symptoms=["chest pain"])).startswith("Call the emergency number")
    course = plan_for(medicines=[{"name": "doxycycline", "times": ["08:00"], "duration_days": 7}])
    assert words.headline(course).startswith("Finish doxycycline first")


def test_each_message_is_said_once():
    plan = plan_for(egfr_ml_min=20)
    spoken = [finding.message for finding in words.spoken(plan)]
    assert len(spoken) == len(set(spoken)) < len(plan.findings)


def test_what_to_leave_out_is_said_by_name():
    plan = plan_for(egfr_ml_min=20, supplements=[{"name": "magnesium citrate", "elemental_mg": 120}])
    assert words.leave_out(plan).startswith("Leave out for now: magnesium citrate.")
    assert words.leave_out(plan_for()) is None


def test_what_to_expect_of_magnesium_is_not_said_with_a_refusal():
    assert "evidence_weak" not in {finding.topic for finding in words.spoken(plan_for(egfr_ml_min=20))}
    assert "evidence_weak" in {finding.topic for finding in words.spoken(plan_for())}


def test_in_an_emergency_only_what_made_it_one_is_said():
    plan = plan_for(symptoms=["chest pain"], egfr_ml_min=20)
    assert {finding.status for finding in words.spoken(plan)} == {"emergency"}


def test_a_step_after_a_course_says_so():
    plan = plan_for(medicines=[{"name": "doxycycline", "times": ["08:00"], "duration_days": 7}])
    assert (
        next(iter(words.step_lines(plan.steps[0])))
        == "After the course of doxycycline (day 8 from today): 200 mg a day"
    )


def test_near_misses_are_asked_about():
    plan = plan_for(medicines=[{"name": "doxicyclin", "times": ["08:00"]}])
    assert list(words.to_confirm(plan)) == ["doxicyclin: did you mean doxycycline? We went on as if you did."]


def test_the_ledger_in_one_sentence():
    plan = plan_for(supplements=[{"name": "magnesium citrate", "elemental_mg": 120}])
    assert "120 mg" in words.ledger(plan)
    assert "350 mg" in words.ledger(plan)
    assert words.ledger(plan_for()) is None


def test_a_normal_diet_without_risk_reads_a_lower_expectation():
    low = plan_for(diet_magnesium_mg=450)
    high = plan_for(medicines=[{"name": "omeprazole", "times": ["07:00"]}], conditions=["type 2 diabetes"])
    assert "expect even less" in words.expectation(low)
    assert "more than on average" in words.expectation(high)
    assert words.expectation(plan_for()) is None
