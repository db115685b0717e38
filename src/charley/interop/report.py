"""What an import did: row by row what was taken, what was there already, what was left out and why."""

from collections import Counter
from typing import Literal, NamedTuple

Outcome = Literal["taken", "already", "skipped"]

#: More rows than this are counted but not listed one by one.
MOST_LINES = 10_000


class Line(NamedTuple):
    """What became of one row.

    Attributes:
        row: where it stands in the file.
        outcome: taken, already there, or skipped.
        what: the kind of entry, or why it was skipped.
        rows: how many rows share this line.
    """

    row: str
    outcome: Outcome
    what: str
    rows: int = 1


class ImportReport:
    """The account of one file, filled as the rows go by.

    Args:
        file: the file's name, without its folder.
        kind: the format's name.
        title: the format's name for people.
    """

    def __init__(self, file: str, kind: str, title: str) -> None:
        self.file, self.kind, self.title = file, kind, title
        self.lines: list[Line] = []
        self.unlisted = 0
        self._rows: Counter[Outcome] = Counter()
        self._entries: Counter[Outcome] = Counter()
        self._reasons: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()

    def taken(self, row: str, kind: str, rows: int = 1) -> None:
        """A row became a new entry of this kind."""
        self._kinds[kind] += 1
        self._note(Line(row, "taken", kind, rows))

    def already(self, row: str, kind: str, rows: int = 1) -> None:
        """A row says what the diary holds already."""
        self._note(Line(row, "already", kind, rows))

    def skipped(self, row: str, reason: str, rows: int = 1) -> None:
        """A row was left out."""
        self._reasons[reason] += rows
        self._note(Line(row, "skipped", reason, rows))

    def _note(self, line: Line) -> None:
        self._rows[line.outcome] += line.rows
        self._entries[line.outcome] += 1
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)
        else:
            self.unlisted += 1

    @property
    def new_entries(self) -> int:
        """How many entries the diary gained."""
        return self._entries["taken"]

    @property
    def known_entries(self) -> int:
        """How many entries were there already."""
        return self._entries["already"]

    @property
    def skipped_rows(self) -> int:
        """How many rows, or parts of rows, were left out."""
        return self._rows["skipped"]

    @property
    def kinds(self) -> dict[str, int]:
        """New entries by kind, the most frequent first."""
        return dict(self._kinds.most_common())

    @property
    def reasons(self) -> dict[str, int]:
        """Rows left out by reason, the most frequent first."""
        return dict(self._reasons.most_common())

    def as_dict(self) -> dict[str, object]:
        """As JSON."""
        return {
            "file": self.file,
            "kind": self.kind,
            "title": self.title,
            "taken": self.new_entries,
            "already": self.known_entries,
            "skipped": self.skipped_rows,
            "kinds": self.kinds,
            "reasons": self.reasons,
            "rows": [line._asdict() for line in self.lines],
            "rows_not_listed": self.unlisted,
        }
