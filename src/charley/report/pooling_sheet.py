"""Trials of many people on paper: a table and a forest plot for each question."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from charley.report.drawing_file import alone
from charley.report.figures import Figure
from charley.report.sheet import Block, Bullets, Drawn, Paragraph, Section, Sheet, Table


class Group(NamedTuple):
    """One question: what is said of it, the table, the picture."""

    question: str
    sentences: Sequence[str]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figure: Figure | None


def pooling_sheet(groups: Sequence[Group], left_out: Sequence[str], *, made_at: datetime, program: str) -> Sheet:
    """The sheet.

    Args:
        groups: at least one.
        left_out: files that were not used, each with its reason.
        made_at: by the person's clock.
        program: version of Charley.
    """
    sections = [Section(head=group.question, blocks=tuple(_blocks(group))) for group in groups]
    if left_out:
        sections.append(Section(head="Left out", blocks=(Bullets(items=tuple(left_out)),)))
    return Sheet(
        title="Trials of many people",
        lead="Ratios of cramps with it to cramps without; below 1 is fewer. Ranges hold with 95 % probability.",
        sections=tuple(sections),
        foot=(f"Charley {program}",),
        made_at=made_at,
        dense=True,
    )


def _blocks(group: Group) -> Iterator[Block]:
    yield Paragraph(text=" ".join(group.sentences))
    yield Table(head=group.head, rows=group.rows, right=(1,))
    if group.figure is not None:
        yield Drawn(svg=alone(group.figure.svg), text=group.figure.text)
