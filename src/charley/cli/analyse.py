"""``charley analyse``: does it work for me?"""

from typing import Annotated, Literal

from cyclopts import Parameter

from charley.cli import output
from charley.cli.taking_in import file_bytes
from charley.diary.nights import NightTable
from charley.report import answer_words as words
from charley.services import answer_more
from charley.services.cramp_model import Spread
from charley.services.insight import Answer, Asked, analyse_table


def analyse(
    file: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    check: bool = False,
    trend: bool = False,
    weekdays: bool = False,
    priors: Literal["sceptical", "trials", "flat", "all"] = "sceptical",
    missing_nights: bool = False,
    model_check: bool = False,
    patterns: bool = False,
    json: bool = False,
) -> int:
    """Say what a diary shows about each treatment, and how sure one can be.

    Example: charley analyse nights.csv --trend --priors all

    Parameters
    ----------
    file
        A CSV of nights (date,cramps,observed,dose:NAME,dose_mg:NAME,x:NAME), or a reference case; - reads standard
        input.
    check
        Compare the answer with the exact density by sampling too; it takes longer.
    trend
        Let cramps rise or fall slowly by themselves, so that this is not read as an effect.
    weekdays
        Let each weekday have its own rate.
    priors
        What to start from: sceptical (no effect until shown), trials (what trials found), flat (nothing), or all of
        them side by side.
    missing_nights
        Say what the nights left out would need to have held for the verdict to turn.
    model_check
        Say whether the calculation fits this diary, as a traffic light.
    patterns
        Look for links of each x:NAME with cramps on the same night and one or two nights later.
    json
        Write the whole posterior as one JSON document.
    """
    table, notes = _read(file)
    asked = Asked(
        check=check,
        trend=trend,
        weekdays=weekdays,
        priors=priors,
        missing_nights=missing_nights,
        model_check=model_check,
        patterns=patterns,
    )
    answer = analyse_table(table, notes=notes, asked=asked)
    if json:
        output.print_json(answer.as_dict())
    else:
        _show(answer)
    return output.DONE if answer.healthy else output.NO


def _read(file: str) -> tuple[NightTable, tuple[str, ...]]:
    data = file_bytes(file)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        from charley.interop.reference_case import read_case

        return read_case(data), ()
    from charley.interop.nights_csv import read_nights

    return read_nights(data)


def _show(answer: Answer) -> None:
    counts = answer.nights
    say = output.console.print
    say(words.held(total=counts.total, recorded=counts.recorded, cramps=counts.cramps), markup=False)
    if answer.reason is not None:
        say(words.not_computed(answer.reason), markup=False)
    for name, found in answer.treatments.items():
        a = found.avoided_per_week
        say(f"\n[bold]{_plain(name)}[/bold]")
        for sentence in words.effect(
            name,
            avoided=words.Range(a.q025, a.q50, a.q975),
            p_fewer=found.p_below_1,
            p_fifth_fewer=found.p_below_0_8,
        ):
            say(sentence, markup=False)
    if answer.healthy:
        _show_table(answer)
        for heading, sentences in answer_more.said(answer.document):
            say(f"\n[bold]{_plain(heading)}[/bold]")
            for sentence in sentences:
                say(sentence, markup=False)
        _show_trend(answer)
    for note in answer.notes:
        say(f"Note: {note}", markup=False)
    say(f"\n{words.CAUTION}", markup=False)


def _show_table(answer: Answer) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), title_justify="left", title="\nTimes as many cramps (1 = no change)")
    for heading in ("", "best guess", "95 in 100 sure it is between"):
        table.add_column(heading)
    for name, found in answer.treatments.items():
        table.add_row(f"with {_plain(name)}", *_ratio(found.rate_ratio))
    for name, spread in answer.document.covariates.items():
        table.add_row(f"with more {_plain(name)}", *_ratio(_exponential(spread)))
    if table.row_count:
        output.console.print(table)


def _show_trend(answer: Answer) -> None:
    middle = [night.q50 for night in answer.trend]
    last = answer.trend[-1]
    output.console.print(f"\nCramps a night without treatment, first night to last\n{words.sparkline(middle)}")
    output.console.print(
        f"highest {max(middle):.1f}; on the last night {last.q50:.1f}, could be {last.q025:.1f} to {last.q975:.1f}"
    )


def _ratio(spread: Spread) -> tuple[str, str]:
    return f"{spread.q50:.2f}", f"{spread.q025:.2f} and {spread.q975:.2f}"


def _exponential(spread: Spread) -> Spread:
    from math import exp

    return Spread(mean=None, sd=None, q025=exp(spread.q025), q50=exp(spread.q50), q975=exp(spread.q975))


def _plain(name: str) -> str:
    return name.replace("[", "\\[")
