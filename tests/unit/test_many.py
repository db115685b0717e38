"""The short ways give the verdicts of the whole engine."""

import math
from dataclasses import replace

import numpy as np
import pytest

from charley.inference.posterior import fit
from charley.trials.decision import Rule
from charley.trials.many import FIRST, Question, judged, judged_with_looks
from charley.trials.run import lined_up
from support.trials import kept, sealed


@pytest.mark.parametrize("ratio", [1.0, 0.4])
def test_verdicts_agree_with_the_whole_engine(ratio):
    design = sealed(pairs=3)
    models = [
        lined_up(design, design.sequence, kept(design, ratio=ratio, rate=0.8, missing=0.1, seed=seed)).model((0.0, 0.5))
        for seed in range(60)
    ]
    rule = Rule()
    found = list(judged(models, Question(k=1, rule=rule, truth=math.log(ratio))))
    whole = [fit(model).coefficient(1) for model in models]
    verdicts = [rule.verdict(beta.below(0.0), beta.below(math.log(0.75))) for beta in whole]
    assert [each.verdict for each in found] == verdicts
    off = [abs(each.estimate - beta.mean) for each, beta in zip(found, whole, strict=True)]
    assert max(off) < 0.15
    assert sum(off) / len(off) < 0.03
    assert sum(each.full for each in found) < 60


def trials_drawn(number):
    """Trials of one design in which nothing changes."""
    design = sealed(pairs=3)
    return [
        lined_up(design, design.sequence, kept(design, rate=0.8, missing=0.1, seed=seed)).model((0.0, 0.5))
        for seed in range(number)
    ]


def sick(model):
    """The same trial with a thousand cramps or none in the nights without the treatment, and none in the others."""
    bursts = np.random.default_rng(1).random(model.nights) < 0.3
    counts = np.where((model.washed[0] == 0) & bursts, 1000.0, 0.0)
    return replace(model, counts=counts, recorded=np.ones(model.nights))


QUESTION = Question(k=1, rule=Rule(), truth=0.0)


def test_a_fit_that_is_not_healthy_gives_no_verdict_and_measures_nothing():
    models = trials_drawn(FIRST + 6)
    assert not fit(sick(models[0])).healthy
    whole, without = (list(judged(each, QUESTION)) for each in ([sick(models[0]), *models[1:]], models))
    assert whole[0].verdict is None
    rest = [fit(model).coefficient(1) for model in models[1:]]
    assert [each.verdict for each in whole[1:]] == [
        QUESTION.rule.verdict(beta.below(0.0), beta.below(math.log(0.75))) for beta in rest
    ]
    assert max(abs(each.estimate - beta.mean) for each, beta in zip(whole[1:], rest, strict=True)) < 0.15
    assert sum(each.full for each in whole) <= sum(each.full for each in without) + 1


def test_where_no_first_fit_is_healthy_every_trial_is_fitted_in_full():
    models = trials_drawn(FIRST + 2)
    found = list(judged([*map(sick, models[:FIRST]), *models[FIRST:]], QUESTION))
    assert [each.verdict is None for each in found] == [True] * FIRST + [False] * 2
    assert all(each.full for each in found)


def test_a_look_that_gives_no_verdict_does_not_end_a_trial():
    model = sick(trials_drawn(1)[0])
    [found] = judged_with_looks([model], QUESTION, [70])
    assert found.nights == model.nights
    assert found.verdict is None
