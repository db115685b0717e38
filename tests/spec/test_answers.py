"""Questions people ask (S109), answered from the same tables as the plan, so that the two cannot disagree."""

import re

import pytest

from charley.evidence.cards import card, find_answers, reply
from charley.evidence.wording import Facts
from charley.knowledge import medicines
from charley.knowledge.claims import answers, claims
from charley.knowledge.nutrients import Setting, upper_level_mg

SETTINGS: tuple[Setting, ...] = ("US", "EU", "UK")
MG = re.compile(r"(\d+(?:\.\d+)?) mg")

#: Names of facts that are not an amount to take from tablets: needs from all food, contents of foods and salts,
#: measured shares, and the vitamin whose limit is told.
NO_AMOUNT_TO_TAKE = ("need", "food", "salt", "requirement-b6", "loose-stools-mg", "no-loose-stools-mg")


def filled(text: str, setting: Setting) -> tuple[str, list[str]]:
    facts = Facts(setting)
    return facts.fill(text), facts.names


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", answers())
def test_no_answer_names_more_than_the_planner_allows(name: str, setting: Setting) -> None:
    """Whatever amount of magnesium an answer names for taking, the limit of the plan holds it."""
    limit = upper_level_mg(setting, 45).limit_mg
    assert limit is not None
    text, names = filled(answers()[name].say, setting)
    if not any(each.startswith(NO_AMOUNT_TO_TAKE) for each in names):
        assert all(float(mg) <= limit for mg in MG.findall(text)), text
    assert "500 mg" not in text
    for each in names:
        if each == "limit":
            assert f"{limit:g} mg" in text


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_card_names_more_than_the_planner_allows(setting: Setting) -> None:
    limit = upper_level_mg(setting, 45).limit_mg
    assert limit is not None
    for name, claim in claims().items():
        text, names = filled(" ".join((claim.verdict, claim.do)), setting)
        if not any(each.startswith(NO_AMOUNT_TO_TAKE) for each in names):
            assert all(float(mg) <= limit for mg in MG.findall(text)), name


def test_every_gap_is_the_planners_gap_and_never_under_two_hours() -> None:
    gaps = {
        each.removeprefix("gap-")
        for row in (*answers().values(), *claims().values())
        for each in re.findall(r"\{(gap-[a-z]+)\}", getattr(row, "say", "") or getattr(row, "verdict", ""))
    }
    assert {"levothyroxine", "ciprofloxacin", "alendronate", "doxycycline"} <= gaps
    for medicine in gaps:
        rules = [r for r in medicines.recognise(medicine).rules if r.mg_before_min and r.mg_after_min]
        before, after = max(r.mg_before_min or 0 for r in rules), max(r.mg_after_min or 0 for r in rules)
        said = str(Facts("US")[f"gap-{medicine}"])
        assert min(before, after) >= 120
        assert f"{before / 60:g} hours" in said
        assert f"{after / 60:g} hour" in said


QUESTIONS = [
    ("which form is best", "best-form"),
    ("how fast does it work", "how-fast"),
    ("can I take too much", "too-much"),
    ("potassium instead", "potassium"),
    ("should I take it before bed", "before-bed"),
    ("is it safe in pregnancy", "pregnancy"),
    ("magnesium oil", "oil"),
    ("which foods", "foods"),
    ("bananas", "bananas"),
    ("quinine", "quinine"),
    ("pickle juice", "pickle"),
    ("stretching", "stretching"),
    ("vitamin K2", "k2"),
    ("does magnesium cure cramps", "does-it-work"),
    ("can I give it to my child", "children"),
    ("restless legs", "restless-legs"),
]


@pytest.mark.parametrize(("words", "expected"), QUESTIONS)
def test_questions_in_plain_words_find_their_answer(words: str, expected: str) -> None:
    assert find_answers(words)[0] == expected


def test_nonsense_finds_nothing() -> None:
    assert find_answers("xyzzy blorp") == ()


@pytest.mark.parametrize("name", answers())
def test_every_answer_has_sources_and_leads_on_to_cards(name: str) -> None:
    found = reply(name)
    assert found.sources
    assert all(card(each).sources for each in found.cards)


def test_pregnancy_gets_no_dose() -> None:
    text = reply("pregnancy", "US").text
    assert "Ask your midwife or doctor first" in text
    assert "no dose" in text


def test_the_main_card_shows_the_pooled_result() -> None:
    found = card("mg-night-cramps")
    assert found.effect[0] == (
        "0.18 fewer cramps a week (95 % range: 0.84 fewer to 0.49 more). Pooled from 5 trials with 307 people."
    )
    assert found.certainty == "moderate"
    assert found.stance == "Not shown"
    assert found.items == ("C01",)


def test_every_card_says_how_strong_its_evidence_is_and_where_it_comes_from() -> None:
    for name in claims():
        found = card(name, "US", ["adults"])
        assert found.evidence in ("strong", "some", "weak", "none")
        assert found.sources
        assert found.like_you is not None
        assert found.reviewed < found.review_by


def test_cards_tell_what_the_auditor_found_and_why_our_pool_differs() -> None:
    assert "8 counts of each person" in " ".join(card("vitamin-k2").doubts)
    assert "standard deviations" in " ".join(card("mg-night-cramps").doubts)
    assert "five trials" in " ".join(card("mg-night-cramps").again)


def test_a_card_says_whether_people_like_the_reader_were_studied() -> None:
    assert card("stretching", "US", ["older-adults"]).like_you is True
    assert card("stretching", "US", ["pregnant"]).like_you is False
    assert card("stretching", "US").like_you is None
