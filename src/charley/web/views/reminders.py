"""When am I reminded, and with which words? Turned on and off here; where to, from the command line alone."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from charley.db import reminding
from charley.db.push_key import public_key
from charley.errors import BadInput, Problem
from charley.reading import decode_json
from charley.services import web_push
from charley.web.people import is_sample, own_person


@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """The page. An address is not taken here: it would let whoever uses the pages make this machine call others."""
    person = own_person()
    if request.method == "POST":
        if is_sample():
            raise Http404
        if request.POST.get("on") == "yes":
            reminding.wish(person, says_what=request.POST.get("words") == "dose")
            messages.success(request, _("Kept."))
        else:
            reminding.leave_alone(person)
            messages.success(request, _("No reminders any more."))
        return redirect("reminders")
    wished = reminding.wish_of(person)
    browsers = reminding.browsers(wished) if wished else []
    context = {"wished": wished, "browsers": [digest for digest, _browser in browsers]}
    return render(request, "people/reminders.html", context | {"can_push": web_push.is_installed()})


@require_POST
def push_key(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 nothing is told
    """The key by which a browser's push service knows this machine; made when somebody first turns a browser on."""
    _see_that_it_can_be()
    return JsonResponse({"key": public_key(settings.DATA)})


@require_http_methods(["POST", "DELETE"])
def browser(request: HttpRequest) -> JsonResponse:
    """Remind the person in this browser too, or no more.

    The body holds what the browser told: ``endpoint``, ``p256dh`` and ``auth``; to forget it, ``endpoint`` alone. The
    answer says in ``shared`` whether another person is reminded in the same browser. 400 where it cannot be used; no
    other machine is called here.
    """
    _see_that_it_can_be()
    try:
        told = decode_json(request.body)
        if request.method == "POST":
            reminding.add_browser(own_person(), web_push.subscription(told))
            return JsonResponse({})
        endpoint = told.get("endpoint") if isinstance(told, dict) else None
        if not isinstance(endpoint, str):
            raise BadInput([Problem("endpoint", _("is missing"))])
        return JsonResponse({"shared": reminding.forget_browser(own_person(), endpoint)})
    except BadInput as fault:
        return JsonResponse(fault.as_dict(), status=400)


def _see_that_it_can_be() -> None:
    """The made-up person is reminded of nothing, and without the packages nobody is in a browser."""
    if is_sample() or not web_push.is_installed():
        raise Http404
