"""Whatever somebody types, the answer is an amount, a question or a named fault: never a crash, never a wild number."""

import csv
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.errors import BadInput
from charley.interop import cronometer
from charley.interop.importer import Skipped, Taken
from charley.knowledge.compounds import recognise
from charley.knowledge.foods import foods, search
from charley.knowledge.products import find
from charley.nutrition.labels import elemental, read_text
from charley.nutrition.portions import MOST_G, weigh

WORDS = st.sampled_from(
    [
        *("magnesium", "citrate", "glycinate", "oxide", "(as", ")", "mg", "g", "mmol", "400", "1,000", "0", "-5", "½"),
        *("per", "2", "capsules", "48%", "DV", "NRV", "elemental", "serving size", "cup", "cups", "nan", "1e9", "1/0"),
        *("slice", "½½"),
    ]
)
TYPED = st.text(max_size=60) | st.lists(WORDS, max_size=10).map(" ".join)


class Written:
    form = elemental_mg = compound_mg = tablets = amount = None

    def __init__(self, name: str) -> None:
        self.name = name


def answer(function: Callable[..., Any], *given: Any) -> Any:
    """What a function gives, or the fault it names."""
    try:
        return function(*given)
    except BadInput as fault:
        return fault


@given(TYPED)
def test_any_name_of_a_product(text):
    recognise(text)
    find(text)
    found = answer(elemental, Written(text))
    if isinstance(found, BadInput):
        assert found.problems
    elif found.high_mg is not None:
        assert found.low_mg is not None
        assert 0 <= found.low_mg <= found.high_mg < math.inf


@given(TYPED)
def test_any_text_of_a_label(text):
    found = answer(read_text, text)
    if isinstance(found, BadInput):
        assert found.fields == ("label",)
    else:
        assert all(a is None or (math.isfinite(a) and a >= 0) for a in (found.elemental_mg, found.compound_mg))


@given(TYPED, st.sampled_from(["fdc:170567", "fdc:168463", "fndds:41305050", "water:contrex"]))
def test_any_amount_of_a_food(text, food):
    found = answer(weigh, foods()[food], text)
    if isinstance(found, BadInput):
        assert found.fields == ("amount",)
    else:
        assert 0 < found.grams <= MOST_G


@given(TYPED)
def test_any_search(text):
    assert all(0 < hit.score <= 100 for hit in search(text))


@given(st.lists(st.lists(TYPED.map(lambda cell: cell.replace("\x00", "")), min_size=4, max_size=4), max_size=4))
def test_any_row_of_an_export_is_taken_or_named(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("rows") / "servings.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows(
            [["Day", "Food Name", "Amount", "Magnesium (mg)"], ["2026-03-14", "Egg", "50 g", "5"], *rows]
        )
    found = answer(lambda: list(cronometer.read(path)))
    if isinstance(found, BadInput):
        assert found.problems
    else:
        assert all(isinstance(item, Taken | Skipped) for item in found)


@pytest.mark.parametrize("written", ["400 mg", "1,000 mg", "0.4 g"])
def test_a_bare_weight_is_asked_about(written):
    assert elemental(Written(f"magnesium {written}")).asks
