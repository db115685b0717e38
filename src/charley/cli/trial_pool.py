"""``charley trial pool``: the exported trials of a folder put together. No server, nothing is sent anywhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
from cyclopts import Parameter

import charley
from charley.cli import clock, output
from charley.cli.writing import write_whole
from charley.errors import BadInput, Problem

if TYPE_CHECKING:
    from charley.services.pooling import Held, LeftOut, PooledTrials


def pool(
    folder: Path,
    /,
    *,
    svg: Path | None = None,
    pdf: Path | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Put the exported trials of a folder together: the average, how far people differ, and each among the others.

    Example: charley trial pool trials/ --pdf together.pdf

    Parameters
    ----------
    folder
        Files that charley trial export wrote, one a trial. Others are named and left out.
    svg
        Also write the forest plot of the question with most trials into this file.
    pdf
        Also write table and forest plot of every question on paper.
    json
        Write one JSON document.
    """
    from charley.services.pooling import pooled_trials

    held, unread = _read(folder)
    found = pooled_trials(held, unread)
    if found.groups:
        _write(found, svg, pdf)
    if json:
        output.print_json(msgspec.to_builtins(found))
    else:
        _show(found)
    return output.DONE if any(group.average is not None for group in found.groups) else output.NO


def _read(folder: Path) -> tuple[list["Held"], list["LeftOut"]]:
    from charley.interop.trial_bundle import load
    from charley.services.pooling import Held, LeftOut

    try:
        files = sorted(each for each in folder.iterdir() if each.is_file() and not each.name.startswith("."))
    except OSError as fault:
        message = f"cannot be read as a folder: {(fault.strerror or 'unknown reason').lower()}"
        raise BadInput([Problem(str(folder), message)]) from None
    held, unread = [], []
    for file in files:
        try:
            held.append(Held(file.name, load(file).trial))
        except BadInput as fault:
            unread.append(LeftOut(name=file.name, why=str(fault)))
        except OSError as fault:
            unread.append(LeftOut(name=file.name, why=f"cannot be read: {(fault.strerror or 'unknown').lower()}"))
    return held, unread


def _show(found: "PooledTrials") -> None:
    from rich.table import Table

    from charley.services.pooling import HEAD, rows

    say = output.console.print
    for group in found.groups:
        say(group.question, style="bold", markup=False)
        for sentence in group.sentences:
            say(sentence, markup=False)
        table = Table(*HEAD, box=None, padding=(0, 2, 0, 0))
        for row in rows(group):
            table.add_row(*(cell.replace("[", "\\[") for cell in row))
        say(table)
    if not found.groups:
        say("There is no finished trial in this folder.", markup=False)
    for each in found.left_out:
        say(f"Left out: {each.name}: {each.why}", markup=False, soft_wrap=True)


def _write(found: "PooledTrials", svg: Path | None, pdf: Path | None) -> None:
    from charley.report.drawing_file import alone
    from charley.report.pooling_sheet import Group, pooling_sheet
    from charley.report.sheet import pdf as printed
    from charley.services.pooling import HEAD, rows

    largest = max(found.groups, key=lambda group: len(group.people))
    if svg is not None and largest.figure is not None:
        picture = alone(largest.figure.svg)
        write_whole(svg, lambda file: file.write(picture.encode()))
        output.errors.print(f"The forest plot is in {svg}.", markup=False)
    if pdf is not None:
        groups = [Group(each.question, each.sentences, HEAD, tuple(rows(each)), each.figure) for each in found.groups]
        left_out = [f"{each.name}: {each.why}" for each in found.left_out]
        sheet = pooling_sheet(groups, left_out, made_at=clock.now().wall, program=charley.__version__)
        made = printed(sheet)
        write_whole(pdf, lambda file: file.write(made))
        output.errors.print(f"The sheet is in {pdf}.", markup=False)
