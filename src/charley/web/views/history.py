"""How were my nights? A calendar and a list, and every entry can be put right or taken back."""

import calendar
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.links import cramp_of
from charley.diary.nights import Night, night_by_night
from charley.diary.records import CrampEpisode, DoseTaken, Measure, Observation, questions, read_entry
from charley.errors import BadInput
from charley.web import keeping, words
from charley.web.clock import now
from charley.web.date_words import date_format
from charley.web.forms import BACK, FRONT, CrampForm, DoseForm, NightTimeForm, WhenForm
from charley.web.keeping import new_id
from charley.web.people import own_store

EARLIEST = date(1990, 1, 1)


class Cell(NamedTuple):
    """One night in the calendar. ``look`` is its class: some, zero, unknown or ahead."""

    night: date
    cramps: int | None
    look: str
    words: str
    is_today: bool


@require_GET
def months(request: HttpRequest) -> HttpResponse:
    """One month of nights."""
    moment = now(request)
    month = _month(request.GET.get("month", ""), moment.night)
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    store = own_store()
    journal = store.journal(first=month, last=last)
    nights = night_by_night(journal.effective, month, last)
    first = store.first_night()
    cells = [_cell(night, moment) for night in nights]
    blanks: list[Cell | None] = [None] * month.weekday()
    row = [*blanks, *cells]
    row += [None] * (-len(row) % 7)
    context = {
        "month": month,
        "weekdays": [date_format(date(2024, 1, 1 + day), "D") for day in range(7)],  # 1 January 2024 was a Monday
        "weeks": [row[start : start + 7] for start in range(0, len(row), 7)],
        "entries": list(reversed([e for e in journal.effective if month <= e.night <= last])),
        "earlier": month - timedelta(days=1) if first is not None and first < month else None,
        "later": last + timedelta(days=1) if last < moment.night else None,
    }
    return render(request, "history.html", context)


@require_GET
def night_page(request: HttpRequest, night: date) -> HttpResponse:
    """Everything of one night."""
    form = NightTimeForm(zone=now(request).zone or "UTC", night=night)
    return _night(request, night, form)


@require_POST
def add(request: HttpRequest, night: date) -> HttpResponse:
    """A cramp or a quiet night written down afterwards; it is marked as late by the day it was entered."""
    form = NightTimeForm(request.POST, zone=now(request).zone or "UTC", night=night)
    try:
        if request.POST.get("what") == "quiet_night":
            keeping.keep(request, {"kind": "quiet_night", "night": night.isoformat()})
            messages.success(request, _("Noted as quiet."))
            return redirect("night", night)
        if form.is_valid() and (at := form.moment()) is not None and form.is_valid():
            entry = keeping.keep(request, {"kind": "cramp"}, at=at)
            messages.success(request, _("The cramp is noted. Add what you remember of it."))
            return redirect("details", entry.id)
    except BadInput as fault:
        form.blame(fault)
    return _night(request, night, form)


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, entry_id: str) -> HttpResponse:
    """What is known of one entry; keeping the form makes an amendment, and the old version stays on record."""
    journal = own_store().journal()
    entry = journal.current(entry_id)
    if entry is None:
        raise Http404
    cramps = journal.of(CrampEpisode)
    measures = [measure for measure in journal.of(Measure) if cramp_of(measure, cramps) == entry]
    form = _form(request, entry, measures)
    if form.is_bound and form.is_valid() and (at := form.moment()) is not None and form.is_valid():
        try:
            changed = read_entry({**form.said(), "kind": entry.kind, "id": entry.id, "at": at, **_carried(entry)})
        except BadInput as fault:
            form.blame(fault)
        else:
            if changed != entry:
                keeping.amend(request, changed)  # type: ignore[arg-type]
            if isinstance(changed, CrampEpisode):
                _note_measures(request, changed, measures, form.cleaned_data["done"])
            messages.success(request, " ".join([_("Kept."), *(q.message for q in questions(changed))]))
            return redirect("night", changed.night)
    heading = _("What was the cramp like?") if isinstance(entry, CrampEpisode) else _("What was taken?")
    context = {
        "entry": entry,
        "form": form,
        "legs": _legs(form) if isinstance(entry, CrampEpisode) else [],
        "heading": heading if isinstance(entry, CrampEpisode | DoseTaken) else _("When was it?"),
        "night": entry.night,
        "amendments": journal.amendments(entry.id),
        "ids": {"entry": new_id(), "withdraw": new_id()},
    }
    return render(request, "details.html", context, status=422 if form.is_bound else 200)


