"""Dates in words. A pattern is written as English orders it; a language puts in its own small words."""

from datetime import date, datetime

from django.utils import formats
from django.utils.translation import get_language

#: Language -> what stands in an English pattern of Django's ``date``, and what this language writes in its place.
_OWN: dict[str, tuple[tuple[str, str], ...]] = {
    "es": (("j F", r"j \d\e F"), ("F Y", r"F \d\e Y"), ("M", "b")),
}


def date_format(value: date | datetime, pattern: str) -> str:
    """A date as the language of the page writes it: ``14 March 2026``, ``14 de marzo de 2026``.

    Args:
        value: a date, or a moment with its clock time.
        pattern: see Django's ``date`` filter, in English order.
    """
    for english, own in _OWN.get(get_language() or "", ()):
        pattern = pattern.replace(english, own)
    return formats.date_format(value, pattern)
