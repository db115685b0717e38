"""What came before and after something was begun, beside the fall on a dummy pill; never a verdict."""

from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from charley.diary.journal import Journal
from charley.diary.records import DoseTaken, PlanChange
from charley.errors import BadInput
from charley.web.clock import now
from charley.web.forms import Form
from charley.web.people import own_store


class BegunForm(Form):
    """The day on which it was begun."""

    begun = forms.DateField(
        label=gettext_lazy("First day of it"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("A supplement, stretching, anything that was new on that day."),
        error_messages={"invalid": gettext_lazy("should be a date, such as 2026-03-14")},
    )


@require_GET
def before_after(request: HttpRequest) -> HttpResponse:
    """Four weeks before and four weeks after, with what a dummy pill alone would have shown laid over."""
    from charley.services import before_after as service

    journal = own_store().journal()
    first = first_taken(journal)
    form = BegunForm(request.GET if "begun" in request.GET else None, initial={"begun": first})
    begun = form.cleaned_data.get("begun") if form.is_bound and form.is_valid() else None if form.is_bound else first
    found = None
    if begun is not None:
        try:
            found = service.before_after(journal, begun, last=now(request).night - timedelta(days=1))
        except BadInput as fault:
            if form.is_bound:
                form.blame(fault)
    context = {"form": form, "found": found, "is_empty": not len(journal)}
    return render(request, "trials/before_after.html", context, status=422 if form.is_bound and form.errors else 200)


def first_taken(journal: Journal) -> date | None:
    """The day on which a plan was begun, else of the first magnesium that was noted."""
    begun = [change.day for change in journal.of(PlanChange) if change.mg_per_day > 0]
    taken = [dose.day for dose in journal.of(DoseTaken) if dose.substance == "magnesium" and dose.elemental_mg != 0]
    return min(begun or taken, default=None)
