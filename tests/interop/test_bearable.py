"""Bearable: clock times make cramps, parts of the day do not; strengths stay words, doses keep their doubt."""

from datetime import datetime

import pytest

from support.imports import entries, read, reasons


def test_a_cramp_with_a_clock_time_is_a_cramp_and_its_strength_no_pain_score():
    [cramp] = entries(read("bearable.csv"), "cramp")

    assert (cramp.at.wall, cramp.pain) == (datetime(2026, 9, 22, 3), None)
    assert cramp.note == "Leg cramps; Severe, Bearable's rating: 3"


def test_a_cramp_of_all_day_is_a_note():
    texts = [note.text for note in entries(read("bearable.csv"), "note")]

    assert "Leg cramps; Unbearable, Bearable's rating: 4; how many and in which night is not known" in texts
    assert "left calf" in texts


def test_several_factors_in_one_cell_are_told_apart():
    items = read("bearable.csv")

    assert [e.what for e in entries(items, "exposure")] == ["caffeine"]
    assert reasons(items) == {
        "row 3": "Charley does not keep “Headache”",
        "row 7": "Charley does not keep “Weather”",
        "row 8": "Charley does not keep what Bearable calls “Mood”",
    }


def test_an_amount_of_magnesium_is_elemental_and_that_of_a_compound_is_not_known():
    plain, compound = entries(read("bearable.csv"), "dose")

    assert (plain.substance, plain.elemental_mg) == ("magnesium", 200)
    assert (compound.substance, compound.form, compound.elemental_mg) == ("magnesium", "citrate", None)
    assert compound.note == "500 mg, of the compound or of magnesium itself is not known"


def test_a_side_effect_keeps_its_severity():
    [nausea] = entries(read("bearable.csv"), "side_effect")

    assert (nausea.sign, nausea.severity) == ("nausea", "mild")


@pytest.mark.parametrize(
    ("day", "part", "said"),
    [
        ("31st Feb 2026", "am", "not a date"),
        ("2nd Foo 2026", "am", "not a date"),
        ("2nd Mar 2026", "25:00", "part of the day"),
    ],
)
def test_days_and_times_that_do_not_exist_are_reasons(tmp_path, day, part, said):
    path = tmp_path / "a.csv"
    path.write_text(
        f"date,weekday,time of day,category,rating/amount,detail,notes\n{day},x,{part},Symptom,1,Leg cramps,\n"
    )

    assert said in reasons(read(path))["row 2"]


def test_tablets_and_other_medicines_are_doses_without_milligrams(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "date,weekday,time of day,category,rating/amount,detail,notes\n"
        "2nd Mar 2026,x,21:00,Meds/Supplements,2,Magnesium bisglycinate (tablets),\n"
        "2nd Mar 2026,x,21:00,Meds/Supplements,75,Levo-Thyroxine (mcg),\n"
    )

    magnesium, other = entries(read(path), "dose")

    assert (magnesium.tablets, magnesium.elemental_mg) == (2, None)
    assert (other.substance, other.product, other.note) == ("levo_thyroxine", "Levo-Thyroxine", "75 mcg")
