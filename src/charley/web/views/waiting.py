"""What waits on this device? The list is made there: the server does not know of it yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from charley.web.clock import EVENING

#: Kind of what waits -> its name on the page.
WAITS = {
    "cramp": gettext_lazy("Cramp"),
    "quiet_night": gettext_lazy("Quiet night"),
    "dose": gettext_lazy("A dose taken"),
    "dose_form": gettext_lazy("A dose taken"),
    "measure": gettext_lazy("A routine"),
    "symptom_form": gettext_lazy("Not a cramp"),
    "check_in": gettext_lazy("Half a minute"),
    "line": gettext_lazy("Written in a line"),
}


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """The frame that the page's script fills."""
    words = {kind: str(word) for kind, word in WAITS.items()}
    return render(request, "waiting.html", {"words": words, "evening": EVENING})
