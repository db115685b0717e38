"""More of the answer in words: associations stay associations, and nothing is promised."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.report import insight_words as words
from charley.report.answer_words import Range
from support.readability import grade

HALF = Range(0.3, 0.5, 0.8)
TWICE = Range(1.4, 2.1, 3.0)
EVERYTHING = [
    words.smallest_dose("magnesium", None, None),
    words.smallest_dose("magnesium", 100.0, None),
    words.smallest_dose("magnesium", None, "there are 3 nights without any dose"),
    words.dose_level(200, 40, HALF, 0.97),
    *(words.link("alcohol", lag, ratio, yes_or_no=ratio is TWICE) for lag in (0, 1, 2) for ratio in (HALF, TWICE)),
    words.PATTERN_BOUND,
    *words.patterns(0, 9, 0.0),
    *words.patterns(2, 9, 0.03),
    words.left_out(["stress", "heat"]),
    words.not_asked("this diary is too short"),
    *(words.under_prior(kind, HALF, 0.9) for kind in words.PRIOR_NAMES),
    words.priors_agree([0.99, 0.98]),
    words.priors_agree([0.99, 0.6]),
    *(
        words.missing_nights("magnesium", verdict=verdict, nights=nights, count=count, most=12, usual=0.7, on=on)
        for verdict in ("fewer", "undecided")
        for nights, count in ((0, None), (1, None), (5, 1), (5, 3))
        for on in (True, False)
    ),
    *(words.model_check(light, name, too_high=high) for light in ("green", "amber", "red") for name in words.CHECK_WORDS
      for high in (True, False)),
    words.checked(4000, 0.004),
    words.checked(4000, 0.12),
    words.slow_trend(HALF),
    words.slow_trend(Range(0.7, 0.9, 1.2)),
]  # fmt: skip


@pytest.mark.parametrize("sentence", EVERYTHING)
def test_sentences_are_calm_plain_and_claim_no_cause(sentence: str) -> None:
    assert not re.search(r"caus|prove|cure|guarantee|natural|detox|boost|deficien|should have|trigger", sentence, re.I)
    assert sentence.endswith(".")
    assert grade(sentence) < 10


def test_flat_doses_are_no_dose_shown_to_help() -> None:
    assert words.smallest_dose("magnesium", None, None).startswith("No dose of magnesium is shown to help")


def test_a_link_says_with_and_when_and_how_sure() -> None:
    assert words.link("alcohol", 1, TWICE, yes_or_no=True) == (
        "With alcohol there were more cramps one night later: about 2.1 times (1.4 to 3) as many."
    )


@given(st.lists(st.floats(0, 1), min_size=1, max_size=3))
def test_priors_agree_only_where_all_give_the_same_verdict(chances: list[float]) -> None:
    verdicts = {"fewer" if p > 0.975 else "more" if p < 1 - 0.975 else "open" for p in chances}
    assert ("same" in words.priors_agree(chances)) is (len(verdicts) == 1)
