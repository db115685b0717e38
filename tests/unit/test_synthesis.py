"""From stored arms to a pooled answer: every trial that asks the question takes part, or says why not."""

import math

import pytest

from charley.evidence import effects
from charley.evidence.effects import Effect
from charley.evidence.pooling import pool
from charley.evidence.rederive import rederive
from charley.evidence.synthesis import QUESTIONS, synthesise
from charley.knowledge.figures import figures
from charley.knowledge.printed import value
from charley.knowledge.studies import extended, shipped


def test_every_trial_on_a_question_is_used_or_named() -> None:
    for question in QUESTIONS.values():
        found = synthesise(question, shipped())
        asked = {s.id for s in shipped() if (s.treatment, s.condition) == (question.treatment, question.condition)}
        assert {each.study.id for each in found.used} | {each.study.id for each in found.left_out} == asked
        assert all(each.why for each in found.left_out)


def test_a_crossover_enters_with_the_correlation_that_its_p_gives() -> None:
    found = synthesise(QUESTIONS["magnesium"], shipped())
    frusso = next(each for each in found.used if each.study.id == "frusso-1999")
    assert "0.37" in frusso.how
    assert frusso.effect.estimate == pytest.approx((11.8 - 11.1) / 4)
    assert effects.p_of_t(frusso.effect.estimate / frusso.effect.se, 41) == pytest.approx(0.59, abs=1e-6)


def test_a_parallel_trial_enters_with_its_means_and_spreads() -> None:
    found = synthesise(QUESTIONS["magnesium"], shipped())
    maor = next(each for each in found.used if each.study.id == "maor-2017")
    assert maor.effect.estimate == pytest.approx(4.44 - 5.48)
    assert maor.effect.se == pytest.approx(math.sqrt(5.66**2 / 48 + 4.93**2 / 46))


def test_nights_and_months_are_brought_to_weeks() -> None:
    found = {each.study.id: each.effect for each in synthesise(QUESTIONS["stretching"], shipped()).used}
    assert found["hallegraeff-2012"].estimate == pytest.approx(-1.2 * 7, rel=1e-3)
    assert found["coppin-2005"].estimate == pytest.approx(1.95 / 4)


#: Results of a Cochrane review in pregnancy, and the arms of the trial each came from.
AGAIN = ["preg-frequency", "preg-never", "preg-half", "preg-half-pain", "preg-pain"]


@pytest.mark.parametrize("name", AGAIN)
def test_published_results_are_derived_again_from_the_stored_arms(name: str) -> None:
    found = rederive(figures()[name])
    assert found is not None
    assert found.same
    assert (found.estimate, found.low, found.high) == (figures()[name].value, figures()[name].low, figures()[name].high)


@pytest.mark.parametrize("name", ["mg-count", "k2-count"])
def test_where_our_pool_differs_the_card_says_why(name: str) -> None:
    figure = figures()[name]
    found = rederive(figure)
    assert found is not None
    assert not found.same
    assert len(figure.difference) > 40
    # Wherever they differ, the published middle lies well inside our own range.
    assert float(found.low) <= value(figure.value) <= float(found.high)


def test_the_explanation_names_each_trial_whose_numbers_are_missing_and_no_other() -> None:
    figure = figures()["mg-count"]
    found = rederive(figure)
    assert found is not None
    pooled = {study.name.removesuffix(" (unpublished)") for study in shipped() if study.id in figure.included}
    assert len(pooled) == figure.trials == 5
    missing = {name for name in pooled if name in figure.difference}
    assert missing == pooled - set(found.of) == {"Roffe 2002", "Garrison 2011", "NCT00963638"}


def test_every_figure_that_we_hold_the_arms_of_is_derived_again() -> None:
    derived = {name for name, figure in figures().items() if rederive(figure) is not None}
    assert derived == {*AGAIN, "mg-count", "k2-count"}
    assert all(figures()[name].difference for name in derived if not rederive(figures()[name]).same)  # type: ignore[union-attr]


def test_single_trials_that_we_hold_are_derived_again_within_rounding() -> None:
    for figure in figures().values():
        if len(figure.included) != 1 or figure.difference or figure.outcome:
            continue
        study = next(s for s in shipped() if s.id == figure.included[0])
        printed = [o.result for o in study.outcomes if o.result is not None and o.result.estimate is not None]
        assert any((r.estimate, r.low, r.high) == (figure.value, figure.low, figure.high) for r in printed), figure.id


def test_the_newer_review_is_the_older_one_and_one_more_trial() -> None:
    """213 people in 2012 and Roguin Maor's 94 are the 307 of 2020. Fixed weights give -0.05; the review let effects
    differ between trials, which leans further towards the new trial."""
    old, new = figures()["mg-count-2012"], figures()["mg-count"]
    maor = next(s for s in shipped() if s.id == "maor-2017")
    assert (old.people or 0) + maor.people == new.people
    before = effects.from_interval(value(old.value), value(old.low or ""), value(old.high or ""))
    added = Effect(4.44 - 5.48, 5.66**2 / 48 + 4.93**2 / 46)
    together = pool([before, added], "common")
    assert together.estimate == pytest.approx(-0.05, abs=0.01)
    assert value(new.low or "") < together.estimate < value(new.high or "")


def test_the_weekly_counts_taken_for_people_narrow_the_range_by_their_root() -> None:
    """Tan 2024: with 8 counts a person taken for 8 people our range becomes the printed one."""
    pooled = synthesise(QUESTIONS["vitamin-k2"], shipped()).pooled
    assert pooled is not None
    narrow = (pooled.high - pooled.low) / math.sqrt(8) / 2
    assert (-2.67 - narrow, -2.67 + narrow) == pytest.approx((-2.86, -2.49), abs=0.01)


def test_a_trial_that_prints_a_p_and_a_difference_enters_by_its_p() -> None:
    mine = extended("mine", PRINTED_P)[-1]
    found = synthesise(QUESTIONS["magnesium"], [mine])
    assert found.used[0].how == "from the printed p of 0.04"
    effect = found.used[0].effect
    assert effects.p_of_t(effect.estimate / effect.se, 98) == pytest.approx(0.04)


PRINTED_P = """
reviewed = 2026-11-21
review_by = 2027-11-21
[sources.mine]
title = "A trial"
url = "https://example.org/trial"
[[rows]]
id = "mine-2025"
name = "Mine 2025"
year = 2025
treatment = "magnesium"
condition = "night-cramps"
population = ["adults"]
people = 100
design = "parallel"
bias = "unclear"
bias_why = "Made up for a test."
read_as = "abstract"
confidence = "read"
sources = ["mine"]
[[rows.outcomes]]
id = "cramps-week"
name = "cramps a week"
per_week = 1
result = { measure = "MD", estimate = "-0.8", p = "0.04" }
"""
