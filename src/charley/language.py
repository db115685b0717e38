"""The language in which sentences are said, for every floor that says something to a person.

A sentence stands in English where it is made, in code or in a table of facts, and the English is its key. It is looked
up whole, with named places for what is filled in, so that a translation may order its words as its own grammar wants.
Who comes in from outside sets the language (the app for each request, the command line once); the rules between know
nothing of it. A sentence that has no translation is said in English.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

ENGLISH = "en"
#: The catalogues: a folder for each language, made by ``tools/messages.py``.
LOCALES = Path(__file__).parent / "locale"
#: The name of the catalogues in it.
DOMAIN = "charley"

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, sentences are said in this language, such as ``es`` or ``es-MX``; one we do not know is English."""
    tongue, _, country = language.replace("-", "_").partition("_")
    before = _spoken.set(f"{tongue}_{country.upper()}" if country else tongue)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The language that is being spoken: ``en``, ``es``, ``es_MX``."""
    return _spoken.get()


def said(sentence: str, /, **values: object) -> str:
    """A sentence in the language being spoken.

    Args:
        sentence: in English, whole, with the names of ``values`` in braces.
        values: what is filled in: names, clock times, numbers in words of :func:`number`.
    """
    found = _catalogue(_spoken.get()).gettext(sentence) if sentence else sentence
    return found.format(**values) if values else found


def counted(one: str, many: str, n: int, /, **values: object) -> str:
    """A sentence that depends on a number; ``{n}`` is filled in too."""
    return _catalogue(_spoken.get()).ngettext(one, many, n).format(n=n, **values)


def marked(sentence: str) -> str:
    """The sentence itself: it is put into the catalogue here and said elsewhere."""
    return sentence


def number(value: float, form: str = "g") -> str:
    """A number as the language writes it: 7.5 in English, 7,5 in Spanish."""
    written = f"{value:{form}}"
    return written if said(_DECIMAL_POINT) == _DECIMAL_POINT else written.replace(".", ",")


#: A language that writes a comma translates it so.
_DECIMAL_POINT = marked("decimal point")


def listed(words: tuple[str, ...] | list[str]) -> str:
    """Things in a row: ``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return said("{all_but_last} and {last}", all_but_last=", ".join(words[:-1]), last=words[-1])


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of exactly this language, or of its tongue; Python's own search would take American for English."""
    for name in (language, language.partition("_")[0]):
        file = LOCALES / name / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if name.replace("_", "").isalnum() and file.is_file():
            with file.open("rb") as opened:
                return gettext.GNUTranslations(opened)
    return gettext.NullTranslations()
