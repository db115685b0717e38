"""Trials of many people put together: the average effect, how far people differ, and each drawn towards the others.

Every person's own trial stays theirs; what leaves it is one file each. Trials are pooled with those that asked the same
question about the same thing, and with nobody else's.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple

import msgspec

from charley.errors import BadInput
from charley.inference.bulk import fit_many
from charley.inference.mixture import Summary
from charley.inference.pooling import FITTED_UNDER, Pooled, Said, pool, said_by
from charley.reading import Record
from charley.report import pooling_words as words
from charley.report.figures import Figure
from charley.report.trial_report_pictures import Estimate, forest
from charley.services.trials import order_of
from charley.trials.papers import Trial
from charley.trials.run import Run, lined_up


class Ratio(Record, frozen=True, kw_only=True):
    """Cramps with it as a share of cramps without: the middle and the 95 % range."""

    middle: float
    low: float
    high: float


class Someone(Record, frozen=True, kw_only=True):
    """One person's trial among the others.

    Attributes:
        name: of the file.
        fingerprint: of the sealed design.
        nights, recorded: of the trial.
        alone: what this trial says by itself, under a prior that says next to nothing.
        among: the same in the light of all others; null where it or the average could not be computed.
        p_fewer: probability of fewer cramps, in the light of all.
        marked: whether something else was changed during it.
        reason: why it could not be computed.
    """

    name: str
    fingerprint: str
    nights: int
    recorded: int
    alone: Ratio | None = None
    among: Ratio | None = None
    p_fewer: float | None = None
    marked: bool = False
    reason: str | None = None


class LeftOut(Record, frozen=True, kw_only=True):
    """A file that was not used, and why."""

    name: str
    why: str


class Together(Record, frozen=True, kw_only=True):
    """All trials of one question.

    Attributes:
        question: as it was asked.
        what: the thing it was about.
        people: in the order of their files.
        average: over people; null where no trial could be computed, or they could not be put together.
        p_fewer: probability of fewer cramps on average.
        spread: standard deviation between people, of the log ratio: middle and 95 % range.
        next_person: somebody of the same kind who has not tried it yet.
        next_p_fewer: probability that this person would have fewer cramps.
        sentences: the same in words.
        figure: the forest plot.
    """

    question: str
    what: str
    people: tuple[Someone, ...]
    average: Ratio | None = None
    p_fewer: float | None = None
    spread: Ratio | None = None
    next_person: Ratio | None = None
    next_p_fewer: float | None = None
    sentences: tuple[str, ...]
    figure: Figure | None = None


class PooledTrials(Record, frozen=True, kw_only=True):
    """The answer of ``charley trial pool``: one group for each question, and the files that are in none."""

    groups: tuple[Together, ...]
    left_out: tuple[LeftOut, ...]


class Held(NamedTuple):
    """A file with its trial."""

    name: str
    trial: Trial


#: A trial that can be used, laid over its nights.
Member = tuple[Held, Run]


def pooled_trials(
    held: Iterable[Held], unread: Sequence[LeftOut] = (), *, executor: Executor | None = None
) -> PooledTrials:
    """Put trials together.

    Args:
        held: files that could be read, each with its trial.
        unread: files that could not.
        executor: spreads the work.
    """
    left_out = list(unread)
    groups: dict[tuple[str, str, tuple[str, ...]], list[Member]] = {}
    seen: dict[str, str] = {}
    for each in held:
        run = _usable(each, seen, left_out)
        if run is not None:
            design = each.trial.papers.design
            groups.setdefault((design.question, _what(run), design.parts), []).append((each, run))
    together = tuple(_together(*named[:2], members, executor) for named, members in sorted(groups.items()))
    return PooledTrials(groups=together, left_out=tuple(sorted(left_out, key=lambda each: each.name)))


def _usable(each: Held, seen: dict[str, str], left_out: list[LeftOut]) -> Run | None:
    """The trial's nights laid beside its design; None, with the reason noted, where it cannot be used."""
    design = each.trial.papers.design
    before = seen.setdefault(design.fingerprint, each.name)
    if before != each.name:
        left_out.append(LeftOut(name=each.name, why=f"is the same trial as {before}"))
        return None
    why = None
    run = None
    try:
        run = lined_up(design, order_of(design, each.trial.papers.key), each.trial.nights)
    except BadInput as fault:
        why = str(fault)
    if run is not None and run.reached < design.nights:
        why = "is not over yet" if design.since("stop") is None else "was stopped before its end"
    if why is not None:
        left_out.append(LeftOut(name=each.name, why=why))
        return None
    return run


