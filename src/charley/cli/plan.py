"""``charley plan`` and ``charley check``: from a profile to what is safe for this person."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from charley.cli import clock, output
from charley.cli.taking_in import mapping
from charley.report import plan_words as words
from charley.services import planning
from charley.services.planning import Plan, ground_of_rule, strength_words

WIDTH = 80

File = Annotated[str, Parameter(allow_leading_hyphen=True)]


def plan(file: File, /, *, json: bool = False, ics: Path | None = None) -> int:
    """Make a plan from a profile: what was found, what to take and when, when to stop.

    Example: charley plan profile.json --ics plan.ics

    Parameters
    ----------
    file
        A profile in JSON (see charley schema profile); - reads standard input.
    json
        Write the whole plan as one JSON document.
    ics
        Also write the doses as a calendar file.
    """
    made = planning.plan(mapping(file, "a profile"), now=clock.now().wall)
    if ics is not None:
        _write_calendar(made, ics)
    return _answer(made, json=json)


def check(file: File, /, *, json: bool = False) -> int:
    """Look at a profile for what speaks against magnesium, without making a plan.

    Example: charley check profile.json

    Parameters
    ----------
    file
        A profile in JSON (see charley schema profile); - reads standard input.
    json
        Write the whole screening as one JSON document.
    """
    return _answer(planning.check(mapping(file, "a profile"), now=clock.now().wall), json=json, only_screened=True)


def _write_calendar(made: Plan, path: Path) -> None:
    """Write the whole file or none of it; over an older one, so that what the plan no longer holds is cancelled."""
    older = [path.read_bytes()] if path.is_file() else []
    if not older and not any(step.counts_from == "today" for step in made.steps):
        output.errors.print(f"No calendar was written to {path}: the plan has no doses on known days.", markup=False)
        return
    from charley.cli.writing import write_whole
    from charley.interop.ical import calendar

    whole = calendar(made, before=older)
    write_whole(path, lambda file: file.write(whole))
    output.errors.print(f"The doses are in {path}.", markup=False)


def _answer(made: Plan, *, json: bool, only_screened: bool = False) -> int:
    if json:
        output.print_json(made.as_dict())
    else:
        for line in _lines(made, only_screened=only_screened):
            output.console.print(_wrapped(line), markup=False, soft_wrap=True)
    return output.DONE if made.status == "ok" else output.NO


def _wrapped(line: str) -> str:
    """No line longer than a terminal's; bullets and indents keep their edge."""
    text = line.lstrip("\n")
    edge = " " * (len(text) - len(text.lstrip()) + (2 if text.startswith("•") else 0))
    gap = "\n" * (len(line) - len(text))
    return gap + textwrap.fill(text, WIDTH, subsequent_indent=edge, drop_whitespace=True)


def _lines(made: Plan, *, only_screened: bool) -> Iterator[str]:
    cleared = only_screened and made.status == "ok"
    yield "Nothing here speaks against a plan." if cleared else words.headline(made)
    yield ""
    for finding in words.spoken(made):
        yield f"• {finding.message}"
        yield f"  {strength_words(finding)}"
    if made.status in ("urgent", "emergency"):
        yield from _said(words.whom(made), words.leave_out(made))
        return
    yield from (f"• {note}" for note in made.notes)
    yield from _said(words.whom(made), words.tests(made), words.expectation(made))
    yield from _open_questions(made)
    yield from _said(words.ledger(made), words.leave_out(made))
    yield from (f"• {conflict.message}" for conflict in made.current.conflicts)
    yield from (f"• {habit.message}" for habit in made.habits if habit.seen)
    yield from _doses(made)
    if made.steps or made.current.kept_mg:
        yield from _stop_signs(made)
    yield f"\n{words.DISCLAIMER}"


def _said(*lines: str | None) -> Iterator[str]:
    """The lines there are, after an empty one."""
    there = [line for line in lines if line is not None]
    if there:
        yield ""
    yield from there


def _open_questions(made: Plan) -> Iterator[str]:
    asked = [*words.to_confirm(made), *made.assumptions]
    if asked:
        yield "\nPlease check:"
        yield from (f"• {line}" for line in asked)


def _doses(made: Plan) -> Iterator[str]:
    if made.diet_step is not None:
        yield f"\nStep 0: {made.diet_step}"
    if made.steps:
        yield "\nYour plan (each next step only if you still need it and your gut is fine):"
    elif made.provisional_steps:
        yield "\nOnly to talk over with a clinician, not to start:"
    for step in made.steps or made.provisional_steps:
        yield from words.step_lines(step)
    if not made.steps:
        return
    if made.form is not None:
        yield f"Why {made.form.form}: {made.form.reason} {made.form.caution or ''}".rstrip()
    yield f"Look back in week {made.review_week}: keep, change or stop."
    if made.timetable:
        yield "\nA day on one page:"
        yield from (f"  {event.time}  {event.what}" for event in made.timetable)


def _stop_signs(made: Plan) -> Iterator[str]:
    yield "\nStop signs:"
    for sign in made.stop_rules:
        yield f"• {sign.message}"
        yield f"  {ground_of_rule(sign)}"
