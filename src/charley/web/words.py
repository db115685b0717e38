"""The words a page uses for what the diary holds. Every one can be translated."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from charley.diary.records import (
    CrampEpisode,
    DoseTaken,
    Drink,
    Entry,
    Food,
    NightCount,
    Note,
    QuietNight,
    SideEffect,
    Sleep,
)

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
SIDES = {"left": gettext_lazy("left"), "right": gettext_lazy("right"), "both": gettext_lazy("both")}
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
    """Without a needless ``.0``."""
    return f"{value:g}"


def dose(entry: DoseTaken) -> str:
    """``100 mg glycinate, with food``."""
    if entry.elemental_mg is not None:
        parts = [_("%(mg)s mg") % {"mg": number(entry.elemental_mg)}]
    elif entry.tablets is not None:
        parts = [ngettext("%(n)s tablet", "%(n)s tablets", round(entry.tablets)) % {"n": number(entry.tablets)}]
    else:
        parts = [_("amount not known")]
    if entry.form is not None:
        parts.append(str(FORMS[entry.form]))
    elif entry.substance != "magnesium":
        parts.append(entry.substance.replace("_", " "))
    said = " ".join(parts)
    if entry.product:
        said += f" ({entry.product})"
    return said + (_(", with food") if entry.with_food else "")


def cramp(entry: CrampEpisode) -> str:
    """``Cramp: left calf, pain 7, 90 s, asleep``."""
    place = " ".join(str(w) for w in (SIDES.get(entry.side or ""), SITES.get(entry.site or "")) if w)
    parts = [place, entry.muscle or ""]
    if entry.pain is not None:
        parts.append(_("pain %(pain)s of 10") % {"pain": entry.pain})
    if entry.duration_s is not None:
        parts.append(length(entry.duration_s))
    if entry.doing is not None:
        parts.append(str(DOINGS[entry.doing]))
    known = ", ".join(part for part in parts if part)
    return _("Cramp") + (f": {known}" if known else "")


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
        case Drink():
            return _("Drink: %(ml)s ml %(what)s") % {"ml": number(shown.ml), "what": shown.what}
        case Sleep() if shown.rating is not None:
            return _("Sleep: %(rating)s of 5") % {"rating": shown.rating}
        case SideEffect():
            return _("Noticed: %(sign)s") % {"sign": shown.words or shown.sign.replace("_", " ")}
        case Note():
            return _("Note: %(text)s") % {"text": shown.text}
    return shown.kind.replace("_", " ").capitalize()
