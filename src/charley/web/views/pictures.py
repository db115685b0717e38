"""What do the months show? Where it cramps, at what hour, doses noted, side effects, sore legs: each as a picture."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from charley.diary.records import CrampEpisode
from charley.report import diary_pictures
from charley.web.clock import now
from charley.web.people import own_store

#: How far back the pictures reach.
BACK = timedelta(days=365)


@require_GET
def pictures(request: HttpRequest) -> HttpResponse:
    """The last year; a picture for which nothing is noted says so in its place."""
    night = now(request).night
    journal = own_store().journal(first=night - BACK, last=night, whole=("plan_change",))
    entries = [entry for entry in journal.effective if entry.night > night - BACK]
    cramps = [entry for entry in entries if isinstance(entry, CrampEpisode)]
    weeks = diary_pictures.dose_weeks(journal.effective, last=now(request).wall.date())
    shown = [
        ("where", _("Where it cramps"), diary_pictures.legs(cramps)),
        ("when", _("At what hour"), diary_pictures.hours([cramp for cramp in cramps if cramp.in_leg])),
        ("doses", _("Doses of the plan"), diary_pictures.adherence(weeks[-53:])),
        ("effects", _("Side effects"), diary_pictures.side_effects(journal.effective)),
        ("sore", _("Sore and heavy legs"), diary_pictures.soreness(entries)),
    ]
    return render(request, "pictures.html", {"pictures": shown})
