"""Cards and answers as a person reads them: the text filled in, the evidence in one word, the sources at the foot."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from charley.evidence.audit import audit
from charley.evidence.rederive import rederive
from charley.evidence.search import Index, Text
from charley.evidence.wording import Facts, phrase, spelled
from charley.knowledge.claims import Answer, Claim, Evidence, Shelf, Stance, answers, claims
from charley.knowledge.figures import Certainty, Figure, figures
from charley.knowledge.nutrients import Setting
from charley.knowledge.sources import Source
from charley.knowledge.studies import Population, shipped
from charley.reading import Record

NO_RANGE = "A range was not read for this, so take it as rough."

#: GRADE's certainty in a sentence.
CERTAINTY_WORDS: dict[Certainty, str] = {
    "high": "High certainty: more research would hardly change this.",
    "moderate": "Moderate certainty: the truth is probably close to this.",
    "low": "Low certainty: the truth may be quite different.",
    "very low": "Very low certainty: the truth is probably quite different.",
    "not graded": "Nobody has graded how certain this is.",
}

STANCE_WORDS: dict[Stance, str] = {
    "holds": "This holds",
    "partly": "Partly so",
    "unclear": "Unclear",
    "not shown": "Not shown",
    "wrong": "Not so",
    "rule": "A rule of care",
}


class Card(Record, frozen=True, kw_only=True):
    """One claim, ready to read.

    Attributes:
        id: of the claim.
        shelf: where it stands.
        claim: in the words people hear.
        stance: the verdict in a word or two.
        verdict: the verdict in a sentence or two.
        effect: the figures with their ranges, or that it was not studied.
        certainty: GRADE's word.
        certainty_says: the same in a sentence.
        evidence: strong, some, weak or none, for the claim as made.
        who: who was studied, in words; empty where nobody was.
        like_you: whether people like the reader were studied; None where that is not known.
        not_known: what nobody has found out.
        do: what to make of it.
        doubts: what the auditor found in the studies behind it.
        again: each figure worked out again from the arms that we hold, and why it differs where it does.
        sources: of the claim and of every figure on the card.
        reviewed: the day the card was last held against its sources.
        review_by: the day it has to be looked at again.
        items: numbers of the contradictions it settles.
    """

    id: str
    shelf: Shelf
    claim: str
    stance: str
    verdict: str
    effect: tuple[str, ...]
    certainty: Certainty
    certainty_says: str
    evidence: Evidence
    who: tuple[str, ...]
    like_you: bool | None
    not_known: str
    do: str
    doubts: tuple[str, ...]
    again: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: date
    review_by: date
    items: tuple[str, ...]

    @property
    def text(self) -> str:
        """Every sentence of ours on the card, without figures' phrases and sources; for searching and measuring."""
        return " ".join((self.claim, self.verdict, self.not_known, self.do))


class Reply(Record, frozen=True, kw_only=True):
    """An answer, ready to read: the question, the text, the cards to read on, the sources."""

    id: str
    question: str
    text: str
    cards: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: date
    review_by: date


def card(claim_id: str, setting: Setting = "US", people_like: Sequence[Population] | None = None) -> Card:
    """One card.

    Args:
        claim_id: which.
        setting: whose limits and spelling.
        people_like: populations the reader belongs to; None if not known.

    Raises:
        KeyError: for an id in no table.
    """
    return _card(claims()[claim_id], setting, people_like)


def shelf(setting: Setting = "US", people_like: Sequence[Population] | None = None) -> tuple[Card, ...]:
    """All cards, in the order of the table."""
    return tuple(_card(claim, setting, people_like) for claim in claims().values())


def _card(claim: Claim, setting: Setting, people_like: Sequence[Population] | None) -> Card:
    facts = Facts(setting)
    shown = [figures()[name] for name in claim.effect]
    effect = tuple(spelled(_sentence(phrase(figure)) + _size(figure), setting) for figure in shown)
    if shown and not any(figure.low for figure in shown):
        effect += (NO_RANGE,)
    sources = list(claim.sources)
    verdict, not_known, do = (facts.fill(text) for text in (claim.verdict, claim.not_known, claim.do))
    for source in (*(source for figure in shown for source in figure.sources), *facts.used):
        if source not in sources:
            sources.append(source)
    included = {study for figure in shown for study in figure.included} | {figure.id for figure in shown}
    return Card(
        id=claim.id,
        shelf=claim.shelf,
        claim=facts.fill(claim.claim),
        stance=STANCE_WORDS[claim.stance],
        verdict=verdict,
        effect=effect or (facts.fill(claim.unstudied),),
        certainty=claim.certainty,
        certainty_says=CERTAINTY_WORDS[claim.certainty],
        evidence=claim.evidence,
        who=tuple(dict.fromkeys(spelled(figure.who, setting) for figure in shown if figure.who)),
        like_you=None if people_like is None else bool(set(people_like) & set(claim.population)),
        not_known=not_known,
        do=do,
        doubts=tuple(f"{name}: {message}" for study, name, message in _doubts() if study in included),
        again=tuple(line for figure in shown if (line := _again(figure.id))),
        sources=tuple(sources),
        reviewed=claim.reviewed,
        review_by=claim.review_by,
        items=claim.items,
    )


def reply(answer_id: str, setting: Setting = "US") -> Reply:
    """One answer.

    Raises:
        KeyError: for an id in no table.
    """
    return _reply(answers()[answer_id], setting)


def _reply(answer: Answer, setting: Setting) -> Reply:
    facts = Facts(setting)
    text = facts.fill(answer.say)
    sources = dict.fromkeys((*answer.sources, *facts.used))
    return Reply(
        id=answer.id,
        question=facts.fill(answer.question),
        text=text,
        cards=answer.cards,
        sources=tuple(sources),
        reviewed=answer.reviewed,
        review_by=answer.review_by,
    )


def find_cards(words: str, limit: int = 8) -> tuple[str, ...]:
    """Ids of the cards that fit plain words, the best first; empty where none does."""
    return _cards_index().find(words, limit)


def find_answers(words: str, limit: int = 3) -> tuple[str, ...]:
    """Ids of the answers that fit a question in plain words, the best first; empty where none does."""
    return _answers_index().find(words, limit)


@cache
def _cards_index() -> Index:
    return Index(
        Text(claim.id, claim.claim, claim.also, f"{claim.verdict} {claim.not_known} {claim.do}")
        for claim in claims().values()
    )


@cache
def _answers_index() -> Index:
    return Index(Text(answer.id, answer.question, answer.also, answer.say) for answer in answers().values())


@cache
def _doubts() -> tuple[tuple[str, str, str], ...]:
    found = audit(shipped(), figures().values())
    return tuple((each.study, each.name, each.message) for each in found if not each.small)


@cache
def _again(name: str) -> str:
    """What the arms we hold give for a figure, beside what is printed; empty where we hold none."""
    figure = figures()[name]
    found = rederive(figure)
    if found is None:
        return ""
    said = f"Worked out again from {' and '.join(found.of)}: {found.estimate} ({found.low} to {found.high})"
    return f"{said}, as printed." if found.same else f"{said}. {figure.difference}"


def _size(figure: Figure) -> str:
    """How many trials and people are behind a pooled figure: that tells two figures for the same thing apart."""
    if figure.trials is None or figure.trials < 2 or figure.people is None:
        return ""
    return f" Pooled from {figure.trials} trials with {figure.people} people."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
