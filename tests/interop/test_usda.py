"""USDA's releases in small: the same layouts, made here, with the traps of the real ones."""

import io
import json
import sqlite3
import time
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from charley.errors import BadInput, StorageFault
from charley.interop.food_store import FoodStore, StoredFood
from charley.interop.usda import WORKBOOK_COLUMNS, Imported, import_release
from charley.nutrition.portions import weigh

TODAY = date(2026, 3, 14)

FOOD = """"fdc_id","data_type","description","food_category_id","publication_date"
"1","{kind}","Seeds, pumpkin, dried","12","2019-04-01"
"2","{kind}","Spinach, raw","11","2019-04-01"
"3","sample_food","SPINACH, SAMPLE 7","11","2019-04-01"
"4","{kind}","Spinach, raw (older)","11","2018-04-01"
"""
AMOUNTS = """"id","fdc_id","nutrient_id","amount","data_points"
"1","1","1090","592","1"
"2","1","1008","559",""
"3","2","1090","79",""
"4","2","2047","23",""
"5","2","1110","40",""
"6","3","1090","80",""
"7","2","1079","",""
"8","4","1090","77",""
"""
TABLES = {
    "food.csv": FOOD.format(kind="sr_legacy_food"),
    "food_nutrient.csv": AMOUNTS,
    "nutrient.csv": '"id","name","unit_name"\n"1090","Magnesium, Mg","MG"\n"1008","Energy","KCAL"\n',
    "food_category.csv": '"id","code","description"\n"11","1100","Vegetables"\n"12","1200","Nuts and Seeds"\n',
    "food_portion.csv": "id,fdc_id,seq_num,amount,measure_unit_id,portion_description,modifier,gram_weight\n"
    "1,1,1,1,9999,,cup,129\n2,1,2,1,9999,,oz (142 seeds),28.35\n3,2,1,1,1000,,,30\n",
    "measure_unit.csv": '"id","name"\n"1000","cup"\n"9999","undetermined"\n',
}
FOUNDATION = {
    **TABLES,
    "food.csv": FOOD.format(kind="foundation_food"),
    "foundation_food.csv": '"fdc_id","NDB_number","footnote"\n"1","12016",""\n"2","11457",""\n',
}


def zipped(path: Path, tables: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"FoodData_Central_csv/{name}", text)
    return path


