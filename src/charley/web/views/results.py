"""What do my test results say, and what can they not tell? Kept as printed; no dose is worked out from them."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from charley.diary.records import TestResult
from charley.errors import BadInput
from charley.knowledge import labs
from charley.knowledge.labs import LabReading
from charley.web.clock import now
from charley.web.forms import WhenForm
from charley.web.keeping import keep, new_id
from charley.web.people import own_profile, own_store
from charley.web.profile_form import LABS

#: Results that have to do with magnesium come with their limits explained at length.
MAGNESIUM = ("serum_magnesium", "rbc_magnesium", "ionised_magnesium", "urine_magnesium")


class ResultForm(WhenForm):
    """One value as the laboratory printed it."""

    analyte = forms.ChoiceField(label=gettext_lazy("Which test?"), choices=list(LABS.items()))
    value = forms.FloatField(
        label=gettext_lazy("Value"),
        min_value=0,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
        error_messages={
            "required": gettext_lazy("is needed: the number as printed"),
            "invalid": gettext_lazy("should be a number, such as 0.82"),
        },
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit, as printed"),
        max_length=24,
        widget=forms.TextInput(attrs={"placeholder": "mmol/L", "autocapitalize": "off"}),
        error_messages={"required": gettext_lazy("is needed: it stands beside the number, such as mmol/L")},
    )
    range_low = forms.FloatField(label=gettext_lazy("The laboratory's range from"), required=False, min_value=0)
    range_high = forms.FloatField(label=gettext_lazy("to"), required=False, min_value=0)
    laboratory = forms.CharField(label=gettext_lazy("Laboratory"), required=False, max_length=200)
    field_order = ("analyte", "value", "unit", "range_low", "range_high", "laboratory", "when", "which")

    def said(self) -> dict[str, Any]:
        """The entry's fields that were filled in."""
        names = ("analyte", "value", "unit", "range_low", "range_high", "laboratory")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name) not in (None, "")}


class Shown(NamedTuple):
    """One result on the page.

    Attributes:
        entry: as kept.
        name: of the test.
        reading: in plain words, with what the test cannot tell.
        place: against the laboratory's own range; empty where none was given.
    """

    entry: TestResult
    name: Any
    reading: LabReading
    place: str


@require_http_methods(["GET", "POST"])
def results(request: HttpRequest) -> HttpResponse:
    """The results kept, newest first, and a form for one more."""
    moment = now(request)
    form = ResultForm(
        request.POST if request.method == "POST" else None, zone=moment.zone or "UTC", initial={"when": moment.wall}
    )
    if form.is_bound and form.is_valid() and (at := form.moment()) is not None and form.is_valid():
        try:
            keep(request, {"kind": "test_result", **form.said()}, at=at)
        except BadInput as fault:
            form.blame(fault)
        else:
            messages.success(request, _("Kept as printed."))
            return redirect("results")
    profile = own_profile() or {}
    context = {
        "form": form,
        "results": [_shown(entry, profile) for entry in reversed(own_store().journal().of(TestResult))],
        "limits": [(LABS[test.id], test.caveat) for test in labs.tests() if test.id in MAGNESIUM and test.caveat],
        "id": new_id(),
    }
    return render(request, "results.html", context, status=422 if form.is_bound else 200)


def _shown(entry: TestResult, profile: dict[str, Any]) -> Shown:
    reading = labs.read(entry.analyte, entry.value, entry.unit, sex=profile.get("sex"), age=profile.get("age_years"))
    return Shown(entry, LABS.get(entry.analyte, entry.analyte), reading, _place(entry))


def _place(entry: TestResult) -> str:
    """Where a value lies in the range the laboratory printed beside it."""
    if entry.range_low is not None and entry.value < entry.range_low:
        return _("below the laboratory's range")
    if entry.range_high is not None and entry.value > entry.range_high:
        return _("above the laboratory's range")
    if entry.range_low is None and entry.range_high is None:
        return ""
    return _("within the laboratory's range")
