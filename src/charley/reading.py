"""The one strict door for decoded data: a mapping becomes a frozen record, or every fault in it is named at once.

A record is a :class:`msgspec.Struct`. Its annotations say what is allowed (``Annotated[float, Meta(ge=0)]``); a
``Meta(extra={"say": "..."})`` replaces the machine's complaint by a sentence for people. A record may also have a
method ``faults(self) -> Iterable[Problem]`` for rules across fields; :class:`Record` runs it whenever one is built,
so that a wrong record cannot exist.
"""

import json
import math
import re
import types
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec

from charley.errors import BadInput, Problem, join
from charley.language import marked, said

T = TypeVar("T")

#: The deepest nesting of a document; more is a mistake or an attack.
MAX_DEPTH = 40


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen record that checks itself. Subclasses say their cross-field rules in :meth:`faults`."""

    def faults(self) -> Iterable[Problem]:
        """Faults across fields. Each names a field relative to this record."""
        return ()

    def __post_init__(self) -> None:
        found = tuple(self.faults())
        if found:
            raise BadInput(found)


class Checked(Record, frozen=True, kw_only=True):
    """A record that holds its own annotations also when it is built in code, which a plain Struct does not.

    A whole number given where a float belongs becomes one, so that equal records are written alike.
    """

    def __post_init__(self) -> None:
        try:
            shadow = msgspec.convert(self, _shadow(type(self)), from_attributes=True)
        except (msgspec.ValidationError, OverflowError):
            shadow = None
        values = [(name, getattr(shadow, name, None)) for name in self.__struct_fields__]
        if shadow is None or any(_cannot_be_written(value) for _, value in values):
            raise BadInput(_field_problems(self))
        for name, value in values:
            if isinstance(value, float | dict):
                msgspec.structs.force_setattr(self, name, value)
        super().__post_init__()


def _cannot_be_written(value: object) -> bool:
    if isinstance(value, float):
        return not math.isfinite(value)
    return isinstance(value, str) and not value.isascii() and _HALF_A_LETTER.search(value) is not None


@lru_cache(maxsize=256)
def _shadow(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """A Struct of the same fields that has no checks of its own, to run the annotations in compiled code."""
    return msgspec.defstruct(kind.__name__, [(f.name, f.type) for f in msgspec.structs.fields(kind)])


def _field_problems(record: msgspec.Struct) -> list[Problem]:
    problems: list[Problem] = []
    for field in msgspec.structs.fields(type(record)):
        _read(field.type, getattr(record, field.name), field.encode_name, problems, 0)
    return problems


def read(kind: type[T], raw: object, at: str = "") -> T:
    """Build ``kind`` from decoded JSON.

    Args:
        kind: a Struct class, or any type msgspec knows.
        raw: what ``json.loads`` or a caller's mapping gave. Never guessed at: ``"5"`` is not 5.
        at: where this stands in the whole document, to name the fields.

    Raises:
        BadInput: with every faulty field, unknown keys included.
    """
    problems: list[Problem] = []
    value = _read(kind, raw, at, problems, 0)
    if problems:
        raise BadInput(problems)
    return value  # type: ignore[no-any-return]


def decode_json(text: str | bytes, at: str = "", *, read_next: bool = False) -> object:
    """Decode one JSON document: UTF-8, no NaN or infinity, no key twice, no trailing text.

    Args:
        text: the document.
        at: where it stands in a larger whole.
        read_next: whether it goes to :func:`read` at once, which names NaN and infinity in their places, beside every
            other fault.

    Raises:
        BadInput: with the line and column of the first fault.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            message = said("this is not text in UTF-8 (byte {place} cannot be read)", place=fault.start)
            raise BadInput([Problem(at, message)]) from None
    if not text.strip():
        raise BadInput([Problem(at, said("the document is empty"))])

    def constant(name: str) -> float:
        if read_next:
            return float(name)
        raise BadInput([Problem(at, said("{name} is not a number that can be used", name=name))])

    repeated: list[_Repeated] = []

    def note_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        repeated.append(_Repeated(found))
        counts = Counter(key for key, _ in pairs)
        repeated[-1].keys_twice = sorted(key for key, count in counts.items() if count > 1)
        return repeated[-1]

    try:
        document = json.loads(text, parse_constant=constant, object_pairs_hook=note_twice)
    except json.JSONDecodeError as fault:
        message = f"this is not JSON: {fault.msg.lower()} (line {fault.lineno}, column {fault.colno})"
        raise BadInput([Problem(at, message)]) from None
    except RecursionError:
        raise BadInput([Problem(at, "the document is nested too deeply")]) from None
    except ValueError:  # the one that is left: an integer of thousands of digits
        raise BadInput([Problem(at, "a number has thousands of digits, and no amount has")]) from None
    if repeated:
        raise BadInput(
            _stands_twice(document, at) or [Problem(at, "a name stands twice in one group; keep one of them")]
        )
    return document


