"""MyFitnessPal: no column for magnesium means not known, and so does a written 0."""

import zipfile
from datetime import date

from support.imports import FILES, entries, read, reasons


def test_a_meal_keeps_what_is_known_and_magnesium_is_not():
    breakfast, _ = entries(read("myfitnesspal.csv"))

    assert breakfast.nutrients["magnesium_mg"] is None
    assert (breakfast.nutrients["potassium_mg"], breakfast.nutrients["fibre_g"]) == (340, 6.2)
    assert (breakfast.day, breakfast.group) == (date(2026, 3, 6), "Breakfast")


def test_a_written_zero_is_not_known():
    _, dinner = entries(read("myfitnesspal.csv"))

    assert dinner.nutrients["potassium_mg"] is None
    assert dinner.nutrients["sodium_mg"] is None
    assert dinner.nutrients["energy_kcal"] == 640


def test_shares_of_a_daily_value_are_left_out():
    for meal in entries(read("myfitnesspal.csv")):
        assert not {"calcium_mg", "iron_mg"} & meal.nutrients.keys()


def test_the_zip_of_the_app_is_read_too(tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(FILES / "myfitnesspal.csv", "Nutrition-Summary-2026-03-06-to-2026-03-06.csv")
        archive.writestr("Exercise-Summary-2026-03-06-to-2026-03-06.csv", "Date,Exercise\n")

    assert entries(read(path)) == entries(read("myfitnesspal.csv"))


def test_a_cell_that_is_no_number_and_a_wrong_day_are_reasons(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "Date,Meal,Calories,Potassium\n2026-03-06,Lunch,lots,1\n06/03/2026,Lunch,1,1\n2026-03-06,Lunch,1,-5\n"
    )

    assert reasons(read(path)).keys() == {"row 2", "row 3", "row 4"}
