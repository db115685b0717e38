"""The screen of the routines: what holds for this person, and what is held back, before any step is shown.

A routine that is held back has no steps: nobody can get to them by another way. What somebody did not tell us is not
taken for safe: then each question that would hold the routine back stands in front of it.
"""

from collections.abc import Iterable, Iterator

from charley.knowledge.remedies import Caution, remedies
from charley.knowledge.routines import Bar, Move, Routine, routines
from charley.reading import Record
from charley.safety.case import Case
from charley.safety.findings import Finding


class Offered(Record, frozen=True, kw_only=True):
    """One routine as it is for one person.

    Attributes:
        routine: the row; its moves are shown from ``moves`` alone.
        moves: the steps; none where it is held back.
        held_back: why it is not offered now; None where it is.
        cautions: what to mind.
        ask_yourself: what would hold it back and is not known of this person: one short question each.
    """

    routine: Routine
    moves: tuple[Move, ...]
    held_back: str | None
    cautions: tuple[str, ...]
    ask_yourself: tuple[str, ...]


def offered(case: Case, findings: Iterable[Finding], noted_signs: Iterable[str] = ()) -> tuple[Offered, ...]:
    """Every routine, screened.

    Args:
        case: the person.
        findings: of the screening of the same case; while one sends to help today, nothing is offered.
        noted_signs: ids of signs that the diary of the last days tells of.
    """
    facts = facts_of(case) | frozenset(noted_signs)
    see_someone = next((each.message for each in findings if each.status in ("urgent", "emergency")), None)
    return tuple(_offered(routine, case, see_someone, facts) for routine in routines().values())


def facts_of(case: Case) -> frozenset[str]:
    """Ids of all illnesses, signs and ingredients of a person, pregnancy among them."""
    pregnant = {"pregnancy"} if case.profile.pregnant else set()
    return case.condition_ids | case.sign_ids | case.ingredient_ids | pregnant


def _offered(routine: Routine, case: Case, see_someone: str | None, facts: frozenset[str]) -> Offered:
    mine = [caution for caution in _cautions(routine) if _holds(caution, facts)]
    held_back = see_someone or next((caution.say for caution in mine if caution.leave_it), None)
    return Offered(
        routine=routine,
        moves=() if held_back else routine.moves,
        held_back=held_back,
        cautions=() if held_back else tuple(dict.fromkeys(caution.say for caution in mine)),
        ask_yourself=() if held_back else tuple(_open_questions(routine, case, facts)),
    )


def _cautions(routine: Routine) -> Iterator[Caution]:
    yield from routine.bars
    if routine.remedy is not None:
        yield from remedies()[routine.remedy].cautions


def _holds(caution: Caution, facts: frozenset[str]) -> bool:
    signs = caution.signs if isinstance(caution, Bar) else ()
    named = {*caution.conditions, *caution.ingredients, *signs}
    return not named or bool(named & facts)


def _open_questions(routine: Routine, case: Case, facts: frozenset[str]) -> Iterator[str]:
    """Questions of bars that forbid and that this person's answers leave open.

    Signs come and go, so those are asked each time; illnesses only where they were not told, or not all understood.
    """
    named = case.conditions
    told = case.profile.conditions is not None and all(each.meaning.known for each in named)
    for bar in routine.bars:
        if bar.leave_it and not _holds(bar, facts) and (bar.signs or not told):
            yield bar.ask
    if routine.remedy is not None and not told:
        leave = [caution for caution in remedies()[routine.remedy].cautions if caution.leave_it]
        yield from (caution.say for caution in leave if not _holds(caution, facts))
