"""``charley report``: a page for the clinician, a list of medicines or the plan, on paper or as data."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import charley
from charley.cli import output
from charley.cli.clock import now
from charley.cli.writing import write_whole
from charley.dates import Moment
from charley.diary.journal import Journal

if TYPE_CHECKING:
    from charley.db.repository import PersonStore
    from charley.interop.archive_zip import Archive

Kind = Literal["profile", "medicines", "plan"]


def report(
    *,
    kind: Kind = "profile",
    pdf: Path | None = None,
    bundle: Path | None = None,
    person: str | None = None,
    data: Path | None = None,
    json: bool = False,
) -> int:
    """Make a page to show to a doctor, nurse or pharmacist. It stays on this machine until you share it.

    Example: charley report --pdf cramps.pdf

    Parameters
    ----------
    kind
        profile: one page on your cramps, what you take and what was found. medicines: everything you take.
        plan: your plan for the kitchen door.
    pdf
        The file to write; kind and date where none is given.
    bundle
        Also write one file from which charley rebuild makes this very PDF again: data, plan and versions.
    person
        Whose diary, where several people keep one here: the name. Without it the first person's.
    data
        The data folder, in place of the usual one.
    json
        Write the data of the cramp profile as one JSON document instead (docs/reference/cramp-profile.md).
    """
    from charley.cli.store import open_store
    from charley.services import reports

    moment = now()
    store = open_store(data, moment, person)
    if json and pdf is None:
        output.print_json(reports.profile_data(store, now=moment, program=charley.__version__))
        return output.DONE
    target = pdf or Path(f"charley-{kind}-{moment.wall:%Y-%m-%d}.pdf")
    made = reports.report_pdf(kind, store, now=moment, program=charley.__version__)
    write_whole(target, lambda file: file.write(made))
    written = [target]
    if bundle is not None:
        _write_bundle(bundle, kind, store, moment, made)
        written.append(bundle)
    if json:
        output.print_json({"written": [str(each) for each in written], "kind": kind, "bytes": len(made)})
    else:
        names = " and ".join(str(each) for each in written)
        output.console.print(f"Wrote {names}. Nobody else has seen it.", markup=False, soft_wrap=True)
    return output.DONE


def _write_bundle(target: Path, kind: Kind, store: "PersonStore", moment: Moment, made: bytes) -> None:
    from charley.interop import report_bundle
    from charley.interop.keeping import archive_of
    from charley.knowledge.tables import facts_version

    about = report_bundle.Made(
        kind=kind,
        now=moment.text(),
        program=charley.__version__,
        facts=facts_version(),
        sha256=report_bundle.digest(made),
    )
    whole = report_bundle.write(about, archive_of(store))
    write_whole(target, lambda file: file.write(whole))


def rebuild(bundle: Path, /, *, pdf: Path | None = None, json: bool = False) -> int:
    """Make a report again from its bundle, and say whether it is the same to the last byte.

    Example: charley rebuild report.bundle --pdf again.pdf

    Parameters
    ----------
    bundle
        As charley report --bundle or charley trial export wrote it.
    pdf
        Where to put the report; without it the two are only compared.
    json
        Answer with one JSON document.
    """
    from charley.interop import report_bundle, trial_bundle

    if trial_bundle.is_bundle(bundle):
        from charley.cli import trial_papers

        return trial_papers.rebuild(bundle, pdf=pdf, json=json)
    from charley.knowledge.tables import facts_version
    from charley.services import reports

    found = report_bundle.load(bundle)
    made = found.made
    again = reports.report_pdf(
        made.kind, _Held(found.archive), now=Moment.parse(made.now, "now"), program=charley.__version__
    )
    same = report_bundle.digest(again) == made.sha256
    if pdf is not None:
        write_whole(pdf, lambda file: file.write(again))
    return output.rebuilt(
        same=same,
        kind=made.kind,
        versions={"program": [made.program, charley.__version__], "facts": [made.facts, facts_version()]},
        json=json,
    )


class _Held:
    """What a bundle holds, as a report asks for it."""

    def __init__(self, archive: "Archive") -> None:
        self._archive = archive

    def journal(self) -> Journal:
        return Journal(row.entry for row in self._archive.entries)

    def profile(self) -> str | None:
        return self._archive.profiles[-1].document if self._archive.profiles else None

    def trial_rows(self) -> list[tuple[datetime, str, str]]:
        return [(row.made_at, row.trial, row.row) for row in self._archive.trials]
