"""The tags, habits and factors of other diaries, read as entries of this one. The words stand in ``tags.toml``."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from charley.dates import Moment
from charley.diary.records import (
    Activity,
    CrampEpisode,
    DoseTaken,
    Entry,
    Exposure,
    Measure,
    Note,
    Severity,
    SideEffect,
    Symptom,
)
from charley.interop.importer import Item, entry
from charley.interop.stamps import NO_TIME
from charley.reading import Record, read


class Tag(Record, frozen=True, kw_only=True):
    """One subject of the diary, and what other diaries call it.

    Attributes:
        kind: the kind of entry it becomes.
        what: the word of that kind; None where the tag itself says it, or there is nothing to say.
        words: what people call it.
    """

    kind: Literal["cramp", "dose", "exposure", "activity", "measure", "symptom", "side_effect"]
    what: str | None = None
    words: tuple[str, ...]


def meaning(written: str) -> Tag | None:
    """What a tag means here; None where that is not known."""
    known = _known()
    return known.get(_plain(written)) or known.get(_plain(written.rsplit(":", 1)[-1]))


def observed(
    tag: Tag,
    written: str,
    *,
    row: str,
    kind: str,
    key: Iterable[object],
    at: Moment,
    timed: bool,
    severity: Severity | None = None,
    says: str | None = None,
) -> Item:
    """The entry a tag becomes.

    Args:
        tag: its meaning.
        written: the tag as the person wrote it.
        row: where it stands.
        kind: the format's name.
        key: what makes the entry's id.
        at: when it happened.
        timed: whether the clock time is known; a cramp without one is kept as a note, for nobody knows how many there
            were nor in which night, and a count made up would be worse than none.
        severity: where the source has one that means the same.
        says: anything else the source says of it.
    """
    name = written.strip()
    said = "; ".join(part for part in (says, None if timed else NO_TIME) if part) or None
    record: type[Entry]
    fields: dict[str, Any]
    match tag.kind:
        case "cramp" if timed:
            record, fields = CrampEpisode, {"note": "; ".join(filter(None, (name, says)))}
        case "cramp":
            record, fields = (
                Note,
                {"text": "; ".join(filter(None, (name, says, "how many and in which night is not known")))},
            )
        case "dose":
            record, fields = DoseTaken, {"substance": tag.what, "product": name, "note": said}
        case "exposure":
            record, fields = Exposure, {"what": tag.what, "note": "; ".join(filter(None, (name, said)))}
        case "activity":
            record, fields = Activity, {"what": name, "note": said}
        case "measure":
            record, fields = Measure, {"what": tag.what, "note": "; ".join(filter(None, (name, said)))}
        case "symptom":
            record, fields = Symptom, {"what": tag.what, "note": "; ".join(filter(None, (name, said)))}
        case "side_effect":
            words = "; ".join(filter(None, (name, said)))
            record, fields = SideEffect, {"sign": tag.what, "words": words, "severity": severity}
    return entry(row, record, kind=kind, key=key, at=at, **fields)


_SIGNS = re.compile(r"[^\w]+|_")


def _plain(written: str) -> str:
    """A tag without case, accents and signs."""
    letters = unicodedata.normalize("NFKD", written.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_SIGNS.sub(" ", bare).split())


@cache
def _known() -> Mapping[str, Tag]:
    raw = tomllib.loads(Path(__file__).with_name("tags.toml").read_text("utf-8"))
    return {_plain(word): tag for tag in read(list[Tag], raw["tag"], "tag") for word in tag.words}
