"""What the popular articles claim, settled one by one: graded, sourced, and kept out of plans."""

import re
from datetime import datetime

import pytest

from charley.evidence.cards import card, find_cards, shelf
from charley.evidence.wording import Facts
from charley.knowledge.claims import claims
from charley.knowledge.figures import figures
from charley.knowledge.lessons import lessons
from charley.knowledge.remedies import remedies
from charley.report.body_pictures import diagram
from charley.services.evidence import form_table, lesson
from charley.services.planning import plan
from support.readability import grade

MECHANISMS = {
    "mechanism": "calcium",
    "mg-energy": "energy",
    "mg-circulation": "vessels",
    "mg-protein": "protein",
    "mg-inflammation": "inflammation",
    "mg-hormones": "hormones",
}
HEALTHY = {"setting": "US", "age_years": 45, "sex": "female", "pregnant": False, "lactating": False, "conditions": [],
           "medicines": [], "supplements": [], "symptoms": ["calf cramps at night"], "egfr_ml_min": 95,
           "diet_magnesium_mg": 200, "goal": "fewer cramps, better sleep and mood"}  # fmt: skip


@pytest.mark.parametrize(("name", "word"), MECHANISMS.items())
def test_each_claimed_mechanism_has_a_grade_and_a_source(name: str, word: str) -> None:
    found = card(name)
    assert word in found.claim.lower()
    assert found.evidence in ("some", "weak", "none")
    assert found.sources
    assert found.certainty_says


def test_hormones_and_flexibility_are_graded_unsupported() -> None:
    found = card("mg-hormones")
    assert "hormones" in found.claim
    assert "flexible" in found.claim
    assert found.evidence == "none"
    assert found.stance == "Not shown"


def test_nerve_calcium_and_magnesium_are_explained_plainly_as_a_mechanism_only() -> None:
    page = lesson("nerve")
    words = " ".join(text for _, text in page.sections)
    assert "Calcium" in words
    assert "Magnesium" in words
    assert "does not show that a tablet helps" in words
    assert grade(words) <= 7
    picture = diagram(page.lesson.picture)
    assert picture is not None
    assert "calcium in" in picture.svg


def test_every_background_figure_has_a_source_or_is_left_out() -> None:
    page = lesson("background")
    facts = Facts("US")
    for section in page.lesson.sections:
        facts.fill(section.text)
    shown = {name for name in facts.names if name in figures()}
    assert {"low-intake-us", "enzymes", "cramps-mild"} <= shown
    assert all(figures()[name].sources for name in shown)
    # The article's "60 % of adults" had no source that could be read, so it is not shown anywhere.
    assert not any(figure.value == "60" for figure in figures().values())


def test_lessons_hold_no_figures_of_their_own_and_are_easy_to_read() -> None:
    for found in lessons().values():
        assert not any(re.search(r"\d", re.sub(r"\{[^{}]*\}", "", section.text)) for section in found.sections)
        assert grade(" ".join(text for _, text in lesson(found.id).sections)) <= 7


def test_wider_claims_are_no_outcome_of_a_plan() -> None:
    """Sleep, mood, bone, heart and blood sugar are promised nowhere in a plan, even where somebody wishes for them."""
    made = plan(HEALTHY, now=datetime(2026, 11, 21, 9, 0)).as_dict()
    assert made["steps"]
    habits = made.pop("habits")  # what is good for sleep in itself: no outcome of magnesium, and none for cramps
    assert {habit["evidence"] for habit in habits if "sleep" in habit["message"]} <= {"weak", "none"}
    said = str(made).lower().replace(HEALTHY["goal"], "")  # type: ignore[arg-type]
    for word in ("sleep", "mood", "inflammation", "hormone", "flexib", "energy", "insulin"):
        assert word not in said
    for name in ("mg-sleep", "mg-blood-sugar", "mg-mood"):
        assert card(name).shelf == "Does magnesium work?"
        assert card(name).evidence in ("weak", "none")


def test_intake_and_lack_are_kept_apart() -> None:
    """C26: the share of people who eat little stands beside the article's claim, with its definition."""
    found = card("two-in-three")
    assert "48 % of people in the United States eat less magnesium than half of people need" in found.effect[0]
    assert "not the same as lacking" in found.verdict
    assert card("cramps-mean-low").evidence == "none"


def test_no_form_is_called_best_for_cramps() -> None:
    """C08: ratings are shown with their doubt, both of malate's among them."""
    rows = {row.name: row for row in form_table()}
    assert rows["Magnesium malate"].heard == ("good", "high")
    assert {row.cramp_fit for row in rows.values()} == {"no comparative evidence"}
    assert card("best-form").stance == "Not shown"


def test_magnesium_is_not_set_above_potassium() -> None:
    """C37: nobody compared them, and both what is known and what is not is said."""
    found = card("mg-or-potassium")
    assert "Nobody has compared them" in found.verdict
    assert found.evidence == "none"
    assert "clinician" in found.do


def test_articles_are_never_the_source_of_a_card() -> None:
    """C34: each claim stands on sources of its own."""
    assert "never" in card("research-says").do or "No shop page" in card("research-says").do
    for found in shelf():
        assert len(found.sources) >= 1
        assert not any("health.com" in s.url or "verywell" in s.url or "oracle" in s.url for s in found.sources)


def test_other_remedies_carry_their_risks() -> None:
    """C33: cherry, ginger, oils and heat are optional, doubtful, and come with what to watch."""
    for name, risk in (("tart-cherry", "sugar"), ("ginger", "blood thinners"), ("oils", "never swallow"),
                       ("heat", "numb skin")):  # fmt: skip
        assert risk in card(name).do
        assert card(name).evidence in ("none", "weak")


def test_every_claim_that_was_not_studied_says_so_first() -> None:
    for claim in claims().values():
        if not claim.effect:
            assert card(claim.id).effect[0].startswith("Not studied")


def test_the_articles_name_for_relaxing_is_only_a_way_to_find_it() -> None:
    """C23: relaxation stands for its own sake; nothing says that it helps magnesium in."""
    assert find_cards("magnesium meditation")[0] == "meditation"
    assert card("meditation").evidence == "none"
    calm = remedies()["calm"]
    assert "magnesium meditation" in calm.names
    assert "magnesium meditation" not in calm.name.lower()
    assert "it does nothing to the uptake of magnesium" in calm.what
