"""What is safe for me, and when do I take it? Findings first, then the timetable; or whom to see first."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from charley.diary.rates import stretch
from charley.errors import BadInput
from charley.interop import ical
from charley.services import planning
from charley.web.clock import now, present, zone_of
from charley.web.keeping import own_diary
from charley.web.people import own_profile, own_store
from charley.web.profile_form import LABS, ProfileForms
from charley.web.words import FORMS, number

#: So many earlier versions of the profile are looked at for doses that a newer calendar must take back.
EARLIER_PLANS = 5
EMERGENCY_NUMBERS = {"US": "911", "UK": "999", "EU": "112"}

#: Severity -> how loud, 1 to 3, and its word.
SEVERITIES = {
    "info": (1, gettext_lazy("Good to know")),
    "caution": (2, gettext_lazy("Take care")),
    "serious": (3, gettext_lazy("Important")),
    "urgent": (3, gettext_lazy("Today")),
    "emergency": (3, gettext_lazy("Now")),
}
ASKED = {
    "kidney_function": gettext_lazy("kidney function (eGFR, from creatinine)"),
    "ecg": gettext_lazy("an ECG"),
    "lithium_level": gettext_lazy("the lithium level"),
    "thyroid": gettext_lazy("thyroid values"),
    "cause": gettext_lazy("what may cause the cramps"),
    "ck": gettext_lazy("CK, the muscle enzyme"),
    **{name: LABS[name] for name in ("serum_magnesium", "potassium", "calcium", "ferritin", "vitamin_b12")},
}
AWAITED = {
    "age_years": gettext_lazy("your age"),
    "pregnant": gettext_lazy("whether you are pregnant"),
    "egfr_ml_min": gettext_lazy("your kidney function, from a blood test"),
}
WHOM = {
    "clinician": gettext_lazy("your doctor"),
    "pharmacist": gettext_lazy("a pharmacist"),
    "maternity": gettext_lazy("your midwife or maternity team"),
    "emergency": gettext_lazy("emergency help"),
}


class Headline(NamedTuple):
    """What the page says first. ``alone``: nothing may be started, so the page to bring along is the main action."""

    title: str
    lead: str
    alone: bool


@require_GET
def plan_page(request: HttpRequest) -> HttpResponse:
    """The plan that follows from the profile in force, screened anew each time it is shown."""
    profile = own_profile()
    if profile is None:
        return render(request, "plan.html", {})
    made = planning.plan(profile, now=_local(request)).as_dict()
    findings = _findings(made)
    if made["status"] == "emergency":
        alone: dict[str, Any] = {
            "number": EMERGENCY_NUMBERS.get(profile.get("setting") or ""),
            "findings": [f for f in findings if f["status"] == "emergency"],
        }
        return render(request, "emergency.html", alone)
    context: dict[str, Any] = {
        "plan": made,
        "headline": _headline(made),
        "findings": findings,
        "steps": _steps(made["steps"]),
        "provisional": _steps(made["provisional_steps"]),
        "asks_for": [ASKED.get(word, word) for word in made["asks_for"]],
        "need": _need(made["need"]),
        "waits_for": [_awaited(field, profile) for field in made["waits_for"]],
    }
    return render(request, "plan.html", context)


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """What a plan should know. Keeping it leads to the plan."""
    before = own_profile() or {}
    forms = ProfileForms(request.POST if request.method == "POST" else None, before)
    if request.method == "POST":
        document = forms.document()
        if document is not None:
            try:
                planning.check(document, now=_local(request))
            except BadInput as fault:
                forms.blame(fault)
            else:
                own_store().keep_profile(document=json.dumps(document, ensure_ascii=False), made_at=present())
                messages.success(request, _("Kept."))
                return redirect("plan")
    has_faults = request.method == "POST"
    return render(
        request, "profile.html", {"forms": forms, "has_faults": has_faults}, status=422 if has_faults else 200
    )


@require_GET
def bring(request: HttpRequest) -> HttpResponse:
    """A page for the person who knows one's health: what was found, asked and told."""
    told = own_profile()
    if told is None:
        return redirect("plan")
    moment = now(request)
    made = planning.check(told, now=_local(request)).as_dict()
    context = {
        "findings": _findings(made),
        "questions": made["questions"],
        "told": _told(told),
        "weeks": _weeks(request),
        "made": date_format(moment.wall, "j F Y"),
    }
    return render(request, "bring.html", context)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The doses that may be taken, as a calendar file with stable ids.

    A newer one updates the events of an older one, and cancels what earlier answers led to and these do not.
    """
    told = own_profile()
    made = planning.plan(told, now=_local(request)) if told is not None else None
    if made is None:
        raise Http404
    earlier = [json.loads(document) for _, document in own_store().profiles()[:-1]][-EARLIER_PLANS:]
    before = [ical.calendar(planning.plan(each, now=_local(request))) for each in earlier]
    if not made.steps and not any(map(ical.holds_events, before)):
        raise Http404
    answer = HttpResponse(ical.calendar(made, before=before), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="charley.ics"'
    return answer


def _local(request: HttpRequest) -> datetime:
    """This moment with the person's own offset."""
    return present().astimezone(zone_of(request)).replace(microsecond=0)


