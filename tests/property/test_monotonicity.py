"""What is added never loosens a plan, and what is not told never makes it bolder (docs/explanation/monotonicity.md)."""

import itertools

import pytest

from support import monotonicity
from support.monotonicity import bolder, plan
from support.people import HEALTHY

CHUNKS, SIZE = 4, 500


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_more_never_loosens_and_not_knowing_is_never_bolder(chunk: int) -> None:
    seeds = range(chunk * SIZE, (chunk + 1) * SIZE)
    faults = [fault for s in seeds for fault in itertools.chain(monotonicity.more(s), monotonicity.unknown(s))]
    assert faults == []


def test_the_comparison_would_see_a_bolder_plan() -> None:
    careful, bold = plan(HEALTHY | {"setting": "EU", "conditions": ["AV block"]}), plan(HEALTHY)
    assert len(list(bolder("swapped", known=careful, untold=bold))) == 3
    assert list(bolder("as it is", known=bold, untold=careful)) == []


def test_the_exceptions_are_what_the_page_says_they_are() -> None:
    """Food and wishes are a question of need: not knowing them may bring a small dose where knowing brings none."""
    fed, untold = plan(HEALTHY | {"diet_magnesium_mg": 450}), plan(HEALTHY | {"diet_magnesium_mg": None})
    assert monotonicity.largest(fed) == 0
    assert 0 < monotonicity.largest(untold) <= 200
    assert untold.steps[0].mg_per_day <= 100
    small_wish = plan(HEALTHY | {"wanted_mg_per_day": 240})
    assert monotonicity.largest(small_wish) < monotonicity.largest(plan(HEALTHY))
