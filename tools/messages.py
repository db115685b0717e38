"""The catalogues of translations: what they must hold, kept up with the code, and compiled.

    .venv/bin/python tools/messages.py           # take new messages in, drop those that are gone, compile
    .venv/bin/python tools/messages.py --check   # change nothing; 1 where the catalogues are behind the code

There are two catalogues. ``charley`` holds the sentences of the lower floors: what :func:`charley.language.said` and
its neighbours are given in code, and the columns of the fact tables that are said to a person. ``django`` holds the
words of the pages: ``{% translate %}``, ``{% blocktranslate %}`` and gettext in ``charley.web``. The compiled form is
kept beside the source form, for a bare machine has no program that makes it.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import polib

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "src/charley"
LANGUAGES = ("es",)
#: English with American spelling is written by this table, never by hand: British word -> American word.
AMERICAN = "en_US"
#: Catalogue and language -> its folder, where that is not the language's own name; see ``charley.web.languages``.
FOLDERS = {("django", AMERICAN): "en_X-us"}
SPELLINGS = {
    "afterwards": "afterward",
    "anaesthetic": "anesthetic",
    "anaesthetist": "anesthetist",
    "colour": "color",
    "diarrhoea": "diarrhea",
    "discoloured": "discolored",
    "fibre": "fiber",
    "ionised": "ionized",
    "litre": "liter",
    "litres": "liters",
    "oestrogens": "estrogens",
    "towards": "toward",
}
CATALOGUES = {"charley": CODE / "locale", "django": CODE / "web/locale"}

#: Fact table -> the columns that are said to a person as they stand.
COLUMNS: dict[str, tuple[str, ...]] = {
    "advice": ("what", "why", "do"),
    "conditions": ("name", "what", "why", "do"),
    "cramp_causes": ("what", "do"),
    "lab_bands": ("reading", "do"),
    "lab_tests": ("name", "caveat"),
    "magnesium_products": ("unit", "say"),
    "medicine_rules": ("what", "why", "do"),
    "medicine_words": ("ask",),
    "products": ("unit",),
    "red_flags": ("what", "why", "do"),
    "symptom_signs": ("name",),
    "forms": ("id", "name"),
    "habits": ("title", "what", "why", "do"),
}
#: Fact table -> the columns that a page's template translates itself, at any depth of a row.
PAGE_COLUMNS: dict[str, tuple[str, ...]] = {
    "routines": ("shelf", "name", "known", "when", "say", "ask", "rest_name"),
    "remedies": ("say",),
}
#: Pages that are not promised in another language yet; they are shown in English as a whole.
NOT_PROMISED = tuple(
    f"src/charley/web/{place}"
    for place in (
        *(f"templates/{room}" for room in ("food", "insight", "learn", "pictures", "trials", "report")),
        *(f"views/{room}" for room in ("food", "insight", "learn", "line", "meals", "pictures", "trial")),
    )
)
#: Modules whose constant messages of a :class:`charley.errors.Problem` are said at the page's door.
PROBLEMS = ("reading.py", "dates.py", "profile.py", "diary/records.py", "diary/journal.py")

#: Name in ``charley.language`` -> how many of its first arguments are messages.
SENTENCES = {"said": 1, "marked": 1, "counted": 2}
#: Name in ``django.utils.translation`` -> which arguments are context (or None), singular and plural (or None).
GETTEXT: dict[str, tuple[int | None, int, int | None]] = {
    **{f"{name}{lazy}": places for lazy in ("", "_lazy") for name, places in (
        ("gettext", (None, 0, None)),
        ("ngettext", (None, 0, 1)),
        ("pgettext", (0, 1, None)),
        ("npgettext", (0, 1, 2)),
    )},
    "gettext_noop": (None, 0, None),
}  # fmt: skip


class Message(NamedTuple):
    """One entry of a catalogue: the English text, its plural where it has one, and its context."""

    text: str
    plural: str = ""
    context: str | None = None


#: Message -> the files it stands in, from the root of the repository.
Found = dict[Message, set[str]]


def sentences() -> Found:
    """Every sentence of the lower floors."""
    found: Found = {}
    for file in sorted(CODE.rglob("*.py")):
        own = {name: name for name in SENTENCES} if file.name == "language.py" else {}
        for message in _sentences_in(ast.parse(file.read_text()), own):
            found.setdefault(message, set()).add(_place(file))
    for name in PROBLEMS:
        for message in _problems_in(ast.parse((CODE / name).read_text())):
            found.setdefault(message, set()).add(_place(CODE / name))
    for table, columns in COLUMNS.items():
        file = CODE / f"knowledge/data/{table}.toml"
        for text in _cells(file, columns):
            found.setdefault(Message(text), set()).add(_place(file))
        if table == "lab_tests":  # as the finding of a value calls its test
            for text in _cells(file, ("id",)):
                found.setdefault(Message(text.replace("_", " ").capitalize()), set()).add(_place(file))
    return found


def page_messages() -> Found:
    """Every message of the pages."""
    found: Found = {}
    for file in sorted((CODE / "web").rglob("*.py")):
        for message in _gettext_in(ast.parse(file.read_text())):
            found.setdefault(message, set()).add(_place(file))
    for table, columns in PAGE_COLUMNS.items():
        file = CODE / f"knowledge/data/{table}.toml"
        if file.exists():
            for text in _cells(file, columns):
                found.setdefault(Message(text), set()).add(_place(file))
    for file in sorted(each for kind in ("html", "js", "svg") for each in (CODE / "web/templates").rglob(f"*.{kind}")):
        for message in _in_template(file):
            found.setdefault(message, set()).add(_place(file))
    return found


def wanted() -> dict[str, Found]:
    """What each catalogue has to hold."""
    return {"charley": sentences(), "django": page_messages()}


def is_promised(file: str) -> bool:
    """Whether every message of a file has to be translated."""
    return not file.startswith(NOT_PROMISED)


def source_file(catalogue: str, language: str) -> Path:
    """Where the translations are written."""
    folder = FOLDERS.get((catalogue, language), language)
    return CATALOGUES[catalogue] / folder / "LC_MESSAGES" / f"{catalogue}.po"


def entries(catalogue: str, language: str) -> dict[Message, polib.POEntry]:
    """What is translated so far."""
    file = source_file(catalogue, language)
    if not file.exists():
        return {}
    return {Message(entry.msgid, entry.msgid_plural, entry.msgctxt): entry for entry in polib.pofile(str(file))}


def is_translated(entry: polib.POEntry) -> bool:
    """Whether every form has its words."""
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def brought_up(catalogue: str, language: str, found: Found) -> polib.POFile:
    """The catalogue with exactly the messages of ``found``, by file and text, with the translations there are."""
    there = entries(catalogue, language)
    made = polib.POFile(wrapwidth=118)
    made.metadata = {
        "Project-Id-Version": "Charley",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=n != 1;",
    }
    for message, files in sorted(found.items(), key=lambda each: (min(each[1]), each[0].text, each[0].context or "")):
        entry = polib.POEntry(
            msgid=message.text,
            msgid_plural=message.plural,
            msgctxt=message.context,
            occurrences=[(file, "") for file in sorted(files)],
        )
        before = there.get(message)
        entry.msgstr = before.msgstr if before and not message.plural else ""
        if message.plural:
            entry.msgstr_plural = dict(before.msgstr_plural) if before else {0: "", 1: ""}
        made.append(entry)
    return made


def in_american(text: str) -> str:
    """A text with American spelling; the first letter of a word stays as large as it was."""

    def other(found: re.Match[str]) -> str:
        word = SPELLINGS[found[0].lower()]
        return word.capitalize() if found[0][0].isupper() else word

    return _BRITISH.sub(other, text)


#: A word of the table, not the name of a place that is filled in.
_BRITISH = re.compile(r"(?<![{(])\b(" + "|".join(SPELLINGS) + r")\b(?![})])", re.IGNORECASE)


def american(catalogue: str, found: Found) -> polib.POFile:
    """The catalogue of the messages that are spelt otherwise in America."""
    made = brought_up(
        catalogue, AMERICAN, {m: files for m, files in found.items() if _BRITISH.search(m.text + m.plural)}
    )
    for entry in made:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: in_american(entry.msgid), 1: in_american(entry.msgid_plural)}
        else:
            entry.msgstr = in_american(entry.msgid)
    return made


def _sentences_in(tree: ast.AST, own: dict[str, str]) -> Iterator[Message]:
    meant = own | _meanings(tree, "charley.language")
    for call in _calls(tree):
        name = meant.get(call.func.id) if isinstance(call.func, ast.Name) else _attribute(call.func, "language")
        if name in SENTENCES:
            texts = _texts(call.args[: SENTENCES[name]])
            if len(texts) == SENTENCES[name]:
                yield Message(*texts)


def _gettext_in(tree: ast.AST) -> Iterator[Message]:
    meant = _meanings(tree, "django.utils.translation")
    for call in _calls(tree):
        name = meant.get(call.func.id, "") if isinstance(call.func, ast.Name) else ""
        if name not in GETTEXT:
            continue
        context, one, many = (None if at is None else _texts(call.args[at : at + 1]) for at in GETTEXT[name])
        if one:
            yield Message(one[0], many[0] if many else "", context[0] if context else None)


def _problems_in(tree: ast.AST) -> Iterator[Message]:
    """Constant messages of problems, and a field's own words for a wrong value: ``extra={"say": "…"}``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
            yield from map(Message, _texts(node.args[1:2]))
        if isinstance(node, ast.Dict) and [getattr(key, "value", None) for key in node.keys] == ["say"]:
            yield from map(Message, _texts(node.values))


