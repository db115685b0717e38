"""The report of one trial by the CENT 2015 checklist: 25 items, each filled from the trial's own record or said not to
apply, and why.

CENT 2015 is the extension of CONSORT for trials in one person (Vohra and others 2015, BMJ 350:h1738). The words are our
own. Every number comes from one run of the analysis, whose id stands beside it and on every page.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from charley.reading import Record
from charley.report.drawing_file import alone
from charley.report.figures import Figure
from charley.report.sheet import Block, Drawn, Paragraph, Section, Sheet, Table
from charley.trials.analysis import Judgement
from charley.trials.papers import Papers
from charley.trials.run import Run

FORMAT, VERSION = "charley-trial-report", 1


class Told(NamedTuple):
    """What a report is written from.

    Attributes:
        papers: of the trial.
        run: its nights laid beside its design.
        found: what the analysis said.
        words: the same in sentences.
        id: of the analysis.
        program, facts: versions.
    """

    papers: Papers
    run: Run
    found: Judgement
    words: tuple[str, ...]
    id: str
    program: str
    facts: str

    @property
    def is_over(self) -> bool:
        """Whether the last night has passed, or the trial was stopped."""
        return self.found.is_over

    @property
    def shows_order(self) -> bool:
        """Whether it may be said which arm a period had."""
        return self.is_over or not self.papers.design.blind


class Part(Record, frozen=True, kw_only=True):
    """One point of an item.

    Attributes:
        letter: of the point, such as "a"; empty where the item has one point only.
        asks: what the checklist asks for, in our words.
        said: the answer; "Not applicable, because …" where there is none.
        table: numbers beside it.
        pictures: with their numbers as tables.
        run: id of the analysis the numbers come from; None where no number of it stands here.
    """

    letter: str = ""
    asks: str
    said: tuple[str, ...]
    table: Table | None = None
    pictures: tuple[Figure, ...] = ()
    run: str | None = None

    @property
    def applies(self) -> bool:
        """Whether it was filled."""
        return not self.said[0].startswith(NOT_APPLICABLE)


class Item(Record, frozen=True, kw_only=True):
    """One of the 25 items."""

    number: int
    topic: str
    parts: tuple[Part, ...]


class TrialReport(Record, frozen=True, kw_only=True):
    """The report.

    Attributes:
        format, version: of this document.
        title: what was tried.
        run: id of the analysis.
        fingerprint: of the sealed design.
        state: of the trial, see :class:`charley.trials.analysis.Judgement`.
        made_at: by the person's clock.
        program, facts: versions.
        items: all 25.
    """

    format: str = FORMAT
    version: int = VERSION
    title: str
    run: str
    fingerprint: str
    state: str
    made_at: datetime
    program: str
    facts: str
    items: tuple[Item, ...]


NOT_APPLICABLE = "Not applicable, because"


def not_applicable(asks: str, reason: str, letter: str = "") -> Part:
    """A point that was not filled, and why."""
    return Part(letter=letter, asks=asks, said=(f"{NOT_APPLICABLE} {reason}.",))


def text(report: TrialReport) -> Iterator[str]:
    """The report line by line, for a terminal."""
    yield report.title
    yield _seal(report)
    for item in report.items:
        yield ""
        yield f"{item.number}. {item.topic}"
        for part in item.parts:
            for i, line in enumerate(_lines(part)):
                yield f"   {f'{part.letter}. ' if part.letter and not i else ''}{line}"
            for table in _tables(part):
                yield from (f"     {' | '.join(row)}" for row in (table.head, *table.rows))


def sheet(report: TrialReport) -> Sheet:
    """The report as pages to print."""
    return Sheet(
        title=report.title,
        lead="Reported by the CENT 2015 checklist for trials in one person. It gives information and makes no "
        "diagnosis.",
        sections=tuple(
            Section(head=f"{item.number}  {item.topic}", blocks=tuple(_blocks(item))) for item in report.items
        ),
        foot=(_seal(report), f"Made {report.made_at:%d %B %Y, %H:%M} · Charley {report.program}"),
        made_at=report.made_at,
        dense=True,
    )


def _seal(report: TrialReport) -> str:
    return f"Analysis run {report.run} · sealed design {report.fingerprint[:16]} · facts {report.facts}"


def _blocks(item: Item) -> Iterator[Block]:
    for part in item.parts:
        yield Paragraph(text=f"{f'{part.letter}) ' if part.letter else ''}{' '.join(_lines(part))}")
        if part.table is not None:
            yield part.table
        for picture in part.pictures:
            yield Drawn(svg=alone(picture.svg), text=picture.text)
            yield Paragraph(text=_marked(f"{picture.title}.", part.run))


def _lines(part: Part) -> list[str]:
    return [f"{part.asks}:", *part.said[:-1], _marked(part.said[-1], part.run)]


def _marked(line: str, run: str | None) -> str:
    return line if run is None else f"{line} [run {run}]"


def _tables(part: Part) -> Iterator[Table]:
    if part.table is not None:
        yield part.table
    elif part.pictures:
        yield from (Table(head=picture.head, rows=picture.rows) for picture in part.pictures)


def schema() -> dict[str, object]:
    """JSON Schema of the report, made from :class:`TrialReport`."""
    return msgspec.json.schema(TrialReport)
