"""Small helps for the tests of importers: where the example files are, and what came of one."""

from pathlib import Path

from charley.diary.records import Entry
from charley.interop.formats import format_of
from charley.interop.importer import Item, Skipped, Taken

#: Files in the layouts that other programs write; what stands in them is made up.
FILES = Path(__file__).resolve().parents[1] / "interop" / "files"


def read(path: Path | str, *, kind: str = "auto", zone: str | None = None) -> list[Item]:
    """What an importer makes of a file (of :data:`FILES`, where only a name is given)."""
    where = FILES / path if isinstance(path, str) else path
    return list(format_of(where, kind).read(where, zone=zone))


def entries(items: list[Item], kind: str | None = None) -> list[Entry]:
    """The entries among them, of one kind where it is named."""
    found = [item.entry for item in items if isinstance(item, Taken)]
    return [entry for entry in found if kind is None or entry.kind == kind]


def reasons(items: list[Item]) -> dict[str, str]:
    """Row -> why it was skipped; several reasons of one row are joined."""
    found: dict[str, str] = {}
    for item in items:
        if isinstance(item, Skipped):
            found[item.row] = "; ".join(filter(None, (found.get(item.row), item.reason)))
    return found