def _meanings(tree: ast.AST, module: str) -> dict[str, str]:
    """Name in the file -> the name it has in ``module``."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == module
        for alias in node.names
    }


def _attribute(node: ast.expr, owner: str) -> str | None:
    is_owned = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == owner
    return node.attr if is_owned and isinstance(node, ast.Attribute) else None


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _texts(nodes: Iterable[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _cells(file: Path, columns: tuple[str, ...]) -> Iterator[str]:
    yield from _within(tomllib.loads(file.read_text()).get("rows", []), columns)


def _within(node: object, columns: tuple[str, ...], *, said: bool = False) -> Iterator[str]:
    """The texts of some columns, also those of groups inside a row."""
    if isinstance(node, str) and node and said:
        yield node
    elif isinstance(node, list):
        for each in node:
            yield from _within(each, columns, said=said)
    elif isinstance(node, dict):
        for column, each in node.items():
            yield from _within(each, columns, said=column in columns)


def _in_template(file: Path) -> Iterator[Message]:
    """The messages as Django itself looks them up, so that nothing here has to know its spelling rules."""
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    nodes = _engine().from_string(file.read_text()).nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        if (text := node.filter_expression.var.literal) is not None:  # None: what a variable holds
            yield Message(text.replace("%", "%%"))
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        one = _rendered(node, node.singular)
        yield Message(one, _rendered(node, node.plural) if node.plural else "")


def _rendered(node: object, tokens: object) -> str:
    return str(node.render_token_list(tokens)[0])  # type: ignore[attr-defined]


def _engine() -> object:
    import os

    import django
    from django.template import engines

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "charley.web.settings")
    django.setup()
    return engines["django"].engine


def _place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def main(check: bool) -> int:
    """Bring every catalogue up, or say which are behind."""
    behind = []
    for catalogue, found in wanted().items():
        catalogues = {language: brought_up(catalogue, language, found) for language in LANGUAGES}
        for language, made in {**catalogues, AMERICAN: american(catalogue, found)}.items():
            open_ = [entry for entry in made if not is_translated(entry)]
            file = source_file(catalogue, language)
            print(f"{file.relative_to(ROOT)}: {len(made)} messages, {len(open_)} without translation")
            compiled = file.with_suffix(".mo")
            if not file.exists() or file.read_text() != str(made) + "\n" or compiled.read_bytes() != made.to_binary():
                behind.append(file)
            if not check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(str(made) + "\n")
                compiled.write_bytes(made.to_binary())
    return 1 if check and behind else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
