"""The form behind a plan. It makes the profile document of the contract and shows every fault at its field.

A field left empty stays unknown; only the box "none" turns an empty list into an answer.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from charley.errors import BadInput
from charley.language import said
from charley.web.forms import Form, Places, choices, numbers
from charley.web.words import FORMS

#: Empty rows offered beyond those that are filled; a button of the page asks for more, without a script.
SPARE_ROWS = {"medicines": 2, "supplements": 1, "labs": 1}
MORE_ROWS = 3
MOST_ROWS = 60

LABS = {
    "serum_magnesium": _("magnesium (blood serum)"),
    "potassium": _("potassium"),
    "calcium": _("calcium"),
    "sodium": _("sodium"),
    "albumin": _("albumin"),
    "creatinine": _("creatinine"),
    "ck": _("CK (muscle enzyme)"),
    "tsh": _("TSH (thyroid)"),
    "ferritin": _("ferritin (iron store)"),
    "vitamin_d": _("vitamin D"),
    "vitamin_b12": _("vitamin B12"),
    "hba1c": _("HbA1c"),
    "lithium": _("lithium"),
    "rbc_magnesium": _("magnesium in red cells"),
    "ionised_magnesium": _("ionised magnesium"),
    "urine_magnesium": _("magnesium in urine"),
}
YES_NO = {"yes": _("yes"), "no": _("no")}
WEEKDAYS = {
    "mon": _("Mon"),
    "tue": _("Tue"),
    "wed": _("Wed"),
    "thu": _("Thu"),
    "fri": _("Fri"),
    "sat": _("Sat"),
    "sun": _("Sun"),
}


def lines(label: Any, *, help_text: Any, rows: int = 3) -> forms.CharField:
    """A list, one thing on each line."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


def short(label: Any, *, help_text: Any = "", example: Any = "") -> forms.CharField:
    """A few words, kept as they are written."""
    widget = forms.TextInput(attrs={"placeholder": example} if example else {})
    return forms.CharField(label=label, required=False, help_text=help_text, max_length=300, widget=widget)


def clock(label: Any) -> forms.CharField:
    """A clock time."""
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs={"type": "time"}))


def weekdays() -> forms.MultipleChoiceField:
    """Days of the week; none ticked is every day."""
    return forms.MultipleChoiceField(
        label=_("Only on these days"),
        required=False,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked is every day."),
    )


