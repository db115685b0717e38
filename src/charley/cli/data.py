"""``charley import`` and ``export``: the doors in and out of the diary."""

import json as json_format
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

from cyclopts import Parameter

from charley.cli import output
from charley.cli.clock import now
from charley.cli.writing import write_whole
from charley.diary.journal import instant
from charley.errors import BadInput, Problem

if TYPE_CHECKING:
    from charley.db.repository import PersonStore
    from charley.interop.archive_zip import Archive
    from charley.interop.mapped_csv import CsvMapping
    from charley.interop.report import ImportReport

Flag: TypeAlias = Annotated[bool, Parameter(negative=())]

#: So many reasons and rows are shown on a terminal; ``--json`` has them all.
MOST_SHOWN = 12


def import_files(
    *files: Path,
    kind: str = "auto",
    mapping: Path | None = None,
    zone: str | None = None,
    person: str | None = None,
    data: Path | None = None,
    json: Flag = False,
) -> int:
    """Take other diaries into this one. The same file twice changes nothing.

    Each file is taken as a whole or not at all. Its account says row by row what was taken, what was there already,
    and what was left out and why.

    Parameters
    ----------
    files
        Charley's own archive, or the export of another app or device.
    kind
        The format, where it should not be told from the file.
    mapping
        For a table of your own: a file that says which column means what.
    zone
        The time zone you lived in, for files that name none, such as Europe/Berlin; else the machine's.
    person
        Whose diary, where several people keep one here: the name. Without it the first person's.
    data
        The data folder, in place of the usual one.
    json
        Answer with one JSON document.
    """
    from charley.cli.store import open_store
    from charley.interop.keeping import PROFILE
    from charley.services.profile_keeping import look_after_change, told

    if not files:
        raise BadInput([Problem("files", "name at least one file to import")])
    moment = now()
    columns = None if mapping is None else _mapping(mapping)
    store = open_store(data, moment, person)
    before = told(store)
    reports: list[ImportReport] = []
    problems: list[Problem] = []
    for file in files:
        try:
            reports.append(_import_one(file, kind, columns, zone or moment.zone, store))
        except BadInput as fault:
            problems += fault.under(file.name).problems
    stopped = None
    if any(PROFILE in report.kinds for report in reports):
        stopped = look_after_change(store, before, now=moment, made_at=instant(moment))
    if json:
        faults = BadInput(problems).as_dict() if problems else {}
        ended = {"trial_stopped": stopped} if stopped else {}
        output.print_json({"files": [report.as_dict() for report in reports], **ended, **faults})
        return output.BAD_INPUT if problems else output.DONE
    for report in reports:
        _show(report)
    if stopped:
        output.console.print(f"Your trial was stopped. {stopped}", markup=False)
    if problems:
        raise BadInput(problems)
    return output.DONE


def _mapping(file: Path) -> "CsvMapping":
    from charley.interop import mapped_csv

    try:
        return mapped_csv.load(file)
    except BadInput as fault:
        raise fault.under("mapping") from None


def _import_one(
    file: Path, kind: str, mapping: "CsvMapping | None", zone: str | None, store: "PersonStore"
) -> "ImportReport":
    from charley.interop.keeping import keep_items
    from charley.interop.report import ImportReport
    from charley.interop.taking import take

    progress = _progress(file) if sys.stderr.isatty() else None
    received_at = instant(now())
    if mapping is None:
        return take(file, store, name=file.name, received_at=received_at, kind=kind, zone=zone, progress=progress)
    from charley.interop import mapped_csv
    from charley.interop.opening import see

    see(file)
    report = ImportReport(file.name, mapped_csv.KIND, "Table of your own")
    items = mapped_csv.read_with(file, mapping, zone=zone, progress=progress)
    keep_items(items, store, report, received_at=received_at)
    return report


def _progress(file: Path) -> Callable[[int, int], None]:
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(total, 1)
        if percent != shown:
            shown = percent
            sys.stderr.write(f"\r{file.name}: {percent} %" + ("\n" if done >= total else ""))
            sys.stderr.flush()

    return show


def _show(report: "ImportReport") -> None:
    say = output.console.print
    say(f"[bold]{report.title}[/bold] ", end="")
    say(f"({report.file})", markup=False)
    kinds = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in report.kinds.items())
    say(f"  taken: {report.new_entries}" + (f" ({kinds})" if kinds else ""))
    say(f"  there already: {report.known_entries}")
    say(f"  left out: {report.skipped_rows}")
    for number, (reason, rows) in enumerate(report.reasons.items()):
        if number == MOST_SHOWN:
            say(f"    … and {len(report.reasons) - MOST_SHOWN} more reasons; --json lists every row")
            break
        first = next((line.row for line in report.lines if line.what == reason), "")
        say(f"    {rows} × {reason}" + (f" (first: {first})" if first else ""), markup=False, soft_wrap=True)