def _findings(made: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The findings with their severity in a word. Two findings that say the same sentence are one to the reader."""
    shown: dict[str, dict[str, Any]] = {}
    for raw in made["findings"]:
        level, word = SEVERITIES[raw["severity"]]
        shown.setdefault(raw["message"], {**raw, "level": level, "word": word})
    return list(shown.values())


def _headline(made: Mapping[str, Any]) -> Headline:
    whom = _(" or ").join(str(WHOM[who]) for who in made["refers_to"] if who in WHOM)
    match made["status"]:
        case "urgent":
            return Headline(
                _("Get this looked at today"), _("Ring your doctor's practice or the out-of-hours line now."), True
            )
        case "refuse":
            return Headline(
                _("No magnesium supplement for you"), _("The reason stands below, and what to do instead."), True
            )
        case "clinician_first":
            return Headline(
                _("See someone first"), _("Before any magnesium, please talk to %(whom)s.") % {"whom": whom}, True
            )
    if not made["steps"]:
        return Headline(_("No extra magnesium for now"), _("Why, and what else there is to do, stands below."), False)
    return Headline(_("A careful plan you may start"), _first_words(made["steps"]), False)


def _first_words(steps: Sequence[Mapping[str, Any]]) -> str:
    doses = steps[0]["doses"]
    said = _(" and ").join(
        _("%(mg)s mg at %(time)s") % {"mg": number(dose["elemental_mg"]), "time": dose["time"]} for dose in doses
    )
    return _("It begins with %(doses)s.") % {"doses": said}


def _steps(steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Steps with their stretch of days in words and the salt's name for people."""
    shown = []
    for step, following in zip(steps, [*steps[1:], None], strict=False):
        first = step["from_day"]
        if step["after_course_of"]:
            when = _("After your course of %(medicines)s") % {"medicines": ", ".join(step["after_course_of"])}
        elif following is None or following["from_day"] <= first:
            when = _("Every day") if first <= 1 else _("From day %(day)s on") % {"day": first}
        else:
            when = _("Days %(first)s to %(last)s") % {"first": first, "last": following["from_day"] - 1}
        doses = [{**dose, "form_word": FORMS.get(dose["form"], dose["form"])} for dose in step["doses"]]
        shown.append({"when": when, "doses": doses})
    return shown


def _awaited(field: str, profile: Mapping[str, Any]) -> str:
    """A field of the profile whose answer the plan waits for, in words."""
    row = re.match(r"(medicines|supplements)\[(\d+)\]", field)
    if row is None:
        return str(AWAITED.get(field, field.replace("_", " ")))
    name = profile[row[1]][int(row[2])]["name"]
    if field.endswith(".times"):
        return _("when you take %(name)s") % {"name": name}
    return _("how much magnesium is in %(name)s") % {"name": name}


def _need(need: Mapping[str, Any]) -> str:
    """What the day needs and what food gives, in a sentence; empty where neither is known."""
    reference, diet, gap = (need[name] for name in ("reference_mg", "diet_mg", "gap_mg"))
    if reference is None:
        return ""
    said = _("A day needs about %(mg)s mg of magnesium, all together.") % {"mg": number(reference)}
    if diet is None:
        return said + " " + _("How much your food gives is not known yet; the food page can help.")
    said += " " + _("Your food gives about %(mg)s mg.") % {"mg": number(diet)}
    if gap is not None and gap > 0:
        return said + " " + _("That leaves about %(mg)s mg, and food comes first for it.") % {"mg": number(gap)}
    return said + " " + _("That leaves nothing to add.")


def _told(profile: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The profile in rows: what was asked, and the answer; what was skipped is said to be not known."""
    unknown = _("not told")
    yes_no = {True: _("yes"), False: _("no")}

    def said(name: str, unit: str = "") -> str:
        value = profile.get(name)
        if value is None:
            return unknown
        return str(yes_no[value]) if isinstance(value, bool) else f"{value}{unit}"

    def listed(name: str) -> str:
        items = profile.get(name)
        if items is None:
            return unknown
        return "; ".join(_item(item) for item in items) or _("none")

    rows = [
        (_("Age"), said("age_years")),
        (_("Sex"), said("sex")),
        (_("Pregnant"), said("pregnant")),
        (_("Kidney function (eGFR)"), said("egfr_ml_min", " mL/min")),
        (_("Illnesses"), listed("conditions")),
        (_("Medicines"), listed("medicines")),
        (_("Supplements"), listed("supplements")),
        (_("What I feel"), listed("symptoms")),
    ]
    for test, value in (profile.get("labs") or {}).items():
        rows.append((str(LABS.get(test, test)), f"{value['value']} {value.get('unit') or _('(no unit)')}"))
    return rows


def _item(item: Any) -> str:
    if isinstance(item, str):
        return item
    parts = [item.get("name"), item.get("dose"), item.get("form")]
    if item.get("elemental_mg") is not None:
        parts.append(f"{number(item['elemental_mg'])} mg")
    if item.get("times"):
        parts.append(_("at %(times)s") % {"times": ", ".join(item["times"])})
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