class AboutForm(Form):
    """What belongs to the person, not to one product."""

    places: ClassVar[Places] = {"schedule.wake": "wake", "schedule.bed": "bed", "schedule.meals": "meals"}

    setting = choices(
        _("Where do you live?"),
        {"US": _("United States"), "EU": _("European Union"), "UK": _("United Kingdom")},
        help_text=_("Limits and reference amounts differ."),
    )
    age_years = numbers(_("Your age in years"), step="1")
    sex = choices(_("Sex"), {"female": _("female"), "male": _("male"), "other": _("other")})
    pregnant = choices(_("Pregnant?"), YES_NO)
    lactating = choices(_("Breastfeeding?"), YES_NO)
    weight_kg = numbers(_("Weight in kg"))
    egfr_ml_min = numbers(
        _("Kidney function (eGFR)"),
        help_text=_("From a blood test, in mL/min. Kidneys clear magnesium; weak ones let it build up."),
    )
    conditions = lines(
        _("Illnesses you have or had"),
        help_text=_("One on each line, in your own words: high blood pressure, kidney stones, heart block."),
    )
    no_conditions = forms.BooleanField(label=_("I have none"), required=False)
    no_medicines = forms.BooleanField(label=_("I take no medicines"), required=False)
    no_supplements = forms.BooleanField(label=_("I take no supplements, antacids or laxatives"), required=False)
    symptoms = lines(
        _("What do you feel?"),
        help_text=_("One on each line, such as: painful calf cramps in bed. Also anything new or worrying."),
    )
    diet_magnesium_mg = numbers(
        _("Magnesium from food on an ordinary day, in mg"), help_text=_("If you know it from the food page.")
    )
    wanted_mg_per_day = numbers(_("Magnesium you would like in a day, food included, in mg"))
    wake = clock(_("You get up at"))
    bed = clock(_("You go to bed at"))
    meals = short(_("You eat at"), help_text=_("Clock times, such as 07:30, 12:30, 19:00."))

    def clean(self) -> dict[str, Any]:
        """An answer cannot be "none" and something at once."""
        kept = self.cleaned_data
        if kept.get("no_conditions") and kept.get("conditions"):
            self.add_error("no_conditions", _("You wrote something above; please clear one of the two."))
        return kept

    @staticmethod
    def initial_of(profile: Mapping[str, Any]) -> dict[str, Any]:
        """A profile document as the form shows it."""
        schedule = profile.get("schedule") or {}
        shown = {name: profile.get(name) for name in ("setting", "age_years", "sex", "weight_kg", "egfr_ml_min")}
        shown |= {name: profile.get(name) for name in ("diet_magnesium_mg", "wanted_mg_per_day")}
        for name in ("pregnant", "lactating"):
            shown[name] = {True: "yes", False: "no"}.get(profile[name], "") if profile.get(name) is not None else ""
        for name in ("conditions", "symptoms"):
            shown[name] = "\n".join(profile.get(name) or [])
        for name in ("conditions", "medicines", "supplements"):
            shown[f"no_{name}"] = profile.get(name) == []
        return shown | {
            "wake": schedule.get("wake"),
            "bed": schedule.get("bed"),
            "meals": ", ".join(schedule.get("meals") or []),
        }

    def said(self) -> dict[str, Any]:
        """The part of the profile document that this form knows."""
        kept = self.cleaned_data
        document: dict[str, Any] = {}
        for name in (
            "setting",
            "sex",
            "age_years",
            "weight_kg",
            "egfr_ml_min",
            "diet_magnesium_mg",
            "wanted_mg_per_day",
        ):
            if kept.get(name) not in (None, ""):
                document[name] = kept[name]
        for name in ("pregnant", "lactating"):
            if kept.get(name):
                document[name] = kept[name] == "yes"
        for name in ("conditions", "symptoms"):
            if written := _lines(kept.get(name, "")):
                document[name] = written
            elif kept.get(f"no_{name}"):
                document[name] = []
        hours = {name: kept[name] for name in ("wake", "bed") if kept.get(name)}
        if meals := times(kept.get("meals", "")):
            hours["meals"] = meals
        return document | ({"schedule": hours} if hours else {})


class Row(Form):
    """One row of a list. What most rows do not need is folded away, unless it holds something or is faulty."""

    folded: ClassVar[tuple[str, ...]] = ()
    fold_words: ClassVar[Any] = ""

    def open_fields(self) -> list[forms.BoundField]:
        """What every row asks."""
        return [self[name] for name in self.fields if name not in self.folded]

    def folded_fields(self) -> list[forms.BoundField]:
        """What stands behind the fold."""
        return [self[name] for name in self.folded]

    @property
    def unfold(self) -> bool:
        """Whether the fold is to be open."""
        return any(self[name].value() or self[name].errors for name in self.folded)


class MedicineForm(Row):
    """One medicine."""

    folded = ("days", "since", "duration_days")
    fold_words = _("Not every day, or only for a while")

    name = short(_("Name"), example=_("as on the box"))
    dose = short(_("Strength"), example=_("such as 75 mcg"))
    times = short(_("Taken at"), example=_("07:00 or 7 pm"))
    days = weekdays()
    since = forms.DateField(
        label=_("Since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("should be a date that exists")},
    )
    duration_days = forms.IntegerField(
        label=_("For how many days"),
        required=False,
        help_text=_("Only for a course that ends."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "1"}),
        error_messages={"invalid": _("should be a whole number of days")},
    )

    @staticmethod
    def initial_of(item: Mapping[str, Any]) -> dict[str, Any]:
        """One medicine of a profile document as the form shows it."""
        return {**item, "times": ", ".join(item.get("times") or [])}

    def said(self) -> dict[str, Any]:
        """The medicine as the document writes it."""
        kept = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        if "times" in kept:
            kept["times"] = times(kept["times"])
        if "since" in kept:
            kept["since"] = kept["since"].isoformat()
        return kept


