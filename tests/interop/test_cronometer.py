"""Cronometer's exports: right sums, a reason for every row that is left out, nothing new at a second import."""

from collections import defaultdict
from pathlib import Path

import pytest

from charley.diary.records import DoseTaken, Drink, Food
from charley.errors import BadInput
from charley.interop import cronometer
from charley.interop.formats import format_of
from charley.interop.importer import Item, Skipped, Taken
from charley.nutrition.ledger import days

HEADER = "Day,Time,Group,Food Name,Amount,Energy (kcal),B12 (Cobalamin) (µg),Vitamin D (IU),Magnesium (mg),Category\n"
LOG = HEADER + (
    '2026-03-14,07:30,Breakfast,"Oats, rolled","50.00 g",190.00,0.00,,69.00,Breakfast Cereals\n'
    '2026-03-14,,Breakfast,"Kefir","200.00 g",100.00,0.58,40.00,24.00,Dairy and Egg Products\n'
    '2026-03-14,,Drinks,"Green Tea","500.00 g",5.00,,,5.00,Beverages\n'
    '2026-03-14,,Snack,"Fat, mutton tallow","7.00 g",63.00,,,,Fats and Oils\n'
    '2026-03-14,21:30,Snack,"Magnesium Citrate","2.00 tablet",,,,200.00,Dietary Supplements\n'
    '2026-03-14,,Snack,"Vitamin C","1.00 tablet",,,,,Dietary Supplements\n'
    '2026-03-15,,Lunch,"Almonds","30.00 g",174.00,0.00,,81.00,Nut and Seed Products\n'
)


def read(tmp_path: Path, text: str | bytes, zone: str | None = None) -> list[Item]:
    path = tmp_path / "servings.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(format_of(path, "cronometer").read(path, zone=zone)) if text else list(cronometer.read(path))


def taken(items: list[Item]) -> list[Taken]:
    return [item for item in items if isinstance(item, Taken)]


def skipped(items: list[Item]) -> list[Skipped]:
    return [item for item in items if isinstance(item, Skipped)]


def test_servings_become_foods_drinks_and_doses_with_the_days_sums(tmp_path):
    items = read(tmp_path, LOG)
    kinds = [type(item.entry) for item in taken(items)]
    assert kinds == [Food, Food, Drink, Food, DoseTaken, Food]
    assert [(item.row, item.reason) for item in skipped(items)] == [
        ("row 7", "Vitamin C: a supplement without magnesium")
    ]
    first, second = days(item.entry for item in taken(items))
    assert first.total("magnesium").food.low == 98
    assert first.total("magnesium").unknown == ("Fat, mutton tallow",)
    assert first.total("magnesium").supplements.low == 200
    assert second.total("magnesium").food.low == 81
    assert first.total("vitamin_d").food.low == 1.0


def test_a_second_import_gives_the_same_ids(tmp_path):
    again = [item.entry.id for item in taken(read(tmp_path, LOG))]
    assert [item.entry.id for item in taken(read(tmp_path, LOG))] == again
    assert len(set(again)) == len(again)


def test_the_same_food_twice_is_two_servings_but_the_file_twice_is_one_file(tmp_path):
    row = '2026-03-14,,Lunch,"Almonds","30.00 g",174.00,0.00,,81.00,Nut and Seed Products\n'
    assert len(taken(read(tmp_path, HEADER + row + row))) == 2
    pasted = read(tmp_path, HEADER + row + HEADER + row)
    assert len(taken(pasted)) == 1
    assert [item.reason for item in skipped(pasted)] == ["is the header again", "says the same as row 2"]


def test_the_file_is_known_by_its_header_and_may_be_utf_16(tmp_path):
    path = tmp_path / "servings.csv"
    path.write_bytes(LOG.encode("utf-16"))
    assert format_of(path).kind == "cronometer"
    assert len(taken(list(format_of(path).read(path)))) == 6


