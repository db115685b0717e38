"""What should I ask? A page for the person who knows one's health: what was found, asked and told."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from charley.diary.rates import stretch
from charley.services import planning
from charley.web import plan_shown as shown
from charley.web.clock import local_time, now
from charley.web.date_words import date_format
from charley.web.keeping import own_diary
from charley.web.people import own_profile
from charley.web.profile_form import LABS, WEEKDAYS
from charley.web.words import number


@require_GET
def bring(request: HttpRequest) -> HttpResponse:
    """The page; without a profile there is nothing to bring yet."""
    told = own_profile()
    if told is None:
        return redirect("plan")
    moment = now(request)
    made = planning.check(told, now=local_time(request))
    context = {
        "findings": shown.findings(made),
        "questions": made.questions,
        "told": _told(told),
        "weeks": _weeks(request),
        "made": date_format(moment.wall, "j F Y"),
    }
    return render(request, "bring.html", context)


def _told(profile: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The profile in rows: what was asked, and the answer; what was skipped is said to be not known."""
    unknown = _("not told")
    yes_no = {True: _("yes"), False: _("no")}

    def said(name: str, unit: str = "") -> str:
        value = profile.get(name)
        if value is None:
            return unknown
        if isinstance(value, bool):
            return str(yes_no[value])
        return value if isinstance(value, str) else f"{number(value)}{unit}"

    def listed(name: str) -> str:
        items = profile.get(name)
        if items is None:
            return unknown
        return "; ".join(_item(item) for item in items) or _("none")

    rows = [
        (_("Age"), said("age_years")),
        (_("Sex"), said("sex")),
        *([] if profile.get("sex") == "male" else [(_("Pregnant"), said("pregnant"))]),
        (_("Kidney function (eGFR)"), said("egfr_ml_min", " mL/min")),
        (_("Illnesses"), listed("conditions")),
        (_("Medicines"), listed("medicines")),
        (_("Supplements"), listed("supplements")),
        (_("What I feel"), listed("symptoms")),
    ]
    for test, value in (profile.get("labs") or {}).items():
        rows.append((str(LABS.get(test, test)), f"{number(value['value'])} {value.get('unit') or _('(no unit)')}"))
    return rows


def _item(item: Any) -> str:
    if isinstance(item, str):
        return item
    parts = [item.get("name"), item.get("dose"), item.get("form")]
    if item.get("elemental_mg") is not None:
        parts.append(f"{number(item['elemental_mg'])} mg")
    if item.get("times"):
        parts.append(_("at %(times)s") % {"times": ", ".join(item["times"])})
    if item.get("days"):
        parts.append(_("only on %(days)s") % {"days": ", ".join(str(WEEKDAYS[day]) for day in item["days"])})
    return " ".join(part for part in parts if part)


def _weeks(request: HttpRequest) -> str:
    """The last four weeks in a sentence."""
    last = now(request).night - timedelta(days=1)
    found = stretch(own_diary(request).nights(last - timedelta(days=27), last))
    if not found.recorded:
        return _("Nothing was recorded.")
    cramps = ngettext("%(n)s cramp", "%(n)s cramps", found.cramps) % {"n": found.cramps}
    said = ngettext("%(cramps)s on %(n)s recorded night.", "%(cramps)s on %(n)s recorded nights.", found.recorded) % {
        "cramps": cramps,
        "n": found.recorded,
    }
    missing = found.nights - found.recorded
    if not missing:
        return said
    silent = ngettext("%(n)s night was not recorded.", "%(n)s nights were not recorded.", missing) % {"n": missing}
    return f"{said} {silent}"
