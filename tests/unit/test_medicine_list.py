"""The list of medicines: every product, form, elemental mg and time on one page."""

import io

from pypdf import PdfReader

from charley.report import sheet
from charley.report.medicine_list import medicine_list
from charley.report.sheet import Paragraph, Table
from support.diary import dose
from support.page import PERSON, page

MANY = {
    **PERSON,
    "medicines": [{"name": f"medicine {n}", "dose": "5 mg", "times": ["08:00"]} for n in range(9)],
    "supplements": [
        {"name": "daily multivitamin", "form": "oxide", "elemental_mg": 100, "times": ["07:30"]},
        {"name": "evening citrate", "form": "citrate", "elemental_mg": 150, "times": ["21:00"], "days": ["mon"]},
        {"name": "vitamin D", "times": ["07:30"]},
        {"name": "magnesium something"},
    ],
}


def test_one_page_lists_every_product_with_form_elemental_mg_and_time() -> None:
    shown = medicine_list(page(profile=MANY))
    [paper] = PdfReader(io.BytesIO(sheet.pdf(shown))).pages
    words = " ".join(paper.extract_text().split())
    for product in MANY["medicines"] + MANY["supplements"]:
        assert product["name"] in words
    table = shown.sections[0].blocks[0]
    assert isinstance(table, Table)
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["daily multivitamin"] == ("oxide", "100 mg magnesium", "07:30", "100")
    assert rows["evening citrate"][1:3] == ("150 mg magnesium", "mon 21:00")
    assert rows["magnesium something"] == ("other", "not known", "not known", "not known")
    assert rows["Together"][-1].startswith("at least ")


def test_nothing_told_and_none_taken_are_not_the_same() -> None:
    silent = medicine_list(page(profile=None)).sections[0].blocks[0]
    none = medicine_list(page(profile={**PERSON, "medicines": [], "supplements": []})).sections[0].blocks[0]
    assert isinstance(silent, Paragraph)
    assert isinstance(none, Paragraph)
    assert (silent.text, none.text) == ("Nothing was told yet.", "None was told.")


def test_magnesium_that_only_the_diary_names_is_on_the_list() -> None:
    nothing_told = {**PERSON, "medicines": [], "supplements": []}
    shown = medicine_list(page([dose("2026-03-27 21:30", 100), dose("2026-03-28 21:30", 200)], profile=nothing_told))
    texts = [block.text for block in shown.sections[0].blocks if isinstance(block, Paragraph)]
    assert texts == [
        "None was told.",
        "In the diary: Magnesium was noted on 2 days of 28, 150 mg a day on average.",
    ]


def test_it_says_that_it_is_information_and_names_its_analysis() -> None:
    shown = page()
    foot = medicine_list(shown).foot
    assert "not medical advice" in foot[0]
    assert shown.run.id in foot[1]
