"""``charley trial report`` and ``export``: a trial on paper, and as one file from which the paper can be made again."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import charley
from charley.cli import clock, output
from charley.cli.trial_source import trial_from
from charley.cli.writing import write_whole
from charley.dates import Moment
from charley.errors import BadInput, Problem

File = Annotated[str | None, Parameter(allow_leading_hyphen=True)]
Flag = Annotated[bool, Parameter(negative=())]


def report(
    design: File = None,
    diary: File = None,
    /,
    *,
    key: Path | None = None,
    side_effect_day: float | None = None,
    trial: str | None = None,
    pdf: Path | None = None,
    person: str | None = None,
    data: Path | None = None,
    with_person: Flag = False,
    json: Flag = False,
) -> int:
    """Report a trial by the 25 items of the CENT 2015 checklist.

    Example: charley trial report design.json nights.csv --pdf report.pdf

    Parameters
    ----------
    design
        A sealed design. Without files the trial in the data folder is reported.
    diary
        A CSV of nights.
    key
        The key of a blind design.
    side_effect_day
        Cramps a week you would put up with to be spared one day a week of side effects.
    trial
        Which trial of the data folder, by the beginning of its fingerprint; the last one if left out.
    pdf
        The file to write; without it the report is printed here.
    person
        Whose trial, where several people keep a diary here: the name. Without it the first person's.
    data
        The data folder, in place of the usual one.
    with_person
        Say also what the profile tells of age, sex, conditions and medicines.
    json
        Write the report as one JSON document.
    """
    from charley.services import trial_report

    moment = clock.now()
    found = trial_from(
        design,
        diary,
        key=key,
        side_effect_day=side_effect_day,
        name=trial,
        person=person,
        data=data,
        with_person=with_person,
    )
    made_at, program = moment.wall, charley.__version__
    if pdf is not None:
        made = trial_report.report_pdf(found, made_at=made_at, program=program)
        write_whole(pdf, lambda file: file.write(made))
        output.errors.print(f"Wrote {pdf}. Nobody else has seen it.", markup=False, soft_wrap=True)
    if json:
        output.print_json(trial_report.report_data(found, made_at=made_at, program=program))
    elif pdf is None:
        for line in trial_report.report_lines(found, made_at=made_at, program=program):
            output.console.print(line, markup=False)
    return output.DONE


def export(
    path: Path,
    design: File = None,
    diary: File = None,
    /,
    *,
    key: Path | None = None,
    side_effect_day: float | None = None,
    trial: str | None = None,
    pdf: Path | None = None,
    person: str | None = None,
    data: Path | None = None,
    with_person: Flag = False,
    json: Flag = False,
) -> int:
    """Write a trial into one file, to hand on or to report again: nights, sealed design, later changes, versions.

    Example: charley trial export trial.zip design.json nights.csv

    Parameters
    ----------
    path
        The file to write; ".zip" is added where the name has no ending.
    design
        A sealed design. Without files the trial in the data folder is written.
    diary
        A CSV of nights.
    key
        The key of a blind design.
    side_effect_day
        Cramps a week you would put up with to be spared one day a week of side effects.
    trial
        Which trial of the data folder, by the beginning of its fingerprint; the last one if left out.
    pdf
        Also write the report into this file: the one that charley rebuild makes again.
    person
        Whose trial, where several people keep a diary here: the name. Without it the first person's.
    data
        The data folder, in place of the usual one.
    with_person
        Let what the profile tells come along; left out of it otherwise.
    json
        Answer with one JSON document.
    """
    from charley.interop import trial_bundle
    from charley.knowledge.tables import facts_version
    from charley.services import trial_report

    if not path.name or path.is_dir():
        raise BadInput([Problem("path", f"{path} is a folder; name a file in it")])
    moment = clock.now()
    found = trial_from(
        design,
        diary,
        key=key,
        side_effect_day=side_effect_day,
        name=trial,
        person=person,
        data=data,
        with_person=with_person,
    )
    trial_report.may_leave(found)
    made = trial_report.report_pdf(found, made_at=moment.wall, program=charley.__version__)
    about = trial_bundle.Made(
        now=moment.text(),
        run=trial_report.run_id(found, program=charley.__version__),
        program=charley.__version__,
        facts=facts_version(),
        sha256=trial_bundle.digest(made),
    )
    target = path if path.suffix else path.with_suffix(".zip")
    whole = trial_bundle.write(about, found)
    write_whole(target, lambda file: file.write(whole))
    if pdf is not None:
        write_whole(pdf, lambda file: file.write(made))
    if json:
        output.print_json({"written": str(target), "run": about.run, "fingerprint": found.papers.design.fingerprint})
    else:
        output.console.print(f"Wrote {target}. Nobody else has seen it.", markup=False, soft_wrap=True)
    return output.DONE


def rebuild(bundle: Path, *, pdf: Path | None, json: bool) -> int:
    """Make the report of a trial again from its bundle, and say whether it is the same to the last byte."""
    from charley.interop import trial_bundle
    from charley.knowledge.tables import facts_version
    from charley.services import trial_report

    found = trial_bundle.load(bundle)
    made = found.made
    now = Moment.parse(made.now, "now")
    again = trial_report.report_pdf(found.trial, made_at=now.wall, program=charley.__version__)
    if pdf is not None:
        write_whole(pdf, lambda file: file.write(again))
    return output.rebuilt(
        same=trial_bundle.digest(again) == made.sha256,
        kind="trial",
        versions={"program": [made.program, charley.__version__], "facts": [made.facts, facts_version()]},
        json=json,
    )
