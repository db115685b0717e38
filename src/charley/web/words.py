"""The words a page uses for what the diary holds. Every one can be translated."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from charley.diary.records import (
    DRINKS_OF_THE_DAY,
    Activity,
    CrampEpisode,
    DoseTaken,
    Drink,
    Entry,
    Exposure,
    Food,
    Measure,
    Mood,
    NightCount,
    NoneOf,
    Note,
    PlanChange,
    QuietNight,
    Score,
    SideEffect,
    Sleep,
    Symptom,
    TestResult,
    Tracking,
    UrineColour,
)
from charley.language import number as in_language
from charley.web.date_words import date_format

SITES = {
    "calf": gettext_lazy("calf"),
    "foot": gettext_lazy("foot"),
    "toes": gettext_lazy("toes"),
    "shin": gettext_lazy("shin"),
    "thigh_front": gettext_lazy("front of the thigh"),
    "thigh_back": gettext_lazy("back of the thigh"),
    "hip": gettext_lazy("hip"),
    "hand": gettext_lazy("hand"),
    "other": gettext_lazy("another muscle"),
}
#: Words short enough to stand on the picture of the legs.
ON_LEGS = {
    "thigh_front": gettext_lazy("thigh"),
    "thigh_back": gettext_lazy("thigh"),
    "shin": gettext_lazy("shin"),
    "calf": gettext_lazy("calf"),
    "foot": gettext_lazy("foot"),
    "toes": gettext_lazy("toes"),
}
SIDES = {"left": gettext_lazy("left"), "right": gettext_lazy("right"), "both": gettext_lazy("both")}
LEGS = {"left": gettext_lazy("left leg"), "right": gettext_lazy("right leg")}
#: What speaks for a remedy or routine, as a mark beside it.
EVIDENCE = {
    "strong": gettext_lazy("strong evidence for cramps"),
    "some": gettext_lazy("some evidence for cramps"),
    "weak": gettext_lazy("weak evidence for cramps"),
    "none": gettext_lazy("no evidence for cramps"),
}
DOINGS = {
    "asleep": gettext_lazy("asleep"),
    "resting": gettext_lazy("resting"),
    "sitting_long": gettext_lazy("after long sitting"),
    "standing_long": gettext_lazy("after long standing"),
    "walking": gettext_lazy("walking"),
    "exercising": gettext_lazy("exercising"),
    "after_exercise": gettext_lazy("after exercise"),
    "in_heat": gettext_lazy("in the heat"),
    "other": gettext_lazy("something else"),
}
FORMS = {
    "citrate": gettext_lazy("citrate"),
    "glycinate": gettext_lazy("glycinate"),
    "oxide": gettext_lazy("oxide"),
    "hydroxide": gettext_lazy("hydroxide"),
    "chloride": gettext_lazy("chloride"),
    "lactate": gettext_lazy("lactate"),
    "malate": gettext_lazy("malate"),
    "taurate": gettext_lazy("taurate"),
    "threonate": gettext_lazy("threonate"),
    "aspartate": gettext_lazy("aspartate"),
    "glycerophosphate": gettext_lazy("glycerophosphate"),
    "sulfate": gettext_lazy("sulfate (Epsom salt)"),
    "carbonate": gettext_lazy("carbonate"),
    "orotate": gettext_lazy("orotate"),
    "gluconate": gettext_lazy("gluconate"),
    "pidolate": gettext_lazy("pidolate"),
    "other": gettext_lazy("another form"),
}

SYMPTOMS = {
    "twitch": gettext_lazy("twitch"),
    "restless_urge": gettext_lazy("urge to move the legs"),
    "tingling": gettext_lazy("tingling"),
    "numbness": gettext_lazy("numbness"),
    "heavy_legs": gettext_lazy("heavy legs"),
    "soreness": gettext_lazy("sore legs"),
}
#: Names of the library's triggers; what is known of each stands there.
TRIGGERS = {
    "dehydration": gettext_lazy("little to drink"),
    "low_minerals": gettext_lazy("few minerals"),
    "overuse": gettext_lazy("a tired or overworked muscle"),
    "poor_circulation": gettext_lazy("poor blood flow"),
    "long_sitting": gettext_lazy("long sitting"),
    "long_standing": gettext_lazy("long standing"),
    "heat": gettext_lazy("heat and sweat"),
    "pregnancy": gettext_lazy("pregnancy"),
    "medicine": gettext_lazy("a medicine"),
    "hormones": gettext_lazy("hormones or the cycle"),
    "stress": gettext_lazy("stress"),
    "inflammation": gettext_lazy("inflammation or an illness"),
    "alcohol": gettext_lazy("alcohol"),
}
EFFORTS = {"easy": gettext_lazy("easy"), "moderate": gettext_lazy("moderate"), "hard": gettext_lazy("hard")}
MEASURES = {
    "stretch": gettext_lazy("stretching"),
    "massage": gettext_lazy("massage"),
    "heat": gettext_lazy("heat pack"),
    "cold": gettext_lazy("cold pack"),
    "warm_bath": gettext_lazy("warm bath"),
    "foot_soak": gettext_lazy("foot soak"),
    "topical": gettext_lazy("something on the skin"),
    "walking": gettext_lazy("walking it off"),
    "relaxation": gettext_lazy("breathing or relaxing"),
    "compression": gettext_lazy("compression stockings"),
    "other": gettext_lazy("something else"),
}
SEVERITIES = {"mild": gettext_lazy("mild"), "moderate": gettext_lazy("moderate"), "severe": gettext_lazy("severe")}
SYSTEMS = {
    "gut": gettext_lazy("Belly and gut"),
    "circulation": gettext_lazy("Circulation"),
    "skin": gettext_lazy("Skin"),
    "nerves_and_muscles": gettext_lazy("Nerves and muscles"),
    "breathing": gettext_lazy("Breathing"),
    "heart": gettext_lazy("Heart"),
    "other": gettext_lazy("Other"),
}
SIGNS = {
    "diarrhoea": gettext_lazy("diarrhoea"),
    "loose_stool": gettext_lazy("loose stool"),
    "constipation": gettext_lazy("constipation"),
    "nausea": gettext_lazy("feeling sick"),
    "vomiting": gettext_lazy("vomiting"),
    "abdominal_cramp": gettext_lazy("belly cramp"),
    "bloating": gettext_lazy("bloating"),
    "low_blood_pressure": gettext_lazy("low blood pressure"),
    "dizziness": gettext_lazy("dizziness"),
    "fainting": gettext_lazy("fainting"),
    "flushing": gettext_lazy("flushing"),
    "skin_tingling": gettext_lazy("tingling skin"),
    "skin_irritation": gettext_lazy("itching or burning skin"),
    "drowsiness": gettext_lazy("great sleepiness"),
    "muscle_weakness": gettext_lazy("muscle weakness"),
    "trouble_breathing": gettext_lazy("trouble breathing"),
    "irregular_heartbeat": gettext_lazy("uneven heartbeat"),
    "other": gettext_lazy("something else"),
}
SHADES = {
    "1": gettext_lazy("almost clear"),
    "2": gettext_lazy("pale straw"),
    "3": gettext_lazy("straw"),
    "4": gettext_lazy("yellow"),
    "5": gettext_lazy("dark yellow"),
    "6": gettext_lazy("amber"),
    "7": gettext_lazy("orange"),
    "8": gettext_lazy("brown"),
}
PHASES = {
    "bleeding": gettext_lazy("bleeding"),
    "before_ovulation": gettext_lazy("between bleeding and ovulation"),
    "ovulation": gettext_lazy("ovulation"),
    "after_ovulation": gettext_lazy("after ovulation"),
}
ABOUT = {
    "diet_change": gettext_lazy("a change of diet"),
    "medicine_change": gettext_lazy("a change of medicines"),
    "illness": gettext_lazy("an illness"),
    "travel": gettext_lazy("travel"),
    "other": gettext_lazy("something else"),
}
#: What a person may track, and what of the day may matter; also the names of exposures.
TOPICS = {
    "sleep": gettext_lazy("Sleep, and wakings by the legs"),
    "drinks": gettext_lazy("Drinks"),
    "urine": gettext_lazy("Colour of urine"),
    "activity": gettext_lazy("Activity"),
    "measures": gettext_lazy("Stretching, massage, baths"),
    "caffeine": gettext_lazy("Coffee and tea"),
    "alcohol": gettext_lazy("Alcohol"),
    "nicotine": gettext_lazy("Nicotine"),
    "stress": gettext_lazy("Stress"),
    "heat": gettext_lazy("Heat and sweat"),
    "long_standing": gettext_lazy("Long standing"),
    "long_sitting": gettext_lazy("Long sitting"),
    "sunlight": gettext_lazy("Sunlight"),
    "cycle": gettext_lazy("Menstrual cycle"),
    "legs": gettext_lazy("Sore or heavy legs"),
    "side_effects": gettext_lazy("Anything unwanted"),
    "mood": gettext_lazy("Mood"),
    "note": gettext_lazy("Notes"),
}
EXPOSURES = {
    **TOPICS,
    "sweating": gettext_lazy("Much sweat"),
    "menstrual_cycle": gettext_lazy("Menstrual cycle"),
    "other": gettext_lazy("Something of the day"),
}
UNITS = {
    "of_10": gettext_lazy("of 10"),
    "cups": gettext_lazy("cups"),
    "glasses": gettext_lazy("glasses"),
    "times": gettext_lazy("times"),
    "hours": gettext_lazy("hours"),
    "minutes": gettext_lazy("minutes"),
}


def night(begins: date) -> str:
    """``Thu 20 to Fri 21 November``."""
    ends = begins + timedelta(days=1)
    return _("%(begins)s to %(ends)s") % {
        "begins": date_format(begins, "D j" if begins.month == ends.month else "D j F"),
        "ends": date_format(ends, "D j F"),
    }


def tenths(low: float, high: float) -> str:
    """A range of chances in counts of ten: ``3 in 10 to 5 in 10``; never none and never all."""
    ends = [min(9, max(1, round(10 * share))) for share in (low, high)]
    if ends[0] == ends[1]:
        return _("about %(n)s in 10") % {"n": ends[0]}
    return _("%(low)s in 10 to %(high)s in 10") % {"low": ends[0], "high": ends[1]}


def number(value: float) -> str:
    """Without a needless ``.0``, with the language's own point or comma."""
    return in_language(value)


