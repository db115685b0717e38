"""``charley trial``: a trial of one's own, from the question to the verdict."""

import secrets
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import App, Parameter

from charley.cli import clock, output
from charley.cli.taking_in import file_bytes, mapping
from charley.errors import BadInput, Problem, StorageFault, noted
from charley.knowledge.words import Form
from charley.report import trial_words as words
from charley.services import looking_ahead, trials

trial = App(name="trial", help="Find out whether it works for you: a design drawn by lot, sealed, run and judged.")

File = Annotated[str, Parameter(allow_leading_hyphen=True)]
Flag = Annotated[bool, Parameter(negative=())]
#: Commands with files of their own -> the first sentence of their help.
MORE = {
    "amend": (
        "charley.cli.trial_amend:amend",
        "Record a change of a sealed trial, with date and reason. The order and all that was sealed stay as they are.",
    ),
    "calendar": (
        "charley.cli.trial_calendar:calendar",
        "Write the periods of a trial, its pauses and the day of the answer as a calendar file that names no arm.",
    ),
    "report": ("charley.cli.trial_papers:report", "Report a trial by the 25 items of the CENT 2015 checklist."),
    "export": (
        "charley.cli.trial_papers:export",
        "Write a trial into one file, to hand on or to report again: nights, sealed design, later changes, versions.",
    ),
    "pool": (
        "charley.cli.trial_pool:pool",
        "Put the exported trials of a folder together: the average, how far people differ, and each among the others.",
    ),
    "before-after": (
        "charley.cli.trial_before_after:before_after",
        "Count cramps before and after something was begun, beside the fall on a dummy pill. It gives no verdict.",
    ),
}
for _word, (_place, _sentence) in MORE.items():
    trial.command(_place, name=_word, help=_sentence)
SEEDS = 2**53


@trial.command
def questions(*, json: Flag = False) -> int:
    """List what can be asked.

    Example: charley trial questions

    Parameters
    ----------
    json
        Write one JSON document.
    """
    found = trials.questions()
    if json:
        output.print_json({"questions": [msgspec.to_builtins(each) for each in found]})
    else:
        for each in found:
            output.console.print(f"{each.id:26} {each.question}", markup=False, soft_wrap=True)
    return output.DONE


@trial.command
def design(
    *,
    profile: File,
    baseline: int = trials.BASELINE_DAYS,
    period: int = trials.PERIOD_DAYS,
    pairs: int = trials.PAIRS,
    seed: int | None = None,
    protocol: str = trials.STANDARD,
    measure: str | None = None,
    form: Form | None = None,
    start: date | None = None,
    worthwhile: float = trials.Rule().worthwhile,
    look: tuple[int, ...] = (),
    blind: Path | None = None,
    json: Flag = False,
) -> int:
    """Draw the order of a trial by lot and seal it.

    Example: charley trial design --profile profile.json --baseline 14 --period 14 --pairs 4 --json > design.json

    Parameters
    ----------
    profile
        A profile in JSON; - reads standard input. Without clearance for it there is no trial.
    baseline
        Nights before anything is changed, 14 or more.
    period
        Days of each period, 7 to 28.
    pairs
        How often each arm comes.
    seed
        A number that fixes the order; drawn by lot where it is left out.
    protocol
        The question; charley trial questions lists them.
    measure
        The one thing to try, for the question one-measure.
    form
        The other salt, for the question form-or-form.
    start
        Date of the first night; without it the diary's first night counts.
    worthwhile
        Cramps with the treatment as a share of those without, from which on it is worth the trouble.
    look
        A night after which to look at the result before the end. Each look makes luck likelier to pass as an effect.
    blind
        Hide the order, and write its key into this file for the helper.
    json
        Write the sealed design as one JSON document.
    """
    wish = trials.Wish(
        protocol=protocol, baseline=baseline, period=period, pairs=pairs, measure=measure, form=form,
        first_night=start, looks=look, rule=trials.rule(worthwhile=worthwhile),
    )  # fmt: skip
    found = trials.design(
        mapping(profile, "a profile"),
        wish,
        seed=secrets.randbelow(SEEDS) if seed is None else seed,
        nonce=None if blind is None else secrets.token_hex(16),
        now=clock.now().wall,
    )
    if isinstance(found, trials.Refusal):
        if json:
            output.print_json(found.as_dict())
        else:
            output.console.print(words.not_opened(found.reason), markup=False)
        return output.NO
    if blind is not None:
        _write(blind, msgspec.json.encode(found.key) + b"\n", "key")
    _show(found.design, json=json)
    return output.DONE


@trial.command
def show(file: File, /, *, json: Flag = False) -> int:
    """Check the seal of a design and show it: the same to every reader.

    Example: charley trial show design.json

    Parameters
    ----------
    file
        A sealed design; - reads standard input.
    json
        Write it as one JSON document again.
    """
    _show(trials.read_design(file_bytes(file)), json=json)
    return output.DONE


@trial.command
def kit(file: File, /, *, key: Path, sheet: Literal["helper", "person"] = "helper", json: Flag = False) -> int:
    """Print a sheet of a blind trial: for the helper who fills the containers, or for the person who opens them.

    Example: charley trial kit design.json --key key.json --sheet helper

    Parameters
    ----------
    file
        A sealed blind design.
    key
        Its key. Only the helper should print, for the helper's sheet gives the order away.
    sheet
        Whose sheet.
    json
        Write the lines as one JSON document.
    """
    lines = trials.kit(trials.read_design(file_bytes(file)), trials.read_key(file_bytes(str(key))), sheet)
    if json:
        output.print_json({"sheet": sheet, "lines": list(lines)})
    else:
        for line in lines:
            output.console.print(line, markup=False)
    return output.DONE