@pytest.mark.parametrize("unit", ["µg", "μg", "mcg", "ug"])
def test_the_microgram_may_be_written_in_any_way_and_a_byte_order_mark_may_lead(tmp_path, unit):
    text = "\ufeff" + LOG.replace("(µg)", f"({unit})")
    (kefir,) = [item.entry for item in taken(read(tmp_path, text)) if getattr(item.entry, "name", "") == "Kefir"]
    assert isinstance(kefir, Food)
    assert kefir.nutrients["vitamin_b12_mcg"] == 0.58


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('2026-02-30,,Lunch,"Egg","50.00 g",1,1,1,5.0,x', "not a date"),
        ('2026-03-14,25:61,Lunch,"Egg","50.00 g",1,1,1,5.0,x', "not a time of day"),
        ('2026-03-14,,Lunch,"Egg","fifty",1,1,1,5.0,x', "not an amount"),
        ('2026-03-14,,Lunch,"Egg","-50.00 g",1,1,1,5.0,x', "less than nothing"),
        ('2026-03-14,,Lunch,"Egg","50000000 g",1,1,1,5.0,x', "20000"),
        ('2026-03-14,,Lunch,"Egg","50.00 g",1,1,1,NaN,x', "not a finite number"),
        ('2026-03-14,,Lunch,"Egg","50.00 g",1,1,1,-4,x', "less than nothing"),
        ('2026-03-14,,Lunch,"Egg","50.00 g",1,1,1,much,x', "not a number"),
        ('2026-03-14,,Lunch,"","50.00 g",1,1,1,5.0,x', "names no food"),
        ('2026-03-14,,Lunch,"Egg","0.00 g",1,1,1,5.0,x', "nothing was eaten"),
        ('2026-03-14,,Lunch,"Egg","50.00 g",1,1', "has 7 cells"),
    ],
)
def test_a_row_that_cannot_be_is_left_out_with_its_reason_and_the_others_go_on(tmp_path, row, reason):
    items = read(tmp_path, LOG + row + "\n")
    assert len(taken(items)) == 6
    assert skipped(items)[-1].row == "row 9"
    assert reason in skipped(items)[-1].reason


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no header"),
        (b"<!DOCTYPE html><html><body>\nSign in</body></html>\n", "web page"),
        (b"\x00\x01\x02\xff\xfe", "no text|UTF-8"),
        (LOG.encode("latin-1"), "UTF-8"),
        (b"date,cramps\n2026-03-01,2\n", "not a Cronometer export"),
        (HEADER.encode(), "no rows"),
        (LOG.replace(",Magnesium (mg)", ",Zinc (mg)").encode(), "no magnesium column"),
    ],
)
def test_another_file_is_named_as_such(tmp_path, content, says):
    with pytest.raises(BadInput, match=says):
        read(tmp_path, content)


def test_the_daily_summary_gives_one_entry_for_each_day(tmp_path):
    header = "Date,Energy (kcal),Magnesium (mg),Vitamin D (IU),Completed\n"
    text = header + "2026-03-14,1800,310.5,200,false\n2026-03-14,1,2,3,true\n"
    items = read(tmp_path, text)
    (entry,) = [item.entry for item in taken(items)]
    assert isinstance(entry, Food)
    assert entry.portion == "the whole day, not marked as complete"
    assert days([entry])[0].total("magnesium").food.low == 310.5
    assert "already" in skipped(items)[0].reason


@pytest.mark.shared
def test_the_real_export_adds_up_to_what_was_added_by_hand(shared):
    path = shared / "data/exports/cronometer/servings.csv"
    items = list(cronometer.read(path))
    assert len(items) == 116
    assert len(taken(items)) == 110
    assert all("nothing was eaten" in item.reason for item in skipped(items))
    sums = {
        str(day.day): round(day.total("magnesium").food.low, 2) for day in days(item.entry for item in taken(items))
    }
    assert sums == {"2020-07-15": 571.86, "2020-07-16": 568.20, "2020-07-17": 527.75}
    gaps = defaultdict(int)
    for day in days(item.entry for item in taken(items)):
        gaps[str(day.day)] += len(day.total("magnesium").unknown)
    assert gaps == {"2020-07-15": 3, "2020-07-16": 3, "2020-07-17": 4}


@pytest.mark.shared
def test_the_real_daily_summary_keeps_its_own_sum(shared):
    (item,) = cronometer.read(shared / "data/exports/cronometer/dailysummary.csv")
    assert isinstance(item, Taken)
    (day,) = days([item.entry])
    assert day.total("magnesium").food == (190.5, 190.5)
    assert day.total("vitamin_d").food.low == pytest.approx(351.44 / 40)
