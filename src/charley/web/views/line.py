"""What happened, in a line: typed, shown back, and only then kept."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from msgspec import to_builtins

from charley.dates import Moment
from charley.diary.line import MOST_LETTERS, read_line
from charley.diary.records import questions, read_entry, written
from charley.errors import BadInput
from charley.reading import decode_json, read
from charley.web import words
from charley.web.clock import now
from charley.web.forms import Form
from charley.web.keeping import keep_entry, new_id

EXAMPLES = (
    "left calf 7/10 3am 2 min",
    "200 mg glycinate 21:30 with food",
    "2 glasses wine",
    "note slept at my sister's",
)


class LineForm(Form):
    """One line."""

    line = forms.CharField(
        label=gettext_lazy("What happened?"),
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"autocapitalize": "off", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("nothing was written yet")},
    )


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest) -> HttpResponse:
    """Read a line and show what was understood; a second tap keeps it. What is not understood is asked."""
    if request.method == "POST" and "understood" in request.POST:
        entry = keep_entry(request, read_entry(request.POST["understood"]))
        messages.success(request, _("Noted: %(entry)s.") % {"entry": words.entry(entry)})
        return redirect("checked_in", entry.day)
    form = LineForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "examples": EXAMPLES}
    if form.is_bound and form.is_valid():
        try:
            id, at = request.POST.get("id") or new_id(), _typed_at(request)
            if "at" in request.POST:  # read again, it is still the line that was typed then
                context["typed"] = json.dumps({"id": id, "at": to_builtins(at), "entered": to_builtins(at)})
            found = read_line(form.cleaned_data["line"], id=id, now=at)
        except BadInput as fault:
            form.blame(fault)
        else:
            context |= {"entry": found, "understood": written(found).decode(), "questions": questions(found)}
    return render(request, "line.html", context, status=422 if form.errors else 200)


def _typed_at(request: HttpRequest) -> Moment:
    """When the line was typed: now, or earlier where it waited on a phone."""
    said = request.POST.get("at")
    return now(request) if said is None else read(Moment, decode_json(said, at="at"), at="at")
