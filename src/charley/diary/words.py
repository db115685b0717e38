"""The words of a typed line, taken out one by one as they are understood."""

import re
from collections.abc import Mapping

NUMBER = r"(\d+(?:\.\d+)?)"
_TIME_UNIT = r"(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)"


class Words:
    """What is left of a line. Whole words only, whatever their case; each reader takes out what it understands."""

    def __init__(self, text: str) -> None:
        self._left = " " + re.sub(r"[,;!]|(?<!\d)\.|\.(?!\d)", " ", text.lower()) + " "

    @property
    def left(self) -> str:
        """The words nobody has understood yet."""
        return " ".join(self._left.split())

    def take(self, pattern: str) -> re.Match[str] | None:
        """Take out the first place where ``pattern`` stands."""
        found = self._find(pattern)
        if found:
            self._left = f"{self._left[: found.start()]} {self._left[found.end() :]}"
        return found

    def has(self, pattern: str) -> bool:
        """Whether ``pattern`` stands somewhere."""
        return self._find(pattern) is not None

    def pick(self, table: Mapping[str, str]) -> str | None:
        """Take out the first pattern of ``table`` that stands somewhere, and give its meaning."""
        return next((meaning for pattern, meaning in table.items() if self.take(pattern)), None)

    def minutes(self, before: str = "", after: str = "") -> float | None:
        """Take out a length of time, in minutes.

        Args:
            before, after: patterns without groups that stand beside it.
        """
        found = self.take(rf"{before}{NUMBER} ?{_TIME_UNIT}{after}")
        if found is None:
            return None
        value, unit = float(found[1]), found[2]
        return value / 60 if unit.startswith("s") else value * 60 if unit.startswith("h") else value

    def out_of(self, top: int) -> int | None:
        """Take out a rating such as ``7/10``."""
        found = self.take(rf"(\d+) ?(?:/|out of|of) ?{top}")
        return int(found[1]) if found else None

    def _find(self, pattern: str) -> re.Match[str] | None:
        return re.search(rf"(?<![\w/.:])(?:{pattern})(?![\w/:])", self._left)
