"""Nights in a row: cramps, how much of the night was observed, doses and covariates, one entry a night, no gaps."""

from collections.abc import Iterator, Mapping
from datetime import date

from charley.dates import nights
from charley.errors import Problem
from charley.reading import Record

#: The longest diary that is taken: ten years.
MAX_NIGHTS = 3660


class NightTable(Record, frozen=True, kw_only=True):
    """A diary as the engine and the charts see it. All rows have one entry for each night, in order.

    Attributes:
        start: the first night (named by the date it begins); None where the rows carry no dates.
        cramps: cramps counted; None where the night was not recorded, which is never zero.
        observed: share of the night that was observed, above 0 to 1.
        doses: for each treatment the share of the target dose taken, 0 to 1.
        covariates: for each covariate its value, not standardised.
    """

    start: date | None = None
    cramps: tuple[int | None, ...]
    observed: tuple[float, ...]
    doses: Mapping[str, tuple[float, ...]]
    covariates: Mapping[str, tuple[float, ...]]

    def __len__(self) -> int:
        return len(self.cramps)

    @property
    def dates(self) -> list[date]:
        """The nights' names; empty where no start is known."""
        if self.start is None or not self.cramps:
            return []
        return list(nights(self.start, date.fromordinal(self.start.toordinal() + len(self.cramps) - 1)))

    @property
    def recorded(self) -> int:
        """How many nights were recorded."""
        return sum(count is not None for count in self.cramps)

    def faults(self) -> Iterator[Problem]:
        total = len(self.cramps)
        if total > MAX_NIGHTS:
            yield Problem("cramps", f"holds {total} nights; at most {MAX_NIGHTS} can be taken")
        for name, row in (("observed", self.observed), *self.doses.items(), *self.covariates.items()):
            if len(row) != total:
                yield Problem(name, f"has {len(row)} entries, but there are {total} nights")
        for i, count in enumerate(self.cramps):
            if count is not None and not 0 <= count <= 1000:
                yield Problem(f"cramps[{i}]", f"should be a whole number from 0 to 1000, not {count}")
        for i, share in enumerate(self.observed):
            if not 0 < share <= 1:
                yield Problem(f"observed[{i}]", f"should be a share above 0 and up to 1, not {share:g}")
        for name, row in self.doses.items():
            for i, share in enumerate(row):
                if not 0 <= share <= 1:
                    yield Problem(f"dose:{name}[{i}]", f"should be a share from 0 to 1, not {share:g}")
