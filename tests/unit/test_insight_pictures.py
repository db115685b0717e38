"""The picture of before and after: whole, worded, and drawn where the densities are."""

import re
from xml.etree import ElementTree as Xml

import pytest

from charley.report.answer_words import Range
from charley.report.figures import Figure
from charley.report.insight_pictures import LinkBar, before_and_after, links
from charley.services.insight import Asked, analyse
from support.diaries import made


@pytest.fixture(scope="module")
def pictures() -> dict[str, Figure]:
    model = made(112, seed=6, rate=1.5, rate_ratio=0.5)
    cramps = [int(c) if s else None for c, s in zip(model.counts, model.recorded, strict=True)]
    found = analyse(cramps, doses={"magnesium": model.washed[0].tolist()}, asked=Asked(priors="all")).document.priors
    assert found is not None
    drawn = {}
    for kind, under in found["magnesium"].items():
        assert under.curve is not None
        assert under.rate_ratio is not None
        ratio = Range(under.rate_ratio.q025, under.rate_ratio.q50, under.rate_ratio.q975)
        drawn[kind] = before_and_after(
            "magnesium",
            kind,
            log_rate_ratio=under.curve.log_rate_ratio,
            prior=under.curve.prior,
            posterior=under.curve.posterior,
            ratio=ratio,
        )
    return drawn


def points(figure: Figure, kind: str) -> list[tuple[float, float]]:
    root = Xml.fromstring(figure.svg)
    (line,) = [each for each in root.iter() if each.tag.endswith("polyline") and each.get("class") == kind]
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in (line.get("points") or "").split())]


def test_every_prior_has_its_picture_with_words_and_numbers(pictures: dict[str, Figure]) -> None:
    assert set(pictures) == {"sceptical", "trials", "flat"}
    for figure in pictures.values():
        root = Xml.fromstring(figure.svg)
        assert root.get("aria-label") == figure.text
        assert "no change" in figure.svg
        assert all(len(row) == len(figure.head) for row in figure.rows)
        assert not re.search(r"style=|\bnan\b", figure.svg, re.IGNORECASE)


def test_the_diary_narrows_what_was_held_and_a_flat_prior_is_nearly_level(pictures: dict[str, Figure]) -> None:
    """Heights are measured from the top: the narrower curve reaches higher."""
    for figure in pictures.values():
        assert min(y for _, y in points(figure, "middle")) < min(y for _, y in points(figure, "even"))
    flat = [y for _, y in points(pictures["flat"], "even")]
    sceptical = [y for _, y in points(pictures["sceptical"], "even")]
    assert max(flat) - min(flat) < max(sceptical) - min(sceptical)


def test_nothing_is_drawn_beyond_six_times(pictures: dict[str, Figure]) -> None:
    for figure in pictures.values():
        across = [x for x, _ in points(figure, "even")]
        assert min(across) == 0
        assert max(across) == 1000


BARS = [
    LinkBar("alcohol", 0, Range(1.6, 2.4, 3.5), True),
    LinkBar("alcohol", 1, Range(0.5, 0.9, 1.6), False),
    LinkBar("heat & sun", 0, Range(0.01, 0.2, 40.0), False),
]


def test_links_are_bars_beside_no_change_and_those_that_stand_out_are_drawn_strong() -> None:
    figure = links(BARS)
    root = Xml.fromstring(figure.svg)
    drawn = [each for each in root.iter() if each.get("class") in {"interval", "faint"}]
    (even,) = [float((each.get("x1") or "").rstrip("%")) for each in root.iter() if each.get("class") == "even"]
    ends = [tuple(float((each.get(name) or "").rstrip("%")) for name in ("x1", "x2")) for each in drawn]
    assert [each.get("class") for each in drawn] == ["interval", "faint", "faint"]
    assert ends[0][0] > even
    assert ends[1][0] < even < ends[1][1]
    assert ends[2][0] == pytest.approx(27, abs=0.1)
    assert ends[2][1] == pytest.approx(98, abs=0.1)
    assert [each.text for each in root.iter() if each.text in {"alcohol", "heat & sun"}] == ["alcohol", "heat & sun"]


def test_links_have_their_words_and_their_table() -> None:
    figure = links(BARS)
    assert figure.title == "1 of 3 possible links stands out"
    assert figure.text.startswith(figure.title)
    assert figure.rows[0] == ("alcohol, the same night", "240 %", "160 % to 350 %", "yes")
    assert figure.rows[1] == ("alcohol, one night later", "90 %", "50 % to 160 %", "no")
    assert all(len(row) == len(figure.head) for row in figure.rows)
