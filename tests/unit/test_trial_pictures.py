"""Pictures of a trial: their bars stand for the numbers beside them."""

from xml.etree import ElementTree as Xml

from charley.report.trial_pictures import PeriodSeen, Seen, by_period, chances, ways
from charley.trials.power import Cell, Shares

ZERO = Shares(helps=0, does_not_help_enough=0, cannot_tell_yet=0)


def cell(ratio, helps, not_enough):
    return Cell(
        rate=1,
        rate_ratio=ratio,
        simulations=1000,
        verdicts=Shares(helps=helps, does_not_help_enough=not_enough, cannot_tell_yet=1 - helps - not_enough),
        standard_errors=ZERO,
        coverage=0.95,
        mean_rate_ratio=ratio,
        fitted_in_full=0.1,
        weeks=26,
    )


def widths(figure, kind):
    svg = Xml.fromstring(figure.svg)
    return [float(box.get("width").rstrip("%")) for box in svg.iter("rect") if box.get("class") == kind]


def test_each_bar_is_as_wide_as_its_chance_and_what_cannot_be_told_is_hatched():
    figure = chances("design", "", [cell(1.0, 0.01, 0.24), cell(0.4, 0.6, 0.0)])
    assert widths(figure, "yes-mark") == [1.0, 60.0]
    assert widths(figure, "no-mark") == [24.0, 0.0]
    assert widths(figure, "unknown") == [75.0, 40.0]
    assert figure.rows[1] == ("60% fewer", "60%", "0%", "40%")
    assert "If 60% fewer: helps 60%" in figure.text


def test_every_way_of_looking_has_a_bar_on_one_scale():
    figure = ways("ways", "Looked at", [Seen("as assigned", 0.4, 0.6, 0.9), Seen("as taken", 0.3, 0.5, 1.4)])
    lines = [line for line in Xml.fromstring(figure.svg).iter("line") if line.get("class") == "interval"]
    ends = [(float(line.get("x1").rstrip("%")), float(line.get("x2").rstrip("%"))) for line in lines]
    assert ends[1][0] < ends[0][0] < ends[0][1] < 50 < ends[1][1]
    assert figure.rows == (("as assigned", "60 %", "40 % to 90 %"), ("as taken", "50 %", "30 % to 140 %"))


def test_a_period_without_a_count_is_hatched_and_the_others_are_as_high_as_their_cramps():
    figure = by_period("periods", "Seen.", [PeriodSeen(1, "A", 8.0), PeriodSeen(2, "B", 2.0), PeriodSeen(3, "A", None)])
    svg = Xml.fromstring(figure.svg)
    high = [float(box.get("height")) for box in svg.iter("rect") if box.get("class") == "bar-mark"]
    assert high[0] == 4 * high[1]
    assert len(widths(figure, "unknown")) == 1
    assert figure.rows == (("1", "A", "8.0"), ("2", "B", "2.0"), ("3", "A", ""))
