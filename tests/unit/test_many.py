"""The short ways give the verdicts of the whole engine."""

import math

import pytest

from charley.inference.posterior import fit
from charley.trials.decision import Rule
from charley.trials.many import Question, judged
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