class _Repeated(dict[str, object]):
    """A group of fields in which some stand more than once."""

    keys_twice: list[str]


def _stands_twice(document: object, at: str) -> list[Problem]:
    """Every field that stands twice, by its path; those inside a field that was itself replaced are not to be seen."""
    problems: list[Problem] = []
    to_see: list[tuple[object, str]] = [(document, at)]
    while to_see:
        here, path = to_see.pop(0)
        if isinstance(here, _Repeated):
            problems += [Problem(join(path, key), said("stands twice; keep one of them")) for key in here.keys_twice]
        if isinstance(here, dict):
            to_see += [(each, join(path, key)) for key, each in here.items()]
        elif isinstance(here, list):
            to_see += [(each, f"{path}[{i}]") for i, each in enumerate(here)]
    return problems


def _read(kind: Any, raw: object, at: str, problems: list[Problem], depth: int) -> Any:
    if depth > MAX_DEPTH:
        problems.append(Problem(at, said("is nested too deeply")))
        return None
    struct, optional = _struct_in(kind)
    if struct is not None:
        if raw is None and optional:
            return None
        return _read_struct(struct, raw, at, problems, depth)
    origin, args = get_origin(_bare(kind)), get_args(_bare(kind))
    if origin in (list, tuple) and args and (origin is list or args[1:] == (...,)):
        if raw is None and _allows_none(kind):
            return None
        if isinstance(raw, list | tuple) and (most := _longest(kind)) is not None and len(raw) > most:
            problems.append(Problem(at, said("should have at most {0} entries").format(most)))
            return None
        return _read_rows(origin, args[0], raw, at, problems, depth)
    if origin in (dict, Mapping) and len(args) == 2 and isinstance(raw, Mapping):
        return {
            _read_leaf(args[0], key, join(at, str(key)), problems): _read(
                args[1], each, join(at, str(key)), problems, depth + 1
            )
            for key, each in raw.items()
        }
    return _read_leaf(kind, raw, at, problems)


def _read_rows(origin: Any, item: Any, raw: object, at: str, problems: list[Problem], depth: int) -> Any:
    if not isinstance(raw, list | tuple):
        problems.append(Problem(at, said("should be a list, not {raw}", raw=describe(raw))))
        return None
    rows = [_read(item, each, f"{at}[{i}]", problems, depth + 1) for i, each in enumerate(raw)]
    return tuple(rows) if origin is tuple else rows