def workbook(path: Path, sheet: str, header: list[str], rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    book.active.append([f"{sheet}\n2021-2023 Food and Nutrient Database for Dietary Studies - At A Glance"])
    for row in (header, *rows):
        book.active.append(row)
    book.create_sheet("Variable Descriptions").append(["Variable", "Description"])
    book.active = 1  # as in the published files, the sheet that opens is not the one with the figures
    book.save(path)
    return path


@pytest.fixture
def store(tmp_path) -> FoodStore:
    return FoodStore(tmp_path / "data")


def take(path: Path, store: FoodStore) -> Imported:
    return import_release(path, store, today=TODAY)


def test_sr_legacy_with_the_words_of_portions_in_the_modifier(tmp_path, store):
    done = take(zipped(tmp_path / "sr.zip", TABLES), store)
    assert (done.release, done.foods, done.rows) == ("sr_legacy", 3, 8)
    seeds = store.get("fdc:1")
    assert seeds is not None
    assert seeds.magnesium_mg == 592
    assert seeds.household == (("1 cup", 129.0), ("1 oz (142 seeds)", 28.35))
    assert weigh(seeds, "2 oz").grams == 56.7
    assert seeds.sources[0].title == "USDA FoodData Central, SR Legacy"


def test_foundation_foods_without_samples_and_older_versions(tmp_path, store):
    done = take(zipped(tmp_path / "f.zip", FOUNDATION), store)
    assert done.foods == 2
    assert store.get("fdc:3") is None
    assert store.get("fdc:4") is None


def test_energy_under_another_id_and_vitamin_d_in_units(tmp_path, store):
    take(zipped(tmp_path / "f.zip", FOUNDATION), store)
    spinach = store.get("fdc:2")
    assert spinach is not None
    assert (spinach.energy_kcal, spinach.vitamin_d_mcg) == (23, 1.0)
    assert spinach.fibre_g is None  # an empty amount is unknown


def test_every_published_figure_can_be_looked_at(tmp_path, store):
    take(zipped(tmp_path / "sr.zip", TABLES), store)
    assert store.amounts("fdc:1") == {"Magnesium, Mg": (592.0, "mg"), "Energy": (559.0, "kcal")}


def test_the_same_file_again_changes_nothing_and_a_newer_one_takes_its_place(tmp_path, store):
    path = zipped(tmp_path / "sr.zip", TABLES)
    take(path, store)
    assert take(path, store).already
    newer = {**TABLES, "food.csv": TABLES["food.csv"].replace('Spinach, raw"', 'Spinach, fresh"')}
    assert take(zipped(tmp_path / "new.zip", newer), store).foods == 3
    assert [food.name for food in store.search("spinach")] == ["Spinach, fresh", "Spinach, raw (older)"]


def test_a_food_of_two_releases_keeps_the_figures_of_each_and_the_latest_answers(tmp_path, store):
    import_release(zipped(tmp_path / "legacy.zip", TABLES), store, today=TODAY)
    newer = {
        **FOUNDATION,
        "food.csv": FOUNDATION["food.csv"].replace("2019", "2024"),
        "food_nutrient.csv": AMOUNTS.replace('"592"', '"500"'),
    }
    done = import_release(zipped(tmp_path / "foundation.zip", newer), store, today=TODAY)
    assert done.foods == 2
    assert set(store.releases()) == {"sr_legacy", "foundation"}
    assert store.get("fdc:1").magnesium_mg == 500
    assert store.amounts("fdc:1")["Magnesium, Mg"] == (500, "mg")
    assert [food.magnesium_mg for food in store.search("pumpkin seeds")] == [500]
    # The older one again, as another file: the newer figures still answer.
    again = {**TABLES, "food_nutrient.csv": AMOUNTS.replace('"592"', '"590"')}
    assert not import_release(zipped(tmp_path / "again.zip", again), store, today=TODAY).already
    assert store.get("fdc:1").magnesium_mg == 500
    assert [food.id for food in store.search("spinach")].count("fdc:2") == 1


def test_a_store_of_an_older_version_is_begun_anew_and_one_of_a_newer_is_left_alone(tmp_path, store):
    with closing(sqlite3.connect(tmp_path / "foods.sqlite3")) as old:
        old.executescript(
            "CREATE TABLE food (key INTEGER PRIMARY KEY, id TEXT UNIQUE);"
            "CREATE VIRTUAL TABLE words USING fts5(name, content='');"
            "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'row'); PRAGMA user_version = 1;"
        )
    older = FoodStore(tmp_path)
    assert older.releases() == {}
    assert import_release(zipped(tmp_path / "legacy.zip", TABLES), older, today=TODAY).foods == 3
    assert older.search("spinach")
    with closing(sqlite3.connect(tmp_path / "foods.sqlite3")) as newer:
        newer.execute("PRAGMA user_version = 99")
    with pytest.raises(StorageFault, match="newer version"):
        FoodStore(tmp_path).releases()


def test_foundation_foods_as_json(tmp_path, store):
    document = {
        "FoundationFoods": [
            {
                "fdcId": 5,
                "description": "Almonds, raw",
                "foodCategory": {"description": "Nuts"},
                "publicationDate": "4/24/2025",
                "foodNutrients": [
                    {"nutrient": {"id": 1090, "name": "Magnesium, Mg", "unitName": "mg"}, "amount": 257.6},
                    {"nutrient": {"id": 2048, "name": "Energy", "unitName": "kcal"}, "amount": 620},
                    {"nutrient": {"id": 1087, "name": "Calcium, Ca", "unitName": "mg"}},
                ],
                "foodPortions": [
                    {"amount": 1.0, "measureUnit": {"name": "cup"}, "modifier": "whole", "gramWeight": 135}
                ],
            },
            {"description": "no id"},
        ]
    }
    path = tmp_path / "foundation.json"
    path.write_text(json.dumps(document))
    done = take(path, store)
    assert (done.foods, done.skipped) == (1, {"a food without id or name": 1})
    almonds = store.get("fdc:5")
    assert almonds is not None
    assert (almonds.magnesium_mg, almonds.energy_kcal, almonds.calcium_mg) == (257.6, 620, None)
    assert almonds.portion == ("1 cup whole", 135.0)
    assert zipfile.ZipFile(zipped(tmp_path / "json.zip", {"foundation.json": path.read_text()})).namelist()
    assert take(tmp_path / "json.zip", store).foods == 1


def test_fndds_with_its_portions_and_other_names(tmp_path, store):
    header = ["Food code", "Main food description", "WWEIA Category number", "WWEIA Category description"]
    columns = [name.replace("Fiber, total dietary (g)", "Fiber, total\ndietary (g)") for name in WORKBOOK_COLUMNS]
    values = workbook(
        tmp_path / "FNDDS Nutrient Values.xlsx",
        "FNDDS Nutrient Values",
        header + columns,
        [[41305050, "Dal", 4, "Beans", *range(1, 13)], [None, "total"], [41305050, "Dal again", 4, "Beans"]],
    )
    workbook(
        tmp_path / "Portions and Weights.xlsx",
        "Portions and Weights",
        ["Food code", "Seq num", "Portion description", "Portion weight\n(g)"],
        [[41305050, 1, "1 cup", 240], [41305050, 2, "Quantity not specified", 0]],
    )
    workbook(
        tmp_path / "Foods and Beverages.xlsx",
        "Food and Beverages",
        ["Food code", "Main food description", "Additional food description"],
        [[41305050, "Dal", "lentil stew"]],
    )
    done = take(values, store)
    assert done.foods == 1
    assert sum(done.skipped.values()) == 2
    (dal,) = store.search("lentil stew")
    assert dal.portion == ("1 cup", 240.0)
    assert (dal.magnesium_mg, dal.fibre_g) == (2, 6)
    assert "2021-2023" in dal.sources[0].title


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"food_nutrient.csv": None}, "holds no food_nutrient.csv"),
        ({"food.csv": "a,b\n1,2\n"}, "no column fdc_id"),
        ({"food.csv": FOOD.format(kind="branded_food")}, "holds no food"),
        ({"food.csv": TABLES["food.csv"].encode("utf-16")}, "UTF-8"),
        ({"food_nutrient.csv": AMOUNTS.replace("amount", "quantity")}, "no column amount"),
    ],
)
def test_a_zip_that_is_not_the_release_is_named_and_nothing_is_kept(tmp_path, store, change, says):
    tables = {name: text for name, text in {**TABLES, **change}.items() if text is not None}
    with pytest.raises(BadInput, match=says):
        take(zipped(tmp_path / "odd.zip", tables), store)
    assert store.releases() == {}
    assert store.search("spinach") == []


