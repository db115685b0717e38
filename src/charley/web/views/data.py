"""Where are my data? Everything out in one file, in again, and a copy to keep."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from charley.db.backup import back_up
from charley.db.people import called
from charley.errors import BadInput
from charley.interop.archive_zip import write_archive
from charley.interop.formats import FORMATS
from charley.interop.keeping import PROFILE, archive_of
from charley.interop.taking import take
from charley.services.profile_keeping import look_after_change, told
from charley.web.clock import now, present
from charley.web.door import closed_others
from charley.web.people import own_store

#: So many reasons for leaving rows out are named on the page.
MOST_REASONS = 12


@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _page(request)


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """Everything of the person as one documented archive, which can be imported again."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 closed when the answer has been sent
    write_archive(file, archive_of(own_store()))
    file.seek(0)
    name = f"charley-{now(request).wall:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@require_GET
def backup(request: HttpRequest) -> FileResponse | HttpResponse:
    """A checked copy of the whole database, with everybody in it: only where no diary is locked for this browser."""
    if others := closed_others(request):
        return render(request, "people/closed.html", {"others": [called(each) for each in others]}, status=403)
    with tempfile.TemporaryDirectory() as folder:
        copy = back_up(settings.DATA, Path(folder) / "backup.sqlite3")
        opened = copy.file.open("rb")  # the file stays readable after its folder is gone
    name = f"charley-{now(request).wall:%Y-%m-%d}.sqlite3"
    return FileResponse(opened, as_attachment=True, filename=name, content_type="application/vnd.sqlite3")


@require_POST
def import_file(request: HttpRequest) -> HttpResponse:
    """Take a file in, and say row by row what became of it."""
    file = request.FILES.get("file")
    if not isinstance(file, TemporaryUploadedFile):
        return _page(request, faults=[_("Choose a file first.")], status=422)
    moment, store = now(request), own_store()
    before = told(store)
    try:
        report = take(
            Path(file.temporary_file_path()),
            store,
            name=file.name or _("your file"),
            received_at=present(),
            zone=moment.zone,
        )
    except BadInput as fault:
        return _page(request, faults=[problem.message for problem in fault.problems], status=422)
    if PROFILE in report.kinds:
        stopped = look_after_change(store, before, now=moment, made_at=present())
        if stopped is not None:
            messages.warning(request, _("Your trial was stopped. %(reason)s") % {"reason": stopped})
    reasons = list(report.reasons.items())
    context: dict[str, Any] = {
        "report": report,
        "reasons": reasons[:MOST_REASONS],
        "more_reasons": len(reasons) - MOST_REASONS,
    }
    return _page(request, **context)


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    known: dict[str, Any] = {
        "entries": own_store().count(),
        "formats": [each.title for each in FORMATS if not each.title.endswith("(refused)")],
        "folder": settings.DATA,
        "faults": [],
        "report": None,
    }
    return render(request, "data.html", known | context, status=status)
