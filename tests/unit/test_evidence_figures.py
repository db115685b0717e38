"""Pictures of the evidence: each has a title, words for those who do not see it, a table, and no stray figure."""

import re
from xml.etree import ElementTree as Xml

import pytest

from charley.evidence.effects import Effect
from charley.evidence.expectation import expectation
from charley.evidence.luck import luck as by_luck
from charley.evidence.pooling import leave_one_out, pool, small_studies
from charley.evidence.synthesis import QUESTIONS, Contribution, Synthesis, synthesise
from charley.knowledge.figures import figures
from charley.knowledge.lessons import lessons
from charley.knowledge.studies import shipped
from charley.report import evidence_figures as pictures
from charley.report.body_pictures import diagram
from charley.report.figures import Figure


def every_picture() -> list[Figure]:
    forests = [pictures.forest(synthesise(question, shipped())) for question in QUESTIONS.values()]
    diagrams = [diagram(lesson.picture) for lesson in lessons().values()]
    found = by_luck(cramps_a_week=3, weeks_before=2, weeks_after=3, fall=0.25, after_bad_spell=True, seed=1)
    drawn = [pictures.uptake(300.0), pictures.luck(found, fall=0.25, weeks_before=2)]
    return [each for each in (*forests, *diagrams, *drawn, pictures.hundred_people(expectation())) if each is not None]


def test_every_picture_is_whole() -> None:
    shown = every_picture()
    assert len(shown) >= 12
    for figure in shown:
        root = Xml.fromstring(figure.svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == figure.text
        assert figure.title
        assert all(len(row) == len(figure.head) for row in figure.rows)
        assert "style=" not in figure.svg
        assert not re.search(r"\bnan\b", figure.svg, re.IGNORECASE)


def test_the_forest_shows_each_trial_and_all_together() -> None:
    figure = pictures.forest(synthesise(QUESTIONS["magnesium"], shipped(), hartung_knapp=False))
    assert figure is not None
    assert [row[0] for row in figure.rows] == ["Frusso 1999", "Roguin Maor 2017", "All together"]
    assert figure.rows[-1][1:] == ("0.02", "-0.78 to 0.82", "100 %")
    assert sum(int(row[-1].removesuffix(" %")) for row in figure.rows[:-1]) == 100
    assert "no clear difference" in figure.title


def test_one_trial_alone_is_called_so_and_is_no_pool() -> None:
    figure = pictures.forest(synthesise(QUESTIONS["vitamin-k2"], shipped()))
    assert figure is not None
    assert [row[0] for row in figure.rows] == ["Tan 2024"]
    assert figure.title == "There is one trial, and its range lies on one side: less with the treatment"
    assert "One trial; -2.67" in figure.text
    assert "All together" not in figure.svg


def made_up(count: int) -> Synthesis:
    """Many trials that agree, and a small one that found much more."""
    given = [Effect(-0.2, 0.01 + 0.004 * n) for n in range(count - 1)] + [Effect(-2.5, 0.3)]
    used = tuple(Contribution(shipped()[0], effect, "made up") for effect in given)
    question = QUESTIONS["magnesium"]
    return Synthesis(question, used, (), pool(given), leave_one_out(given), small_studies(given))


def test_a_funnel_needs_trials_and_says_whether_small_ones_found_more() -> None:
    assert pictures.funnel(synthesise(QUESTIONS["magnesium"], shipped())) is None
    few, many = pictures.funnel(made_up(4)), pictures.funnel(made_up(12))
    assert few is not None
    assert many is not None
    assert "Too few" in few.title
    assert many.title == "Small trials found more"


def test_leaving_each_trial_out_is_shown_in_numbers() -> None:
    rest = dict(pictures.without_each(synthesise(QUESTIONS["magnesium"], shipped(), hartung_knapp=False)))
    assert rest["Roguin Maor 2017"].startswith("0.18")
    assert rest["Frusso 1999"].startswith("-1.04")


def test_of_a_hundred_people_a_hundred_are_drawn_in_each_group() -> None:
    svg = pictures.hundred_people(expectation()).svg
    assert svg.count("<circle") == 200
    assert svg.count('class="person-in"') == 54 + 54
    assert svg.count('class="person-maybe"') == (74 - 54) + (83 - 54)


def test_luck_is_never_nobody_and_never_everybody() -> None:
    for fall in (0.05, 1.0):
        found = by_luck(cramps_a_week=40, weeks_before=26, weeks_after=26, fall=fall, after_bad_spell=False, seed=1)
        share = int(re.match(r"\d+", pictures.luck(found, fall=fall, weeks_before=26).title)[0])  # type: ignore[index]
        assert 1 <= share <= 99


def test_figures_in_the_sketches_come_from_sourced_rows() -> None:
    blood, stores = diagram("blood"), diagram("stores")
    assert blood is not None
    assert stores is not None
    assert figures()["serum-share"].value in blood.text
    assert ("bone", "50 to 60 %") in stores.rows
    assert diagram("none") is None


@pytest.mark.parametrize("mg", [50.0, 500.0])
def test_uptake_is_drawn_at_both_ends_of_what_was_measured(mg: float) -> None:
    figure = pictures.uptake(mg)
    assert "Measured at 70 mg" in " ".join(row[0] for row in figure.rows)
    assert "says nothing of cramps" in figure.text
