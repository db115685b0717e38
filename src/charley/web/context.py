"""What every page's frame needs: the five places in the bar, the theme, and whether this is the made-up person."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from charley.web.clock import is_dark_hour, now
from charley.web.people import is_sample, whose

THEME_COOKIE = "charley_theme"
THEMES = ("dark", "light", "device")

_LEARN = ("card", "answer", "how", "forms", "form", "trials", "expect", "try")
LEARN = {"learn", *(f"learn_{page}" for page in _LEARN)}

_TRIAL = ("new", "ask", "power", "looking", "helper", "sheet", "key")
TRIALS = {"trials", "trial", "result", "before_after", *(f"trial_{page}" for page in _TRIAL)}

REPORT = {"report", "sharing", "report_medicines", "report_plan"}

PEOPLE = {"reminders", "people", "mine", "unlock", "erase_mine"}

CHECK_IN = {"check_in_now", "topics", "checked_in", "check_in", "just_checked_in", "check_in_on"}
SYMPTOMS = {"line", "pictures", "symptoms", "signs", "triggers", "results"}

#: Page in the bar -> its word, and the views that stand under it.
BAR = (
    ("tonight", _("Tonight"), {"tonight", "cramp_now", "log_dose", "details", "welcome"} | CHECK_IN),
    (
        "plan",
        _("Plan"),
        {"plan", "plan_review", "profile", "bring", "question", "routines", "routine", "habits", "today"},
    ),
    ("insight", _("Insight"), {"insight", "insight_amounts", "insight_firmness", "insight_patterns"}),
    ("food", _("Food"), {"food", "diet", "better_meals", "meal", "food_of", "rich_foods", "products"}),
    (
        "more",
        _("More"),
        {"more", "history", "night", "data", "erase", "you"} | LEARN | REPORT | TRIALS | PEOPLE | SYMPTOMS,
    ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The variables of ``base.html``."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "bar": [
            {"url": reverse(name), "icon": name, "label": label, "here": here in under, "exact": here == name}
            for name, label, under in BAR
        ],
        "theme": theme(request),
        "is_demo": settings.CHARLEY_DEMO,
        "is_sample": is_sample(),
        "whose": None if is_sample() else whose(),
    }


def theme(request: HttpRequest) -> str:
    """``dark`` or ``light``; empty where the device decides. Late hours are dark unless the person chose otherwise."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    if chosen in ("dark", "light"):
        return chosen
    if chosen == "device":
        return ""
    return "dark" if is_dark_hour(now(request)) else ""
