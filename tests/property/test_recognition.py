"""Whatever is written gets an answer; how it is written does not change whom it means."""

import time

from hypothesis import given
from hypothesis import strategies as st

from charley.knowledge import conditions, medicines, red_flags

NAMES = st.sampled_from(
    [
        "levothyroxine",
        "doxycycline",
        "Fosamax",
        "Triumeq",
        "co-amilofruse",
        "Euthyrox",
        "spironolactone",
        "Lasix",
        "amlodipine",
        "Stalevo",
        "lithium",
        "omeprazole",
        "Maalox",
        "digoxin",
        "sertraline",
        "paracetamol",
        "warfarin",
        "gabapentin",
    ]
)
SUFFIXES = st.sampled_from(["", " 100mg", " 75 mcg", " tablets", " 20 mg once daily", " XL", " 5mg cap", " at bedtime"])
ODD = st.text(max_size=300) | st.text(alphabet="abcdefghijklmnop ,.;-+/<>&é0123456789\n", max_size=300)


@given(name=NAMES, suffix=SUFFIXES, left=st.sampled_from(["", "  ", "\t", "my "]), upper=st.booleans())
def test_case_spaces_and_strength_do_not_change_a_medicine(name: str, suffix: str, left: str, upper: bool) -> None:
    written = left + (name.upper() if upper else name.lower()) + suffix

    plainly, answer = medicines.recognise(name), medicines.recognise(written)

    assert answer.ingredients == plainly.ingredients
    assert answer.rules == plainly.rules
    assert answer.sure


@given(text=ODD)
def test_any_text_is_answered_as_a_medicine(text: str) -> None:
    answer = medicines.recognise(text)

    assert answer.written == text
    assert answer.known or [rule.id for rule in answer.rules] == [medicines.UNKNOWN] or answer.set_aside


@given(text=ODD)
def test_any_text_is_answered_as_a_condition(text: str) -> None:
    answer = conditions.recognise(text)

    assert answer.known or answer.conditions == ()


@given(texts=st.lists(ODD, max_size=4))
def test_any_texts_are_answered_as_symptoms(texts: list[str]) -> None:
    answer = red_flags.read(texts)

    assert set(answer.not_understood) <= set(texts)


@given(names=st.lists(NAMES, min_size=1, max_size=4, unique=True))
def test_a_list_in_one_line_means_each_of_its_medicines(names: list[str]) -> None:
    together = medicines.recognise(", ".join(names))

    for name in names:
        alone = medicines.recognise(name)
        assert set(alone.ingredients) <= set(together.ingredients)
        assert set(alone.rules) <= set(together.rules)


def test_ten_thousand_letters_are_read_quickly() -> None:
    long = ("blorbix zanthium " * 600)[:9_900] + " levothyroxine"
    started = time.process_time()

    answer = medicines.recognise(long)
    conditions.recognise(long)
    red_flags.read([long])

    assert "levothyroxine" in answer.ingredients
    assert time.process_time() - started < 2
