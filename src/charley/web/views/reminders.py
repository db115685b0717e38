"""When am I reminded, and with which words? Turned on and off here; where to, from the command line alone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charley.db import reminding
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
    return render(request, "people/reminders.html", {"wished": reminding.wish_of(person)})
