"""The forms of the diary. They read words and clock times; what may be kept is decided by the records themselves."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charley.dates import Moment, possible_offsets, zone_named
from charley.diary.records import CrampEpisode, DoseTaken, Measure
from charley.errors import BadInput
from charley.language import said
from charley.web.words import DOINGS, FORMS, MEASURES, SIDES, SITES, TRIGGERS

SKIP = ("", gettext_lazy("not said"))

#: The muscles on the picture of the legs, by view and from top to bottom.
FRONT, BACK = ("thigh_front", "shin", "toes"), ("thigh_back", "calf", "foot")
PICTURED = (*FRONT, *BACK)

#: The machine's names of faulty fields -> the form's own.
Places = Mapping[str, str]


class Form(forms.Form):
    """A form that shows faults of the records at the field they belong to."""

    #: Record field -> form field, where the names differ.
    places: ClassVar[Places] = {}
    use_required_attribute = False

    def blame(self, fault: BadInput) -> None:
        """Show every fault at its field; one that belongs to no field stands at the head of the form."""
        for problem in fault.problems:
            whole = problem.field.partition("[")[0]
            top = whole.partition(".")[0]
            place = self.places.get(whole) or self.places.get(top) or top
            self.add_error(place if place in self.fields else None, said(problem.message))


class Amount(forms.NumberInput):
    """Shows a number as people write it: 71, not 71.0."""

    def format_value(self, value: Any) -> str | None:
        """The value of the field."""
        shown: str | None = super().format_value(
            int(value) if isinstance(value, float) and value.is_integer() else value
        )
        return shown


def numbers(label: Any, *, help_text: Any = "", step: str = "any") -> forms.FloatField:
    """A field for an amount; the phone shows its number keys."""
    widget = Amount(attrs={"inputmode": "decimal", "step": step})
    return forms.FloatField(
        label=label,
        required=False,
        help_text=help_text,
        widget=widget,
        min_value=0,
        error_messages={
            "invalid": gettext_lazy("should be a number, such as 250"),
            "min_value": gettext_lazy("should be 0 or more"),
        },
    )


class WallTimeField(forms.DateTimeField):
    """A date and time as a wall clock shows them; whether the zone's clocks ever showed that is asked later."""

    def to_python(self, value: Any) -> datetime | None:
        """Read it without a zone."""
        with timezone.override(UTC):
            found: datetime | None = super().to_python(value)
        return None if found is None else found.replace(tzinfo=None)


def choices(label: Any, words: Mapping[str, Any], *, help_text: Any = "") -> forms.ChoiceField:
    """Buttons to choose one of; "not said" is the first and always there."""
    return forms.ChoiceField(
        label=label,
        required=False,
        help_text=help_text,
        choices=[SKIP, *words.items()],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("is not one of the choices")},
    )


def several(label: Any, words: Mapping[str, Any], *, help_text: Any = "") -> forms.MultipleChoiceField:
    """Boxes to tick."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        help_text=help_text,
        choices=list(words.items()),
        widget=forms.CheckboxSelectMultiple,
    )


class WhenForm(Form):
    """When something happened, by the person's own wall clock.

    ``which`` is asked only in the hour that happens twice when clocks go back.
    """

    places: ClassVar[Places] = {"at": "when", "night": "when"}

    when = WallTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "invalid": gettext_lazy("should be a date and time that exist, such as 14 March 2026 03:10"),
            "required": gettext_lazy("is needed: day and time, roughly is fine"),
        },
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Clocks went back that night. Which time was it?"),
        required=False,
        choices=[("first", gettext_lazy("the first time")), ("second", gettext_lazy("the second time"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, zone: str, before: Moment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.before = before

    def said(self) -> dict[str, Any]:
        """The fields of the entry that are asked beside its time: none."""
        return {}

    def moment(self) -> Moment | None:
        """The moment meant; None, with the fault shown at its field, where there is no such moment."""
        wall = self.cleaned_data.get("when")
        if wall is None:
            return None
        if self.before is not None and wall == self.before.wall.replace(second=0):
            return self.before
        try:
            return self._local(wall)
        except BadInput as fault:
            self.blame(fault)
            return None

    def _local(self, wall: datetime) -> Moment:
        rules = zone_named(self.zone)
        offers = possible_offsets(wall, rules) if rules else []
        if len(offers) < 2:
            return Moment.local(wall, self.zone, at="at")
        which = self.cleaned_data.get("which")
        if not which:
            self.add_error("which", _("This hour happened twice. Please say which one."))
            return Moment(wall=wall, offset_min=offers[0], zone=self.zone)
        return Moment.local(wall, self.zone, offset_min=offers[0 if which == "first" else 1])


class NightTimeForm(WhenForm):
    """A clock time of one given night; the date follows from it."""

    clock = forms.TimeField(
        label=gettext_lazy("Around what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": gettext_lazy("should be a clock time from 00:00 to 23:59, such as 03:10"),
            "required": gettext_lazy("is needed; roughly is fine"),
        },
    )
    places: ClassVar[Places] = {"at": "clock", "night": "clock"}
    field_order = ("clock", "which")

    def __init__(self, *args: Any, night: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.night = night
        del self.fields["when"]

    def clean(self) -> dict[str, Any]:
        """Before noon belongs to the second of the night's two days."""
        clock = self.cleaned_data.get("clock")
        if clock is not None:
            day = self.night if clock.hour >= 12 else self.night + timedelta(days=1)
            self.cleaned_data["when"] = datetime.combine(day, clock)
        return self.cleaned_data


