"""The cramp profile on paper: one page, tagged, fonts inside, the figures of the screen, the same bytes again."""

import io
import time

import msgspec
import pytest
from pypdf import PdfReader

from charley.report import profile_page
from charley.report.document import Change, Flag, TrialBox, Unwanted
from charley.report.profile_pictures import night_clock, weeks
from charley.report.profile_words import face
from support.diary import cramp, dose, quiet
from support.page import LAST, PERSON, page

LONG = "ein wirklich überlanger Name, den sich niemand merken kann und der doch hier steht " * 3


@pytest.fixture(scope="module")
def paper() -> PdfReader:
    entries = [cramp("2026-03-20 02:30", pain=7), quiet("2026-03-21"), dose("2026-03-20 21:30", mg=100)]
    return PdfReader(io.BytesIO(profile_page.pdf(page(entries))))


def test_it_is_one_page_of_a4_tagged_and_titled(paper: PdfReader) -> None:
    assert len(paper.pages) == 1
    assert [round(float(side)) for side in paper.pages[0].mediabox[2:]] == [595, 842]
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert paper.trailer["/Root"]["/Lang"] == "en"
    assert paper.metadata is not None
    assert paper.metadata.title == "Cramp profile"


def test_its_fonts_are_ours_and_inside(paper: PdfReader) -> None:
    fonts = paper.pages[0]["/Resources"]["/Font"].values()
    found = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts]
    assert found
    for font in found:
        assert "AtkinsonHyperlegibleNext" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]


def test_every_line_of_the_page_is_in_the_file() -> None:
    entries = [cramp("2026-03-20 02:30", pain=7), quiet("2026-03-21"), dose("2026-03-20 21:30", mg=100)]
    shown = page(entries, profile={**PERSON, "conditions": ["heart disease"]})
    words = _squeezed(PdfReader(io.BytesIO(profile_page.pdf(shown))).pages[0].extract_text())
    said = face(shown)
    assert said.history
    lines = [
        *said.summary,
        said.history,
        said.period,
        said.magnesium,
        said.unwanted,
        said.provenance,
        said.disclaimer,
        *said.trial,
    ]
    lines += [cell for row in said.numbers for cell in row] + [f.text for f in said.flags] + list(said.questions)
    lines += [cell for product in said.products for cell in (product.name, product.taken, product.magnesium)]
    assert [line for line in lines if _squeezed(line) not in words] == []


def test_the_same_page_gives_the_same_bytes_in_less_than_two_seconds() -> None:
    shown = page([cramp("2026-03-20 02:30")])
    begun = time.process_time()
    first = profile_page.pdf(shown)
    assert time.process_time() - begun < 2
    assert profile_page.pdf(shown) == first


def test_it_stays_one_page_whatever_stands_on_it() -> None:
    flags = tuple(
        Flag(topic="thyroid", severity="urgent", about=f"{LONG}{n}", message=f"{LONG}. {LONG}") for n in range(12)
    )
    shown = page([cramp("2026-03-20 02:30")])
    product = shown.products[0]
    full = msgspec.structs.replace(
        shown,
        warnings=flags,
        flags=flags,
        history=tuple(f"{LONG}{n}" for n in range(12)),
        products=tuple(msgspec.structs.replace(product, written=LONG, dose=LONG, known_as=LONG) for _ in range(20)),
        questions=tuple(f"{n} {LONG}?" for n in range(12)),
        unwanted=(Unwanted(sign=LONG, times=3, worst="severe"),),
        changes=tuple(Change(on=LAST, about="diet_change", text=LONG) for _ in range(5)),
        trials=(TrialBox(title=LONG, lines=(LONG,) * 12),),
        person=msgspec.structs.replace(shown.person, conditions=(LONG,) * 4),
    )
    assert len(PdfReader(io.BytesIO(profile_page.pdf(full))).pages) == 1


def test_markup_and_strange_letters_are_shown_and_never_obeyed() -> None:
    nasty = '#panic("x") $y$ *b* _i_ <svg> & "q" \\ @ref `c` 痙攣 😀'
    shown = page([cramp("2026-03-20 02:30")], asks=[nasty])
    words = PdfReader(io.BytesIO(profile_page.pdf(shown))).pages[0].extract_text()
    assert '#panic("x") $y$ *b* _i_ <svg> &' in words


def test_the_pictures_say_what_they_show_and_hold_no_colour() -> None:
    shown = page([cramp("2026-03-20 02:30"), quiet("2026-03-21"), dose("2026-03-20 21:30")])
    clock, trend = night_clock(shown), weeks(shown)
    assert clock.text == (
        "A picture of 28 nights from noon to noon: 1 cramp with an hour, 1 dose; 26 nights not recorded."
    )
    assert clock.svg.count("<circle") == 2  # the cramp, and the one in the key
    assert "from 1 to 1 cramp in" in trend.text
    for svg in (clock.svg, trend.svg):
        assert "rgb" not in svg
        assert "#" not in svg.replace("url(#", "")


def _squeezed(words: str) -> str:
    return "".join(words.split())
