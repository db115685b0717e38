"""One typed line becomes one entry: ``left calf 7/10 3am 2 min``.

Small and honest: every word must be understood, or the line is given back with the words that were not. Nothing is
guessed that would change what is counted.
"""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias, get_args

from charley.dates import Moment, night_spoken_of
from charley.diary.records import (
    Activity,
    CrampEpisode,
    DoseTaken,
    Drink,
    Entry,
    Exposure,
    MagnesiumForm,
    Measure,
    NightCount,
    Note,
    Observation,
    QuietNight,
    Sleep,
    Symptom,
)
from charley.diary.when import unclear, when
from charley.diary.words import NUMBER, Words
from charley.errors import BadInput

SITES: Mapping[str, str] = {
    "front of (the |my )?thigh|thigh front|quads?|quadriceps": "thigh_front",
    "back of (the |my )?thigh|thigh back|hamstrings?": "thigh_back",
    "calf|calves": "calf",
    "foot|feet|arch": "foot",
    "toes?": "toes",
    "shins?": "shin",
    "hips?": "hip",
    "hands?|fingers?": "hand",
}
SIDES: Mapping[str, str] = {"both( sides| legs)?": "both", "left( leg)?": "left", "right( leg)?": "right"}
DOING: Mapping[str, str] = {
    "after (exercise|exercising|running|a run|sport|training)": "after_exercise",
    "during exercise|exercising|running": "exercising",
    "asleep|sleeping|in bed": "asleep",
    "resting|lying down": "resting",
    "(after )?(long )?sitting": "sitting_long",
    "(after )?(long )?standing": "standing_long",
    "walking": "walking",
}
SYMPTOMS: Mapping[str, str] = {
    "twitch(es|ing)?": "twitch",
    "restless( legs?)?|urge to move": "restless_urge",
    "tingl(e|es|ing)": "tingling",
    "numb(ness)?": "numbness",
    "heavy( legs?)?": "heavy_legs",
    "sore|soreness|achy|aching": "soreness",
}
MEASURES: Mapping[str, str] = {
    "stretch(ed|es|ing)?": "stretch",
    "massaged?": "massage",
    "heat( pack)?": "heat",
    "(cold|ice)( pack)?": "cold",
    "foot (soak|bath)": "foot_soak",
    "(warm |hot )?bath": "warm_bath",
    "walked it off": "walking",
}
PURPOSES: Mapping[str, str] = {"(to )?prevent": "prevent", "(to )?stop( it| a cramp)?": "stop"}
DRINKS = "water|coffee|tea|juice|milk|beer|wine|cola|lemonade|broth|drink"
_GLASSES, _CUPS = r"(?:glass(?:es)?|drinks?)(?: of)?", r"(?:cups?|mugs?)(?: of)?"
#: What is counted and not measured: its word, and the unit it is counted in.
COUNTED: Mapping[str, tuple[str, str]] = {
    "alcohol": (rf"{_GLASSES} (?:red |white )?(?:wine|beer|spirits|whisky|alcohol)", "glasses"),
    "caffeine": (rf"{_CUPS} (?:black |green )?(?:coffee|tea|espresso)", "cups"),
    "nicotine": ("(?:cigarettes?|cigars?)", "times"),
}
EXERCISE = "ran|run|running|walk|walked|jog|jogged|cycled|cycling|swam|swim|yoga|gym|exercise|football|tennis|hiked"
EFFORT: Mapping[str, str] = {"easy|light|gentle": "easy", "moderate": "moderate", "hard|intense": "hard"}
FORMS: Mapping[str, str] = {"bisglycinate": "glycinate"} | {f: f for f in get_args(MagnesiumForm) if f != "other"}
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
WITH_FOOD = "with (food|a meal|dinner|breakfast|lunch|a snack)"
WITHOUT_FOOD = "without food|on an empty stomach"
ML = {"m": 1, "c": 10, "d": 100, "l": 1000}
#: The longest note and the word before it; longer lines are a mistake of some program.
MOST_LETTERS = 4100
#: Words that carry nothing by themselves.
FILLERS = "i|had|took|drank|did|felt|a|an|the|my|at|in|of|for|with|leg|and|on|magnesium"

_Found: TypeAlias = tuple[type[Entry], dict[str, Any]] | None


def read_line(text: str, *, id: str, now: Moment, at: Moment | None = None) -> Observation:
    """Build the entry a line means.

    Args:
        text: the line, as typed.
        id: of the entry, made by the caller.
        now: this moment by the person's clock; ``3am`` means the last one before it.
        at: when it happened, where that was said apart from the line.

    Raises:
        BadInput: with the words that were not understood, or what is missing.
    """
    if len(text) > MOST_LETTERS:
        raise unclear(f"the line is too long ({len(text)} letters); a note may have up to 4000")
    note = re.match(r"\s*note:?\s+(.+)$", text, re.IGNORECASE | re.DOTALL)
    if note:
        return Note(id=id, at=at or now, entered=now, origin="line", text=note[1].strip())
    words = Words(text)
    kind, fields = _kind(words)
    night, moment = when(words, now)
    if at is not None and (moment is not None or night is not None):
        raise unclear("the time stands in the line and beside it; keep one of them")
    while words.take(FILLERS):
        pass
    if words.left:
        raise unclear(f"“{words.left}” was not understood. Write it differently, or use: note {text.strip()}")
    moment = at or moment
    if "night" in kind.__struct_fields__:
        fields["night"] = night or (moment.night if moment else night_spoken_of(now.wall))
        moment = now
    elif moment is None and night is not None:
        raise unclear("at about what time? Add it, such as 3am or 02:15")
    try:
        return kind(id=id, at=moment or now, entered=now, origin="line", **fields)  # type: ignore[return-value]
    except BadInput as fault:
        raise fault.under("line") from None