@trial.command
def power(
    file: File,
    /,
    *,
    rate: float | None = None,
    baseline: File | None = None,
    rate_ratio: tuple[float, ...] = (),
    simulations: int = 1000,
    seed: int = 1,
    json: Flag = False,
) -> int:
    """Say how likely each verdict is, by simulated trials that are judged like the real one.

    Example: charley trial power design.json --rate 0.6 --rate-ratio 0.6 --simulations 2000

    Parameters
    ----------
    file
        A sealed design; - reads standard input.
    rate
        Cramps a night without the treatment.
    baseline
        A CSV of nights to take the rate from, in place of --rate.
    rate_ratio
        What is true: cramps with the treatment as a share of those without. 1, 0.8, 0.6 and 0.4 if left out.
    simulations
        Trials for each.
    seed
        Of the simulations.
    json
        Write one JSON document.
    """
    sealed = trials.read_design(file_bytes(file))
    with looking_ahead.workers_for_now() as executor:
        found = trials.power_of(
            sealed,
            rate=_rate(rate, baseline),
            ratios=rate_ratio or trials.RATIOS,
            simulations=simulations,
            seed=seed,
            executor=executor,
            progress=_progress,
        )
    if json:
        output.print_json(msgspec.to_builtins(found))
    else:
        for line in found.sentences:
            output.console.print(line, markup=False)
    return output.DONE


@trial.command
def advise(
    *,
    weeks: int,
    rate: float | None = None,
    baseline: File | None = None,
    most_changes: int | None = None,
    shortest: int = 7,
    simulations: int = 1000,
    seed: int = 1,
    json: Flag = False,
) -> int:
    """Find the designs that tell most within your own weeks; it may say that none does.

    Example: charley trial advise --rate 0.3 --weeks 26

    Parameters
    ----------
    weeks
        The most you would give, baseline included.
    rate
        Cramps a night without the treatment.
    baseline
        A CSV of nights to take the rate from, in place of --rate.
    most_changes
        The most changes from one period to the next you would put up with.
    shortest
        Shortest period that makes sense for your question, in days.
    simulations
        Trials for each design and truth.
    seed
        Of the simulations.
    json
        Write one JSON document.
    """
    with looking_ahead.workers_for_now() as executor:
        found = trials.advise(
            rate=_rate(rate, baseline),
            weeks=weeks,
            most_changes=most_changes,
            shortest=shortest,
            simulations=simulations,
            seed=seed,
            executor=executor,
            progress=_progress,
        )
    if json:
        output.print_json(msgspec.to_builtins(found))
    else:
        for line in found.sentences:
            output.console.print(line, markup=False)
        for each in found.designs:
            output.console.print("")
            for line in each.sentences:
                output.console.print(line, markup=False)
    return output.DONE


def _rate(rate: float | None, baseline: str | None) -> float:
    if (rate is None) == (baseline is None):
        raise BadInput([Problem("rate", "give either the cramps a night, or a diary to take them from (--baseline)")])
    if rate is not None:
        return rate
    from charley.interop.nights_csv import read_nights

    return trials.baseline_rate(read_nights(file_bytes(str(baseline))).table)


def _progress(done: int, total: int) -> None:
    output.errors.print(f"{done} of {total} simulated trials", markup=False)


@trial.command
def verdict(
    file: File,
    diary: File,
    /,
    *,
    key: Path | None = None,
    side_effect_day: float | None = None,
    json: Flag = False,
) -> int:
    """Judge a trial by its diary, once it is complete.

    Example: charley trial verdict design.json nights.csv

    Parameters
    ----------
    file
        A sealed design.
    diary
        A CSV of nights (date,cramps,observed,dose:NAME); - reads standard input.
    key
        The key of a blind trial.
    side_effect_day
        Cramps a week you would put up with to be spared one day a week of side effects; the diary's column
        x:side_effects marks those days.
    json
        Write the whole answer as one JSON document.
    """
    from charley.interop.nights_csv import read_nights

    problems: list[Problem] = []
    sealed = noted(problems, lambda: trials.read_design(file_bytes(file)), "design")
    nights = noted(problems, lambda: read_nights(file_bytes(diary)), "diary")
    opens = None if key is None else noted(problems, lambda: trials.read_key(file_bytes(str(key))), "key")
    if sealed is None or nights is None or problems:
        raise BadInput(problems)
    table, notes = nights
    found = trials.verdict(sealed, table, key=opens, cramps_per_side_effect_day=side_effect_day)
    if json:
        output.print_json(msgspec.to_builtins(found))
    else:
        for line in found.sentences:
            output.console.print(line, markup=False)
        for note in notes:
            output.console.print(f"Note: {note}", markup=False)
    return output.DONE if found.verdict is not None else output.NO


def _show(sealed: trials.Design, *, json: bool) -> None:
    if json:
        output.print_json(msgspec.to_builtins(sealed))
    else:
        for line in words.overview(sealed):
            output.console.print(line, markup=False)


def _write(path: Path, data: bytes, what: str) -> None:
    """Write the whole file, for its owner alone, or none of it; never over another one."""
    if path.exists():
        raise BadInput([Problem(str(path), "is there already; choose another name")])
    part = path.with_name(f".{path.name}.part")
    try:
        part.touch(mode=0o600)
        part.write_bytes(data)
        part.replace(path)
    except OSError as fault:
        part.unlink(missing_ok=True)
        reason = (fault.strerror or "unknown reason").lower()
        raise StorageFault(f"The {what} could not be written to {path}: {reason}.") from None
    output.errors.print(f"The {what} is in {path}.", markup=False)
