"""Unchanged cramps look changed quite often, and more often after a bad spell."""

import pytest

from charley.evidence.luck import WEEK_SIZE, luck

USUAL = {"cramps_a_week": 3.0, "weeks_before": 2, "weeks_after": 2, "fall": 0.25, "after_bad_spell": False, "seed": 1}


def test_the_same_seed_gives_the_same_people() -> None:
    assert luck(**USUAL) == luck(**USUAL)  # type: ignore[arg-type]
    assert luck(**USUAL) != luck(**{**USUAL, "seed": 2})  # type: ignore[arg-type]


def test_without_a_bad_spell_falls_and_rises_are_about_as_common() -> None:
    found = luck(**{**USUAL, "weeks_before": 8, "weeks_after": 8})  # type: ignore[arg-type]
    assert found.fell == pytest.approx(found.rose, abs=0.06)


def test_starting_after_a_bad_spell_makes_falls_commoner() -> None:
    after = luck(**{**USUAL, "after_bad_spell": True})  # type: ignore[arg-type]
    before = luck(**USUAL)  # type: ignore[arg-type]
    assert after.fell > before.fell + 0.1
    assert after.rose < before.rose


def test_longer_counting_is_fooled_less() -> None:
    short, long = (luck(**{**USUAL, "weeks_before": n, "weeks_after": n}) for n in (1, 26))  # type: ignore[arg-type]
    assert long.fell < short.fell - 0.1


def test_the_counts_spread_as_they_are_said_to() -> None:
    """A negative binomial of size s and mean m has variance m + m²/s."""
    import numpy as np

    rng = np.random.default_rng(3)
    drawn = rng.negative_binomial(WEEK_SIZE, WEEK_SIZE / (WEEK_SIZE + 3.0), 200_000)
    assert drawn.mean() == pytest.approx(3.0, rel=0.02)
    assert drawn.var() == pytest.approx(3.0 + 9.0 / WEEK_SIZE, rel=0.02)


@pytest.mark.parametrize("wrong", [{"cramps_a_week": 0.0}, {"weeks_before": 0}, {"weeks_after": 27}, {"fall": 1.5}])
def test_absurd_settings_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="should be"):
        luck(**{**USUAL, **wrong})  # type: ignore[arg-type]
