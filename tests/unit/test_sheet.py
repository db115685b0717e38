"""Printed sheets: every block is on the paper, pages follow, foot and numbers on each."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from charley.errors import BadInput
from charley.report import sheet
from charley.report.plate import Plate
from charley.report.sheet import Bullets, Drawn, Lines, NewPage, Paragraph, Section, Sheet, Table

MADE = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)


def plate() -> Drawn:
    drawing = Plate("test", 100, 20, "A line.")
    drawing.line(0, 10, 100, 10)
    return Drawn(svg=drawing.svg(), text=drawing.label)


def test_every_kind_of_block_is_set() -> None:
    blocks = (
        Paragraph(text="Plain words."),
        Paragraph(text="Read me first.", strong=True),
        Bullets(items=("one", "two")),
        Bullets(items=("tick",), boxes=True),
        Table(head=("Name", "mg"), rows=(("citrate", "150"), ("", "")), right=(1,), tall=True),
        Lines(number=2),
        plate(),
        NewPage(),
        Paragraph(text="For the helper only."),
    )
    made = sheet.pdf(
        Sheet(
            title="A sheet",
            lead="What it is.",
            sections=(Section(head="Part", blocks=blocks),),
            foot=("Small.",),
            made_at=MADE,
            for_name=True,
        )
    )
    first, second = (page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    for words in ("A sheet", "What it is.", "Part", "Plain words.", "Read me first.", "one", "tick", "citrate", "150"):
        assert words in first
    assert "For the helper only." in second
    assert "For the helper only." not in first
    assert "1 / 2" in first
    assert "Small." in second


def test_a_table_with_a_cell_too_few_is_a_named_fault() -> None:
    with pytest.raises(BadInput, match=r"rows\[1\]"):
        Table(head=("a", "b"), rows=(("1", "2"), ("3",)))


def test_a_sheet_without_sections_is_a_page_all_the_same() -> None:
    assert len(PdfReader(io.BytesIO(sheet.pdf(Sheet(title="Empty", sections=(), made_at=MADE)))).pages) == 1