@require_POST
def withdraw(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Take an entry back. It stays on record as taken back, and counts nowhere."""
    entry = own_store().journal().current(entry_id)
    if entry is None:
        raise Http404
    keeping.withdraw(request, entry)
    messages.success(request, _("Taken back. It counts nowhere now."))
    return redirect("night", entry.night)


class Zone(NamedTuple):
    """One muscle on the picture of the legs."""

    value: str
    side: Any
    name: Any
    short: Any
    is_chosen: bool


def _legs(form: CrampForm) -> list[tuple[str, list[Zone]]]:
    """The two views of the legs, row by row. Seen from the front the right leg stands on the left."""
    chosen = form["place"].value()
    views = []
    for view, sites, sides in (("front", FRONT, ("right", "left")), ("back", BACK, ("left", "right"))):
        places = [(side, site) for site in sites for side in sides]
        zones = [
            Zone(f"{d} {t}", words.SIDES[d], words.SITES[t], words.ON_LEGS[t], f"{d} {t}" == chosen) for d, t in places
        ]
        views.append((view, zones))
    return views


def _note_measures(request: HttpRequest, cramp: CrampEpisode, noted: list[Measure], done: list[str]) -> None:
    """What was done to stop a cramp, as entries of their own that name it; a tick taken away takes its entry back."""
    diary, form_id = keeping.own_diary(request), request.POST.get("id") or new_id()
    for what in done:
        if what not in [measure.what for measure in noted]:
            fields = {"kind": "measure", "what": what, "purpose": "stop", "cramp": cramp.id}
            diary.add([{**fields, "id": f"{form_id}-{what}", "at": cramp.at, "entered": now(request)}])
    for number, measure in enumerate(noted):
        if measure.what not in done:
            diary.withdraw(id=f"{form_id}-back-{number}", of=measure.id)


def _night(request: HttpRequest, night: date, form: NightTimeForm) -> HttpResponse:
    moment = now(request)
    journal = own_store().journal()
    context: dict[str, Any] = {
        "night": night,
        "record": night_by_night(journal.effective, night, night)[0],
        "entries": [{"entry": e, "amendment_id": new_id()} for e in _of_night(journal, night)],
        "has_begun": EARLIEST <= night <= moment.night,
        "form": form,
        "ids": {"entry": new_id()},
    }
    return render(request, "night.html", context, status=422 if form.is_bound else 200)


def _of_night(journal: Journal, night: date) -> list[Observation]:
    return [e for e in journal.effective if e.night == night]


def _month(written: str, default: date) -> date:
    """The first day of the month asked for; of the present one where what was asked cannot be read."""
    try:
        found = date.fromisoformat(f"{written}-01")
    except ValueError:
        return default.replace(day=1)
    return found if EARLIEST <= found <= default else default.replace(day=1)


def _cell(night: Night, moment: Moment) -> Cell:
    if night.night > moment.night:
        look, said = "ahead", _("still to come")
    elif night.cramps is None:
        look, said = "unknown", _("not recorded")
    elif night.cramps == 0:
        look, said = "zero", _("quiet")
    else:
        look = "some"
        said = ngettext("%(n)s cramp", "%(n)s cramps", night.cramps) % {"n": night.cramps}
    return Cell(
        night.night, night.cramps, look, f"{date_format(night.night, 'j F')}: {said}", night.night == moment.night
    )


def _form(request: HttpRequest, entry: Observation, measures: list[Measure]) -> Any:
    zone = now(request).zone or "UTC"
    written = request.POST if request.method == "POST" else None
    zone = entry.at.zone or zone
    if isinstance(entry, CrampEpisode):
        return CrampForm(written, zone=zone, before=entry.at, initial=CrampForm.initial_of(entry, measures))
    if isinstance(entry, DoseTaken):
        return DoseForm(written, zone=zone, before=entry.at, initial=DoseForm.initial_of(entry))
    return WhenForm(written, zone=zone, before=entry.at, initial={"when": entry.at.wall})


def _carried(entry: Observation) -> dict[str, Any]:
    """What an entry holds that its form does not ask for; it must not be lost when the form is kept."""
    asked = {"kind", "id", "at"}
    if isinstance(entry, CrampEpisode):
        asked |= {"side", "site", "pain", "duration_s", "soreness_min", "doing", "triggers", "note"}
    elif isinstance(entry, DoseTaken):
        asked |= {"elemental_mg", "form", "product", "tablets", "with_food"}
    return {
        name: getattr(entry, name)
        for name in entry.__struct_fields__
        if name not in asked and getattr(entry, name) is not None
    }
