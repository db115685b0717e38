"""``charley report``: a page for the clinician, a list of medicines or the plan, on paper or as data."""

from pathlib import Path
from typing import Literal

import charley
from charley.cli import output
from charley.cli.clock import now
from charley.cli.writing import write_whole


def report(
    *,
    kind: Literal["profile", "medicines", "plan"] = "profile",
    pdf: Path | None = None,
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
    data
        The data folder, in place of the usual one.
    json
        Write the data of the cramp profile as one JSON document instead (docs/reference/cramp-profile.md).
    """
    from charley.cli.store import open_store
    from charley.services import reports

    moment = now()
    store = open_store(data, moment)
    if json and pdf is None:
        output.print_json(reports.profile_data(store, now=moment, program=charley.__version__))
        return output.DONE
    target = pdf or Path(f"charley-{kind}-{moment.wall:%Y-%m-%d}.pdf")
    made = reports.report_pdf(kind, store, now=moment, program=charley.__version__)
    write_whole(target, lambda file: file.write(made))
    if json:
        output.print_json({"written": str(target), "kind": kind, "bytes": len(made)})
    else:
        output.console.print(f"Wrote {target}. Nobody else has seen it.", markup=False, soft_wrap=True)
    return output.DONE