def _kind(words: Words) -> tuple[type[Entry], dict[str, Any]]:
    if not words.left:
        raise unclear("nothing was written; try “left calf 7/10 3am 2 min” or “quiet night”")
    for reader in READERS:
        found = reader(words)
        if found is not None:
            return found
    raise unclear("what happened is not clear; try “left calf 7/10 3am 2 min”, “quiet night” or “200 mg citrate 21:30”")


def _quiet(words: Words) -> _Found:
    return (QuietNight, {}) if words.take("quiet( night)?|no (leg )?cramps?") else None


def _count(words: Words) -> _Found:
    found = words.take(rf"(\d+|{'|'.join(NUMBERS)}) (leg )?cramps")
    return (NightCount, {"cramps": _whole(found[1])}) if found else None


def _cramp(words: Words) -> _Found:
    """A cramp that is called one."""
    return (CrampEpisode, _cramp_fields(words)) if words.take("(leg )?cramp(ed)?") else None


def _unnamed_cramp(words: Words) -> _Found:
    """A place or a pain alone speaks of a cramp too; this reader comes last."""
    fields = _cramp_fields(words)
    return (CrampEpisode, fields) if fields["site"] or fields["pain"] is not None else None


def _cramp_fields(words: Words) -> dict[str, Any]:
    soreness = words.minutes(before="(?:then )?(?:sore|soreness|ached|aching)(?: for)? ")
    fields = {
        "soreness_min": soreness,
        "site": words.pick(SITES),
        "side": words.pick(SIDES),
        "pain": words.out_of(10),
        "doing": words.pick(DOING),
        "woke": True if words.take("woke( me)?( up)?") else None,
    }
    if words.has("thighs?"):
        raise unclear("front or back of the thigh?")
    minutes = words.minutes()
    return {**fields, "duration_s": None if minutes is None else minutes * 60}


def _dose(words: Words) -> _Found:
    each = words.take(rf"(\d+|{'|'.join(NUMBERS)}) ?(?:x|×|tablets? of|capsules? of) ?{NUMBER} ?mg")
    whole = None if each else words.take(rf"{NUMBER} ?mg")
    if each:
        tablets = float(_whole(each[1]))
        amount = {"tablets": tablets, "elemental_mg": tablets * float(each[2])}
    elif whole:
        amount = {"elemental_mg": float(whole[1])}
    else:
        return None
    words.take("elemental")
    with_food = True if words.take(WITH_FOOD) else False if words.take(WITHOUT_FOOD) else None
    return DoseTaken, {**amount, "form": words.pick(FORMS), "with_food": with_food}


def _sleep(words: Words) -> _Found:
    if not words.take("sleep|slept"):
        return None
    wakings = words.take(r"(?:woke|woken) (\d+)(?: times)?|(?:woke|woken) (\d+)x")
    return Sleep, {"rating": words.out_of(5), "cramp_wakings": int(wakings[1] or wakings[2]) if wakings else None}


def _symptom(words: Words) -> _Found:
    what = None if words.has("then sore") else words.pick(SYMPTOMS)
    if what is None:
        return None
    place = {"site": words.pick(SITES), "side": words.pick(SIDES)}
    return Symptom, {"what": what, **place, "strength": words.out_of(10), "minutes": words.minutes()}


def _measure(words: Words) -> _Found:
    what = words.pick(MEASURES)
    return (Measure, {"what": what, "purpose": words.pick(PURPOSES), "minutes": words.minutes()}) if what else None


def _exposure(words: Words) -> _Found:
    """Glasses, cups and cigarettes: a number of them is said, and no guess is made of how much one holds."""
    for what, (pattern, unit) in COUNTED.items():
        found = words.take(rf"(?:(\d+(?:\.\d+)?|an?|{'|'.join(NUMBERS)}) )?{pattern}")
        if found is not None:
            if found[1] is None:
                raise unclear(f"how many {unit}? Write the number before it, such as 2")
            number = 1.0 if found[1] in ("a", "an") else float(NUMBERS.get(found[1]) or found[1])
            return Exposure, {"what": what, "amount": number, "unit": unit}
    return None


def _drink(words: Words) -> _Found:
    amount = words.take(rf"{NUMBER} ?(ml|cl|dl|l|litres?|liters?)")
    what = words.take(DRINKS)
    if amount is None:
        if what is None:
            return None
        raise unclear("how much was drunk? Add it, such as 250 ml")
    return Drink, {"ml": float(amount[1]) * ML[amount[2][0]], "what": what[0] if what else "drink"}


def _activity(words: Words) -> _Found:
    what = None if words.has(SITE_OR_PAIN) else words.take(EXERCISE)
    return (Activity, {"what": what[0], "effort": words.pick(EFFORT), "minutes": words.minutes()}) if what else None


def _whole(number: str) -> int:
    return NUMBERS.get(number) or int(number)


SITE_OR_PAIN = "|".join([*SITES, r"\d+ ?/ ?10"])

#: Tried in this order; the first that knows its word reads the line.
READERS = (_quiet, _count, _cramp, _dose, _sleep, _symptom, _measure, _exposure, _drink, _activity, _unnamed_cramp)
