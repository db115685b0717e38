"""The catalogues are complete where Spanish is promised, say the same numbers, and are compiled as they stand."""

import importlib.util
import re
import string
from collections import Counter
from pathlib import Path
from types import ModuleType

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]

#: What no page says, in any language; as in English, "no" before it changes nothing.
FORBIDDEN = re.compile(
    r"\b(cur(a|an|ar|ará|ativ[oa]s?)\b(?! de)|garantiz\w*|garantía|demuestra\w*|demostrad\w*|detox\w*|"
    r"desintoxic\w*|potencia\w*|milagro\w*|natural(es|mente)?\b|deficiencia\w*|debería haber)",
    re.IGNORECASE,
)
#: Words of the familiar address: a stranger in pain is spoken to as usted.
FAMILIAR = re.compile(
    r"\b(tú|tus?|ti|contigo|puedes|tienes|quieres|toma tu|eres|estás|debes|vuestr\w+|vosotros)\b", re.I
)


def _tool() -> ModuleType:
    found = importlib.util.spec_from_file_location("messages", ROOT / "tools/messages.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


messages = _tool()
WANTED = messages.wanted()
CASES = [(catalogue, language) for catalogue in messages.CATALOGUES for language in messages.LANGUAGES]


@pytest.mark.parametrize(("catalogue", "language"), CASES)
def test_every_message_of_the_promised_rooms_is_translated(catalogue: str, language: str) -> None:
    there = messages.entries(catalogue, language)
    lacking = [
        message.text
        for message, files in WANTED[catalogue].items()
        if any(messages.is_promised(file) for file in files)
        if message not in there or not messages.is_translated(there[message])
    ]
    assert not lacking, f"run tools/messages.py and translate {len(lacking)}: {lacking[:5]}"


@pytest.mark.parametrize(("catalogue", "language"), CASES)
def test_a_new_message_without_translation_would_be_noticed(catalogue: str, language: str) -> None:
    new = messages.Message("A sentence that was added just now.")
    assert new not in messages.entries(catalogue, language)


@pytest.mark.parametrize("catalogue", messages.CATALOGUES)
def test_american_spelling_is_kept_up_and_changes_nothing_else(catalogue: str) -> None:
    made = messages.american(catalogue, WANTED[catalogue])
    assert messages.source_file(catalogue, messages.AMERICAN).read_text() == str(made) + "\n"
    for entry in made:
        said = entry.msgstr or entry.msgstr_plural[1]
        assert messages.in_american(said) == said
        assert _places(said) == _places(entry.msgid_plural or entry.msgid)
        assert len(said.split()) == len((entry.msgid_plural or entry.msgid).split())


@pytest.mark.parametrize(
    ("catalogue", "language"), [*CASES, *((each, messages.AMERICAN) for each in messages.CATALOGUES)]
)
def test_the_compiled_catalogue_says_what_the_source_says(catalogue: str, language: str) -> None:
    source = messages.source_file(catalogue, language)
    assert source.with_suffix(".mo").read_bytes() == polib.pofile(str(source)).to_binary()


def _pairs(catalogue: str, language: str) -> list[tuple[str, str]]:
    pairs = []
    for message, entry in messages.entries(catalogue, language).items():
        if not messages.is_translated(entry):
            continue
        if message.plural:
            pairs += [(message.plural, entry.msgstr_plural[1])]
        else:
            pairs += [(message.text, entry.msgstr)]
    return pairs


def _places(text: str) -> Counter[str]:
    """What is filled in: ``{mg}`` and ``%(mg)s``."""
    braces = [name for _, name, _, _ in string.Formatter().parse(text.replace("%(", "(")) if name is not None]
    return Counter([*braces, *re.findall(r"%\((\w+)\)[sd]", text)])


def _numbers(text: str) -> Counter[str]:
    """Every number, with a point for its comma; what stands inside a place or an example of writing is no number."""
    bare = re.sub(r"\{[^}]*\}|%\(\w+\)[sd]", " ", text)
    return Counter(found.replace(",", ".") for found in re.findall(r"\d+(?:[.,]\d+)?", bare))


@pytest.mark.parametrize(("catalogue", "language"), CASES)
def test_places_and_numbers_are_the_same_in_both_languages(catalogue: str, language: str) -> None:
    wrong = [
        (english, other)
        for english, other in _pairs(catalogue, language)
        if _places(english) != _places(other) or _numbers(english) != _numbers(other)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("english", "other"),
    [
        ("{mg} mg in 2 doses", "{mg} mg en dos tomas"),
        ("about 2.4 times", "unas 24 veces"),
        ("{a} and {b}", "{a} y {a}"),
    ],
)
def test_a_lost_number_or_place_would_be_noticed(english: str, other: str) -> None:
    assert _places(english) != _places(other) or _numbers(english) != _numbers(other)


@pytest.mark.parametrize(("catalogue", "language"), CASES)
def test_no_word_promises_scares_or_is_too_familiar(catalogue: str, language: str) -> None:
    said = [text for _, text in _pairs(catalogue, language)]
    assert not [text for text in said if FORBIDDEN.search(text)]
    assert not [text for text in said if FAMILIAR.search(text)]


@pytest.mark.parametrize(
    "text", ["El magnesio cura los calambres.", "Está demostrado.", "Efecto garantizado", "Toma tu dosis"]
)
def test_such_a_word_would_be_noticed(text: str) -> None:
    assert FORBIDDEN.search(text) or FAMILIAR.search(text)


@pytest.mark.parametrize(("catalogue", "language"), CASES)
def test_a_sentence_keeps_its_end_and_its_blanks(catalogue: str, language: str) -> None:
    """A question stays one, and what is joined to other words keeps the blanks around it."""
    wrong = [
        (english, other)
        for english, other in _pairs(catalogue, language)
        if english.endswith("?") != other.endswith("?")
        or (english[:1].isspace(), english[-1:].isspace()) != (other[:1].isspace(), other[-1:].isspace())
        or ("?" in other) != ("¿" in other)
    ]
    assert not wrong
