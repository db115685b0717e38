"""Pooling agrees with R's metafor and with published worked examples; the R script stands beside its numbers."""

import json
import math
from pathlib import Path

import pytest

from charley.evidence.effects import Effect
from charley.evidence.pooling import leave_one_out, pool, small_studies, tau2_interval

EXPECTED = json.loads((Path(__file__).parent / "metafor" / "expected.json").read_text("utf-8"))
METHODS = {"EE": "common", "DL": "DL", "REML": "REML", "PM": "PM"}


def trials(name: str) -> list[Effect]:
    return [Effect(y, v) for y, v in zip(EXPECTED[name]["y"], EXPECTED[name]["v"], strict=True)]


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("fit", ["EE", "DL", "DL+HK", "REML", "REML+HK", "PM", "PM+HK"])
def test_pools_agree_with_metafor(name: str, fit: str) -> None:
    theirs = EXPECTED[name][fit]
    ours = pool(trials(name), METHODS[fit.removesuffix("+HK")], hartung_knapp=fit.endswith("+HK"))  # type: ignore[arg-type]
    found = [ours.estimate, ours.se, ours.low, ours.high, ours.p]
    assert found == pytest.approx(theirs["estimate_se_low_high_p"], rel=2e-6, abs=1e-9)
    assert ours.tau2 == pytest.approx(theirs["tau2"][0], rel=2e-6, abs=1e-9)
    assert ours.i2 == pytest.approx(theirs["i2"][0], rel=2e-6, abs=1e-6)
    assert [ours.q, ours.q_p] == pytest.approx(theirs["q_p"], rel=1e-6)
    if theirs["predicted"] is None:
        assert ours.predicted is None
    else:
        assert ours.predicted == pytest.approx(theirs["predicted"], rel=2e-6)


@pytest.mark.parametrize("name", ["bcg", "bcg_or", "stay", "stay_smd", "stay_rom", "alike"])
def test_the_views_beside_the_pool_agree_with_metafor(name: str) -> None:
    theirs, given = EXPECTED[name], trials(name)
    low, high = tau2_interval(given)
    assert (low, high) == pytest.approx(theirs["tau2_interval"], rel=1e-4, abs=1e-6)
    without = [each.estimate for each in leave_one_out(given, "DL", hartung_knapp=False)]
    assert without == pytest.approx(theirs["leave_one_out_DL"], rel=1e-8)
    egger = small_studies(given)
    assert egger is not None
    assert [egger.t, egger.p] == pytest.approx(theirs["egger_t_p"], rel=1e-6)


def test_the_published_bcg_example() -> None:
    """Viechtbauer, J Stat Softw 2010;36(3), section 3: the log risk ratio -0.7145 (-1.0669 to -0.3622), tau2 0.3132."""
    found = pool(trials("bcg"), "REML", hartung_knapp=False)
    assert [round(x, 4) for x in (found.estimate, found.se, found.low, found.high, found.tau2)] == [
        -0.7145,
        0.1798,
        -1.0669,
        -0.3622,
        0.3132,
    ]
    assert round(found.i2, 2) == 92.22


def test_one_trial_is_its_own_pool() -> None:
    found = pool([Effect(-0.4, 0.04)])
    assert (found.k, found.estimate, found.tau2, found.i2, found.predicted) == (1, -0.4, 0.0, 0.0, None)
    assert found.se == pytest.approx(0.2)


def test_three_trials_that_agree_exactly_leave_no_spread() -> None:
    found = pool([Effect(0.5, 0.1)] * 3)
    assert found.tau2 == 0
    assert small_studies([Effect(0.5, 0.1)] * 3) is None


@pytest.mark.parametrize("wrong", [[], [Effect(0.1, 0.0)], [Effect(math.nan, 1.0)], [Effect(0.1, math.inf)]])
def test_what_cannot_be_pooled_is_refused(wrong: list[Effect]) -> None:
    with pytest.raises(ValueError, match=r"pool|variance"):
        pool(wrong)
