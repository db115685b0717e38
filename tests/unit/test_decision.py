"""The rule, drawn as a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.errors import BadInput
from charley.trials.decision import VERDICTS, Rule


@pytest.mark.parametrize(
    ("p_fewer", "p_worthwhile", "verdict"),
    [
        (0.99, 0.80, "helps"),
        (0.95, 0.50, "helps"),
        (0.94, 0.80, "cannot_tell_yet"),
        (0.99, 0.40, "cannot_tell_yet"),  # surely fewer, but hardly worth it
        (0.70, 0.11, "cannot_tell_yet"),
        (0.70, 0.10, "does_not_help_enough"),
        (0.999, 0.02, "does_not_help_enough"),
        (0.01, 0.00, "does_not_help_enough"),
        (0.64, 0.28, "cannot_tell_yet"),  # about the prior itself
    ],
)
def test_verdicts(p_fewer, p_worthwhile, verdict):
    assert Rule().verdict(p_fewer, p_worthwhile) == verdict


@given(st.floats(0, 1), st.floats(0, 1))
def test_there_is_always_exactly_one_verdict(p_fewer, p_worthwhile):
    assert Rule().verdict(p_fewer, p_worthwhile) in VERDICTS


def test_a_rule_that_contradicts_itself_cannot_be():
    with pytest.raises(BadInput):
        Rule(hardly_worthwhile=0.5, likely_worthwhile=0.5)