def _what(run: Run) -> str:
    """What the answer is about: the measure or the arm's name."""
    arm = run.design.arm(run.treated)
    return arm.measure or arm.name


def _together(question: str, what: str, members: Sequence[Member], executor: Executor | None) -> Together:
    k = members[0][1].answer_at  # the same for all, as they have the same arms
    models = [run.model((FITTED_UNDER.mean, FITTED_UNDER.sd)) for _, run in members]
    return put_together(question, what, members, list(fit_many(models, partial(said_by, k=k), executor=executor)))


def put_together(question: str, what: str, members: Sequence[Member], said: Sequence[Said]) -> Together:
    """What trials of one question say together; each by itself where no average can be worked out.

    Args:
        question: that all of them asked.
        what: was tried.
        members: at least one.
        said: what each of them says of it.
    """
    alone = tuple(_someone(held, run, one, None) for (held, run), one in zip(members, said, strict=True))
    if all(one.reason is not None for one in said):
        return Together(question=question, what=what, people=alone, sentences=(words.NONE,))
    try:
        found = pool(said)
    except ValueError:
        return Together(question=question, what=what, people=alone, sentences=(words.UNSETTLED,))
    people = tuple(
        _someone(held, run, one, (person.effect, person.below_1))
        for (held, run), one, person in zip(members, said, found.people, strict=True)
    )
    return _shown(question, what, people, found)


def _shown(question: str, what: str, people: tuple[Someone, ...], found: Pooled) -> Together:
    average, nobody_yet = _ratio(found.average), _ratio(found.next_person)
    used = [each for each in people if each.among is not None]
    rows = [_bar(each) for each in used]
    rows.append(Estimate("All together", average.low, average.middle, average.high, together=True))
    said = words.together(
        what,
        people=len(used),
        average=_ends_of(average),
        p_fewer=found.average_below_1,
        next_person=_ends_of(nobody_yet),
        next_p_fewer=found.next_below_1,
    )
    return Together(
        question=question,
        what=what,
        people=people,
        average=average,
        p_fewer=found.average_below_1,
        spread=Ratio(middle=found.spread.q50, low=found.spread.q025, high=found.spread.q975),
        next_person=nobody_yet,
        next_p_fewer=found.next_below_1,
        sentences=tuple(said),
        figure=forest("together", words.title(what, len(used)), rows),
    )


def _bar(each: Someone) -> Estimate:
    among, alone = each.among, each.alone
    if among is None or alone is None:
        raise ValueError("only a trial that was computed is drawn")
    return Estimate(each.name, among.low, among.middle, among.high, faint=(alone.low, alone.middle, alone.high))


def _someone(held: Held, run: Run, said: Said, among: tuple[Summary | None, float | None] | None) -> Someone:
    design = run.design
    effect, below = among or (None, None)
    return Someone(
        name=held.name,
        fingerprint=design.fingerprint,
        nights=len(run.stands),
        recorded=int(sum(not math.isnan(count) for count in run.counts)),
        alone=None if said.reason is not None else _ratio(said.mixture.summary()),
        among=None if effect is None else _ratio(effect),
        p_fewer=below,
        marked=design.since("second_change") is not None,
        reason=said.reason,
    )


def _ratio(log: Summary) -> Ratio:
    return Ratio(middle=math.exp(log.q50), low=math.exp(log.q025), high=math.exp(log.q975))


def _ends_of(ratio: Ratio) -> words.Ends:
    return ratio.middle, ratio.low, ratio.high


def _ends(ratio: Ratio | None) -> words.Ends | None:
    return None if ratio is None else _ends_of(ratio)


def rows(together: Together) -> Iterator[tuple[str, ...]]:
    """The table of a group, one row a person: file, nights, alone, among the others."""
    for each in together.people:
        mark = " (something else was changed too)" if each.marked else ""
        yield (
            each.name + mark,
            f"{each.recorded} of {each.nights}",
            words.ratio(_ends(each.alone)),
            words.ratio(_ends(each.among)),
        )


def schema() -> dict[str, object]:
    """JSON Schema of the answer of ``charley trial pool``."""
    return msgspec.json.schema(PooledTrials)


#: Names of the columns of :func:`rows`.
HEAD = ("Trial", "Nights recorded", "By itself", "Among the others")
