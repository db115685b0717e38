"""What is known, asked in plain words; the trials pooled, audited and listed; and what one person may expect."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from charley.errors import BadInput, Problem
from charley.evidence import audit as auditing
from charley.evidence import cards as carding
from charley.evidence import expectation as expecting
from charley.evidence import prior as priors
from charley.evidence.audit import AuditFinding
from charley.evidence.cards import Card, Reply
from charley.evidence.effects import RATIOS
from charley.evidence.expectation import Expectation
from charley.evidence.luck import Luck, luck
from charley.evidence.pooling import Method
from charley.evidence.prior import TrialsPrior
from charley.evidence.synthesis import QUESTIONS, Synthesis, synthesise
from charley.evidence.wording import Facts
from charley.knowledge import tables
from charley.knowledge.absorption import factors as uptake_factors
from charley.knowledge.claims import answers, claims
from charley.knowledge.compounds import forms
from charley.knowledge.figures import figures
from charley.knowledge.lessons import Lesson, heard_ratings, lessons
from charley.knowledge.nutrients import Setting
from charley.knowledge.sources import Source
from charley.knowledge.studies import Population, Study, extended, shipped
from charley.profile import Profile
from charley.safety.case import understand
from charley.safety.risk import risk

__all__ = [
    "AuditFinding", "Card", "Complaint", "Expectation", "FormRow", "Luck", "Page", "Reply", "Source", "Synthesis",
    "TrialsPrior", "UptakeRow", "as_document", "ask", "audit", "card", "cards", "check", "expect", "form_table",
    "lesson", "luck", "people_like", "pool", "prior_from_trials", "replies", "review_rows", "search", "trials",
    "uptake_table",
]  # fmt: skip

OLDER_YEARS = 60
#: The largest tables are lists of contents and products, which nobody reviews row by row.
NOT_ROW_BY_ROW = frozenset({"foods", "medicine_words"})
#: No trial compares forms for cramps.
CRAMP_FIT = "no comparative evidence"


# Reading


def cards(setting: Setting = "US", profile: Profile | None = None) -> tuple[Card, ...]:
    """Every card for this setting; with a profile each says whether people like the reader were studied."""
    return carding.shelf(setting, None if profile is None else people_like(profile))


def card(name: str, setting: Setting = "US", profile: Profile | None = None) -> Card:
    """One card.

    Raises:
        BadInput: for a name of no card, with the nearest ones.
    """
    if name not in claims():
        near = carding.find_cards(name.replace("-", " "), 3)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise BadInput([Problem("card", f"there is no card of that name{hint}")])
    return carding.card(name, setting, None if profile is None else people_like(profile))


def search(words: str, setting: Setting = "US", limit: int = 8) -> tuple[Card, ...]:
    """The cards that fit plain words, the best first."""
    return tuple(carding.card(name, setting) for name in carding.find_cards(words, limit))


def ask(words: str, setting: Setting = "US", limit: int = 3) -> tuple[Reply, ...]:
    """The answers that fit a question in plain words, the best first."""
    return tuple(carding.reply(name, setting) for name in carding.find_answers(words, limit))


def replies(setting: Setting = "US") -> tuple[Reply, ...]:
    """Every question and its answer."""
    return tuple(carding.reply(name, setting) for name in answers())


class Page(NamedTuple):
    """A lesson with its figures filled in: head and text of each section, and all sources."""

    lesson: Lesson
    sections: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


def lesson(name: str, setting: Setting = "US") -> Page:
    """One page on how it works.

    Raises:
        BadInput: for a name of no page.
    """
    found = lessons().get(name)
    if found is None:
        raise BadInput([Problem("page", f"should be one of {', '.join(lessons())}")])
    facts = Facts(setting)
    sections = tuple((section.head, facts.fill(section.text)) for section in found.sections)
    return Page(found, sections, tuple(dict.fromkeys((*found.sources, *facts.used))))


class UptakeRow(NamedTuple):
    """Something that changes uptake, what is known of it, and how sure that is."""

    say: str
    evidence: str
    sources: tuple[Source, ...]


def uptake_table() -> tuple[UptakeRow, ...]:
    """All that changes uptake, with its evidence."""
    return tuple(UptakeRow(row.say, row.evidence, row.sources) for row in uptake_factors().values())


class FormRow(NamedTuple):
    """A form beside the others.

    Attributes:
        name: of the form.
        absorption: what was measured.
        heard: how popular articles rate that; empty where nothing was heard.
        gut: how readily it loosens the bowels.
        used_for: usual purposes.
        cramp_fit: for cramps.
        cautions: sentences.
        sources: of the row.
    """

    name: str
    absorption: str
    heard: tuple[str, ...]
    gut: str
    used_for: tuple[str, ...]
    cramp_fit: str
    cautions: tuple[str, ...]
    sources: tuple[Source, ...]


def form_table() -> tuple[FormRow, ...]:
    """Every form taken by mouth side by side, and magnesium on the skin."""
    rows = [
        FormRow(form.name, form.absorption, heard_ratings().get(form.id, ()), form.laxative_tendency,
                tuple(use.use for use in form.uses), CRAMP_FIT, form.cautions, form.sources)
        for form in forms().values()
    ]  # fmt: skip
    skin = claims()["skin-magnesium"]
    rows.append(FormRow("On the skin (oil, spray, cream)", skin.verdict, (), "none", ("comfort",), CRAMP_FIT,
                        (skin.do,), skin.sources))  # fmt: skip
    return tuple(rows)


# Trials


def trials(extra: tuple[str, str] | None = None) -> tuple[Study, ...]:
    """The shipped trials, and those of a table of the user's (its name and its text).

    Raises:
        BadInput: with every fault of the user's table.
    """
    return shipped() if extra is None else extended(*extra)


def pool(
    question: str, *, method: Method = "REML", hartung_knapp: bool = False, extra: tuple[str, str] | None = None
) -> Synthesis:
    """Pool the trials on one of the named questions.

    Raises:
        BadInput: for an unknown question, or a faulty table of the user's.
    """
    if question not in QUESTIONS:
        raise BadInput([Problem("question", f"should be one of {', '.join(QUESTIONS)}")])
    return synthesise(QUESTIONS[question], trials(extra), method, hartung_knapp=hartung_knapp)


def as_document(found: Synthesis) -> dict[str, Any]:
    """A pooled answer as one JSON document; ratios as ratios beside their logs."""
    pooled = found.pooled
    document: dict[str, Any] = {
        "question": found.question._asdict(),
        "scale": "log" if found.question.measure in RATIOS else "plain",
        "used": [
            {"study": each.study.id, "estimate": each.effect.estimate, "se": each.effect.se, "how": each.how}
            for each in found.used
        ],
        "left_out": [{"study": each.study.id, "why": each.why} for each in found.left_out],
        "pooled": None if pooled is None else pooled._asdict(),
        "without": [
            {"study": each.study.id, "estimate": pool_.estimate, "low": pool_.low, "high": pool_.high}
            for each, pool_ in zip(found.used, found.without, strict=False)
        ],
        "small_studies": None if found.small is None else found.small._asdict(),
    }
    return document


def audit(extra: tuple[str, str] | None = None) -> tuple[AuditFinding, ...]:
    """Recompute what every trial and published figure prints."""
    return auditing.audit(trials(extra), figures().values())


# One person


def people_like(profile: Profile, today: date | None = None) -> tuple[Population, ...]:
    """The populations of trials that this person belongs to; a grown-up with nothing else known counts as an adult."""
    found: list[Population] = []
    if profile.age_years is None or profile.age_years >= 18:
        found.append("adults")
    if profile.age_years is not None and profile.age_years >= OLDER_YEARS:
        found.append("older-adults")
    named = understand(profile, today or date.min).condition_ids
    by_condition: dict[str, Population] = {
        "dialysis": "dialysis", "liver-severe": "cirrhosis", "restless-legs": "restless-legs", "diabetes": "diabetes",
        "bariatric": "gut-surgery",
    }  # fmt: skip
    found += [population for condition, population in by_condition.items() if condition in named]
    if profile.pregnant:
        return ("pregnant",)  # women who are pregnant were studied apart from everybody else
    return tuple(found)


def expect(profile: Profile, today: date) -> Expectation:
    """What the trials let this person expect, leaning as the screening sees them."""
    seen = risk(understand(profile, today))
    return expecting.expectation(
        lean=seen.expectation,
        risk_factors=[factor.factor for factor in seen.factors],
        people_like=people_like(profile, today),
    )


def prior_from_trials(profile: Profile | None = None) -> TrialsPrior:
    """The prior of magnesium's log rate ratio that the trials give, for the engine: mean and standard deviation."""
    return priors.from_trials(("adults",) if profile is None else people_like(profile))


