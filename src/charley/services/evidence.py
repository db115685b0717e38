"""What is known, asked in plain words; the trials pooled and audited; and what one person may expect."""

import math
from datetime import date
from typing import Any, NamedTuple

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
from charley.evidence.pooling import Method, tau2_interval
from charley.evidence.prior import TrialsPrior
from charley.evidence.synthesis import QUESTIONS, Synthesis, synthesise
from charley.evidence.wording import Facts
from charley.knowledge.absorption import factors as uptake_factors
from charley.knowledge.claims import answers, claims
from charley.knowledge.compounds import forms, recognise
from charley.knowledge.figures import figures
from charley.knowledge.lessons import Lesson, heard_ratings, lessons
from charley.knowledge.nutrients import Setting
from charley.knowledge.remedies import Remedy, remedies
from charley.knowledge.sources import Source
from charley.knowledge.studies import Population, Study, extended, shipped
from charley.profile import Profile
from charley.safety.case import understand
from charley.safety.risk import risk

__all__ = [
    "AuditFinding", "Card", "Expectation", "FormRow", "Luck", "Offered", "Page", "Reply", "Source", "Synthesis",
    "TrialsPrior", "UptakeRow", "as_document", "ask", "audit", "card", "cards", "expect", "form", "form_table",
    "lesson", "luck", "people_like", "pool", "prior_from_trials", "replies", "search", "things_to_try", "trials",
    "uptake_table",
]  # fmt: skip

OLDER_YEARS = 60
#: No trial compares forms for cramps.
CRAMP_FIT = "no comparative evidence"
#: The card on magnesium through the skin.
SKIN = "skin-magnesium"


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
        key: of its page.
        name: of the form.
        absorption: what was measured.
        heard: how popular articles rate that; empty where nothing was heard.
        gut: how readily it loosens the bowels.
        used_for: usual purposes.
        cramp_fit: for cramps.
        cautions: sentences.
        claims: ids of the cards about it.
        sources: of the row.
    """

    key: str
    name: str
    absorption: str
    heard: tuple[str, ...]
    gut: str
    used_for: tuple[str, ...]
    cramp_fit: str
    cautions: tuple[str, ...]
    claims: tuple[str, ...]
    sources: tuple[Source, ...]


def form_table() -> tuple[FormRow, ...]:
    """Every form taken by mouth side by side, and magnesium on the skin."""
    rows = [
        FormRow(
            key=form.id,
            name=form.name,
            absorption=form.absorption,
            heard=heard_ratings().get(form.id, ()),
            gut=form.laxative_tendency,
            used_for=tuple(use.use for use in form.uses),
            cramp_fit=CRAMP_FIT,
            cautions=form.cautions,
            claims=tuple(claim.id for claim in claims().values() if form.id in claim.forms),
            sources=form.sources,
        )
        for form in forms().values()
    ]
    skin = claims()[SKIN]
    on_skin = FormRow(
        key="skin",
        name="On the skin (oil, gel, spray, lotion, flakes)",
        absorption=skin.verdict,
        heard=(),
        gut="none",
        used_for=("comfort",),
        cramp_fit=CRAMP_FIT,
        cautions=(skin.do,),
        claims=(SKIN, "epsom-bath"),
        sources=skin.sources,
    )
    return (*rows, on_skin)


def form(written: str) -> FormRow:
    """The form that somebody means: by its key, by a name on a label, or by what is put on the skin.

    Raises:
        BadInput: where no single form is meant.
    """
    by_key = {row.key: row for row in form_table()}
    if written in by_key:
        return by_key[written]
    found = recognise(written)
    if found.on_skin:
        return by_key["skin"]
    if len(found.forms) != 1:
        raise BadInput([Problem("form", "no single form of magnesium is meant by that")])
    return by_key[found.forms[0]]


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
    spread = tau2_interval([each.effect for each in found.used]) if len(found.used) > 2 else None
    document: dict[str, Any] = {
        "question": found.question._asdict(),
        "scale": "log" if found.question.measure in RATIOS else "plain",
        "used": [
            {"study": each.study.id, "estimate": each.effect.estimate, "se": each.effect.se, "how": each.how}
            for each in found.used
        ],
        "left_out": [{"study": each.study.id, "why": each.why} for each in found.left_out],
        "pooled": None if pooled is None else pooled._asdict(),
        "tau2_interval": None if spread is None else [end if math.isfinite(end) else None for end in spread],
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


class Offered(NamedTuple):
    """Something to try, and what this person should mind; ``leave_it`` where it is not for them."""

    remedy: Remedy
    cautions: tuple[str, ...]
    leave_it: bool


def things_to_try(profile: Profile | None, today: date) -> tuple[Offered, ...]:
    """What people try besides tablets, with the cautions that hold for everybody and for this person."""
    case = understand(profile or Profile(), today)
    found = []
    for remedy in remedies().values():
        cautions = remedy.cautions_for(case.condition_ids, case.ingredient_ids)
        found.append(Offered(remedy, tuple(c.say for c in cautions), any(c.leave_it for c in cautions)))
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
