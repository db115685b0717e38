"""Whose reference is which, and the limit on supplements."""

import pytest

from charley.knowledge.nutrients import reference, upper_level_mg


@pytest.mark.parametrize(
    ("sex", "age_years", "target_mg"),
    [("female", 45, 320), ("male", 25, 400), ("male", 60, 420), ("female", 25, 310), ("male", 30.9, 400)],
)
def test_the_american_magnesium_reference_by_sex_and_age(sex, age_years, target_mg):
    found = reference("magnesium", setting="US", sex=sex, age_years=age_years)
    assert found is not None
    assert found.target == target_mg


@pytest.mark.parametrize(("setting", "target_mg"), [("EU", 300), ("UK", 270)])
def test_another_authority_another_figure(setting, target_mg):
    found = reference("magnesium", setting=setting, sex="female", age_years=45)
    assert found is not None
    assert found.target == target_mg


def test_pregnancy_and_lactation_have_their_own_rows():
    found = [
        reference("magnesium", setting="US", sex="female", age_years=35, **state)
        for state in ({"pregnant": True}, {"lactating": True}, {})
    ]
    assert [row.target if row else None for row in found] == [360, 320, 320]


def test_what_is_unknown_and_would_change_the_figure_gives_none():
    assert reference("magnesium", setting="US", sex=None, age_years=45) is None
    assert reference("magnesium", setting="US", sex="female", age_years=None) is None
    both = reference("vitamin_b12", setting="US", sex=None, age_years=45)
    assert both is not None
    assert both.target == 2.4


def test_an_authority_that_set_nothing_gives_none():
    assert reference("potassium", setting="UK", sex="female", age_years=45) is None


@pytest.mark.parametrize(
    ("setting", "age_years", "limit_mg"),
    [
        ("US", 45, 350),
        ("US", 5, 110),
        ("US", 2, 65),
        ("US", 0.5, None),
        ("US", None, 65),
        ("EU", 45, 250),
        ("EU", 5, 110),
        ("EU", 3, 65),
        ("UK", 45, 250),
        (None, 45, 250),
    ],
)
def test_the_limit_on_supplements(setting, age_years, limit_mg):
    assert upper_level_mg(setting, age_years).limit_mg == limit_mg


def test_the_uk_guidance_stands_beside_the_figure_that_is_kept():
    level = upper_level_mg("UK", 45)
    assert level.other_mg == 400
    assert "not a formal limit" in (level.other or "")
    assert level.sources


def test_vitamin_b6_limits_differ_by_authority():
    limits = [reference("vitamin_b6", setting=s, sex="male", age_years=45) for s in ("US", "EU")]
    assert [row.ul if row else None for row in limits] == [100, 12]
