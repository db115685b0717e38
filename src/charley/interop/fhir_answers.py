"""The questions on health as a FHIR R4 QuestionnaireResponse: answers go out of a profile and come back into it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

import msgspec

from charley.diary.journal import instant
from charley.errors import BadInput
from charley.interop.fhir_codes import OWN
from charley.interop.importer import Answers, Item, Skipped
from charley.interop.opening import number_of
from charley.interop.stamps import whole_day
from charley.profile import Profile
from charley.reading import decode_json, read

QUESTIONS = f"{OWN}/questionnaire/profile"
#: The whole profile, with what no question asks for, so that nothing is lost on the way back.
PROFILE = f"{OWN}/profile"
#: Said for an empty list, which is an answer too.
NONE = "none"
#: Under any other status the answers are not finished, or were taken back.
_VALID = {"completed", "amended"}


class Question(NamedTuple):
    """A question of ours.

    Attributes:
        link: by which an answer names it.
        text: as asked.
        field: of the profile, which holds the answer.
        kind: what answers it.
    """

    link: str
    text: str
    field: str
    kind: Literal["number", "yes or no", "words", "list"]


ASKED = (
    Question("age", "Age in years", "age_years", "number"),
    Question("pregnant", "Pregnant", "pregnant", "yes or no"),
    Question("lactating", "Breastfeeding", "lactating", "yes or no"),
    Question("weight", "Weight in kg", "weight_kg", "number"),
    Question("egfr", "Kidney function: eGFR in mL/min/1.73 m²", "egfr_ml_min", "number"),
    Question("conditions", "Illnesses", "conditions", "list"),
    Question("symptoms", "What is felt", "symptoms", "list"),
    Question("diet-magnesium", "Magnesium from food in mg a day", "diet_magnesium_mg", "number"),
    Question("goal", "What is hoped for", "goal", "words"),
)
_BY_LINK = {question.link: question for question in ASKED}
#: What an answer of each kind may stand in.
_VALUES = {
    "number": ("valueDecimal", "valueInteger"),
    "yes or no": ("valueBoolean",),
    "words": ("valueString",),
    "list": ("valueString",),
}


def response(profile: Profile, *, ident: str, subject: str, told_at: datetime) -> dict[str, Any]:
    """What was asked and answered; a question without an answer has none here either.

    Args:
        profile: what was told.
        ident: the resource's id.
        subject: the reference of the person.
        told_at: when, with its offset from UTC.
    """
    told = msgspec.json.encode(_without_unknown(msgspec.to_builtins(profile))).decode()
    return {
        "resourceType": "QuestionnaireResponse",
        "id": ident,
        "extension": [{"url": PROFILE, "valueString": told}],
        "questionnaire": QUESTIONS,
        "status": "completed",
        "subject": {"reference": subject},
        "authored": told_at.isoformat(),
        "item": [_item(question, getattr(profile, question.field)) for question in ASKED],
    }


def _without_unknown(value: object) -> object:
    """The same without the fields that nothing was said about."""
    if isinstance(value, dict):
        return {name: _without_unknown(each) for name, each in value.items() if each is not None}
    return [_without_unknown(each) for each in value] if isinstance(value, list | tuple) else value


def _item(question: Question, value: Any) -> dict[str, Any]:
    asked = {"linkId": question.link, "text": question.text}
    if value is None:
        return asked
    many = (list(value) or [NONE]) if question.kind == "list" else [value]
    return {**asked, "answer": [{_VALUES[question.kind][0]: each} for each in many]}


def is_whole(resource: dict[str, Any]) -> bool:
    """Whether a resource carries a whole profile of ours, what is taken included."""
    return _profile_text(resource) is not None


def read_response(resource: dict[str, Any], row: str, zone: str | None) -> Iterator[Item]:
    """The answers to our own questions; those to others' are named, one by one.

    Args:
        resource: one that the standard allows.
        row: where it stands.
        zone: where the person lived, for answers that give the day alone.
    """
    if str(resource.get("questionnaire") or "").split("|", 1)[0] != QUESTIONS:
        links = [str(each.get("linkId")) for each in _items(resource) if each.get("answer")]
        reason = "it answers a questionnaire that Charley does not ask"
        yield from (Skipped(_question(row, link), reason) for link in links)
        if not links:
            yield Skipped(row, reason)
        return
    if resource["status"] not in _VALID:
        yield Skipped(row, f"it is marked as {resource['status']}")
        return
    at = _answered_at(str(resource.get("authored") or ""), zone)
    if at is None:
        yield Skipped(row, "it does not say on which day it was answered")
        return
    try:
        whole = _whole(resource)
    except BadInput as fault:
        yield Skipped(row, str(fault))
        return
    told: dict[str, Any] = {}
    for item in _items(resource):
        yield from _take(item, row, told)
    if not told and not whole:
        yield Skipped(row, "it holds no answer")
    else:
        yield Answers(row, at, told, whole)


def _answered_at(stamp: str, zone: str | None) -> datetime | None:
    """To the part of a second: by it a version of the profile is known again."""
    try:
        read_at = datetime.fromisoformat(stamp)
        if len(stamp) == len("2026-03-01"):
            return instant(whole_day(read_at.date(), zone))
        return None if read_at.tzinfo is None else read_at.astimezone(UTC)
    except (ValueError, BadInput, OverflowError):
        return None


def _take(item: dict[str, Any], row: str, told: dict[str, Any]) -> Iterator[Skipped]:
    """Put one answer to the others; says why where it cannot."""
    given = [each for each in item.get("answer") or [] if isinstance(each, dict)]
    if not given:
        return
    link = str(item.get("linkId"))
    question = _BY_LINK.get(link)
    if question is None:
        yield Skipped(_question(row, link), "Charley does not ask this")
        return
    try:
        value = _value(question, given)
    except ValueError as fault:
        yield Skipped(_question(row, link), str(fault))
        return
    if question.field in told:
        yield Skipped(_question(row, link), "it is answered more than once; the first answer was taken")
        return
    try:
        read(Profile, {question.field: value})
    except BadInput as fault:
        yield Skipped(_question(row, link), "; ".join(problem.message for problem in fault.problems))
        return
    told[question.field] = value


def _value(question: Question, given: list[dict[str, Any]]) -> Any:
    """The answer as the profile holds it.

    Raises:
        ValueError: in words, where it is of another kind.
    """
    found = [next((each[name] for name in _VALUES[question.kind] if name in each), None) for each in given]
    if question.kind == "list":
        if all(isinstance(each, str) for each in found):
            return [] if [str(each).strip().casefold() for each in found] == [NONE] else found
        raise ValueError("the answer should be words")
    if len(found) > 1:
        raise ValueError("it has more than one answer")
    [value] = found
    if question.kind == "number":
        value = number_of(value)
    if value is None:
        raise ValueError({"number": "the answer should be a number"}.get(question.kind, "the answer has another form"))
    return value


def _whole(resource: dict[str, Any]) -> dict[str, Any] | None:
    """The profile it was made from, where it came from Charley.

    Raises:
        BadInput: where that is no profile any more.
    """
    text = _profile_text(resource)
    if text is None:
        return None
    found = decode_json(text)
    read(Profile, found)
    return dict(found) if isinstance(found, dict) else None


def _profile_text(resource: dict[str, Any]) -> str | None:
    found = [each for each in resource.get("extension") or [] if each.get("url") == PROFILE]
    return found[0].get("valueString") if found else None


def _items(within: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every item, however deep: an item holds items, and so does an answer."""
    left: list[Any] = [within]
    while left:
        each = left.pop(0)
        if each is not within:
            yield each
        answers: Iterable[Any] = each.get("answer") or []
        inner = [*(each.get("item") or []), *(one for answer in answers for one in answer.get("item") or [])]
        left = [*(one for one in inner if isinstance(one, dict)), *left]


def _question(row: str, link: str) -> str:
    return f"{row}, question {link[:40]}"
