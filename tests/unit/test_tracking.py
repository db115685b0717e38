"""What a person wants to be asked about is their choice, and the last choice holds."""

from datetime import datetime

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.records import Tracking
from charley.diary.tracking import AT_FIRST, TOPICS, tracked


def choice(number: int, *topics: str) -> Tracking:
    return Tracking(id=f"choice-{number}", at=Moment(wall=datetime(2026, 11, number, 9)), topics=topics)


def test_before_any_choice_the_cycle_is_not_asked():
    assert tracked(Journal()) == AT_FIRST
    assert "cycle" not in AT_FIRST


def test_the_last_choice_holds_in_the_order_of_the_questions():
    assert tracked(Journal([choice(2, "mood", "sleep"), choice(1, "cycle")])) == ("sleep", "mood")


def test_to_be_asked_nothing_is_a_choice_too():
    assert tracked(Journal([choice(1)])) == ()


def test_a_topic_of_a_later_version_is_passed_over():
    assert tracked(Journal([choice(1, "sleep", "of_the_future")])) == ("sleep",)


def test_every_topic_that_can_be_none_is_asked_in_the_evening():
    assert all(topic.part == "evening" for topic in TOPICS.values() if topic.can_be_none)
