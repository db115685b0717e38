"""The ledger of magnesium that is not food, wherever it was written."""

import pytest

from charley.knowledge import medicines
from charley.nutrition.current import take_stock
from charley.profile import Profile
from charley.reading import read


def stock(**lists):
    profile = read(Profile, {"setting": "US"} | lists)
    return take_stock(profile, recognise=lambda entry: medicines.recognise(entry.name), ended=lambda entry: False)


@pytest.mark.parametrize(
    ("supplement", "mg"),
    [
        ({"name": "magnesium glycinate", "elemental_mg": 120}, 120),
        ({"name": "magnesium glycinate", "elemental_mg": 120, "times": ["08:00", "20:00"]}, 240),
        ({"name": "magnesium oxide", "compound_mg": 500}, 301.5),
        ({"name": "magnesium chloride", "amount": {"value": 10, "unit": "mmol"}}, 243.05),
        ({"name": "Doctor's Best High Absorption Magnesium", "tablets": 2}, 200),
        ({"name": "Doctor's Best High Absorption Magnesium", "amount": {"value": 2, "unit": "tablets"}}, 200),
        ({"name": "Milk of Magnesia", "amount": {"value": 1, "unit": "tablespoon"}}, 500),
    ],
)
def test_amounts_a_day(supplement, mg):
    assert stock(supplements=[supplement]).counted_mg == pytest.approx(mg, abs=1)


@pytest.mark.parametrize(
    "supplement",
    [
        {"name": "magnesium citrate tablets"},
        {"name": "magnesium citrate", "elemental_mg": 0},
        {"name": "Doctor's Best High Absorption Magnesium"},
        {"name": "some powder", "compound_mg": 500},
        {"name": "Milk of Magnesia"},
    ],
)
def test_what_the_label_leaves_open_is_unknown_and_asked_for(supplement):
    ledger = stock(supplements=[supplement])
    (item,) = ledger.open_items
    assert item.mg_per_day is None
    assert item.asks
    assert ledger.counted_mg == 0


@pytest.mark.parametrize("name", ["vitamin D 1000 IU", "fish oil", "zinc", "vitamin C"])
def test_products_without_magnesium_stay_out(name):
    assert stock(supplements=[{"name": name}]).items == ()


def test_a_multivitamin_whose_label_says_none_stays_out():
    assert stock(supplements=[{"name": "daily multivitamin", "elemental_mg": 0}]).items == ()


def test_what_goes_on_the_skin_counts_as_nothing():
    (item,) = stock(supplements=[{"name": "magnesium oil spray", "elemental_mg": 150}]).items
    assert (item.mg_per_day, item.swallowed) == (0, False)


def test_a_laxative_under_medicines_counts_by_its_dose():
    ledger = stock(medicines=[{"name": "Milk of Magnesia", "dose": "30 ml", "times": ["22:00"]}])
    (item,) = ledger.items
    assert item.kind == "laxative"
    assert item.mg_per_day == pytest.approx(1000, abs=5)