class SupplementForm(Row):
    """One product taken without prescription."""

    folded = ("compound_mg", "days")
    fold_words = _("Only the weight of the salt is known, or not every day")

    name = short(_("Name"), example=_("as on the box"))
    form = forms.ChoiceField(label=_("Form"), required=False, choices=[("", _("not said")), *FORMS.items()])
    elemental_mg = numbers(_("Magnesium, mg"), help_text=_("each time, if the label says it"))
    compound_mg = numbers(_("or weight of the salt, mg"))
    tablets = numbers(_("Tablets each time"))
    times = short(_("Taken at"), example="21:00")
    days = weekdays()

    @staticmethod
    def initial_of(item: Mapping[str, Any]) -> dict[str, Any]:
        """One product of a profile document as the form shows it."""
        return {**item, "times": ", ".join(item.get("times") or [])}

    def said(self) -> dict[str, Any]:
        """The product as the document writes it."""
        kept = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        if "times" in kept:
            kept["times"] = times(kept["times"])
        return kept


class LabForm(Row):
    """One laboratory value."""

    @staticmethod
    def initial_of(item: Mapping[str, Any]) -> dict[str, Any]:
        """One value as the form shows it."""
        return dict(item)

    test = forms.ChoiceField(label=_("Test"), required=False, choices=[("", _("choose")), *LABS.items()])
    value = numbers(_("Value"))
    unit = short(_("Unit"), example="mmol/L")
    date = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("should be a date that exists")},
    )

    def clean(self) -> dict[str, Any]:
        """A value needs to say of what it is."""
        kept = self.cleaned_data
        if kept.get("value") is not None and not kept.get("test"):
            self.add_error("test", _("Which test is this value of?"))
        if kept.get("test") and kept.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("is missing"))
        return kept


class Fault(NamedTuple):
    """One fault of the page: where its field is, what it is called, and what would help."""

    anchor: str
    label: str
    message: str


class ProfileForms:
    """The whole page, or some questions of it: one form about the person, and rows of medicines, products and tests.

    Args:
        written: what was sent; None to show ``profile``.
        profile: the profile document in force.
        only: the fields and rows that are asked; None for all. What is not asked is kept as it was.
    """

    def __init__(
        self, written: Any = None, profile: Mapping[str, Any] | None = None, *, only: Collection[str] | None = None
    ) -> None:
        known = profile or {}
        self._before = known
        self.about = AboutForm(written, initial=AboutForm.initial_of(known))
        if only is not None:
            for name in self.about.fields.keys() - set(only):
                del self.about.fields[name]
        self.medicines = _rows(MedicineForm, "medicines", written, known.get("medicines") or [], only)
        self.supplements = _rows(SupplementForm, "supplements", written, known.get("supplements") or [], only)
        labs = [{"test": test, **value} for test, value in (known.get("labs") or {}).items() if value]
        self.labs = _rows(LabForm, "labs", written, labs, only)
        asked = {_part_of(name) for name in self.about.fields} | {rows.prefix for rows in self.lists}
        #: What the document held and this page does not ask for.
        self._other = {name: value for name, value in known.items() if name not in asked}

    @property
    def lists(self) -> list[Any]:
        """The lists of rows that are asked."""
        return [rows for rows in (self.medicines, self.supplements, self.labs) if rows is not None]

    @property
    def parts(self) -> list[Any]:
        """The form about the person and every row that is asked."""
        return [self.about, *(row for rows in self.lists for row in rows)]

    @property
    def has_faults(self) -> bool:
        """Whether anything could not be taken."""
        return any(part.errors for part in self.parts)

    def document(self) -> dict[str, Any]:
        """The profile document that was written, as far as it could be read; the forms say what could not."""
        self.about.is_valid()
        for rows in self.lists:
            if not rows.is_valid() and rows.non_form_errors():
                self.about.add_error(None, _("A part of the page did not arrive; please send it again."))
        said: dict[str, Any] = {**self._other, **self.about.said()}
        for name in ("medicines", "supplements"):
            if getattr(self, name) is None:
                continue
            items = [item for item in (self._carried(name, form) for form in getattr(self, name)) if item]
            none = self.about.cleaned_data.get(f"no_{name}")
            if items and none:
                self.about.add_error(f"no_{name}", _("You wrote something above; please clear one of the two."))
            if items or none:
                said[name] = items
        tests = {f.cleaned_data["test"]: _lab(f.cleaned_data) for f in self.labs or () if _is_whole(f.cleaned_data)}
        return said | ({"labs": tests} if tests else {})

    def blame(self, fault: BadInput) -> None:
        """Show every fault of the document at the field it came from; one that has a fault already keeps that."""
        for problem in fault.problems:
            row = re.match(r"(medicines|supplements)\[(\d+)\]\.?(\w*)", problem.field)
            lab = re.match(r"labs\.(\w+)\.?(\w*)", problem.field)
            form, place = self.about, ""
            if row and getattr(self, row[1]) is not None:
                filled = [f for f in getattr(self, row[1]) if f.said()]
                form, place = filled[int(row[2])], row[3] or "name"
            elif lab and self.labs is not None:
                form = next(f for f in self.labs if f.cleaned_data.get("test") == lab[1])
                place = {"unit": "unit", "date": "date"}.get(lab[2], "value")
            else:
                self.about.blame(BadInput([problem]))
                continue
            if place not in form.errors:
                form.add_error(place if place in form.fields else None, said(problem.message))

    def faults(self) -> Iterator[Fault]:
        """Every fault of the page, in its order."""
        for part in self.parts:
            for name, messages in part.errors.items():
                field = part[name] if name in part.fields else None
                anchor = f"{field.auto_id}-field" if field is not None else "main"
                label = str(field.label) if field is not None else ""
                if (filled := part.cleaned_data.get("name")) and name != "name":
                    label = f"{filled}: {label}"
                yield from (Fault(anchor, label, message) for message in messages)

    def _carried(self, name: str, form: Any) -> dict[str, Any]:
        """A row's item, with what the document held beside what the row asks for (amounts in other units)."""
        said: dict[str, Any] = form.said()
        if not said:
            return said
        before: Mapping[str, Any] = next(
            (i for i in self._before.get(name) or [] if i.get("name") == said.get("name")), {}
        )
        return {n: v for n, v in before.items() if n not in form.fields} | said


