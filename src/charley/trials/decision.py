"""The rule that turns numbers into a verdict. It is fixed before the first night and cannot be chosen afterwards.

Two things are asked at once, as in a dual-criterion design (Roychoudhury, Scheuer and Neuenschwander 2018, Clin Trials
15:452): is the effect hardly luck, and is it more likely than not large enough to be worth the trouble?
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from charley.errors import Problem
from charley.reading import Record

#: ``cannot_tell_yet`` is an honest answer of a complete trial.
Verdict = Literal["helps", "does_not_help_enough", "cannot_tell_yet"]
VERDICTS: tuple[Verdict, ...] = ("helps", "does_not_help_enough", "cannot_tell_yet")
#: Those that end a trial at a look before its last night.
FIRM: tuple[Verdict, ...] = ("helps", "does_not_help_enough")

Chance = Annotated[float, Meta(gt=0, lt=1, extra={"say": "should be a chance above 0 and below 1"})]


class Rule(Record, frozen=True, kw_only=True):
    """When which verdict is given.

    Attributes:
        worthwhile: the rate ratio at which the change begins to be worth the trouble; 0.75 is a quarter fewer cramps.
        sure_of_fewer: ``helps`` needs at least this probability of fewer cramps at all ...
        likely_worthwhile: ... and at least this one of a worthwhile change.
        hardly_worthwhile: ``does_not_help_enough`` needs a probability of a worthwhile change of at most this.
    """

    worthwhile: Annotated[float, Meta(gt=0, lt=1, extra={"say": "should be a rate ratio above 0 and below 1"})] = 0.75
    sure_of_fewer: Chance = 0.95
    likely_worthwhile: Chance = 0.5
    hardly_worthwhile: Chance = 0.1

    def faults(self) -> Iterator[Problem]:
        if self.hardly_worthwhile >= self.likely_worthwhile:
            yield Problem("hardly_worthwhile", "should be below likely_worthwhile")

    def verdict(self, p_fewer: float, p_worthwhile: float) -> Verdict:
        """The verdict for a probability of fewer cramps and one of a worthwhile change."""
        if p_fewer >= self.sure_of_fewer and p_worthwhile >= self.likely_worthwhile:
            return "helps"
        if p_worthwhile <= self.hardly_worthwhile:
            return "does_not_help_enough"
        return "cannot_tell_yet"
