"""What does my day look like? Doses, medicines, meals, water, routines, wind-down, in order; kept for when there is no
network."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from charley.dates import minute_of
from charley.diary.records import DAY_BEGINS
from charley.knowledge.routines import routines
from charley.services import planning
from charley.services.following import Standing, standing
from charley.services.routines import done_on
from charley.web import words
from charley.web.clock import local_time, now
from charley.web.keeping import new_id
from charley.web.offering import KINDS
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
    done = done_on(journal, day)
    lines = [*_events(made, following, done)]
    return render(request, "today.html", context | {"lines": lines, "followed": following is not None})


def _events(made: planning.Plan, following: Standing | None, done: frozenset[str]) -> list[Line]:
    """The timetable of the plan; the doses of a plan that is followed are those of the present step."""
    lines = [_line(event, done) for event in made.timetable if following is None or event.kind != "magnesium"]
    if following is not None:
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
