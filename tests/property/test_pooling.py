"""What must hold for any set of trials, whatever their numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.evidence.effects import Effect
from charley.evidence.pooling import Method, leave_one_out, pool

effects = st.builds(Effect, st.floats(-20, 20), st.floats(1e-4, 50))
several = st.lists(effects, min_size=2, max_size=12)
methods = st.sampled_from(["common", "DL", "REML", "PM"])


@given(several, methods, st.booleans())
def test_the_pool_lies_among_its_trials(trials: list[Effect], method: Method, hk: bool) -> None:
    found = pool(trials, method, hartung_knapp=hk)
    estimates = [trial.estimate for trial in trials]
    assert min(estimates) - 1e-9 <= found.estimate <= max(estimates) + 1e-9
    assert found.low <= found.estimate <= found.high
    assert found.tau2 >= 0
    assert 0 <= found.i2 <= 100
    assert sum(found.weights) == pytest.approx(100)


@given(several, methods, st.floats(-5, 5), st.floats(0.1, 10))
def test_moving_and_stretching_the_scale_moves_and_stretches_the_pool(
    trials: list[Effect], method: Method, shift: float, factor: float
) -> None:
    before = pool(trials, method)
    after = pool([Effect(factor * y + shift, factor**2 * v) for y, v in trials], method)
    assert after.estimate == pytest.approx(factor * before.estimate + shift, rel=1e-5, abs=1e-5)
    assert after.tau2 == pytest.approx(factor**2 * before.tau2, rel=1e-4, abs=1e-5)
    assert after.i2 == pytest.approx(before.i2, abs=0.01)


@given(several, methods, st.randoms())
def test_the_order_of_trials_does_not_matter(trials: list[Effect], method: Method, random: object) -> None:
    mixed = list(trials)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert pool(mixed, method).estimate == pytest.approx(pool(trials, method).estimate, rel=1e-6, abs=1e-8)


@given(several)
def test_letting_trials_differ_never_narrows_the_plain_interval(trials: list[Effect]) -> None:
    common = pool(trials, "common")
    for method in ("DL", "REML", "PM"):
        differing = pool(trials, method, hartung_knapp=False)
        assert differing.high - differing.low >= common.high - common.low - 1e-9


@given(st.lists(effects, min_size=3, max_size=8))
def test_leaving_one_out_is_pooling_the_others(trials: list[Effect]) -> None:
    for i, without in enumerate(leave_one_out(trials, "DL")):
        assert without == pool([*trials[:i], *trials[i + 1 :]], "DL")
