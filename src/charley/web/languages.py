"""Which language a page is in: the one chosen on the You page, else the first the browser asks for that we have.

A page that is complete in English only is shown in English as a whole, and says so: half a page in each language would
help nobody, least of all somebody who listens to it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from charley import language
from charley.web.context import LEARN, REPORT, TRIALS

#: Views that are complete in English only.
ENGLISH_ONLY = (
    {"insight", "insight_firmness", "insight_patterns", "pictures", "signs", "triggers"}
    | {"food", "log_food", "diet", "use_diet", "better_meals", "meal", "food_of", "rich_foods"}
    | LEARN
    | REPORT
    | TRIALS
)


#: What can be chosen on the You page, each by its own name. American spelling is a choice and no guess: most browsers
#: ask for it, whoever uses them.
AMERICAN = "en-us"
CHOICES = {"en": "English", AMERICAN: "English (American spelling)", "es": "Español"}

#: Under what name Django looks for it: Python's search would find a catalogue named American for plain English too.
_DJANGOS = {AMERICAN: "en-x-us"}


class OwnLanguage:
    """Lets the pages and every floor below them speak the language of a request."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = AMERICAN if chosen(request) == AMERICAN else translation.get_language() or language.ENGLISH
        spoken = wanted if wanted.startswith(language.ENGLISH) or not _is_english_only(request) else language.ENGLISH
        request.languages = (wanted, spoken)  # type: ignore[attr-defined]
        with translation.override(_DJANGOS.get(spoken, spoken)), language.speaking(spoken):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", spoken)
        return response


def _is_english_only(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in ENGLISH_ONLY
    except Resolver404:
        return False


def frame(request: HttpRequest) -> dict[str, Any]:
    """The variables of ``base.html`` that concern the language, and what is said where it is not the wanted one."""
    wanted, spoken = getattr(request, "languages", (language.ENGLISH, language.ENGLISH))
    found = {"language": spoken, "wanted_language": wanted, "only_english": ""}
    if wanted != spoken:
        with translation.override(wanted):
            found["only_english"] = _("This page is in English only so far.")
    return found


def choices() -> list[tuple[str, str]]:
    """What can be chosen: each language by its own name; empty to follow the browser."""
    return [("", _("As the browser asks")), *CHOICES.items()]


def chosen(request: HttpRequest) -> str:
    """The language chosen in this browser; empty where it follows the browser."""
    named = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return named if named in CHOICES else ""


@contextmanager
def kept(request: HttpRequest, response: HttpResponse, *, max_age: int) -> Iterator[None]:
    """Remember the choice that a form sent; what is said inside is said in the language chosen. Others change nothing.

    Args:
        request: with ``language``; empty to follow the browser again.
        response: gets the cookie.
        max_age: how long it is kept, in seconds.
    """
    name, wish = settings.LANGUAGE_COOKIE_NAME, request.POST.get("language")
    spoken = translation.get_language()
    if wish == "":
        response.delete_cookie(name, samesite="Lax")
    elif wish in CHOICES:
        response.set_cookie(name, wish, max_age=max_age, samesite="Lax", secure=request.is_secure())
        spoken = wish
    with translation.override(spoken):
        yield
