"""Does this copy of Charley still give the answers it should? Facts, engine and safety rules against what is known."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from charley.errors import CharleyError
from charley.knowledge.tables import facts_version
from charley.report.plan_words import DISCLAIMER
from charley.report.sheet import Block, Paragraph, Section, Sheet, Table
from charley.services import fact_review

#: The farthest an answer may lie from the known one, beyond twice the sampler's own error: as a share of the
#: posterior's standard deviation, and as a probability.
MEAN, PROBABILITY = 0.03, 0.01


class Check(NamedTuple):
    """One thing that was looked at.

    Attributes:
        name: what.
        ok: whether it is as it should be; None where it could not be looked at.
        told: what was found, in words.
    """

    name: str
    ok: bool | None
    told: str


def checks(today: date) -> list[Check]:
    """All checks of the program itself; none of them looks at the person's data."""
    return [*_guarded("Facts", lambda: _facts(today)), *_guarded("Engine", _engine), *_guarded("Safety rules", _plans)]


def sheet(found: list[Check], *, program: str, made_at: datetime) -> Sheet:
    """The checks as a validation sheet to print and file."""
    rows = tuple((check.name, _MARK[check.ok], check.told) for check in found)
    bad = [check for check in found if check.ok is False]
    verdict = f"{len(bad)} of {len(found)} checks failed." if bad else f"None of {len(found)} checks failed."
    blocks: tuple[Block, ...] = (
        Paragraph(text=verdict, strong=True),
        Table(head=("Check", "", "Found"), rows=rows, narrow=(0, 1)),
    )
    return Sheet(
        title="Charley: validation sheet",
        lead="What this installation was asked, and what it answered. No entry of the diary stands here.",
        sections=(Section(blocks=blocks),),
        foot=(DISCLAIMER, f"Charley {program} · facts {facts_version()}"),
        made_at=made_at,
        dense=True,
    )


_MARK = {True: "passed", False: "FAILED", None: "not done"}


def _guarded(name: str, run: Callable[[], Iterator[Check]]) -> list[Check]:
    """A check that cannot even run has failed; its fault names no value."""
    try:
        return list(run())
    except CharleyError as fault:
        return [Check(name, False, str(fault))]
    except Exception as fault:
        return [Check(name, False, f"could not run ({type(fault).__name__})")]


def _facts(today: date) -> Iterator[Check]:
    complaints = fact_review.check(today)
    broken = [each for each in complaints if each.grade == "broken"]
    overdue = [each for each in complaints if each.grade == "overdue"]
    first = "; ".join(f"{each.table}: {each.row}: {each.what}" for each in broken[:3])
    yield Check("Facts: sources", not broken, first or "every row has its source")
    yield Check("Facts: reviews", not overdue, f"{len(overdue)} overdue" if overdue else "none overdue")
    yield Check("Facts: version", True, facts_version())


def _engine() -> Iterator[Check]:
    from charley.services.insight import analyse

    for known in _known()["diaries"]:
        answer = analyse(known["cramps"], known["observed"], known["doses"], known["covariates"])
        name = f"Engine: diary {known['name']}"
        if not answer.healthy:
            yield Check(name, False, f"gave no answer: {answer.reason}")
            continue
        found, wanted = next(iter(answer.treatments.values())), known["log_rate_ratio"]
        gap = abs(found.log_rate_ratio.mean - wanted["mean"]) if found.log_rate_ratio.mean is not None else float("inf")
        off = abs(found.p_below_1 - known["p_below_1"])
        ok = gap <= MEAN * wanted["sd"] + 2 * wanted["mcse"] and off <= PROBABILITY + 2 * known["p_mcse"]
        yield Check(name, ok, f"mean {gap / wanted['sd']:.3f} sd and probability {off:.4f} from the known answer")


def _plans() -> Iterator[Check]:
    from charley.services.planning import check

    for known in _known()["plans"]:
        status = check(known["profile"]).status
        told = status if status == known["status"] else f"{status}, but {known['status']} is right"
        yield Check(f"Safety rules: {known['name']}", status == known["status"], told)


def _known() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((Path(__file__).parent / "known_answers.json").read_text("utf-8"))
    return document
