"""The form of a feeling in the legs that is no cramp, for its page and for one that waited on a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from charley.web.check_in_form import scale
from charley.web.forms import WhenForm, choices, numbers
from charley.web.words import SIDES, SITES, SYMPTOMS


class SymptomForm(WhenForm):
    """One feeling that is no cramp."""

    what = forms.ChoiceField(
        label=gettext_lazy("What was it?"),
        choices=list(SYMPTOMS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("is needed: tap what comes nearest")},
    )
    strength = scale(gettext_lazy("How strong?"), help_text=gettext_lazy("0 is hardly there."))
    side = choices(gettext_lazy("Which side?"), SIDES)
    site = choices(gettext_lazy("Where?"), SITES)
    minutes = numbers(gettext_lazy("Minutes"), step="1")
    field_order = ("what", "strength", "side", "site", "minutes", "when", "which")

    def said(self) -> dict[str, Any]:
        """The entry's fields that were filled in."""
        names = ("what", "strength", "side", "site", "minutes")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name) not in (None, "")}
