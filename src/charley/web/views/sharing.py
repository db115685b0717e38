"""Who else may see my report? Links that end, made by the person, and the page that they open."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from charley.dates import moment_at, zone_named
from charley.db import sharing
from charley.db.repository import store_for
from charley.errors import BadInput
from charley.web.clock import local_time, zone_of
from charley.web.middleware import for_anybody
from charley.web.people import is_sample, own_person
from charley.web.views.report import page_as_shown


@require_http_methods(["GET", "POST"])
def sharing_page(request: HttpRequest) -> HttpResponse:
    """Make a link, see those there are, end one. A link is shown once, when it is made."""
    may = settings.CHARLEY_SHARING and not is_sample()
    context: dict[str, Any] = {"may": may, "days": sharing.DAYS, "chosen": 7, "most": sharing.MOST_LETTERS}
    status = 200
    if request.method == "POST" and not may:
        raise Http404
    if request.method == "POST" and "end" in request.POST:
        sharing.end(own_person(), int(request.POST["end"]) if request.POST["end"].isdecimal() else 0)
        return redirect("sharing")
    if request.method == "POST":
        try:
            secret = _make(request)
        except BadInput as fault:
            faults = {problem.field: problem.message for problem in fault.problems}
            context |= {"faults": faults, "label": request.POST.get("label", "")}
            status = 422
        else:
            context["made"] = request.build_absolute_uri(reverse("shared", args=[secret]))
    context["links"] = sharing.links(own_person(), now=local_time(request))
    return render(request, "people/sharing.html", context, status=status)


def _make(request: HttpRequest) -> str:
    days = request.POST.get("days", "")
    return sharing.share(
        own_person(),
        label=request.POST.get("label", ""),
        days=int(days) if days.isascii() and days.isdecimal() else 0,
        zone=zone_of(request).key,
        now=local_time(request),
    )


@for_anybody
@require_GET
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """The report of whoever made the link, and nothing else: no way on, no cookie, no script."""
    found = sharing.opened_by(secret, now=local_time(request)) if settings.CHARLEY_SHARING else None
    if found is None:
        response = render(request, "people/shared_ended.html", status=404)
    else:
        zone = zone_named(found.zone) or zone_of(request)
        moment = moment_at(local_time(request), zone)
        with timezone.override(zone):
            ends = timezone.localtime(found.ends_at - timedelta(seconds=1))
            shown = page_as_shown(store_for(found.person), moment)
            response = render(request, "people/shared.html", shown | {"ends": ends})
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
