"""What do I show to the doctor? The cramp profile, the list of medicines and the plan, to print or to save.

They are made here and shown here; nobody is sent anything.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

import charley
from charley.dates import Moment
from charley.db.repository import PersonStore
from charley.report.document import CrampProfile
from charley.report.medicine_list import medicine_list
from charley.report.plan_sheet import plan_sheet
from charley.report.profile_pictures import Picture, night_clock, weeks
from charley.report.profile_words import face
from charley.report.sheet import Sheet
from charley.web.clock import now
from charley.web.people import own_profile, own_store


@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """The cramp profile, line by line as in its PDF."""
    return render(request, "report/profile.html", page_as_shown(own_store(), now(request)))


def page_as_shown(store: PersonStore, moment: Moment) -> dict[str, Any]:
    """What the cramp profile's template shows of one person at one moment."""
    page = _page(store, moment)
    return {
        "page": face(page),
        "data": page,
        "clock": _shown(night_clock(page)),
        "weeks": _shown(weeks(page)),
    }


@require_GET
def medicines(request: HttpRequest) -> HttpResponse:
    """Everything that is taken."""
    return _sheet(request, medicine_list(_page(own_store(), now(request))), "medicines")


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """The plan on paper; without a profile, the way to one."""
    from charley.services.reports import told

    made = told(own_profile(), now=now(request))
    if made is None:
        return redirect("plan")
    return _sheet(request, plan_sheet(made.plan, program=charley.__version__), "plan")


@require_GET
def as_pdf(request: HttpRequest, kind: str) -> HttpResponse:
    """One of them as a file."""
    from charley.services.reports import KINDS, report_pdf

    known = next((each for each in KINDS if each == kind), None)
    if known is None:
        raise Http404
    moment = now(request)
    made = report_pdf(known, own_store(), now=moment, program=charley.__version__)
    name = f"charley-{known}-{moment.wall:%Y-%m-%d}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _page(store: PersonStore, moment: Moment) -> CrampProfile:
    from charley.services.reports import stored_page  # brings in the numerics, which no other page needs

    return stored_page(store, now=moment, program=charley.__version__)


def _sheet(request: HttpRequest, sheet: Sheet, kind: str) -> HttpResponse:
    sections = [
        {"head": section.head, "blocks": [_block(block) for block in section.blocks]} for section in sheet.sections
    ]
    return render(request, "report/sheet.html", {"sheet": sheet, "sections": sections, "kind": kind})


def _block(block: Any) -> Mapping[str, Any]:
    """A block with its kind, which templates cannot ask for."""
    return {"kind": block.__struct_config__.tag, "is": block}


def _shown(picture: Picture) -> str:
    """A picture for the page. An XML writer has made it, which escapes whatever stands in it."""
    return mark_safe(picture.svg)  # noqa: S308
