"""The form of the half minute: one field, or a few, for each thing this person tracks. Every one may stay empty."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from charley.services.check_in import SIGNS_BY_SYSTEM, Asked
from charley.web.forms import SKIP, Form, Places, choices, numbers, several
from charley.web.words import (
    ABOUT,
    EFFORTS,
    MEASURES,
    PHASES,
    SEVERITIES,
    SHADES,
    SIGNS,
    SYSTEMS,
    TOPICS,
    number,
)

SLEPT = {
    "1": gettext_lazy("very badly"),
    "2": gettext_lazy("badly"),
    "3": gettext_lazy("so-so"),
    "4": gettext_lazy("well"),
    "5": gettext_lazy("very well"),
}
MOODS = {
    "1": pgettext_lazy("mood", "very low"),
    "2": pgettext_lazy("mood", "low"),
    "3": pgettext_lazy("mood", "so-so"),
    "4": pgettext_lazy("mood", "good"),
    "5": pgettext_lazy("mood", "very good"),
}
HEATS = {"heat": gettext_lazy("hot weather or a hot place"), "sweating": gettext_lazy("much sweat")}
MOST_CRAMPS = 12


def scale(label: Any, *, help_text: Any = "") -> forms.TypedChoiceField:
    """0 to 10 in a row."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        help_text=help_text,
        choices=[(str(n), str(n)) for n in range(11)],
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
    )


def rated(label: Any, words: dict[str, Any], *, help_text: Any = "") -> forms.TypedChoiceField:
    """A rating in words."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        help_text=help_text,
        choices=[SKIP, *words.items()],
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
    )


def about_when(label: Any) -> forms.TimeField:
    """A clock time that may be left out."""
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("should be a clock time from 00:00 to 23:59, such as 03:10")},
    )


def _sleep() -> dict[str, forms.Field]:
    return {
        "sleep": rated(gettext_lazy("How did you sleep?"), SLEPT),
        "wakings": _whole(gettext_lazy("How often did your legs wake you?"), most=100),
    }


def _activity() -> dict[str, forms.Field]:
    return {
        "activity": forms.CharField(
            label=gettext_lazy("Moved, trained or worked hard? What was it?"),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"placeholder": gettext_lazy("walk, run, garden …")}),
        ),
        "effort": choices(gettext_lazy("How hard?"), EFFORTS),
        "activity_min": numbers(gettext_lazy("Minutes"), step="1"),
        "activity_at": about_when(gettext_lazy("From about")),
    }


def _amount_at(name: str, label: Any, *, at: bool = True) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {name: numbers(label)}
    if at:
        fields[f"{name}_at"] = about_when(gettext_lazy("The last one at about"))
    return fields


def _side_effects() -> dict[str, forms.Field]:
    return {
        "signs": forms.MultipleChoiceField(
            label=gettext_lazy("Anything unwanted?"),
            required=False,
            help_text=gettext_lazy("A cramp of the belly belongs here and is never counted as a leg cramp."),
            choices=[(SYSTEMS[of], [(sign, SIGNS[sign]) for sign in signs]) for of, signs in SIGNS_BY_SYSTEM.items()],
            widget=forms.CheckboxSelectMultiple,
        ),
        "sign_words": forms.CharField(label=gettext_lazy("Something else: what?"), required=False, max_length=400),
        "severity": choices(gettext_lazy("How bad was it?"), SEVERITIES),
    }


def _note() -> dict[str, forms.Field]:
    return {
        "note": forms.CharField(
            label=gettext_lazy("Anything worth a note?"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        "note_about": choices(gettext_lazy("What is it about?"), ABOUT),
    }


def _whole(label: Any, *, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("should be a whole number, such as 2")},
    )


#: Topic -> its fields.
FIELDS: Mapping[str, Callable[[], dict[str, forms.Field]]] = {
    "sleep": _sleep,
    "drinks": lambda: {
        "drinks_ml": numbers(
            gettext_lazy("Drunk today and not noted yet, in ml"),
            help_text=gettext_lazy("All drinks together. A glass holds about 200 to 250 ml, a large mug 300 ml."),
            step="50",
        )
    },
    "urine": lambda: {
        "urine": rated(
            gettext_lazy("Which colour had your urine?"),
            SHADES,
            help_text=gettext_lazy("Palest to darkest. Beetroot, vitamins and some medicines change it too."),
        )
    },
    "activity": _activity,
    "measures": lambda: {
        "measures": several(gettext_lazy("Done for your legs today"), MEASURES),
        "on_skin": forms.CharField(
            label=gettext_lazy("What was put on the skin?"),
            required=False,
            max_length=200,
            help_text=gettext_lazy("It counts as 0 mg, whatever it holds."),
        ),
    },
    "caffeine": lambda: _amount_at("caffeine", gettext_lazy("Cups of coffee, tea or cola")),
    "alcohol": lambda: _amount_at("alcohol", gettext_lazy("Glasses with alcohol")),
    "nicotine": lambda: _amount_at("nicotine", gettext_lazy("Cigarettes, or times with nicotine"), at=False),
    "stress": lambda: {"stress": scale(gettext_lazy("How tense was the day?"), help_text=gettext_lazy("0 is calm."))},
    "heat": lambda: {"heat": several(gettext_lazy("Heat or sweat"), HEATS)},
    "long_standing": lambda: _amount_at("long_standing", gettext_lazy("Hours of standing"), at=False),
    "long_sitting": lambda: _amount_at("long_sitting", gettext_lazy("Hours of sitting"), at=False),
    "sunlight": lambda: _amount_at("sunlight", gettext_lazy("Minutes of sun on the skin"), at=False),
    "cycle": lambda: {"cycle": choices(gettext_lazy("Where in your cycle are you?"), PHASES)},
    "legs": lambda: {
        "soreness": scale(gettext_lazy("How sore are your legs?"), help_text=gettext_lazy("0 is not at all.")),
        "heavy_legs": scale(gettext_lazy("How heavy are they?")),
    },
    "side_effects": _side_effects,
    "mood": lambda: {"mood": rated(gettext_lazy("How was your mood?"), MOODS)},
    "note": _note,
}


class CheckInForm(Form):
    """What is asked this time.

    Args:
        asked: see :func:`charley.services.check_in.asked`.
    """

    places: ClassVar[Places] = {
        "doses": "taken",
        "legs": "soreness",
        "side_effects": "signs",
        "night": "cramps",
        "drinks": "drinks_ml",
    }

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        if asked.counts:
            self.fields["cramps"] = _whole(_("How many leg cramps last night? 0 is a quiet night."), most=MOST_CRAMPS)
        if asked.doses:
            mg = {dose.time: _("%(mg)s mg") % {"mg": number(dose.elemental_mg)} for dose in asked.doses}
            times = {time: f"{time} · {amount}" for time, amount in mg.items()}
            self.fields["taken"] = several(_("Magnesium of your plan: taken"), times)
            self.fields["left_out"] = several(_("Left out"), times, help_text=_("What was left out stays out."))
        for topic in asked.topics:
            self.fields |= FIELDS[topic]()

    @property
    def groups(self) -> Sequence[tuple[str, Any, list[forms.BoundField]]]:
        """Topic, its name and its fields, in the order asked."""
        made = [("night", "", [self["cramps"]])] if "cramps" in self.fields else []
        made += [("doses", "", [self["taken"], self["left_out"]])] if "taken" in self.fields else []
        return [*made, *((name, TOPICS[name], [self[field] for field in FIELDS[name]()]) for name in self.asked.topics)]

    def said(self) -> dict[str, Any]:
        """What was filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
