"""``charley evidence``: what is known and how sure, the trials pooled and audited, the tables kept in order."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from cyclopts import App, Parameter
from rich.table import Table

from charley.cli import output, taking_in
from charley.errors import BadInput, Problem
from charley.profile import Profile
from charley.services import evidence as known
from charley.services import fact_review

evidence = App(name="evidence", help="What is known of cramps and magnesium, how sure it is, and where it comes from.")

Setting = Annotated[Literal["US", "EU", "UK"], Parameter(help="Whose limits and spelling.")]
PersonFile = Annotated[str | None, Parameter(allow_leading_hyphen=True, help="A profile, a JSON file.")]
Extra = Annotated[str | None, Parameter(help="A TOML table of more trials, of the shape of the shipped one.")]


@evidence.command
def ask(*words: str, setting: Setting = "US", json: bool = False) -> int:
    """Answer a question in plain words.

    Example: charley evidence ask how fast does it work

    Parameters
    ----------
    words
        The question.
    json
        Write one JSON document.
    """
    found = known.ask(" ".join(words), setting)
    if json:
        output.print_json({"query": " ".join(words), "answers": [_plain(reply) for reply in found]})
    elif not found:
        output.console.print("We have no answer to that. Try other words, or: charley evidence card", markup=False)
    else:
        for reply in found[:1]:
            output.console.print(reply.question, style="bold", markup=False)
            output.console.print(reply.text, markup=False)
            _show_sources(reply.sources)
        for reply in found[1:]:
            output.console.print(f"See also: {reply.question}", markup=False)
    return output.DONE if found else output.NO


@evidence.command
def card(*words: str, setting: Setting = "US", json: bool = False) -> int:
    """Show the card of a claim, by its name or in plain words; without words, list all cards.

    Example: charley evidence card pickle juice

    Parameters
    ----------
    words
        The card's name, or words to look for.
    json
        Write one JSON document.
    """
    text = " ".join(words)
    if not text:
        return _list_cards(known.cards(setting), as_json=json)
    names = {each.id: each for each in known.cards(setting)}
    found = (names[text],) if text in names else known.search(text, setting)
    if json:
        output.print_json({"query": text, "cards": [_plain(each) for each in found]})
    elif not found:
        output.console.print("No card fits these words.", markup=False)
    else:
        _show_card(found[0])
        for each in found[1:5]:
            output.console.print(f"See also: {each.claim} ({each.id})", markup=False)
    return output.DONE if found else output.NO


@evidence.command
def pool(
    question: str = "magnesium",
    /,
    *,
    method: Annotated[Literal["common", "DL", "REML", "PM"], Parameter(help="How trials are weighed.")] = "REML",
    hartung_knapp: bool = False,
    extra: Extra = None,
    json: bool = False,
) -> int:
    """Pool the trials on a question: magnesium, magnesium-ratio, pregnancy, stretching, vitamin-k2.

    Example: charley evidence pool magnesium --hartung-knapp

    Parameters
    ----------
    question
        Which.
    hartung_knapp
        Widen the interval for how badly the spread between trials is known.
    json
        Write one JSON document.
    """
    found = known.pool(question, method=method, hartung_knapp=hartung_knapp, extra=_read(extra))
    if json:
        output.print_json(known.as_document(found))
    else:
        _show_pool(found)
    return output.DONE if found.pooled is not None else output.NO


@evidence.command
def audit(*, extra: Extra = None, json: bool = False) -> int:
    """Recompute what papers print from their own numbers, and list what does not fit.

    Example: charley evidence audit

    Parameters
    ----------
    json
        Write one JSON document.
    """
    found = known.audit(_read(extra))
    if json:
        output.print_json({"findings": [_plain(each) for each in found]})
    else:
        for each in found:
            output.console.print(f"{each.name}, {each.outcome}", style="bold", markup=False)
            output.console.print(f"  {each.message}", markup=False)
    return output.DONE


@evidence.command
def check(*, today: date | None = None, json: bool = False) -> int:
    """List sources of our tables that are broken or whose review is overdue. Nothing is fetched.

    Example: charley evidence check

    Parameters
    ----------
    today
        The day to check for; today if left out.
    json
        Write one JSON document.
    """
    found = fact_review.check(today or datetime.now(UTC).date())
    to_mend = [each for each in found if each.grade != "look"]
    if json:
        output.print_json({"to_mend": [_plain(each) for each in to_mend],
                           "to_look_at": [_plain(each) for each in found if each.grade == "look"]})  # fmt: skip
    else:
        for each in found:
            output.console.print(f"{each.grade:8} {each.table}: {each.row}: {each.what}", markup=False, soft_wrap=True)
        output.console.print(f"{len(to_mend)} to mend, {len(found) - len(to_mend)} to look at.", markup=False)
    return output.NO if to_mend else output.DONE


@evidence.command
def review(
    *table: str, csv: Annotated[bool, Parameter(negative="", help="As a CSV on standard output.")] = False
) -> int:
    """Write the tables of facts for a pharmacist to review, one fact a row with its sources and what kind they are.

    What decides a plan comes first, and within a table what was not read at first hand. Two columns are left empty
    for the reviewer's word.

    Example: charley evidence review medicine_rules conditions red_flags --csv > tables.csv

    Parameters
    ----------
    table
        Names of tables; all of them if left out.
    """
    if not csv:
        raise BadInput([Problem("csv", "say --csv: the tables come as one CSV, on standard output or into a file")])
    rows = Counter(_write_csv(fact_review.review_rows(table)))
    for decides, number in rows.items():
        output.errors.print(f"{number} rows decide {decides}.", markup=False)
    if not table:
        output.errors.print(
            "Left out: foods and words of medicines, which come whole from their publishers.", markup=False
        )
    return output.DONE


@evidence.command
def expect(profile: PersonFile = None, /, *, json: bool = False) -> int:
    """Say what a person may expect: of a hundred on placebo and a hundred on magnesium, how many were better.

    Example: charley evidence expect profile.json

    Parameters
    ----------
    profile
        The person's profile, a JSON file, or ``-`` for standard input; without one it is said for anybody.
    json
        Write one JSON document.
    """
    found = known.expect(Profile() if profile is None else taking_in.profile(profile), datetime.now(UTC).date())
    if json:
        output.print_json(
            found._asdict() | {"placebo": found.placebo._asdict(), "magnesium": found.magnesium._asdict()}
        )
    else:
        for line in (found.title, found.text, found.why_lean):
            output.console.print(line, markup=False)
    return output.DONE


@evidence.command
def prior(profile: PersonFile = None, /, *, json: bool = False) -> int:
    """Give the trials' prior of magnesium's log rate ratio for one person: mean and standard deviation.

    Example: charley evidence prior profile.json --json

    Parameters
    ----------
    profile
        The person's profile, a JSON file, or ``-`` for standard input; without one that of an adult like those studied.
    json
        Write one JSON document.
    """
    found = known.prior_from_trials(None if profile is None else taking_in.profile(profile))
    if json:
        output.print_json(found._asdict() | {"sources": [_plain(source) for source in found.sources]})
    else:
        say = output.console.print
        say(f"Log rate ratio, on magnesium to without: mean {found.mean:.3f}, standard deviation {found.sd:.3f}.")
        say(found.why, markup=False)
        say(f"Certainty of the pooled result: {found.certainty}.", markup=False)
    return output.DONE


def _write_csv(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """Write the rows, and give what each of them decides."""
    writer = csv.writer(sys.stdout)
    writer.writerow(next(rows))
    for row in rows:
        writer.writerow(row)
        yield row[1]


def _read(extra: str | None) -> tuple[str, str] | None:
    if extra is None:
        return None
    try:
        return Path(extra).name, taking_in.file_bytes(extra).decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput([Problem(extra, "cannot be read as a text file")]) from None


def _list_cards(found: tuple[known.Card, ...], *, as_json: bool) -> int:
    if as_json:
        output.print_json({"cards": [{"id": each.id, "shelf": each.shelf, "claim": each.claim} for each in found]})
        return output.DONE
    shelf = ""
    for each in found:
        if each.shelf != shelf:
            shelf = each.shelf
            output.console.print(f"\n{shelf}", style="bold", markup=False)
        output.console.print(f"  {each.id:24} {each.claim}", markup=False)
    return output.DONE


def _show_card(each: known.Card) -> None:
    say = output.console.print
    say(each.claim, style="bold", markup=False)
    say(f"{each.stance}. {each.verdict}", markup=False)
    for line in each.effect:
        say(f"  • {line}", markup=False)
    say(f"Evidence for the claim: {each.evidence}. {each.certainty_says}", markup=False)
    if each.who:
        say(f"Studied in: {'; '.join(each.who)}.", markup=False)
    say(f"Not known: {each.not_known}", markup=False)
    say(f"What to do: {each.do}", markup=False)
    for line in (*each.doubts, *each.again):
        say(f"Note: {line}", markup=False)
    _show_sources(each.sources)
    say(f"Last reviewed {each.reviewed}, next by {each.review_by}.", style="dim", markup=False)


def _show_sources(sources: tuple[known.Source, ...]) -> None:
    for source in sources:
        year = "" if source.year is None else f", {source.year}"
        output.console.print(f"  {source.title}{year}: {source.url}", style="dim", markup=False, soft_wrap=True)


def _show_pool(found: known.Synthesis) -> None:
    from charley.report.evidence_figures import forest

    picture = forest(found)
    output.console.print(found.question.title, style="bold", markup=False)
    if picture is None:
        output.console.print("No trial could be pooled.", markup=False)
    else:
        table = Table(*picture.head)
        for row in picture.rows:
            table.add_row(*map(output.as_it_stands, row))
        output.console.print(table)
        output.console.print(f"{picture.title}.", markup=False)
    for each in found.left_out:
        output.console.print(f"Left out: {each.study.name}: {each.why}.", markup=False)


def _plain(record: Any) -> Any:
    return record._asdict() if hasattr(record, "_asdict") else msgspec.to_builtins(record)