# Keeping the tables in order


class Complaint(NamedTuple):
    """Something about a table that somebody should look at.

    Attributes:
        table: its name.
        row: id of the row, or name of the source.
        grade: ``overdue`` and ``broken`` are to be mended; ``look`` is worth a look.
        what: in words.
    """

    table: str
    row: str
    grade: Literal["overdue", "broken", "look"]
    what: str


def check(today: date) -> tuple[Complaint, ...]:
    """Broken and overdue sources of every table. Addresses are judged by their look; nothing is fetched."""
    return tuple(found for name in tables.names() for found in _complaints(name, today))


def _complaints(name: str, today: date) -> Iterator[Complaint]:
    head, rows = tables.unread(name)
    known: Mapping[str, Any] = head.get("sources", {})
    for key, source in known.items():
        for grade, what in _faults_of_address(str(source.get("url", ""))):
            yield Complaint(name, key, grade, what)
        if "year" not in source:
            yield Complaint(name, key, "look", "the page shows no year")
    for row in rows:
        row_id = str(row.get("id", "?"))
        due = row.get("review_by")
        if isinstance(due, date) and due < today:
            yield Complaint(name, row_id, "overdue", f"its review was due on {due}")
        missing = [key for key in row.get("sources", ()) if key not in known]
        if missing:
            yield Complaint(
                name, row_id, "broken", f"names sources that are not listed: {', '.join(map(str, missing))}"
            )