def export(
    path: Path | None = None,
    *,
    csv: Annotated[Path | None, Parameter(allow_leading_hyphen=True)] = None,
    fhir: Path | None = None,
    person: str | None = None,
    data: Path | None = None,
    json: Flag = False,
) -> int:
    """Write everything into one zip that needs no Charley to be read and that can be imported again.

    Parameters
    ----------
    path
        The zip; ".zip" is added where the name has no ending.
    csv
        Write the nights alone, one row a night, for a spreadsheet or statistics program. "-" is standard output.
    fhir
        Write what a clinic's system can read: cramps, nights, sleep, laboratory values, what you take (FHIR R4).
    person
        Whose diary, where several people keep one here: the name. Without it the first person's.
    data
        The data folder, in place of the usual one.
    json
        Answer with one JSON document.
    """
    from charley.cli.store import open_store

    if sum(each is not None for each in (path, csv, fhir)) != 1:
        message = "name one file to write: PATH for everything, --csv FILE for the nights, --fhir FILE for a clinic"
        raise BadInput([Problem("path", message)])
    if csv is not None:
        return _export_nights(open_store(data, now(), person), csv, as_json=json)
    if fhir is not None:
        return _export_fhir(open_store(data, now(), person), fhir, as_json=json)
    assert path is not None
    target, archive = write_everything(path, open_store(data, now(), person))
    answer = {"written": str(target), "entries": len(archive.entries), "profiles": len(archive.profiles)}
    if json:
        output.print_json(answer)
    else:
        sentence = (
            f"Wrote {len(archive.entries)} entries and {len(archive.profiles)} versions of the profile to {target}"
        )
        output.console.print(sentence, markup=False, soft_wrap=True)
    return output.DONE


def write_everything(path: Path, store: "PersonStore") -> "tuple[Path, Archive]":
    """Write one person's archive, and give back where it is and what it holds.

    Raises:
        BadInput: where the name is none for a file.
        StorageFault: where it cannot be written.
    """
    from charley.interop.archive_zip import write_archive
    from charley.interop.keeping import archive_of

    if not path.name:
        raise BadInput([Problem("path", f"{path} is a folder; name a file in it")])
    target = path if path.suffix else path.with_suffix(".zip")
    archive = archive_of(store)
    write_whole(target, lambda file: write_archive(file, archive))
    return target, archive


def _export_fhir(store: "PersonStore", target: Path, *, as_json: bool) -> int:
    from charley.interop.fhir_export import bundle
    from charley.profile import Profile
    from charley.reading import decode_json, read

    document, versions = store.profile(), store.profiles()
    profile = None if document is None else read(Profile, decode_json(document))
    told_at = versions[-1][0] if versions else None
    made = bundle(store.journal(), profile, made_at=instant(now()), told_at=told_at)
    text = json_format.dumps(made, ensure_ascii=False, indent=1) + "\n"
    write_whole(target, lambda file: file.write(text.encode()))
    kinds = Counter(str(each["resource"]["resourceType"]) for each in made["entry"])
    if as_json:
        output.print_json({"written": str(target), "resources": dict(kinds)})
    else:
        told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        output.console.print(f"Wrote {told} to {target}", markup=False, soft_wrap=True)
    return output.DONE


def _export_nights(store: "PersonStore", target: Path, *, as_json: bool) -> int:
    from charley.diary.nights import night_table, span
    from charley.interop.nights_csv import write_nights
    from charley.services.review import TREATMENT, usual_daily_mg

    journal = store.journal()
    told = span(journal.effective)
    if told is None:
        if as_json:
            output.print_json({"written": None, "nights": 0, "recorded": 0})
        output.errors.print("The diary has no night yet, so nothing was written.")
        return output.NO
    usual = usual_daily_mg(journal)
    table = night_table(journal.effective, *told, target_mg={TREATMENT: usual} if usual else None)
    text = write_nights(table)
    if str(target) == "-":
        sys.stdout.write(text)
        return output.DONE
    write_whole(target, lambda file: file.write(text.encode()))
    if as_json:
        output.print_json({"written": str(target), "nights": len(table), "recorded": table.recorded})
    else:
        output.console.print(
            f"Wrote {len(table)} nights, {table.recorded} of them recorded, to {target}", markup=False, soft_wrap=True
        )
    return output.DONE
