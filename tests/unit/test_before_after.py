"""Before and after: counted as it was, the dummy pill's fall laid over it, and never a verdict."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.diary.journal import Journal
from charley.diary.nights import NightTable
from charley.diary.records import read_entry
from charley.errors import BadInput
from charley.knowledge.figures import figures
from charley.services.before_after import before_after, before_after_table
from charley.trials.decision import VERDICTS

MONDAY = date(2026, 3, 2)


def marks(svg, kind):
    return svg.count(f'class="{kind}"')


def diary(*cramps, began=28, start=MONDAY, dose=True):
    taken = tuple(float(i >= began) for i in range(len(cramps)))
    doses = {"magnesium": taken} if dose else {}
    return NightTable(start=start, cramps=cramps, observed=(1.0,) * len(cramps), doses=doses, covariates={})


def test_each_side_is_counted_by_its_recorded_nights():
    found = before_after_table(diary(*[1, None] * 14, *[1, 0, 0, 0] * 7))
    assert (found.before.recorded, found.before.cramps, found.before.per_week) == (14, 14, 7.0)
    assert (found.after.recorded, found.after.cramps, found.after.per_week) == (28, 7, 1.75)
    assert found.change == -0.75
    assert found.sentences[0] == "75 % fewer cramps after than before."


def test_the_fall_on_a_dummy_pill_comes_from_the_table_of_facts_with_its_sources():
    found = before_after_table(diary(*[1] * 56))
    fall = float(figures()["placebo-fall-2020"].value) / 100
    assert found.placebo.share == fall
    assert found.placebo.per_week == pytest.approx(7 * (1 - fall))
    assert found.placebo.sources
    assert any(f"{100 * fall:.0f} %" in sentence for sentence in found.sentences)


@given(st.lists(st.none() | st.integers(0, 9), min_size=30, max_size=120))
def test_whatever_was_counted_there_is_no_verdict(cramps):
    found = before_after_table(diary(*cramps))
    assert "no verdict" in found.sentences[-1]
    said = msgspec.json.encode(found).decode()
    assert not any(verdict in said for verdict in VERDICTS)
    assert "helps you" not in said


def test_a_fall_no_larger_than_a_dummy_pills_is_said_to_be_so():
    small = before_after_table(diary(*[1] * 28, *[1, 1, 1, 0] * 7))
    large = before_after_table(diary(*[1] * 28, *[0] * 28))
    none = before_after_table(diary(*[1] * 56))
    assert "Your fall is no larger than that." in small.sentences
    assert any("cannot be seen from here" in sentence for sentence in large.sentences)
    assert none.sentences[0] == "As many cramps after as before."
    assert "Your cramps did not fall." in none.sentences


@pytest.mark.parametrize(
    ("cramps", "said"),
    [
        ([*[None] * 27, 1, *[1] * 28], "Before the beginning 1 night was recorded"),
        ([*[1] * 28, *[1] * 6], "Too early"),
        ([0] * 56, "nothing could get less"),
    ],
)
def test_too_little_is_said_and_no_change_is_worked_out(cramps, said):
    found = before_after_table(diary(*cramps))
    assert found.change is None
    assert said in found.reason
    assert found.reason in found.sentences


def test_a_week_without_a_record_is_hatched_and_not_zero():
    found = before_after_table(diary(*[1] * 28, *[None] * 7, *[1] * 21))
    assert marks(found.figure.svg, "unknown") == 1
    assert ("1 after", "", "0") in found.figure.rows
    assert marks(found.figure.svg, "limit") == 2


def test_weeks_count_from_the_beginning_whatever_day_it_was():
    found = before_after_table(diary(*[0] * 31, *[1] * 10, began=31))
    assert [week.number for week in found.weeks] == [-4, -3, -2, -1, 1, 2]
    assert found.weeks[-1].recorded == 3


@pytest.mark.parametrize(
    ("table", "begun"),
    [
        (diary(*[1] * 40, dose=False), None),
        (diary(*[1] * 40, start=None), MONDAY),
        (diary(*[1] * 40), MONDAY),
        (diary(*[1] * 40), MONDAY.replace(year=2030)),
    ],
)
def test_a_beginning_has_to_lie_within_the_diary(table, begun):
    with pytest.raises(BadInput):
        before_after_table(table, begun)


def test_a_diary_that_begins_tonight_has_nothing_to_lay_side_by_side_yet():
    tonight = read_entry(
        {"id": "quiet-001", "kind": "quiet_night", "night": MONDAY, "at": {"wall": f"{MONDAY}T22:00:00"}}
    )
    assert before_after(Journal([tonight]), MONDAY, last=MONDAY - timedelta(days=1)) is None
