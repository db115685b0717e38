"""The pictures of a day and a week of food: known, not known, need and limit."""

from datetime import date, timedelta
from xml.etree import ElementTree as Xml

from charley.nutrition.ledger import NOT_NOTED, NOTHING, Range, Total
from charley.report.intake_figures import Balanced, DayIntake, balance, day_intake, food_alone, spoken, week_intake

MONDAY = date(2026, 11, 16)


def total(food: Range, supplements: Range = NOTHING) -> Total:
    return Total(nutrient="magnesium", unit="mg", food=food, supplements=supplements, unknown=())


def widths(svg: str, kind: str) -> list[float]:
    boxes = Xml.fromstring(svg).iter("rect")
    return [float(box.get("width", "").rstrip("%")) for box in boxes if box.get("class") == kind]


def places(svg: str, kind: str) -> list[float]:
    lines = Xml.fromstring(svg).iter("line")
    return [float(line.get("x1", "").rstrip("%")) for line in lines if line.get("class") == kind]


def share(mark: Xml.Element, side: str) -> float:
    return float(mark.get(side, "").rstrip("%"))


def test_the_part_that_is_not_known_is_hatched_and_as_wide_as_the_doubt():
    figure = day_intake(total(Range(200, 260)), ear=265, target=320, limit_mg=250)
    [known], [unknown] = widths(figure.svg, "food-mark"), widths(figure.svg, "unknown")
    assert round(known / unknown, 1) == round(200 / 60, 1)


def test_without_an_upper_end_the_hatch_runs_to_the_edge():
    figure = day_intake(total(Range(200, None)), ear=None, target=None, limit_mg=None)
    assert round(widths(figure.svg, "food-mark")[0] + widths(figure.svg, "unknown")[0]) == 100
    assert figure.rows[0] == ("food and drink", "200", "")


def test_the_limit_stands_in_the_bar_of_products_alone_and_the_need_in_that_of_food():
    figure = day_intake(total(Range(300, 300), Range(150, 150)), ear=265, target=320, limit_mg=250)
    tops = {
        line.get("class"): float(line.get("y1", ""))
        for line in Xml.fromstring(figure.svg).iter("line")
        if line.get("class") in ("limit", "even")
    }
    assert tops["even"] < 60 < tops["limit"]
    assert len(places(figure.svg, "limit")) == 1


def test_the_words_never_add_food_to_the_limit():
    figure = day_intake(total(Range(300, 300), Range(150, 150)), ear=265, target=320, limit_mg=250)
    assert "The limit for supplements and medicines alone is 250 mg." in figure.text
    assert figure.title == "As much as people like you need, about 320 mg a day"


def test_what_is_missing_is_a_range_where_the_sum_is_one():
    figure = day_intake(total(Range(200, 260)), ear=265, target=320, limit_mg=None)
    assert figure.title == "60 to 120 mg less than people like you need in a day"


def test_a_day_without_notes_is_hatched_from_top_to_bottom_and_is_no_zero():
    days = [DayIntake(MONDAY + timedelta(days=n), total(Range(300, 300)) if n == 3 else None) for n in range(7)]
    figure = week_intake(days, target=320, limit_mg=250)
    assert len(widths(figure.svg, "unknown")) == 6
    assert figure.rows[0] == ("Mon 16 Nov", "", "")
    assert figure.rows[3] == ("Thu 19 Nov", "300", "0")
    assert figure.title == "1 of 7 days noted; on none of them surely as much as people like you need"
    assert dict(figure.marks) == {"need": "320 mg"}  # no product was taken, so no limit is drawn


def test_food_that_was_not_noted_is_hatched_and_never_missing():
    figure = day_intake(total(NOT_NOTED, Range(100, 100)), ear=265, target=320, limit_mg=250)
    assert figure.title == "What was eaten is not noted, so it is not known"
    assert "not noted from food and drink" in figure.text
    assert widths(figure.svg, "food-mark") == [0]
    assert widths(figure.svg, "unknown") == [100]


def test_a_day_that_runs_lacks_nothing_yet():
    figure = day_intake(total(Range(120, 120)), ear=265, target=320, limit_mg=250, running=True)
    assert figure.title == "So far 120 mg of the 320 mg that people like you need in a day"


def test_in_the_week_the_limit_stands_over_products_alone_and_tablets_make_no_noted_day():
    tablets, both = total(NOT_NOTED, Range(100, 100)), total(Range(300, 300), Range(100, 100))
    figure = week_intake(
        [DayIntake(MONDAY, tablets), DayIntake(MONDAY + timedelta(days=1), both)], target=320, limit_mg=250
    )
    assert figure.title.startswith("1 of 2 days noted")
    assert figure.rows[0] == ("Mon 16 Nov", "", "100")
    lines = [line for line in Xml.fromstring(figure.svg).iter("line") if line.get("class") == "limit"]
    products = [box for box in Xml.fromstring(figure.svg).iter("rect") if box.get("class") == "dose-mark"]
    foods = [box for box in Xml.fromstring(figure.svg).iter("rect") if box.get("class") == "food-mark"]
    assert len(lines) == len(products) == 2
    for line, box in zip(lines, products, strict=True):
        assert share(line, "x1") < share(box, "x") < share(line, "x2")
    assert all(
        share(line, "x1") >= share(box, "x") + share(box, "width") for line, box in zip(lines, foods, strict=True)
    )


def test_the_balance_holds_each_mineral_against_its_own_need_and_tells_the_one_without_in_words():
    minerals = [
        Balanced("magnesium", total(Range(160, 240)), 320),
        Balanced("calcium", total(Range(500, 500), Range(500, 500)), 1000),
        Balanced("potassium", total(Range(2000, 2000)), None),
    ]
    figure = balance(minerals)
    assert widths(figure.svg, "food-mark") == widths(figure.svg, "dose-mark") * 2
    assert len(widths(figure.svg, "unknown")) == 1
    assert "potassium: 2000 mg" in figure.text
    assert "calcium: 1000 mg of 1000" in figure.text
    assert len(places(figure.svg, "even")) == 2


def test_amounts_are_spoken_with_their_doubt():
    assert [spoken(r) for r in (Range(120, 120), Range(120, 180), Range(120, None), Range(0, None))] == [
        "120",
        "120 to 180",
        "at least 120",
        "an unknown amount of",
    ]


def test_a_meal_stands_alone_where_no_need_is_set():
    assert food_alone(Range(154, 154), None).title == "154 mg"
