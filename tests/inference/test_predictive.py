"""The traffic light: green for diaries of the model, otherwise where something is missing, and which figure says so."""

import numpy as np
import pytest

from charley.inference.model import CrampModel
from charley.inference.posterior import fit
from charley.inference.predictive import FIGURES, Check, Predictive, predictive, replicates
from support.diaries import blocks, made


def test_diaries_of_the_model_are_rarely_amber_and_hardly_ever_red() -> None:
    lights = [predictive(fit(made(112, seed=seed, rate=1.0)), 600).light for seed in range(60)]
    assert lights.count("green") >= 54
    assert lights.count("red") <= 1


def test_one_monstrous_night_is_seen() -> None:
    model = made(112, seed=2, rate=0.5, sigma=0.2, phi=50.0, missing=0.0)
    counts = model.counts.copy()
    counts[50] = 60
    found = predictive(fit(CrampModel.of(counts, None, model.washed)))
    assert found.light in ("amber", "red")
    assert {check.name: check for check in found.checks}["largest"].tail < 0.02


def test_cramps_that_come_only_every_third_night_are_no_memory_of_a_level() -> None:
    counts = np.array([6.0, 0.0, 0.0] * 40)
    found = predictive(fit(CrampModel.of(counts, None, [blocks(120)])))
    memory = {check.name: check for check in found.checks}["memory"]
    assert found.light == "red"
    assert memory.found < memory.low


def test_figures_by_hand() -> None:
    counts = np.array([[2.0, 0.0, 0.0, 4.0, 0.0, 0.0, 1.0, 3.0]])
    recorded = np.array([1, 1, 0, 1, 1, 1, 1, 1], dtype=bool)
    found = {name: float(figure(counts, recorded)[0]) for name, figure in FIGURES.items()}
    pairs = np.array([[2, 0], [4, 0], [0, 0], [0, 1], [1, 3]])
    assert found["zeros"] == pytest.approx(3 / 7)
    assert found["largest"] == 4
    assert found["weeks"] == pytest.approx(np.std([7, 3]))
    assert found["memory"] == pytest.approx(np.corrcoef(pairs.T)[0, 1])


def test_replicates_follow_the_posterior_and_leave_unrecorded_nights_empty() -> None:
    model = made(84, seed=3, rate=2.0)
    posterior = fit(model)
    drawn = replicates(posterior, 4000, seed=1)
    assert (drawn[:, model.recorded == 0] == 0).all()
    rate = model.counts.sum() / model.recorded.sum()
    assert np.median(drawn[:, model.recorded > 0].mean(axis=1)) == pytest.approx(rate, rel=0.25)
    np.testing.assert_array_equal(drawn, replicates(posterior, 4000, seed=1))


def test_few_nights_and_no_cramps_have_a_light_too() -> None:
    for counts in ([0.0], [np.nan, 2.0], [0.0] * 30):
        assert predictive(fit(CrampModel.of(counts)), 400).light == "green"


def test_worst_check_gives_the_light() -> None:
    calm = Check("zeros", 0.5, 0.3, 0.5, 0.7, 0.9)
    odd = Check("largest", 9.0, 1.0, 2.0, 4.0, 0.01)
    wrong = Check("memory", 0.9, -0.1, 0.1, 0.4, 0.001)
    assert Predictive((calm,)).light == "green"
    assert Predictive((calm, odd)).light == "amber"
    assert Predictive((calm, odd, wrong)).worst == wrong
    assert Predictive((calm, odd, wrong)).light == "red"
