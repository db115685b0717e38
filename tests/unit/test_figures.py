"""Pictures say what the diary says: counts as counts, silence as silence, every number also as a table."""

from datetime import date, timedelta
from xml.etree import ElementTree as Xml

from hypothesis import given
from hypothesis import strategies as st

from charley.diary.nights import NightTable
from charley.report.figures import TrendNight, cramps_per_week, rate_ratio, weeks

MONDAY = date(2026, 3, 2)
counts = st.lists(st.none() | st.integers(0, 9), min_size=1, max_size=120)


def diary(*cramps: int | None, start: date | None = MONDAY) -> NightTable:
    return NightTable(start=start, cramps=cramps, observed=(1.0,) * len(cramps), doses={}, covariates={})


def marks(svg: str, kind: str) -> list[Xml.Element]:
    return [element for element in Xml.fromstring(svg).iter() if element.get("class") == kind]


def test_a_week_counts_its_recorded_nights_and_says_how_many_they_were() -> None:
    figure = cramps_per_week(diary(2, None, 0, 1, None, None, 0, *([None] * 7), 0))
    assert figure is not None
    assert figure.rows == (
        ("2 March 2026", "3", "4 of 7"),
        ("9 March 2026", "", "0 of 7"),
        ("16 March 2026", "0", "1 of 1"),
    )
    assert figure.title == "3 cramps on 5 recorded nights; 10 nights not recorded"
    assert "1 week without any record" in figure.text


def test_nights_not_recorded_are_hatched_and_only_they_are() -> None:
    figure = cramps_per_week(diary(2, None, None, 1, 0, None, 0))
    assert figure is not None
    hatched = marks(figure.svg, "unknown")
    assert [mark[0].text for mark in hatched] == ["3 Mar to 4 Mar not recorded", "7 Mar not recorded"]
    assert {mark.get("fill") for mark in hatched} == {"url(#weeks-hatch)"}
    widths = [float(mark.get("width", "").rstrip("%")) for mark in hatched]
    assert abs(widths[0] - 2 * widths[1]) < 0.02


def test_pain_and_magnesium_stand_below_in_the_same_weeks_and_unknown_is_left_out() -> None:
    pains = {MONDAY: [6, 7], MONDAY + timedelta(days=2): [8]}
    taken = {MONDAY: 100.0, MONDAY + timedelta(days=1): 150.0, MONDAY + timedelta(days=90): 999.0}
    figure = cramps_per_week(diary(2, 0, 1, 0, 0, 0, 0, 1), pains=pains, taken_mg=taken)
    assert figure is not None
    assert figure.head[3:] == ("Mean pain", "Magnesium noted, mg")
    assert [row[3:] for row in figure.rows] == [("7.0", "250"), ("", "")]
    assert len(marks(figure.svg, "pain-mark")) == len(marks(figure.svg, "dose-mark")) == 1


def test_a_mark_stands_at_its_day_and_not_outside_the_diary() -> None:
    figure = cramps_per_week(
        diary(*[0] * 28), marks=[(MONDAY + timedelta(days=1), "greens"), (date(2020, 1, 1), "old")]
    )
    assert figure is not None
    [mark] = marks(figure.svg, "mark")
    assert mark[0].text == "3 Mar: greens"
    assert figure.marks == (("3 March 2026", "greens"),)


def test_a_diary_without_dates_has_no_weeks_to_draw() -> None:
    assert cramps_per_week(diary(1, 0, start=None)) is None


def test_a_diary_that_begins_in_the_middle_of_a_week_has_no_nights_before_it() -> None:
    first, second = weeks(diary(1, 1, 1, 0, start=MONDAY + timedelta(days=4)))
    assert (first.monday, first.cramps, first.nights) == (MONDAY, 3, 3)
    assert (second.cramps, second.nights) == (0, 1)


@given(counts)
def test_weeks_lose_no_night_and_no_cramp(cramps: list[int | None]) -> None:
    found = weeks(diary(*cramps, start=MONDAY + timedelta(days=3)))
    assert sum(week.nights for week in found) == len(cramps)
    assert sum(week.recorded for week in found) == sum(count is not None for count in cramps)
    assert sum(week.cramps or 0 for week in found) == sum(filter(None, cramps))


@given(counts, st.booleans())
def test_every_picture_is_whole_within_its_frame_and_has_no_style_of_its_own(
    cramps: list[int | None], with_trend: bool
) -> None:
    table = diary(*cramps)
    trend = [TrendNight(night, 0.1, 0.5, 3.0) for night in table.dates] if with_trend else []
    figure = cramps_per_week(table, trend)
    assert figure is not None
    assert figure.shows_trend == (with_trend and len(cramps) > 1)
    root = Xml.fromstring(figure.svg)
    assert root.get("aria-label") == figure.text
    for element in root.iter("rect"):
        left, width = (float(element.get(name, "").rstrip("%")) for name in ("x", "width"))
        assert 0 <= left <= left + width <= 100.01
        assert 0 <= float(element.get("y", "")) <= float(root.get("height", ""))
    assert not any("style" in element.attrib for element in root.iter())


def test_the_effect_stands_on_its_own_side_of_no_change() -> None:
    fewer = rate_ratio("magnesium", "Fewer", 0.4, 0.6, 0.9)
    [even], [point] = marks(fewer.svg, "even"), marks(fewer.svg, "point")
    assert float(point.get("cx", "").rstrip("%")) < float(even.get("x1", "").rstrip("%"))
    assert fewer.rows[1] == ("Middle", "60 %")


@given(st.floats(0.02, 40), st.floats(1, 3), st.floats(1, 3))
def test_an_effect_of_any_size_fits_its_picture(middle: float, down: float, up: float) -> None:
    figure = rate_ratio("magnesium", "Some effect", middle / down, middle, middle * up)
    [interval] = marks(figure.svg, "interval")
    low, high = (float(interval.get(name, "").rstrip("%")) for name in ("x1", "x2"))
    assert 0 <= low <= high <= 100


def test_what_a_person_writes_cannot_become_part_of_the_page() -> None:
    figure = rate_ratio('<script>"x"</script>', "T", 0.5, 0.8, 1.2)
    assert "<script" not in figure.svg
