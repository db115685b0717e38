"""The words of other diaries: known ones become entries, doubtful ones become nothing."""

from datetime import datetime

import pytest

from charley.dates import Moment
from charley.interop.importer import Taken
from charley.interop.tags import meaning, observed

AT = Moment(wall=datetime(2026, 3, 14, 12))


@pytest.mark.parametrize(
    ("written", "kind", "what"),
    [
        ("Leg cramps", "cramp", None),
        ("WADENKRÄMPFE", "cramp", None),
        ("Activité: marche", "activity", None),
        ("movies / TV: Wine ", "exposure", "alcohol"),
        ("TOO_HOT", "exposure", "heat"),
        ("restless-legs", "symptom", "restless_urge"),
        ("🙂 coffee", "exposure", "caffeine"),
        ("stomachache", "side_effect", "abdominal_cramp"),
    ],
)
def test_a_word_is_known_without_case_accents_and_signs(written, kind, what):
    tag = meaning(written)

    assert tag is not None
    assert (tag.kind, tag.what) == (kind, what)


@pytest.mark.parametrize("written", ["cramps", "no alcohol", "alcohol free day", "med", "", "magnesium oil spray", ":"])
def test_a_word_that_could_mean_something_else_means_nothing(written):
    assert meaning(written) is None


def test_a_cramp_without_its_time_is_a_note_and_no_count():
    tag = meaning("leg cramps")

    timed = observed(tag, "leg cramps", row="row 2", kind="x", key=("a",), at=AT, timed=True)
    untimed = observed(tag, "leg cramps", row="row 2", kind="x", key=("a",), at=AT, timed=False)

    assert isinstance(timed, Taken)
    assert isinstance(untimed, Taken)
    assert (timed.entry.kind, untimed.entry.kind) == ("cramp", "note")


@pytest.mark.parametrize(
    "written",
    ["magnesium", "coffee", "walk", "stretching", "numb legs", "bloating"],
)
def test_every_subject_becomes_an_entry_the_diary_can_hold(written):
    tag = meaning(written)

    item = observed(tag, written, row="row 2", kind="x", key=("a",), at=AT, timed=False, says="a lot")

    assert isinstance(item, Taken)
    assert item.entry.kind == tag.kind
