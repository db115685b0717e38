"""Printed sheets of any subject: a title, sections, and a foot, on as many A4 pages as they need.

Whoever has something to print writes a :class:`Sheet`; PDF and app show it alike. Text is shown as it is, never read
as markup.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

import msgspec

from charley.errors import Problem
from charley.reading import Record
from charley.report.typesetting import typeset


class Paragraph(Record, frozen=True, kw_only=True, tag="paragraph"):
    """Sentences. ``strong`` for what must be read first: set bold, in a frame."""

    text: str
    strong: bool = False


class Bullets(Record, frozen=True, kw_only=True, tag="bullets"):
    """A list. ``boxes``: with a box to tick before each."""

    items: tuple[str, ...]
    boxes: bool = False


class Table(Record, frozen=True, kw_only=True, tag="table"):
    """A table. An empty cell is one to write in; what is not known is said in words.

    Attributes:
        head: the columns' names.
        rows: as many cells each.
        right: columns whose cells are numbers and stand to the right, counted from 0.
        narrow: columns no wider than their words, counted from 0.
        tall: rows with room to write by hand.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    narrow: tuple[int, ...] = ()
    tall: bool = False

    def faults(self) -> Iterator[Problem]:
        for number, row in enumerate(self.rows):
            if len(row) != len(self.head):
                yield Problem(f"rows[{number}]", f"has {len(row)} cells, but there are {len(self.head)} columns")


class Lines(Record, frozen=True, kw_only=True, tag="lines"):
    """Empty lines to write on."""

    number: int


class Drawn(Record, frozen=True, kw_only=True, tag="drawn"):
    """A picture, and the same in words. ``svg`` as :class:`charley.report.plate.Plate` makes it."""

    svg: str
    text: str


class NewPage(Record, frozen=True, kw_only=True, tag="new_page"):
    """What follows begins on a page of its own, such as a sheet that only the helper may see."""


Block: TypeAlias = Paragraph | Bullets | Table | Lines | Drawn | NewPage


class Section(Record, frozen=True, kw_only=True):
    """Blocks under a heading; empty for none."""

    head: str = ""
    blocks: tuple[Block, ...]


class Sheet(Record, frozen=True, kw_only=True):
    """A document to print.

    Attributes:
        title: what it is.
        lead: whom it is for and what to do with it, in a sentence or two.
        sections: in order.
        foot: small lines on every page: what it is not, and where its numbers come from.
        made_at: by the person's clock.
        dense: set smaller, for a list that should stay on one page.
        for_name: whether there is a line for a name and a day of birth, to be written by hand.
    """

    title: str
    lead: str = ""
    sections: tuple[Section, ...]
    foot: tuple[str, ...] = ()
    made_at: datetime
    dense: bool = False
    for_name: bool = False


def pdf(sheet: Sheet) -> bytes:
    """Set a sheet; the same sheet gives the same bytes."""
    return typeset("sheet", msgspec.to_builtins(sheet), made_at=sheet.made_at)