def _read_struct(kind: Any, raw: object, at: str, problems: list[Problem], depth: int) -> Any:
    if isinstance(raw, kind):
        return raw
    if isinstance(kind, tuple):  # a tagged union
        return _read_tagged(kind, raw, at, problems, depth)
    if not isinstance(raw, Mapping):
        problems.append(Problem(at, said("should be a group of named fields, not {raw}", raw=describe(raw))))
        return None
    config = kind.__struct_config__
    before, values = len(problems), {}
    known = _fields(kind)
    tag_field = config.tag_field if config.tag is not None else None
    for key in raw:
        if key not in known and key != tag_field:
            shown = str(key).encode("utf-8", "replace").decode("utf-8")
            problems.append(Problem(join(at, shown), _unknown_key(shown, known)))
    for name, field in known.items():
        if name in raw:
            values[field.name] = _read(field.type, raw[name], join(at, name), problems, depth + 1)
        elif field.required:
            problems.append(Problem(join(at, name), said("is missing")))
    if len(problems) > before:
        return None
    try:
        return kind(**values)
    except BadInput as fault:
        problems.extend(fault.under(at).problems)
    return None


@lru_cache(maxsize=256)
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """The fields of a record by the names they have in a document; looked up once, for annotations are slow to read."""
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _read_tagged(kinds: tuple[Any, ...], raw: object, at: str, problems: list[Problem], depth: int) -> Any:
    tag_field = kinds[0].__struct_config__.tag_field
    by_tag = {k.__struct_config__.tag: k for k in kinds}
    tag = raw.get(tag_field) if isinstance(raw, Mapping) else None
    if not isinstance(raw, Mapping):
        problems.append(Problem(at, said("should be a group of named fields, not {raw}", raw=describe(raw))))
    elif not isinstance(tag, str) or tag not in by_tag:
        problems.append(
            Problem(join(at, tag_field), said("should be one of {words}", words=", ".join(sorted(map(str, by_tag)))))
        )
    else:
        return _read_struct(by_tag[tag], raw, at, problems, depth)
    return None


#: One half of a pair of code units: nothing that could be written to a file.
_HALF_A_LETTER = re.compile("[\ud800-\udfff]")


def _read_leaf(kind: Any, raw: object, at: str, problems: list[Problem]) -> Any:
    if isinstance(raw, float) and not math.isfinite(raw):
        problems.append(Problem(at, said("is not a finite number")))
        return None
    if isinstance(raw, str) and _HALF_A_LETTER.search(raw):
        problems.append(Problem(at, said("holds half a letter, which cannot be read")))
        return None
    plain = list(raw) if isinstance(raw, tuple) else raw
    try:
        return msgspec.convert(plain, kind, strict=True)
    except (msgspec.ValidationError, OverflowError) as fault:
        problems.append(_leaf_problem(kind, plain, at, str(fault)))
    return None


_PATH = re.compile(r" - at `\$(?P<path>[^`]*)`$")


def _leaf_problem(kind: Any, raw: object, at: str, complaint: str) -> Problem:
    found = _PATH.search(complaint)
    path = found["path"].replace("[...]", "") if found else ""
    words = _own_words(kind)
    if words:
        return Problem(at + path, words)
    return Problem(at + path, _in_words(complaint[: found.start()] if found else complaint, raw))


def _in_words(complaint: str, raw: object) -> str:
    """msgspec's complaint in a person's words."""
    for pattern, sentence in _SENTENCES:
        match = re.match(pattern, complaint)
        if match:
            bounds = [f"{float(g):g}" for g in match.groups()]
            return said(sentence).format(*bounds, raw=describe(raw))
    return complaint[0].lower() + complaint[1:]


