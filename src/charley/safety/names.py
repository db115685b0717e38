"""Names that were not understood, or only nearly: nothing a person writes is dropped."""

from collections.abc import Iterable, Iterator

from charley.knowledge import medicines
from charley.knowledge.conditions import Condition
from charley.language import marked, said
from charley.reading import Record
from charley.safety.case import Case, TakenMedicine
from charley.safety.findings import Finding
from charley.safety.saying import say


class Question(Record, frozen=True, kw_only=True):
    """Something to confirm: a near miss, or an open question about what was written.

    Attributes:
        field: where it stands in the profile.
        written: as the person wrote it.
        suggestion: what was probably meant; the plan treats it as meant.
        ask: the question, where it is no simple "did you mean".
    """

    field: str
    written: str
    suggestion: str | None = None
    ask: str | None = None


def unknown_names(case: Case) -> Iterator[Finding]:
    """A name that no table knows is never taken to be safe."""
    for taken in case.medicines:
        for written in () if taken.over else unknown_in(case, taken):
            yield say(
                "unknown-product" if taken.is_supplement else "unknown-medicine",
                about=written,
                status="clinician_first",
                shows_amount=True,
                written=written,
            )
    for written in unknown_conditions(case):
        yield say("unknown-condition", about=written, status="clinician_first", shows_amount=True, written=written)
    for written in unknown_symptoms(case):
        yield say("unknown-symptom", about=written, status="clinician_first", shows_amount=True, written=written)


def unlisted_medicines(case: Case) -> Iterator[Finding]:
    """A medicine named among the complaints or in the goal, and not on the list: nothing keeps its hours."""
    listed = {each for taken in case.medicines for each in (*taken.meaning.ingredients, *taken.meaning.class_words)}
    written = [*(case.profile.symptoms or ()), *([case.profile.goal] if case.profile.goal else [])]
    named = dict(found for text in written for found in medicines.mentioned(text))
    for name, ids in named.items():
        if not ids & listed:
            yield say("medicine-not-listed", about=name, status="clinician_first", shows_amount=True, medicine=name)


def unknown_in(case: Case, taken: TakenMedicine) -> tuple[str, ...]:
    """What neither the medicine tables nor the label reader know in an entry: all of its name, or parts of it."""
    if any(item.field == taken.field for item in case.ledger.items):
        return ()
    return taken.meaning.unread if taken.meaning.known else (taken.entry.name,)


def unknown_conditions(case: Case) -> tuple[str, ...]:
    """Conditions that neither the table of illnesses nor that of signs knows."""
    return tuple(
        each.meaning.written
        for each in case.conditions
        if not each.meaning.known and each.meaning.written in case.symptoms.not_understood
    )


def unknown_symptoms(case: Case) -> tuple[str, ...]:
    """Symptoms in which nothing was recognised, neither a sign nor an illness."""
    told = {each.meaning.written for each in case.conditions}
    return tuple(
        written
        for written in case.profile.symptoms or ()
        if written in case.symptoms.not_understood and written not in told
    )


def not_understood(case: Case) -> tuple[str, ...]:
    """Every name and text in which nothing was recognised."""
    unknown = [written for taken in case.medicines for written in unknown_in(case, taken)]
    unknown += [*unknown_conditions(case), *unknown_symptoms(case)]
    return tuple(dict.fromkeys(unknown))


def questions(case: Case) -> tuple[Question, ...]:
    """What to ask back, in the order of the profile."""
    return tuple(dict.fromkeys(_questions(case)))


def _questions(case: Case) -> Iterator[Question]:
    weighed = {item.field for item in case.ledger.items if item.mg_per_day is not None}
    for taken in case.medicines:
        meaning, name = taken.meaning, taken.entry.name
        if meaning.suggestion is not None and not meaning.sure:
            yield Question(field=f"{taken.field}.name", written=name, suggestion=meaning.suggestion, ask=meaning.ask)
        elif meaning.ask is not None and taken.field not in weighed:
            yield Question(field=f"{taken.field}.name", written=name, ask=meaning.ask)
    for named in case.conditions:
        if named.meaning.suggestion is not None and not named.meaning.sure:
            yield Question(field=named.field, written=named.meaning.written, suggestion=named.meaning.suggestion)
    for item in case.ledger.items:
        if item.suggestion is not None:
            yield Question(field=f"{item.field}.form", written=item.written, suggestion=item.suggestion)
        elif item.asks is not None:
            yield Question(field=item.field, written=item.written, ask=item.asks)
    for name, reading in case.labs.items():
        if reading.ask is not None:
            written = f"{reading.value:g} {reading.unit or ''}".strip() if reading.value is not None else name
            yield Question(field=f"labs.{name}", written=written, ask=reading.ask)


#: The row of illnesses that do not bear on magnesium: known, and nothing to say about them.
_NO_BEARING = "no-bearing"


def recognised(case: Case) -> dict[str, str]:
    """What each understood name was taken to be, in words."""
    meant = {taken.entry.name: _as_medicine(taken) for taken in case.medicines if taken.meaning.known}
    for item in case.ledger.items:
        if not meant.get(item.written):
            meant[item.written] = "magnesium" if item.form == "other" else f"magnesium {item.form}"
    for written, signs in case.symptoms.named.items():
        meant[written] = " + ".join(said(sign.name) for sign in signs)
    for named in case.conditions:
        rows = [row for row in named.meaning.conditions if row.id != _NO_BEARING]
        if rows:
            meant[named.meaning.written] = " + ".join(said(row.name) for row in rows)
        elif named.meaning.conditions:
            meant.setdefault(named.meaning.written, said("known, with no bearing on magnesium"))
        elif named.meaning.negated:
            meant.setdefault(named.meaning.written, said("not there: {what}", what=_names(named.meaning.negated)))
        elif named.meaning.past:
            meant.setdefault(named.meaning.written, said("over: {what}", what=_names(named.meaning.past)))
    return {written: words for written, words in meant.items() if words}


def _names(rows: Iterable[Condition]) -> str:
    return ", ".join(said(row.name) for row in rows)


def _as_medicine(taken: TakenMedicine) -> str:
    """Its ingredients, else the product without any of magnesium, else the question of which one of a class it is."""
    meaning = taken.meaning
    if meaning.ingredients:
        return " + ".join(meaning.ingredients)
    if meaning.magnesium is not None:
        return f"{meaning.magnesium.name}, {said(_HOLDS[meaning.magnesium.contains])}"
    return said("one of several: {words}", words=", ".join(word.replace("-", " ") for word in meaning.class_words))


_HOLDS = {
    "yes": marked("with magnesium"),
    "no": marked("without magnesium"),
    "perhaps": marked("perhaps with magnesium"),
}