def dose(entry: DoseTaken) -> str:
    """``100 mg glycinate, with food``; ``Left out: glycinate`` for a dose that was not taken."""
    kind = entry.substance.replace("_", " ") if entry.form is None else str(FORMS[entry.form])
    if entry.elemental_mg == 0:
        return _("Left out: %(what)s") % {"what": kind}
    if entry.elemental_mg is not None:
        parts = [_("%(mg)s mg") % {"mg": number(entry.elemental_mg)}]
    elif entry.tablets is not None:
        parts = [ngettext("%(n)s tablet", "%(n)s tablets", round(entry.tablets)) % {"n": number(entry.tablets)}]
    else:
        parts = [_("amount not known")]
    if entry.form is not None or entry.substance != "magnesium":
        parts.append(kind)
    said = " ".join(parts)
    if entry.product:
        said += f" ({entry.product})"
    return said + (_(", with food") if entry.with_food else "")


def cramp(entry: CrampEpisode) -> str:
    """``Cramp: left calf, pain 7, 90 s, asleep``."""
    place = _place(entry.side, entry.site)
    parts = [place, entry.muscle or ""]
    if entry.pain is not None:
        parts.append(_("pain %(pain)s of 10") % {"pain": entry.pain})
    if entry.duration_s is not None:
        parts.append(length(entry.duration_s))
    if entry.doing is not None:
        parts.append(str(DOINGS[entry.doing]))
    known = ", ".join(part for part in parts if part)
    return _("Cramp") + (f": {known}" if known else "")


