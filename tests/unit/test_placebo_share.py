"""How much of the change a dummy pill makes, and when nobody can say."""

from charley.services import trials
from support.trials import kept, sealed

DESIGN = sealed(protocol="nothing-placebo-magnesium", period=21, pairs=4)


def test_no_share_of_a_change_that_may_be_none():
    found = trials.verdict(DESIGN, kept(DESIGN, ratio=1.0)).placebo
    assert found.q50 is None
    assert "no meaning" in found.reason


def test_magnesium_alone_leaves_the_pill_little():
    found = trials.verdict(DESIGN, kept(DESIGN, ratio=0.1, rate=3.0)).placebo
    assert found.p_fall > 0.975
    assert found.q025 < found.q50 < 0.6


def test_two_arms_have_no_share():
    design = sealed(pairs=2, period=7)
    assert trials.verdict(design, kept(design)).placebo is None