_SENTENCES = (
    (r"Expected `(?:int|float)(?: \| \w+)*`, got", marked("should be a number, not {raw}")),
    (r"Expected `(?:str)(?: \| \w+)*`, got", marked("should be text, not {raw}")),
    (r"Expected `(?:bool)(?: \| \w+)*`, got", marked("should be true or false, not {raw}")),
    (r"Expected `(?:array)(?: \| \w+)*`, got", marked("should be a list, not {raw}")),
    (r"Expected `(?:object)(?: \| \w+)*`, got", marked("should be a group of named fields, not {raw}")),
    (
        r"Expected `(?:datetime)(?: \| \w+)*`, got",
        marked("should be a date and time such as 2026-03-14T03:10:00, not {raw}"),
    ),
    (r"Expected `(?:date)(?: \| \w+)*`, got", marked("should be a date such as 2026-03-14, not {raw}")),
    (r"Expected `(?:int|float)(?: \| \w+)*` >= ([-\d.e+]+)", marked("should be {0} or more, not {raw}")),
    (r"Expected `(?:int|float)(?: \| \w+)*` > ([-\d.e+]+)", marked("should be more than {0}, not {raw}")),
    (r"Expected `(?:int|float)(?: \| \w+)*` <= ([-\d.e+]+)", marked("should be {0} or less, not {raw}")),
    (r"Expected `(?:int|float)(?: \| \w+)*` < ([-\d.e+]+)", marked("should be less than {0}, not {raw}")),
    (r"Expected `str` of length >= (\d+)", marked("should have at least {0} letters")),
    (r"Expected `str` of length <= (\d+)", marked("should have at most {0} letters")),
    (r"Expected `array` of length <= (\d+)", marked("should have at most {0} entries")),
    (
        r"Invalid RFC3339 encoded datetime",
        marked("should be a date and time that exist, such as 2026-03-14T03:10:00, not {raw}"),
    ),
    (r"Invalid RFC3339 encoded date", marked("should be a date such as 2026-03-14, not {raw}")),
    (r"Invalid enum value", marked("is not one of the known words ({raw})")),
)


def describe(raw: object) -> str:
    """A short picture of a value for an error message, never longer than a line."""
    if raw is None:
        return said("nothing")
    if isinstance(raw, bool):
        return said("true") if raw else said("false")
    if isinstance(raw, Mapping):
        return said("a group of named fields")
    if isinstance(raw, list | tuple):
        return said("a list")
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)  # a form's 171 is a float, and comes back as it was typed
    text = f"“{_HALF_A_LETTER.sub('?', raw)}”" if isinstance(raw, str) else str(raw)
    return text if len(text) <= 60 else text[:57] + "…"


def _unknown_key(key: str, known: Iterable[str]) -> str:
    from rapidfuzz import process

    near = process.extractOne(key, list(known), score_cutoff=75)
    return said("is not a known field; did you mean {near}?", near=near[0]) if near else said("is not a known field")


def _bare(kind: Any) -> Any:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType):
        rest = [a for a in get_args(kind) if a is not type(None)]
        if len(rest) == 1:
            return _bare(rest[0])
    return kind


def _longest(kind: Any) -> int | None:
    """The most entries a list may have by its annotation, or None."""
    if get_origin(kind) is Annotated:
        inner, *metas = get_args(kind)
        lengths = (meta.max_length for meta in metas if isinstance(meta, msgspec.Meta))
        return next((length for length in lengths if length is not None), None) or _longest(inner)
    if get_origin(kind) in (Union, types.UnionType):
        return next((length for arg in get_args(kind) if (length := _longest(arg)) is not None), None)
    return None


def _allows_none(kind: Any) -> bool:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind)


def _struct_in(kind: Any) -> tuple[Any, bool]:
    """The Struct class (or a tuple of tagged ones) behind an annotation, and whether None is allowed."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind, False
    if get_origin(kind) in (Union, types.UnionType):
        args = get_args(kind)
        structs = tuple(a for a in args if isinstance(a, type) and issubclass(a, msgspec.Struct))
        if structs and all(a in structs or a is type(None) for a in args):
            return (structs[0] if len(structs) == 1 else structs), type(None) in args
    return None, False


def _own_words(kind: Any) -> str | None:
    """The sentence a field's own Meta gives for a wrong value."""
    if get_origin(kind) is Annotated:
        inner, *metas = get_args(kind)
        for meta in metas:
            extra = getattr(meta, "extra", None)
            if extra and "say" in extra:
                return said(str(extra["say"]))
        return _own_words(inner)
    if get_origin(kind) in (Union, types.UnionType):
        return next((words for arg in get_args(kind) if (words := _own_words(arg))), None)
    return None
