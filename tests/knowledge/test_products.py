"""Products by their names: what stands on the box, and whose it is."""

import pytest

from charley.knowledge.products import find, named


@pytest.mark.parametrize("written", ["now foods", "NOW", "now foods magnesium", "Magnesium from NOW Foods"])
def test_a_brand_is_found_by_its_name_and_by_what_people_call_the_maker(written: str) -> None:
    assert "NOW" in {product.brand for product in named(written, 3)}


def test_an_apostrophe_may_be_left_out() -> None:
    assert [product.brand for product in named("doctors best")] == ["Doctor's Best"]
    assert named("doctor’s best") == named("Doctor's Best")


def test_a_name_that_holds_every_word_comes_before_the_rest_of_the_brand() -> None:
    assert named("magnesium verla kautabletten")[0].name == "Magnesium Verla Kautabletten"


def test_a_brand_alone_chooses_no_product_for_anybody() -> None:
    assert find("now foods") is None