_HAS_NUMBERS_ONLY = re.compile(r"^[\d.]+$")
_FREE_PAGES = ("blogspot.", "wordpress.", "blogg.se", "wixsite.", "substack.")


def _faults_of_address(url: str) -> Iterator[tuple[Literal["broken", "look"], str]]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or "." not in host or " " in url:
        yield "broken", f"is not a web address: {url!r}"
    elif _HAS_NUMBERS_ONLY.match(host) or parts.port not in (None, 80, 443):
        yield "look", f"leads to a machine and not to a named site: {host}"
    elif any(piece in host for piece in _FREE_PAGES):
        yield "look", f"is a personal page: {host}"


def review_rows() -> Iterator[tuple[str, ...]]:
    """All tables for a reviewer, one fact a row, the head first. A cell never begins as a formula would."""
    yield ("table", "id", "confidence", "reviewed", "review_by", "what", "sources", "note")
    for name in tables.names():
        if name in NOT_ROW_BY_ROW:
            continue
        head, rows = tables.unread(name)
        known = head.get("sources", {})
        for row in rows:
            cells = (name, row.get("id"), row.get("confidence"), row.get("reviewed"), row.get("review_by"),
                     _said(row), " | ".join(_cited(known.get(key, {}), key) for key in row.get("sources", ())),
                     row.get("note"))  # fmt: skip
            yield tuple(_cell(cell) for cell in cells)


_APART = {"id", "confidence", "reviewed", "review_by", "sources", "note"}


def _said(row: Mapping[str, Any]) -> str:
    return "; ".join(f"{key}: {_plain(value)}" for key, value in row.items() if key not in _APART)


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return "(" + ", ".join(f"{key} {_plain(each)}" for key, each in value.items()) + ")"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_plain(each) for each in value)
    return str(value)


def _cited(source: Mapping[str, Any], key: object) -> str:
    return f"{source.get('title', key)} ({source.get('year', 'no year')}) {source.get('url', '')}"


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text