class CrampForm(WhenForm):
    """What may be said of a cramp the morning after."""

    places: ClassVar[Places] = {"at": "when", "duration_s": "minutes", "soreness_min": "soreness"}

    place = forms.ChoiceField(
        label=gettext_lazy("Where was it? Tap the muscle."),
        required=False,
        choices=[("", ""), *((f"{side} {site}", "") for side in ("left", "right") for site in PICTURED)],
        widget=forms.RadioSelect,
    )
    side = choices(gettext_lazy("Which side?"), SIDES)
    site = choices(gettext_lazy("Where?"), SITES)
    pain = forms.ChoiceField(
        label=gettext_lazy("How much did it hurt?"),
        help_text=gettext_lazy("0 is no pain, 10 the worst you can think of."),
        required=False,
        choices=[(str(n), str(n)) for n in range(11)],
        widget=forms.RadioSelect,
    )
    minutes = numbers(gettext_lazy("How long did it stay hard? Minutes"), step="1")
    seconds = numbers(gettext_lazy("and seconds"), step="1")
    doing = choices(gettext_lazy("What were you doing?"), DOINGS)
    soreness = numbers(
        gettext_lazy("Sore afterwards, in minutes"),
        help_text=gettext_lazy("The ache that stayed is not the cramp."),
        step="1",
    )
    done = several(gettext_lazy("What did you do about it?"), MEASURES)
    triggers = several(
        gettext_lazy("What may have brought it on?"),
        TRIGGERS,
        help_text=gettext_lazy("Only a thought to look at later; more than one is fine."),
    )
    note = forms.CharField(
        label=gettext_lazy("Anything else"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=4000
    )

    def clean(self) -> dict[str, Any]:
        """A new tap on the picture says side and muscle; else the words below it do."""
        place = self.cleaned_data.get("place")
        if place and "place" in self.changed_data:
            self.cleaned_data["side"], self.cleaned_data["site"] = place.split(" ")
        return self.cleaned_data

    @staticmethod
    def initial_of(entry: CrampEpisode, measures: Iterable[Measure] = ()) -> dict[str, Any]:
        """An entry as the form shows it, with what was done about it."""
        whole = None if entry.duration_s is None else divmod(round(entry.duration_s), 60)
        return {
            "when": entry.at.wall,
            "place": f"{entry.side} {entry.site}" if entry.side and entry.site in PICTURED else "",
            "triggers": list(entry.triggers),
            "done": [measure.what for measure in measures],
            "side": entry.side or "",
            "site": entry.site or "",
            "pain": "" if entry.pain is None else str(entry.pain),
            "minutes": whole[0] if whole else None,
            "seconds": whole[1] if whole else None,
            "doing": entry.doing or "",
            "soreness": entry.soreness_min,
            "note": entry.note or "",
        }

    def said(self) -> dict[str, Any]:
        """The entry's fields that were filled in."""
        kept = self.cleaned_data
        known = [kept.get("minutes"), kept.get("seconds")]
        seconds = None if known == [None, None] else 60 * (known[0] or 0) + (known[1] or 0)
        fields = {
            "side": kept.get("side") or None,
            "site": kept.get("site") or None,
            "pain": int(kept["pain"]) if kept.get("pain") else None,
            "duration_s": seconds,
            "soreness_min": kept.get("soreness"),
            "doing": kept.get("doing") or None,
            "triggers": tuple(kept.get("triggers") or ()) or None,
            "note": kept.get("note") or None,
        }
        return {name: value for name, value in fields.items() if value is not None}


class DoseForm(WhenForm):
    """One dose taken."""

    places: ClassVar[Places] = {"at": "when"}

    elemental_mg = numbers(
        gettext_lazy("Magnesium in the whole dose, in mg"),
        help_text=gettext_lazy("The magnesium itself, all tablets together. Leave it empty if the label is not clear."),
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Form"),
        required=False,
        choices=[("", gettext_lazy("not said")), *FORMS.items()],
        widget=forms.Select,
    )
    product = forms.CharField(label=gettext_lazy("Name on the box"), required=False, max_length=200)
    tablets = numbers(gettext_lazy("Tablets, capsules or sachets"))
    with_food = choices(gettext_lazy("With food?"), {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")})

    @staticmethod
    def initial_of(entry: DoseTaken) -> dict[str, Any]:
        """An entry as the form shows it."""
        return {
            "when": entry.at.wall,
            "elemental_mg": entry.elemental_mg,
            "form": entry.form or "",
            "product": entry.product or "",
            "tablets": entry.tablets,
            "with_food": {True: "yes", False: "no"}.get(entry.with_food, "") if entry.with_food is not None else "",
        }

    def said(self) -> dict[str, Any]:
        """The entry's fields that were filled in."""
        kept = self.cleaned_data
        fields = {
            "elemental_mg": kept.get("elemental_mg"),
            "form": kept.get("form") or None,
            "product": kept.get("product") or None,
            "tablets": kept.get("tablets"),
            "with_food": {"yes": True, "no": False}.get(kept.get("with_food") or ""),
        }
        return {name: value for name, value in fields.items() if value is not None}
