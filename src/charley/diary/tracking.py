"""What a person wants to be asked about each day: a choice of theirs that holds from the day it is made."""

from typing import Literal, NamedTuple

from charley.diary.journal import Journal
from charley.diary.records import Tracking

Part = Literal["morning", "evening"]


class Topic(NamedTuple):
    """One thing to be asked about.

    Attributes:
        part: when it is asked.
        at_first: whether it is asked before the person has chosen.
        can_be_none: whether "nothing of it today" is an answer.
    """

    part: Part
    at_first: bool
    can_be_none: bool = False


#: In the order in which they are asked. Cramps and doses are no choice: they are always asked.
TOPICS: dict[str, Topic] = {
    "sleep": Topic("morning", at_first=True),
    "drinks": Topic("evening", at_first=True),
    "urine": Topic("evening", at_first=False),
    "activity": Topic("evening", at_first=True, can_be_none=True),
    "measures": Topic("evening", at_first=True, can_be_none=True),
    "caffeine": Topic("evening", at_first=True, can_be_none=True),
    "alcohol": Topic("evening", at_first=True, can_be_none=True),
    "nicotine": Topic("evening", at_first=False, can_be_none=True),
    "stress": Topic("evening", at_first=False),
    "heat": Topic("evening", at_first=True, can_be_none=True),
    "long_standing": Topic("evening", at_first=False, can_be_none=True),
    "long_sitting": Topic("evening", at_first=False, can_be_none=True),
    "sunlight": Topic("evening", at_first=False, can_be_none=True),
    "cycle": Topic("evening", at_first=False),
    "legs": Topic("evening", at_first=True, can_be_none=True),
    "side_effects": Topic("evening", at_first=True, can_be_none=True),
    "mood": Topic("evening", at_first=False),
    "note": Topic("evening", at_first=True),
}
AT_FIRST = tuple(name for name, topic in TOPICS.items() if topic.at_first)


def tracked(journal: Journal) -> tuple[str, ...]:
    """What this person is asked about, in order: their last choice, else what most people can answer.

    Args:
        journal: one person's, with every choice ever made.
    """
    choices = journal.of(Tracking)
    chosen = choices[-1].topics if choices else AT_FIRST
    return tuple(name for name in TOPICS if name in chosen)
