"""Effect sizes agree with R's metafor on published tables, and crossover trials use what pairing gives."""

import json
import math
from pathlib import Path

import pytest

from charley.evidence import effects
from charley.evidence.effects import Count, Effect, Group

EXPECTED = json.loads((Path(__file__).parent / "metafor" / "expected.json").read_text("utf-8"))

#: BCG vaccine trials (Colditz and others, JAMA 1994;271:698): cases and people, vaccinated and not.
BCG = [
    ((4, 123), (11, 139)),
    ((6, 306), (29, 303)),
    ((3, 231), (11, 220)),
    ((62, 13598), (248, 12867)),
    ((33, 5069), (47, 5808)),
    ((180, 1541), (372, 1451)),
    ((8, 2545), (10, 629)),
    ((505, 88391), (499, 88391)),
    ((29, 7499), (45, 7277)),
    ((17, 1716), (65, 1665)),
    ((186, 50634), (141, 27338)),
    ((5, 2498), (3, 2341)),
    ((27, 16913), (29, 17854)),
]

#: Days in hospital after a stroke, special and ordinary care (Normand, Stat Med 1999;18:321).
STAY = [
    ((155, 55, 47), (156, 75, 64)),
    ((31, 27, 7), (32, 29, 4)),
    ((75, 64, 17), (71, 119, 29)),
    ((18, 66, 20), (18, 137, 48)),
    ((8, 14, 8), (13, 18, 11)),
    ((57, 19, 7), (52, 18, 4)),
    ((34, 52, 45), (33, 41, 34)),
    ((110, 21, 16), (183, 31, 27)),
    ((60, 30, 27), (52, 23, 20)),
]


def agree(found: list[Effect], name: str) -> None:
    assert [effect.estimate for effect in found] == pytest.approx(EXPECTED[name]["y"], rel=1e-10, abs=1e-12)
    assert [effect.variance for effect in found] == pytest.approx(EXPECTED[name]["v"], rel=1e-10)


@pytest.mark.parametrize(("name", "measure"), [("bcg", effects.risk_ratio), ("bcg_or", effects.odds_ratio)])
def test_counts_agree_with_metafor(name: str, measure: object) -> None:
    agree([measure(Count(t[1], t[0]), Count(c[1], c[0])) for t, c in BCG], name)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("stay", effects.mean_difference),
        ("stay_smd", effects.standardised_mean_difference),
        ("stay_rom", effects.ratio_of_means),
    ],
)
def test_means_agree_with_metafor(name: str, measure: object) -> None:
    agree([measure(Group(*t), Group(*c)) for t, c in STAY], name)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "measure"),
    [("cross", effects.paired_mean_difference), ("cross_rom", effects.paired_ratio_of_means)],
)
def test_crossover_trials_agree_with_metafor(name: str, measure: object) -> None:
    pairs = [(Group(42, 11.8, 7.6), Group(42, 11.1, 7.3), 0.4), (Group(20, 3.1, 2.2), Group(20, 4.0, 2.6), 0.7)]
    agree([measure(*pair) for pair in pairs], name)  # type: ignore[operator]


def test_an_empty_cell_gets_half_an_event() -> None:
    agree(
        [effects.risk_ratio(Count(20, 0), Count(21, 5)), effects.risk_ratio(Count(30, 4), Count(31, 6))],
        "zero",
    )


def test_a_crossover_gains_from_what_its_people_share() -> None:
    treated, control = Group(42, 11.8, 7.6), Group(42, 11.1, 7.3)
    alone = effects.mean_difference(treated, control)
    paired = effects.paired_mean_difference(treated, control, 0.4)
    assert paired.estimate == alone.estimate
    assert paired.se < alone.se
    assert effects.paired_mean_difference(treated, control, 0.0).se == pytest.approx(alone.se)


def test_the_correlation_is_read_off_the_paired_p() -> None:
    treated, control = Group(42, 11.8, 7.6), Group(42, 11.1, 7.3)
    correlation = effects.correlation_from_p(treated, control, 0.59)
    paired = effects.paired_mean_difference(treated, control, correlation)
    assert effects.p_of_t(paired.estimate / paired.se, 41) == pytest.approx(0.59, abs=1e-9)


def test_an_interval_and_a_p_give_the_same_standard_error() -> None:
    by_interval = effects.from_interval(-0.8, -0.8 - 1.959964, -0.8 + 1.959964)
    assert by_interval.se == pytest.approx(1.0, rel=1e-6)
    p = effects.p_of_t(-0.8, 40)
    assert effects.from_p(-0.8, p, 40).se == pytest.approx(1.0, rel=1e-9)
    assert effects.from_p(-0.8, 0.4237, math.inf).se == pytest.approx(1.0, rel=1e-3)
