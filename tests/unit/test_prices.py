"""Products by the price of the magnesium in them."""

import pytest

from charley.errors import BadInput
from charley.knowledge.products import find, products
from charley.nutrition.prices import Offer, checklist, ranked

OXIDE = products()["apnar-magnesium-oxide-400"]
CITRATE = products()["nature-made-magnesium-citrate-softgels"]


def test_two_products_are_ranked_by_the_price_of_elemental_magnesium():
    first, second = ranked([Offer(CITRATE, 12.00, 120), Offer(OXIDE, 6.00, 120)])
    assert (first.offer.product, second.offer.product) == (OXIDE, CITRATE)
    assert round(first.per_100_mg, 2) == 0.02  # 6.00 / (120 x 241.3 mg)
    assert round(second.per_100_mg, 2) == 0.08  # 12.00 / (120 x 125 mg)


def test_what_100_mg_taken_up_may_cost_is_a_range():
    (priced,) = ranked([Offer(OXIDE, 6.00, 120)])
    low, high = priced.per_100_mg_taken_up
    assert priced.per_100_mg < low < high
    assert high == pytest.approx(priced.per_100_mg / 0.04)


@pytest.mark.parametrize(("price", "units"), [(0, 60), (-1, 60), (5, 0), (float("nan"), 60)])
def test_a_price_or_pack_of_nothing_is_refused(price, units):
    with pytest.raises(BadInput):
        ranked([Offer(OXIDE, price, units)])


def test_the_checklist_names_a_blend():
    lines = checklist(products()["bioclinic-magnesium-bisglycinate-200"])
    assert any("blend" in line for line in lines)
    assert any("200 mg" in line for line in lines)


@pytest.mark.parametrize(
    ("written", "product"),
    [
        ("Doctor's Best High Absorption Magnesium", "doctors-best-high-absorption-magnesium"),
        ("doctors best high absorbtion magnesium", "doctors-best-high-absorption-magnesium"),
        ("Slow-Mag tablets", "slow-mag"),
        ("mag tab sr", "mag-tab-sr"),
        ("Nature Made Magnesium Citrate 250 mg", "nature-made-magnesium-citrate-softgels"),
        ("Magnesium AL 243", "magnesium-al-243"),
        ("magnerot classic N", "magnerot-classic-n"),
        ("Nature Made magnesium", None),
        ("Biolectra", None),
        ("magnesium forte 243", None),
        ("Doctor's Best", None),
        ("NOW magnesium citrate", None),
        ("magnesium citrate", None),
        ("magnesium", None),
        ("daily multivitamin", None),
    ],
)
def test_a_product_is_found_only_where_one_alone_can_be_meant(written, product):
    found = find(written)
    assert (found.id if found else None) == product
