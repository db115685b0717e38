"""Numbers in sentences: every name leads to a sourced row, every range is told in the same breath."""

import pytest

from charley.evidence.wording import AMERICAN, Facts, bare_numbers, phrase, spelled
from charley.knowledge.figures import figures


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("mg-count", "0.18 fewer cramps a week (95 % range: 0.84 fewer to 0.49 more)"),
        ("mg-quarter", "1.04 times as many people had a quarter fewer cramps (95 % range: 0.84 to 1.29)"),
        ("serum-rise", "0.04 mmol/L more magnesium in the blood (95 % range: 0.02 mmol/L more to 0.06 mmol/L more)"),
        ("pickle-seconds", "49.1 fewer seconds of cramp than with water (its range was not read)"),
        ("body-mg", "25 g of magnesium in an adult's body"),
        ("bone-share", "55 % of the body's magnesium is in bone (two values: 50 to 60)"),
    ],
)
def test_a_figure_is_said_with_its_range(figure: str, words: str) -> None:
    assert phrase(figures()[figure]) == words


def test_limits_and_needs_follow_the_country() -> None:
    assert Facts("US").fill("{limit}") == "350 mg"
    assert Facts("EU").fill("{limit}") == "250 mg"
    assert Facts("UK").fill("{limit-us} and {limit-eu}") == "350 mg and 250 mg"
    assert Facts("US").fill("{need-women}") == "310 to 320 mg"
    assert Facts("US").fill("{need-pregnant}") == "350 to 360 mg"


def test_a_country_without_a_figure_for_pregnancy_asks_for_no_more_than_of_other_women() -> None:
    assert Facts("UK").fill("{need-pregnant}") == Facts("UK").fill("{need-women}")


def test_salts_foods_and_gaps_are_filled_in_with_their_sources() -> None:
    facts = Facts("US")
    assert facts.fill("{salt-oxide}") == "302 mg of magnesium in 500 mg"
    assert facts.fill("{food-173944}").startswith("32 mg (1 medium")
    assert facts.fill("{gap-levothyroxine}") == "4 hours on either side"
    assert "before it or" in facts.fill("{gap-ciprofloxacin}")
    assert len(facts.used) >= 3
    assert facts.names == ["salt-oxide", "food-173944", "gap-levothyroxine", "gap-ciprofloxacin"]


@pytest.mark.parametrize("name", ["no-such-figure", "gap-unicorn", "salt-gold", "food-0", "limit-mars"])
def test_a_name_in_no_table_is_a_fault_and_no_guess(name: str) -> None:
    with pytest.raises(KeyError):
        Facts("US").fill("{" + name + "}")


def test_parts_of_a_figure_can_be_named() -> None:
    assert Facts("US").fill("{mg-count.value}, {mg-count.low}, {mg-count.high}") == "0.18, -0.84, 0.49"


def test_american_spelling_touches_no_number() -> None:
    text = "Fibre and diarrhoea at 1.5 litres; Oestrogen, anaemia, 250 mg"
    assert spelled(text, "US") == "Fiber and diarrhea at 1.5 liters; Estrogen, anemia, 250 mg"
    assert spelled(text, "UK") == text
    assert len({british for british, _ in AMERICAN}) == len(AMERICAN)


def test_figures_written_by_hand_are_seen_and_names_are_not() -> None:
    assert bare_numbers("about 28 % fewer") == ["2"]
    assert bare_numbers("vitamin B6, B12 and K2 with {limit} and {mg-count.low}") == []
