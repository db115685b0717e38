"""What does my day look like? Doses, medicines, meals, water, routines, wind-down, in order; kept for when there is no
network."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from charley.dates import minute_of
from charley.diary.records import DAY_BEGINS
from charley.errors import UnreadTrial
from charley.knowledge.routines import routines
from charley.profile import WEEKDAYS
from charley.services import planning
from charley.services.following import Standing, standing
from charley.services.routines import done_on
from charley.web import words
from charley.web.clock import local_time, now
from charley.web.keeping import new_id
from charley.web.offering import KINDS, TrialDay, trial_day
from charley.web.people import own_profile, own_store

#: The diary of so many days says where somebody stands in a plan; changes of the plan count however old.
LOOKED_AT = timedelta(days=60)


class Line(NamedTuple):
    """One line of the day.

    Attributes:
        time: clock time.
        kind: as in the plan's timetable.
        what: in words.
        routine: id of the routine, for the link and the tick; None for all else.
        done: whether today's diary holds it already.
        entry: what one tap would note, or None.
        id: of that entry, so that a form sent twice makes one.
    """

    time: str
    kind: str
    what: str
    routine: str | None = None
    done: bool = False
    entry: dict[str, Any] | None = None
    id: str = ""


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The page. Made anew each time; what a phone keeps of it says its day, and hides doses on any other."""
    moment = now(request)
    day = (moment.wall - DAY_BEGINS).date()
    context: dict[str, Any] = {"day": day, "has_profile": own_profile() is not None}
    made = planning.plan(own_profile() or {}, now=local_time(request))
    journal = own_store().journal(first=day - LOOKED_AT, whole=KINDS)
    following = standing(journal, made, now=moment.wall)
    if made.status in ("urgent", "emergency") or (following is not None and following.proposal.emergency):
        return render(request, "today.html", context | {"see_someone": True})
    try:
        trial = trial_day(request, journal)
    except UnreadTrial as fault:  # what it asks for is not known, so nothing is offered beside it
        return render(request, "today.html", context | {"unread": str(fault)})
    if trial is not None and trial.stopped:
        trial = None
    timetable = made.timetable or planning.day_as_told(own_profile() or {}, now=local_time(request))
    shown = [event for event in timetable if event.days is None or WEEKDAYS[day.weekday()] in event.days]
    lines = _events(shown, following, trial, done_on(journal, day))
    nothing = not made.timetable and following is None and trial is None
    return render(request, "today.html", context | {"lines": lines, "trial": trial, "nothing_to_take": nothing})


def _events(
    timetable: Sequence[planning.Event], following: Standing | None, trial: TrialDay | None, done: frozenset[str]
) -> list[Line]:
    """The timetable of the plan. The doses of a plan that is followed are those of the present step. While a trial
    runs, the doses are the trial's, and nothing stands there that the person did not put into the day."""
    left_out = {"magnesium"} if following is not None or trial is not None else set()
    suggested = {"stretch", "wind_down"} if trial is not None else set()
    lines = [
        _line(event, done)
        for event in timetable
        if event.kind not in left_out and (event.kind not in suggested or event.routine is not None)
    ]
    if trial is not None:
        for asked in trial.asked:
            if asked.time is not None:
                lines.append(Line(asked.time, "magnesium", trial.words_of(asked), done=asked.noted))
    elif following is not None:
        for dose in following.doses:
            what = _("%(mg)s mg magnesium (%(form)s), with food") % {
                "mg": words.number(dose.elemental_mg),
                "form": words.FORMS[dose.form],
            }
            lines.append(Line(dose.time, "magnesium", what, done=dose in following.fulfilled))
    first = next((minute_of(line.time) for line in lines if line.kind == "wake"), 0)
    return sorted(lines, key=lambda line: (minute_of(line.time) - first) % 1440)


def _line(event: Any, done: frozenset[str]) -> Line:
    if event.kind in ("stretch", "wind_down") and event.routine is None:
        name = {"stretch": "bedtime-stretch", "wind_down": "wind-down"}[event.kind]
    else:
        name = event.routine
    if name is None:
        return Line(event.time, event.kind, event.what)
    row = routines()[name]
    entry: dict[str, Any] = {"kind": "measure", "what": row.noted, "purpose": row.purpose}
    if row.lasts_s():
        entry["minutes"] = round(row.lasts_s() / 60, 1)
    return Line(event.time, event.kind, event.what, name, name in done, entry, new_id())
