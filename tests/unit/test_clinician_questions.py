"""The list to bring along."""

from support.people import plan_for


def test_a_medicine_that_may_cause_cramps_is_asked_about_and_never_stopped_alone():
    plan = plan_for(medicines=[{"name": "furosemide", "times": ["08:00"]}])
    assert plan.questions[0] == "Could furosemide be causing my cramps? (I will not stop it on my own.)"
    assert "Would a blood test for magnesium make sense for me?" in plan.questions


def test_what_was_not_understood_is_asked_about():
    plan = plan_for(medicines=[{"name": "Blorpamab", "times": ["08:00"]}])
    assert "Does “Blorpamab” go together with magnesium?" in plan.questions


def test_restless_legs_bring_the_question_about_iron():
    plan = plan_for(symptoms=["an urge to move my legs in the evening"])
    assert any("ferritin" in question for question in plan.questions)


def test_pregnancy_brings_a_prepared_question():
    plan = plan_for(sex="female", pregnant=True)
    assert any("while pregnant" in question for question in plan.questions)
    assert plan.need.reference_mg == 360


def test_each_question_stands_once():
    plan = plan_for(medicines=[{"name": n, "times": ["08:00"]} for n in ("furosemide", "spironolactone", "digoxin")])
    assert len(plan.questions) == len(set(plan.questions))