def test_a_file_that_is_cut_off_leaves_the_store_as_it_was(tmp_path, store):
    path = zipped(tmp_path / "sr.zip", TABLES)
    take(path, store)
    (tmp_path / "cut.zip").write_bytes(path.read_bytes()[:-40])
    with pytest.raises(BadInput):
        take(tmp_path / "cut.zip", store)
    assert store.get("fdc:1") is not None


def test_a_table_that_is_cut_off_loses_only_its_last_row_and_says_so(tmp_path, store):
    cut = {**TABLES, "food_nutrient.csv": AMOUNTS[:-7]}
    done = take(zipped(tmp_path / "cut.zip", cut), store)
    assert "food_nutrient.csv: a row with 4 cells instead of 5" in done.skipped


def test_an_import_that_is_stopped_leaves_nothing_behind(tmp_path, store):
    path = zipped(tmp_path / "sr.zip", TABLES)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_release(path, store, today=TODAY, progress=stop)
    assert store.releases() == {}
    assert take(path, store).foods == 3


def test_a_disk_that_is_full_is_said_and_nothing_is_kept(tmp_path, store, monkeypatch):
    take(zipped(tmp_path / "sr.zip", TABLES), store)
    connect = sqlite3.connect

    def with_little_room(*args: object, **options: object) -> sqlite3.Connection:
        connection = connect(*args, **options)
        connection.execute("PRAGMA max_page_count = 30")
        return connection

    rows = (StoredFood(f"fdc:{i}", "Seeds " * 30, "Nuts", {}) for i in range(2000))
    release = store.releases()["sr_legacy"]._replace(digest="newer")
    monkeypatch.setattr(sqlite3, "connect", with_little_room)
    with pytest.raises(StorageFault, match="full"):
        store.replace(release, rows, imported=TODAY)
    monkeypatch.undo()
    assert store.get("fdc:1").magnesium_mg == 592


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html>Sign in</html>", "web page"),
        (b"fdc_id,name\n1,x\n", "no USDA release"),
        (b"PK\x03\x04 not really", "cut off"),
    ],
)
def test_what_is_no_release_is_named(tmp_path, store, content, says):
    path = tmp_path / "file.zip"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=says):
        take(path, store)


@pytest.mark.parametrize("text", ["<html></html>", "{", "[]", '{"FoundationFoods": []}', '{"foods": []}', "9" * 5000])
def test_json_that_is_no_release_is_named(tmp_path, store, text):
    path = tmp_path / "file.json"
    path.write_text(text)
    with pytest.raises(BadInput):
        take(path, store)


def in_json(path: Path, **changes: object) -> Path:
    amount = {"nutrient": {"id": 1090, "name": "Magnesium, Mg", "unitName": "mg"}, "amount": 120}
    oats = {"fdcId": 7, "description": "Oats", "foodNutrients": [amount], "foodCategory": {"description": "Grains"}}
    path.write_text(json.dumps({"FoundationFoods": [oats | changes]}))
    return path


