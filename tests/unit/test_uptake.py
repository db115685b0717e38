"""The uptake curve passes through what was measured, and splitting a day's amount never lowers what gets in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.evidence.uptake import LARGEST_MG, SMALLEST_MG, band, curve, splits
from charley.knowledge.uptake import linear_share, points


def test_the_curve_passes_through_its_anchors() -> None:
    for point in points():
        if point.anchors:
            assert curve().share(point.dose_mg or 0) == pytest.approx(point.share)
    assert linear_share().share == 0.07


def test_the_curve_agrees_with_the_meal_it_was_not_drawn_through() -> None:
    """Fine 1991 found 65 % of the magnesium of a meal alone; meals hold some tens of mg."""
    assert curve().share(36) == pytest.approx(0.65, abs=0.08)


def test_the_share_falls_and_the_amount_grows_with_the_dose() -> None:
    doses = [SMALLEST_MG + step for step in range(0, int(LARGEST_MG - SMALLEST_MG), 25)]
    shares = [curve().share(dose) for dose in doses]
    amounts = [curve().absorbed_mg(dose) for dose in doses]
    assert shares == sorted(shares, reverse=True)
    assert amounts == sorted(amounts)


@given(st.floats(SMALLEST_MG, LARGEST_MG))
def test_more_parts_let_more_in_and_the_range_holds_the_middle(day_mg: float) -> None:
    parts = splits(day_mg)
    amounts = [part.absorbed_mg for part in parts]
    assert amounts == sorted(amounts)
    for part in parts:
        assert part.low_mg < part.absorbed_mg < part.high_mg < day_mg
        assert part.parts * part.each_mg == pytest.approx(day_mg)
        assert part.each_mg >= SMALLEST_MG


def test_the_band_lies_about_the_curve() -> None:
    low, high = band()
    assert low.share(200) < curve().share(200) < high.share(200)


@pytest.mark.parametrize("day_mg", [SMALLEST_MG - 1, LARGEST_MG + 1])
def test_nothing_is_said_beyond_what_was_measured(day_mg: float) -> None:
    with pytest.raises(ValueError, match="holds from"):
        splits(day_mg)
