"""Everything that has no place in the bar, and how the pages look for this person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

import charley
from charley.web import languages
from charley.web.clock import ZONE_COOKIE, now
from charley.web.context import THEME_COOKIE, THEMES

YEAR_S = 31_536_000


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """A list of the other pages."""
    return render(request, "more.html", {"version": charley.__version__})


@require_http_methods(["GET", "POST"])
def you(request: HttpRequest) -> HttpResponse:
    """Night or day look, the language, and what Charley takes the person's clock to be."""
    if request.method == "POST" and request.POST.get("theme") in ("", *THEMES):
        response = redirect("you")
        if request.POST["theme"]:
            response.set_cookie(
                THEME_COOKIE, request.POST["theme"], max_age=YEAR_S, samesite="Lax", secure=request.is_secure()
            )
        else:
            response.delete_cookie(THEME_COOKIE, samesite="Lax")
        with languages.kept(request, response, max_age=YEAR_S):
            messages.success(request, _("Kept."))
        return response
    looks = [
        ("", _("By the clock"), _("dark from 8 in the evening to 7 in the morning, then as the device says")),
        ("dark", _("Always dark"), _("easiest on the eyes at night")),
        ("light", _("Always light"), ""),
        ("device", _("As the device says"), ""),
    ]
    context = {
        "looks": looks,
        "chosen": request.COOKIES.get(THEME_COOKIE, ""),
        "moment": now(request),
        "from_browser": ZONE_COOKIE in request.COOKIES,
        "languages": languages.choices(),
        "chosen_language": languages.chosen(request),
    }
    return render(request, "you.html", context)
