"""Where a fact comes from, and how sure we are of having read it right."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, get_args

from msgspec import Meta

from charley.errors import Problem
from charley.reading import Record

#: ``read``: the figure was seen in the cited text; ``secondary``: only in a summary or quotation of it;
#: ``unverified``: not confirmed, never shown to a person and never used by a rule.
Confidence = Literal["read", "secondary", "unverified"]

#: What a source is, the firmest ground for advice first: what an authority or a professional body says; the approved
#: text of a medicine; several trials counted together; a single study or a review; a handbook for professionals.
Kind = Literal["official guidance", "product information", "pooled trials", "research", "reference work"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Source(Record, frozen=True, kw_only=True):
    """One place a fact was taken from.

    Attributes:
        title: what it is, short enough for a footnote.
        url: where it can be read.
        year: of publication; None where the page shows none.
        kind: what it is; said in the tables that findings are made from, None elsewhere.
    """

    title: Annotated[str, Meta(min_length=3)]
    url: Annotated[str, Meta(pattern=r"^https?://\S+$", extra={"say": "should be a web address"})]
    year: Annotated[int, Meta(ge=1900, le=2100)] | None = None
    kind: Kind | None = None


class Fact(Record, frozen=True, kw_only=True):
    """What every row of every table carries.

    Attributes:
        id: stable name of the row, unique in its table.
        confidence: see :data:`Confidence`.
        sources: at least one, unless the row is unverified.
        reviewed: the day somebody last held the row against its sources.
        review_by: the day it has to be looked at again.
        note: what a reviewer should know; not shown to a person.
    """

    id: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9:+._-]*$", extra={"say": "should be a short lower-case name"})]
    confidence: Confidence
    sources: tuple[Source, ...] = ()
    reviewed: date
    review_by: date
    note: str = ""

    def faults(self) -> Iterator[Problem]:
        if not self.sources and self.confidence != "unverified":
            yield Problem("sources", "a fact needs at least one source")
        if self.review_by <= self.reviewed:
            yield Problem("review_by", "should lie after the day of the last review")

    @property
    def usable(self) -> bool:
        """Whether a rule or a text may lean on it."""
        return self.confidence != "unverified"
