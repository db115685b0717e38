"""No page holds a figure of its own: what it says of the world comes from a sourced row."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client

from charley.knowledge.claims import answers, claims
from charley.services import evidence
from support.pages import text

TEMPLATES = Path(evidence.__file__).parents[1] / "web" / "templates"
#: A number that says something of the world: a share, an amount, people, trials.
FIGURE = re.compile(
    r"\d[\d.,]*\s*(?:%(?!\w)|per ?cent|m?c?g\b|µg\b|mmol|people|adults|women|men\b|trials|studies|times\b|in \d)",
    re.IGNORECASE,
)
#: Examples of what may be typed, amounts that a table is about, and what a range of 95 % means.
EXAMPLES = {"70%", "30 g", "100 g", "300 mg", "100 mg", "95 in 1"}


def words_of(template: Path) -> str:
    """What a template says by itself: its text and the messages that are translated, without marks and names."""
    whole = template.read_text("utf-8")
    whole = re.sub(r"""\{%\s*translate\s+(?:"([^"]*)"|'([^']*)').*?%\}""", r"\1\2", whole)
    whole = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", whole, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", whole)


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_no_template_holds_a_figure_of_its_own(template: Path) -> None:
    assert {found[0] for found in FIGURE.finditer(words_of(template))} <= EXAMPLES


@pytest.mark.parametrize("template", sorted((TEMPLATES / "learn").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_of_learn_holds_any_number(template: Path) -> None:
    assert re.findall(r"\d+", words_of(template)) == []


def test_a_figure_typed_into_a_template_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for typed in ("helps 42 % of people", '{% translate "3 in 4 got better" %}', "take 400 mg", "in 12 trials"):
        page.write_text(f"<p>{typed}</p>", "utf-8")
        assert FIGURE.search(words_of(page)), typed
    page.write_text('<p class="w-42">{{ count }} people {% if 3 in x %}</p>', "utf-8")
    assert not FIGURE.search(words_of(page))


def numbers(said: Any) -> set[str]:
    """Every number in some text, or in all of a record."""
    return set(re.findall(r"\d+(?:\.\d+)?", said if isinstance(said, str) else repr(msgspec.to_builtins(said))))


def dated(said: Any) -> set[str]:
    """The numbers of the days that a page names."""
    return {str(part) for day in (said.reviewed, said.review_by) for part in (day.day, day.year)}


@pytest.mark.parametrize("name", claims())
def test_every_number_on_the_page_of_a_claim_is_of_its_card(person: Client, name: str) -> None:
    card = evidence.card(name, "US")
    assert numbers(text(person.get(f"/learn/claim/{name}/"))) <= numbers(card) | dated(card)


@pytest.mark.parametrize("name", answers())
def test_every_number_on_the_page_of_an_answer_is_of_the_answer_or_of_its_cards(person: Client, name: str) -> None:
    reply = next(each for each in evidence.replies("US") if each.id == name)
    known = numbers(reply).union(*(numbers(evidence.card(each, "US")) for each in reply.cards))
    assert numbers(text(person.get(f"/learn/question/{name}/"))) <= known