def _part_of(field: str) -> str:
    """The part of the profile document that a field of the form about the person belongs to."""
    return "schedule" if field in ("wake", "bed", "meals") else field


def times(written: str) -> list[str]:
    """Clock times parted by commas, semicolons, blanks or "and": 7:30, 07.30, 7 am, 9:15pm, noon.

    What is no time stays as it is, to be named; a bare "8" does, for it may be morning or evening.
    """
    joined = re.sub(r"(\d)\s+([ap])\.?m\b\.?", r"\1\2m", written.lower())
    return [_clock_time(part) for part in re.split(r"[,;\s]+|\band\b", joined) if part]


def _clock_time(written: str) -> str:
    written = {"noon": "12:00", "midnight": "00:00"}.get(written, written)
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d))?(am|pm)?", written)
    if found is None or (found[2] is None and found[3] is None):
        return written
    hour, half = int(found[1]), found[3]
    if half is not None:
        if not 1 <= hour <= 12:
            return written
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{found[2] or '00'}"


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


def _rows(
    kind: type[Form], name: str, written: Any, items: Sequence[Mapping[str, Any]], only: Collection[str] | None
) -> "BaseFormSet[Any] | None":
    """The rows of one list; None where they are not asked for."""
    if only is not None and name not in only:
        return None
    shown = [kind.initial_of(item) for item in items]  # type: ignore[attr-defined]
    if written is None or not written.get("more"):
        return formset_factory(kind, extra=SPARE_ROWS[name], max_num=MOST_ROWS)(written, initial=shown, prefix=name)
    there = written.get(f"{name}-TOTAL_FORMS", "")
    more = MORE_ROWS if written["more"] == name else 0
    again = written.copy()
    again[f"{name}-TOTAL_FORMS"] = str(min(int(there) + more, MOST_ROWS)) if there.isdecimal() else there
    return formset_factory(kind, max_num=MOST_ROWS)(again, initial=shown, prefix=name)


def _is_whole(kept: Mapping[str, Any]) -> bool:
    return bool(kept.get("test")) and kept.get("value") is not None


def _lab(kept: Mapping[str, Any]) -> dict[str, Any]:
    said = {"value": kept["value"], "unit": kept.get("unit") or None}
    return said | ({"date": kept["date"].isoformat()} if kept.get("date") else {})