@pytest.mark.parametrize("amount", [-5, float("nan"), float("inf"), 1e12, 10**400, 200_000])
def test_an_amount_that_cannot_be_is_counted_and_stays_unknown(tmp_path, store, amount):
    figures = [{"nutrient": {"id": 1090, "name": "Magnesium, Mg", "unitName": "mg"}, "amount": amount}]
    done = take(in_json(tmp_path / "odd.json", foodNutrients=figures), store)
    assert done.skipped == {"an amount that cannot be": 1}
    assert store.get("fdc:7").magnesium_mg is None
    written = AMOUNTS.replace("592", str(amount), 1)
    done = take(zipped(tmp_path / "odd.zip", {**TABLES, "food_nutrient.csv": written}), store)
    assert done.skipped["food_nutrient.csv: an amount that cannot be"] == 1
    assert store.get("fdc:1").magnesium_mg is None


@pytest.mark.parametrize(
    "odd",
    [
        {"foodPortions": [{"amount": 1, "measureUnit": "cup", "gramWeight": 80}]},
        {"foodPortions": [{"amount": 1, "measureUnit": ["cup"], "gramWeight": "x"}]},
        {"foodNutrients": [{"nutrient": {"id": 10**30, "name": "x"}, "amount": 1}, {"nutrient": 5}, "x"]},
        {"foodNutrients": [{"nutrient": {"id": 1090, "name": "\ud800"}, "amount": 1}]},
        {"foodCategory": ["Grains"]},
        {"description": "Oats\ud800\x00 and more" + "x" * 500},
    ],
)
def test_parts_of_an_odd_form_do_not_stop_the_rest(tmp_path, store, odd):
    assert take(in_json(tmp_path / "odd.json", **odd), store).foods == 1
    assert store.get("fdc:7").name.startswith("Oats")
    assert len(store.get("fdc:7").name) <= 200


@pytest.mark.parametrize("odd", [{"fdcId": "<b>"}, {"fdcId": [7]}, {"fdcId": -7}, {"description": {"en": "Oats"}}])
def test_a_food_without_a_number_or_a_name_is_none(tmp_path, store, odd):
    with pytest.raises(BadInput, match="holds no food"):
        take(in_json(tmp_path / "odd.json", **odd), store)


def test_a_workbook_without_its_sheet_or_columns_is_named(tmp_path, store):
    other = workbook(tmp_path / "a.xlsx", "Portions and Weights", ["Food code"], [])
    with pytest.raises(BadInput, match="no sheet"):
        take(other, store)
    bare = workbook(tmp_path / "b.xlsx", "FNDDS Nutrient Values", ["Food code", "Main food description"], [])
    with pytest.raises(BadInput, match="no column"):
        take(bare, store)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    (tmp_path / "c.xlsx").write_bytes(book.getvalue())
    with pytest.raises(BadInput):
        take(tmp_path / "c.xlsx", store)


def test_a_rare_slip_in_the_table_does_not_hide_the_right_word(tmp_path, store):
    foods = [*(f"Cheese, cheddar, {kind}" for kind in ("mild", "sharp", "old")), "Cheese, chedar slice"]
    take(zipped(tmp_path / "sr.zip", TABLES), store)
    release = store.releases()["sr_legacy"]._replace(digest="other")
    rows = [StoredFood(f"fdc:{i}", name, "Dairy", {}) for i, name in enumerate(foods)]
    store.replace(release, rows, imported=TODAY)
    assert len(store.search("chedar")) == 4


@pytest.mark.shared
def test_the_real_releases(tmp_path, store, shared):
    usda = shared / "data/usda"
    begun = time.process_time()
    legacy = take(next(usda.glob("*sr_legacy*.zip")), store)
    assert time.process_time() - begun < 20
    assert (legacy.foods, legacy.rows) == (7793, 643_133)
    foundation = take(next(usda.glob("*foundation*.zip")), store)
    assert foundation.foods == 316  # of 387 foods, those that are current
    fndds = take(next(usda.rglob("*Nutrient Values.xlsx")), store)
    assert fndds.foods == 5431
    known = {"fdc:170556": 592, "fdc:170567": 270, "fdc:168462": 79, "fdc:170273": 228}
    assert {food: store.get(food).magnesium_mg for food in known} == known  # type: ignore[union-attr]
    words = ["punkin seed", "chard", "70% chocolate", "chedar chese", "palak paneer", "spinach raw"]
    store.search("warm up")
    begun = time.process_time()
    for word in words:
        assert store.search(word)
    assert (time.process_time() - begun) / len(words) < 0.030
