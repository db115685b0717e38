"""A plan in the words and shapes of its pages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charley.language import said
from charley.report import plan_words
from charley.services.following import Standing
from charley.services.planning import Dose, Finding, Plan, Step, StopRule, ground_of_rule, strength_words
from charley.web.date_words import date_format
from charley.web.profile_form import LABS
from charley.web.words import FORMS, number

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


class FindingShown(NamedTuple):
    """A finding with its severity in a word; findings that say the same sentence of several things are one."""

    level: int
    word: str
    about: str
    message: str
    sources: tuple[str, ...]
    strength: str


class StopSignShown(NamedTuple):
    """A sign to stop, and how firm its ground is."""

    message: str
    ground: str


class StepShown(NamedTuple):
    """A step: its days in words, and each dose with the salt's name for people."""

    when: str
    doses: list[dict[str, Any]]


class FollowedShown(NamedTuple):
    """Where the person stands in the plan they follow.

    Attributes:
        since: the day and the number of days.
        doses: of today, each with whether it is noted.
        advice: what the notes say.
        choices: amounts a day to go to, with the words of their buttons.
    """

    since: str
    doses: list[dict[str, Any]]
    advice: str
    choices: list[tuple[float, str]]


def findings(made: Plan) -> list[FindingShown]:
    """The findings, each sentence once."""
    alike: dict[str, list[Finding]] = {}
    for finding in made.findings:
        alike.setdefault(finding.message, []).append(finding)
    return [_finding(each) for each in alike.values()]


def _finding(alike: Sequence[Finding]) -> FindingShown:
    first = alike[0]
    level, word = SEVERITIES[first.severity]
    about = ", ".join(dict.fromkeys(said(part) for each in alike for part in each.about.split(", ")))
    return FindingShown(level, str(word), about, first.message, first.sources, strength_words(first))


def stop_signs(rules: Sequence[StopRule]) -> list[StopSignShown]:
    """The signs to stop of a plan or of a sealed trial, each with how firm its ground is."""
    return [StopSignShown(rule.message, ground_of_rule(rule)) for rule in rules]


def headline(made: Plan) -> Headline:
    """What the page says first."""
    match made.status:
        case "urgent":
            return Headline(
                _("Get this looked at today"), _("Ring your doctor's practice or the out-of-hours line now."), True
            )
        case "refuse":
            return Headline(
                _("No magnesium supplement for you"), _("The reason stands below, and what to do instead."), True
            )
        case "clinician_first":
            whom = _(" or ").join(str(WHOM[who]) for who in made.refers_to)
            return Headline(
                _("See someone first"), _("Before any magnesium, please talk to %(whom)s.") % {"whom": whom}, True
            )
    if not made.steps:
        return Headline(_("No extra magnesium for now"), _("Why, and what else there is to do, stands below."), False)
    return Headline(_("A careful plan you may start"), _first_words(made.steps[0]), False)


def _first_words(step: Step) -> str:
    said = _(" and ").join(
        _("%(mg)s mg at %(time)s") % {"mg": number(dose.elemental_mg), "time": dose.time} for dose in step.doses
    )
    if step.after_course_of:
        return _("It begins with %(doses)s, after your course of %(medicines)s.") % {
            "doses": said,
            "medicines": ", ".join(step.after_course_of),
        }
    return _("It begins with %(doses)s.") % {"doses": said}


def steps(steps: Sequence[Step]) -> list[StepShown]:
    """The steps of a plan that is not followed yet: its days are counted from the first."""
    shown = []
    for place, step in enumerate(steps):
        first = step.from_day
        following = steps[place + 1] if place + 1 < len(steps) else None
        if step.after_course_of:
            when = _("After your course of %(medicines)s") % {"medicines": ", ".join(step.after_course_of)}
            if step.counts_from == "end_of_course" and first > 1:
                when += ", " + _("from day %(day)s on") % {"day": first}
        elif following is None or following.from_day <= first:
            when = _("Every day") if first <= 1 else _("From day %(day)s on") % {"day": first}
        else:
            when = _("Days %(first)s to %(last)s") % {"first": first, "last": following.from_day - 1}
        shown.append(StepShown(when, [_dose(dose) for dose in step.doses]))
    return shown


def coming_steps(steps: Sequence[Step], today: date) -> list[StepShown]:
    """The steps above the present one: none begins by itself, and none before its day."""
    return [
        StepShown(
            _("From %(day)s at the earliest, if cramps go on and all is well")
            % {"day": date_format(today + timedelta(days=step.from_day - 1), "j F")},
            [_dose(dose) for dose in step.doses],
        )
        for step in steps
    ]


def _dose(dose: Dose) -> dict[str, Any]:
    return {
        "time": dose.time,
        "mg": number(dose.elemental_mg),
        "form": FORMS[dose.form],
        "with_food": dose.with_food,
    }


def followed(standing: Standing, today: date) -> FollowedShown:
    """The present step for the page."""
    course = standing.course
    day = _("Day %(day)s, begun on %(date)s.") % {
        "day": (today - course.started).days + 1,
        "date": date_format(course.started, "j F"),
    }
    return FollowedShown(
        since=day,
        doses=[{**_dose(dose), "noted": dose in standing.fulfilled} for dose in standing.doses],
        advice=standing.proposal.reason,
        choices=[(mg, _choice(mg, course.mg_per_day)) for mg in standing.choices],
    )


def _choice(mg: float, present: float) -> str:
    if mg == 0:
        return _("Stop the plan")
    said = _("Go on to %(mg)s mg a day") if mg > present else _("Go back to %(mg)s mg a day")
    return said % {"mg": number(mg)}


def awaited(field: str, profile: Mapping[str, Any]) -> str:
    """A field of the profile whose answer the plan waits for, in words."""
    row = re.match(r"(medicines|supplements)\[(\d+)\]", field)
    if row is None:
        return str(AWAITED.get(field, field.replace("_", " ")))
    name = profile[row[1]][int(row[2])]["name"]
    if field.endswith(".times"):
        return _("when you take %(name)s") % {"name": name}
    return _("how much magnesium is in %(name)s") % {"name": name}


def asked_at(field: str) -> str:
    """The address of the question about a field of the profile."""
    place, _bracket, _rest = field.partition("[")
    if place in ("medicines", "supplements"):
        return f"{reverse('profile')}#{place}-head"
    return f"{reverse('profile')}#id_{place}-field"


def need(made: Plan) -> str:
    """What the day needs and what food gives, in a sentence; empty where neither is known."""
    reference, diet, gap = made.need.reference_mg, made.need.diet_mg, made.need.gap_mg
    if reference is None:
        return ""
    said = _("A day needs about %(mg)s mg of magnesium, all together.") % {"mg": number(reference)}
    if diet is None:
        return said + " " + _("How much your food gives is not known yet.")
    said += " " + _("Your food gives about %(mg)s mg.") % {"mg": number(diet)}
    if gap is not None and gap > 0:
        return said + " " + _("That leaves about %(mg)s mg, and food comes first for it.") % {"mg": number(gap)}
    return said + " " + _("That leaves nothing to add.")


def unsure(made: Plan) -> Iterator[str]:
    """Names that are asked back, unless a finding asks the same, and names that nobody knew."""
    asked = {
        f"{question.written}: {question.ask}"
        for question in made.confirm
        if question.ask is not None and any(question.ask in finding.message for finding in made.findings)
    }
    yield from (sentence for sentence in plan_words.to_confirm(made) if sentence not in asked)
    for written in made.not_understood:
        yield _("“%(written)s” is not known to us. It was treated with care, not as safe.") % {"written": written}