def _place(side: str | None, site: str | None) -> str:
    """``left calf``; in other languages the side may come after."""
    if side is not None and site is not None:
        return _("%(side)s %(site)s") % {"side": SIDES[side], "site": SITES[site]}
    return str(SIDES.get(side or "", "")) or str(SITES.get(site or "", ""))


def length(seconds: float) -> str:
    """``45 s``, ``2 min``, ``2 min 30 s``."""
    minutes, rest = divmod(round(seconds), 60)
    said = [f"{minutes} min"] if minutes else []
    if rest or not said:
        said.append(f"{rest} s")
    return " ".join(said)


def entry(shown: Entry) -> str:
    """One entry in a line."""
    match shown:
        case CrampEpisode():
            return cramp(shown)
        case QuietNight():
            return _("Quiet night")
        case NightCount():
            return ngettext("%(n)s cramp in all", "%(n)s cramps in all", shown.cramps) % {"n": shown.cramps}
        case DoseTaken():
            return _("Dose: %(dose)s") % {"dose": dose(shown)}
        case Food():
            amount = f", {number(shown.amount_g)} g" if shown.amount_g is not None else ""
            return _("Food: %(name)s") % {"name": shown.name + amount}
        case Drink(what=what) if what == DRINKS_OF_THE_DAY:
            return _("All drinks of the day: %(ml)s ml") % {"ml": number(shown.ml)}
        case Drink():
            return _("Drink: %(ml)s ml %(what)s") % {"ml": number(shown.ml), "what": shown.what}
        case Sleep():
            return sleep(shown)
        case SideEffect():
            sign = shown.words or str(SIGNS[shown.sign])
            return _("Noticed: %(sign)s") % {"sign": _joined(sign, SEVERITIES.get(shown.severity or ""))}
        case Note():
            return _("Note: %(text)s") % {"text": shown.text}
        case Symptom():
            strength = _("%(n)s of 10") % {"n": shown.strength} if shown.strength is not None else ""
            place = _place(shown.side, shown.site)
            return _("Felt: %(what)s") % {"what": _joined(SYMPTOMS[shown.what], place, strength)}
        case Activity():
            minutes = _("%(n)s minutes") % {"n": number(shown.minutes)} if shown.minutes is not None else ""
            effort = EFFORTS.get(shown.effort or "")
            return _("Activity: %(what)s") % {"what": _joined(shown.what, effort, minutes)}
        case Exposure():
            return exposure(shown)
        case Measure():
            return _("Done: %(what)s") % {"what": _joined(MEASURES[shown.what], shown.product)}
        case UrineColour():
            return _("Urine: %(shade)s") % {"shade": SHADES[str(shown.shade)]}
        case Mood():
            return _("Mood: %(rating)s of 5") % {"rating": shown.rating}
        case NoneOf():
            return _("Nothing of: %(what)s") % {"what": ", ".join(str(TOPICS.get(each, each)) for each in shown.what)}
        case TestResult():
            result = {"name": shown.analyte.replace("_", " "), "value": number(shown.value), "unit": shown.unit}
            return _("Test result: %(name)s %(value)s %(unit)s") % result
        case Score():
            return _("Score, %(name)s: %(total)s") % {"name": shown.name.replace("_", " "), "total": shown.total}
        case Tracking():
            return _("What is asked each day was changed")
        case PlanChange() if shown.mg_per_day == 0:
            return _("The plan was ended")
        case PlanChange():
            return _("Plan: %(mg)s mg a day from here on") % {"mg": number(shown.mg_per_day)}
    return shown.kind.replace("_", " ").capitalize()


def sleep(shown: Sleep) -> str:
    """``Sleep: 3 of 5, woken twice by the legs``."""
    parts = [_("%(rating)s of 5") % {"rating": shown.rating}] if shown.rating is not None else []
    if shown.cramp_wakings is not None:
        wakings = ngettext("woken %(n)s time by the legs", "woken %(n)s times by the legs", shown.cramp_wakings)
        parts.append(wakings % {"n": shown.cramp_wakings})
    return _("Sleep") + (f": {', '.join(parts)}" if parts else "")


def exposure(shown: Exposure) -> str:
    """``Coffee and tea: 2 cups``."""
    parts = [str(PHASES[shown.phase])] if shown.phase else []
    if shown.amount is not None:
        parts.append(f"{number(shown.amount)} {UNITS.get(shown.unit or '', shown.unit)}")
    return str(EXPOSURES[shown.what]) + (f": {', '.join(parts)}" if parts else "")


def _joined(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)
