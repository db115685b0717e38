"""``charley foods``: as a person and as a script use it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from charley.cli.main import run

SAFE = {"setting": "US", "egfr_ml_min": 95, "conditions": [], "medicines": []}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHARLEY_DATA", str(tmp_path / "data"))
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    status = run(["foods", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def release(folder: Path, name: str = "Quinces, stewed") -> Path:
    """A Foundation Foods file with one food, as JSON."""
    path = folder / "foundation.json"
    nutrient = {"id": 1090, "name": "Magnesium, Mg", "unitName": "mg"}
    food = {
        "fdcId": 99,
        "description": name,
        "publicationDate": "4/1/2025",
        "foodNutrients": [{"nutrient": nutrient, "amount": 8}],
    }
    path.write_text(json.dumps({"FoundationFoods": [food]}))
    return path


def test_a_search_gives_one_document_with_portion_figures_and_source(capsys):
    status, found = asked(capsys, "search", "pumpkin seeds")
    assert status == 0
    best = found["foods"][0]
    assert best["name"] == "Pumpkin seeds, dried"
    assert best["portion"] == {"words": "1 oz", "grams": 28.35}
    assert best["magnesium_per_portion_mg"] == 167.8
    assert best["per_100g"]["magnesium_mg"] == 592
    assert best["sources"][0]["url"].startswith("https://")


def test_for_people_it_prints_a_table_with_its_source(capsys):
    assert run(["foods", "search", "chard"]) == 0
    said = capsys.readouterr().out
    assert "Swiss chard" in said
    assert "150 mg" in said
    assert "USDA" in said


def test_chocolate_states_its_cocoa(capsys):
    _, found = asked(capsys, "search", "70% chocolate")
    assert found["foods"][0]["cocoa_percent"] == [70, 85]


def test_a_nutrient_gives_the_foods_that_hold_most(capsys):
    status, found = asked(capsys, "search", "calcium", "--limit", "24")
    assert status == 0
    groups = {food["group"] for food in found["foods"]}
    assert {"Eggs and dairy", "Leafy greens", "Breakfast cereals", "Plant milks"} <= groups
    assert all(food["per_100g"]["calcium_mg"] > 0 for food in found["foods"])


@pytest.mark.parametrize(("name", "group"), [("vitamin b12", "Fish and seafood"), ("folate", "Legumes and soya")])
def test_sources_of_b_vitamins_are_listed(capsys, name, group):
    status, found = asked(capsys, "search", name, "--limit", "20")
    assert status == 0
    assert group in {food["group"] for food in found["foods"]}


def test_potassium_foods_stay_behind_their_gate(capsys, folder):
    status, found = asked(capsys, "search", "potassium")
    assert status == 1
    assert found["foods"] == []
    assert "kidney function is not known" in found["note"]
    profile = folder / "profile.json"
    profile.write_text(json.dumps(SAFE))
    status, found = asked(capsys, "search", "potassium", "--profile", str(profile))
    assert status == 0
    assert "no salt substitute" in found["note"]
    profile.write_text(json.dumps({**SAFE, "medicines": [{"name": "spironolactone"}]}))
    assert asked(capsys, "search", "potassium", "--profile", str(profile))[0] == 1


def test_nothing_found_is_the_answer_no(capsys):
    status, found = asked(capsys, "search", "zzzzzz")
    assert status == 1
    assert found["foods"] == []
    assert "not found" in found["note"] or "No food" in found["note"]


@pytest.mark.parametrize(
    "words", [["search", "  "], ["search", "oats", "--limit", "0"], ["search", "oats", "--limit", "101"]]
)
def test_a_search_that_cannot_be_is_refused(capsys, words):
    status, found = asked(capsys, *words)
    assert status == 2
    assert found["error"]["fields"]


def test_an_import_is_searched_and_a_second_one_changes_nothing(capsys, folder):
    path = release(folder)
    status, done = asked(capsys, "import", str(path))
    assert status == 0
    assert (done["imported"][0]["foods"], done["imported"][0]["already"]) == (1, False)
    _, found = asked(capsys, "search", "quince")
    assert found["foods"][0]["id"] == "fdc:99"
    _, again = asked(capsys, "import", str(path))
    assert again["imported"][0]["already"]


def test_brackets_in_a_name_are_shown_as_brackets(capsys, folder):
    run(["foods", "import", str(release(folder, "Quinces [red] [/bold] stewed")), "--json"])
    assert run(["foods", "search", "quinces"]) == 0
    assert "Quinces [red] [/bold] stewed" in capsys.readouterr().out


def test_a_file_that_is_not_there_or_is_no_release_is_named(capsys, folder):
    status, found = asked(capsys, "import", str(folder / "absent.zip"))
    assert status == 2
    assert "no file named" in found["error"]["message"]
    page = folder / "page.zip"
    page.write_text("<!DOCTYPE html><html></html>")
    status, found = asked(capsys, "import", str(page))
    assert status == 2
    assert found["error"]["fields"] == ["page.zip"]
    assert "web page" in found["error"]["message"]


def test_of_several_files_the_good_ones_are_taken_and_every_other_is_named(capsys, folder):
    good, page = release(folder), folder / "page.zip"
    page.write_text("<!DOCTYPE html><html></html>")
    status, found = asked(capsys, "import", str(page), str(folder / "absent.zip"), str(good), str(folder))
    assert status == 2
    assert [each["file"] for each in found["imported"]] == [str(good)]
    assert found["error"]["fields"] == ["page.zip", "absent.zip", folder.name]


def test_nothing_is_looked_up_unless_it_is_allowed(capsys):
    status, found = asked(capsys, "lookup", "4008452011007")
    assert status == 2
    assert "is off" in found["error"]["message"]


@pytest.fixture
def open_food_facts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    class Service(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            product = {"product_name": "Mineral water", "nutriments": {"magnesium_100g": 0.01}}
            self.wfile.write(json.dumps({"status": 1, "product": product}).encode())

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("CHARLEY_OFF_ADDRESS", f"http://127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("open_food_facts")
def test_a_barcode_is_looked_up_when_allowed(capsys):
    status, found = asked(capsys, "lookup", "4008452011007", "--online")
    assert status == 0
    assert found["foods"][0]["per_100g"]["magnesium_mg"] == 10.0


@pytest.mark.usefixtures("open_food_facts")
def test_what_was_looked_up_is_kept_only_on_wish_and_then_found(capsys, folder):
    here = ("--data", str(folder))
    asked(capsys, "lookup", "4008452011007", "--online", *here)
    _, found = asked(capsys, "search", "mineral water", "--limit", "40", *here)
    assert "off:4008452011007" not in {food["id"] for food in found["foods"]}
    for code in ("4008452011007", "4008452011014", "4008452011007"):
        asked(capsys, "lookup", code, "--online", "--keep", *here)
    _, found = asked(capsys, "search", "mineral water", "--limit", "40", *here)
    kept = [food for food in found["foods"] if food["id"].startswith("off:")]
    assert sorted(food["id"] for food in kept) == ["off:4008452011007", "off:4008452011014"]
    assert kept[0]["per_100g"]["magnesium_mg"] == 10.0
    assert kept[0]["per_100g"]["calcium_mg"] is None
    assert kept[0]["sources"][0]["title"] == "Open Food Facts (ODbL)"
