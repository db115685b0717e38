"""A trial of one's own, from the question to the verdict: contract section 5.

Every door to a trial is here, and each goes through the safety screen: an arm is a cleared regimen, a measure that
nothing speaks against, or nothing.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

import charley
from charley.diary.journal import Journal
from charley.diary.nights import NightTable, night_table
from charley.dosing import form as forms
from charley.dosing import schedule
from charley.dosing.plan import Plan
from charley.errors import BadInput, Problem, noted
from charley.evidence.prior import from_trials
from charley.knowledge.protocols import Protocol, protocols
from charley.knowledge.tables import facts_version
from charley.knowledge.words import Form
from charley.profile import Profile
from charley.reading import Record, decode_json, read
from charley.report import trial_sheets, trial_words
from charley.safety.case import understand
from charley.safety.findings import Finding
from charley.safety.screen import screen
from charley.services import planning
from charley.services.evidence import people_like
from charley.trials import power
from charley.trials import protocol as asking
from charley.trials.analysis import Judgement, judge
from charley.trials.decision import Rule
from charley.trials.design import Arm, Design, Key, Seed, frozen_priors, opened, read_design, sealed, see_lengths
from charley.trials.dossier import Decision

Layout = power.Layout

STANDARD = "magnesium-or-nothing"
BASELINE_DAYS, PERIOD_DAYS, PAIRS = 14, 14, 4
RATIOS = power.RATIOS
#: The most looks before the end. With one, false "helps" stayed well below 1 in 20 in every design that was simulated;
#: with one after every pair it reached it (docs/explanation/trials.md).
MOST_LOOKS = 1
#: Ten years; a longer wish is a slip.
MOST_WEEKS = 520
#: What the comparison of periods alone should be able to reach.
BLOCK_LEVEL = 0.05


class Refusal(Record, frozen=True, kw_only=True):
    """A trial that is not opened.

    Attributes:
        status: of the screening.
        reason: why, in words for the person.
        findings: all that the screening said.
    """

    status: str
    reason: str
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The JSON document of ``charley trial design`` where nothing was designed."""
        return {"design": None, **msgspec.to_builtins(self)}


class Wish(Record, frozen=True, kw_only=True):
    """What the person chose.

    Attributes:
        protocol: id of the question.
        baseline, period: days.
        pairs: how often each arm comes.
        measure: id of the thing to try, where the question leaves it open.
        form: the other salt, where the question is about salts.
        first_night: date of night 1; None where the diary's first night is meant.
        max_run: the most periods in a row with the same arm.
        looks: nights after which to look at the result before the end; each look makes luck likelier to pass as effect.
        rule: when which verdict is given.
    """

    protocol: str = STANDARD
    baseline: int = BASELINE_DAYS
    period: int = PERIOD_DAYS
    pairs: int = PAIRS
    measure: str | None = None
    form: Form | None = None
    first_night: date | None = None
    max_run: int = 2
    looks: tuple[int, ...] = ()
    rule: Rule = msgspec.field(default_factory=Rule)


class Opened(Record, frozen=True, kw_only=True):
    """A sealed design with its key. The key of a blind design belongs to the helper alone."""

    design: Design
    key: Key


def questions() -> tuple[Protocol, ...]:
    """The library of questions."""
    return tuple(protocols().values())


def design(
    profile: Mapping[str, Any] | Profile,
    wish: Wish | None = None,
    *,
    seed: int,
    nonce: str | None = None,
    now: datetime,
) -> Opened | Refusal:
    """Design and seal a trial.

    Args:
        profile: as in contract section 1.
        wish: what the person chose.
        seed: fixes the order; the same seed gives the same design.
        nonce: makes the trial blind; something nobody can guess.
        now: local time, for the screening.

    Raises:
        BadInput: naming every field that cannot be taken.
    """
    wish = wish or Wish()
    asked, told = _asked_and_told(profile, wish, seed=seed, blind=nonce is not None)
    person, facts = _person(told, now)
    arms = asking.arms(asked, person, asking.Choice(measure=wish.measure, form=wish.form))
    if isinstance(arms, asking.Refused):
        return Refusal(status=person.plan.status, reason=arms.reason, findings=person.plan.findings)
    swallowed = any(arm.doses for arm in arms)
    made, key = sealed(
        program=f"charley {charley.__version__}",
        facts=facts_version(),
        protocol=asked.id,
        question=_question(asked, arms),
        arms=arms,
        answer=asked.answer,
        baseline_days=wish.baseline,
        period_days=wish.period,
        blocks=wish.pairs,
        seed=seed,
        nonce=nonce,
        slow=asked.slow,
        max_run=wish.max_run,
        first_night=wish.first_night,
        priors=frozen_priors(facts.trials if asked.trials_prior else None),
        rule=wish.rule,
        looks=wish.looks,
        most_looks=MOST_LOOKS,
        clearance=facts.clearance if swallowed else None,
        stop_rules=tuple(sign.rule for sign in person.plan.stop_rules) if swallowed else (),
        advice=(asked.fair, asked.blinding, *_short(asked, wish.period)),
    )
    return Opened(design=made, key=key)


def rescreened(design: Design, profile: Mapping[str, Any] | Profile, *, now: datetime) -> str | None:
    """Whether the arms still stand after the profile or the facts have changed.

    Returns:
        None where they do; else why the trial has to stop, in words for the person.
    """
    person, _ = _person(read(Profile, profile), now)
    asked = protocols()[design.protocol]
    form = next((dose.form for arm in design.arms[1:] for dose in arm.doses), None)
    measure = next((arm.measure for arm in design.arms if arm.measure), None)
    choice = asking.Choice(measure=measure, form=form)
    arms = asking.arms(asked, person, choice)
    if isinstance(arms, asking.Refused):
        return arms.reason
    if [arm.doses for arm in arms] != [arm.doses for arm in design.arms]:
        return "What you told has changed, and with it your plan: the doses of this trial no longer fit it."
    return None


class _Facts(Record, frozen=True, kw_only=True):
    """What the design freezes beside the arms."""

    clearance: str | None
    trials: tuple[float, float]


def _person(profile: Profile, now: datetime) -> tuple[asking.Person, _Facts]:
    plan: Plan = planning.plan(profile, now=now)
    case = understand(profile, now.date())
    clearance = screen(case).clearance
    believed = from_trials(people_like(profile, now.date()))
    person = asking.Person(
        plan=plan,
        halves=schedule.in_halves(case, plan.steps[0]) if plan.steps else (),
        forms=forms.others(case),
        conditions=case.condition_ids,
        ingredients=case.ingredient_ids,
        pregnant=profile.pregnant,
    )
    return person, _Facts(
        clearance=None if clearance is None else clearance.fingerprint, trials=(believed.mean, believed.sd)
    )


def _question(asked: Protocol, arms: Sequence[Arm]) -> str:
    """As the person asks it, with the name of the thing that is tried where the question leaves it open."""
    is_open = any(arm.doing == "measure" and arm.measure is None for arm in asked.arms)
    return f"{asked.question.removesuffix('?')}: {arms[-1].name}?" if is_open else asked.question


def _short(asked: Protocol, period: int) -> tuple[str, ...]:
    """A word of care about periods that are shorter than makes sense for the question."""
    if period >= asked.least_period_days:
        return ()
    return (
        f"Periods of {period} days are short for this: effects build up and wear off over days. "
        f"{asked.least_period_days} days or more tell better, four weeks best.",
    )


def _asked_and_told(
    profile: Mapping[str, Any] | Profile, wish: Wish, *, seed: int, blind: bool
) -> tuple[Protocol, Profile]:
    """The question and the person, once nothing speaks against either nor against the lengths; all faults at once."""
    problems: list[Problem] = []
    told = noted(problems, lambda: read(Profile, profile))
    asked = noted(problems, lambda: _protocol(wish, blind=blind))
    lengths = {
        "baseline": wish.baseline, "period": wish.period, "pairs": wish.pairs, "seed": seed, "max_run": wish.max_run,
        "arms": len(asked.arms) if asked else 2, "start": wish.first_night,
        "look": tuple(sorted(set(wish.looks))), "most_looks": MOST_LOOKS,
    }  # fmt: skip
    noted(problems, lambda: see_lengths(**lengths))
    if asked is None or told is None or problems:
        raise BadInput(problems)
    return asked, told


def _protocol(wish: Wish, *, blind: bool) -> Protocol:
    found = protocols().get(wish.protocol)
    if found is None:
        raise BadInput([Problem("protocol", f"should be one of {', '.join(protocols())}")])
    if blind and not found.blindable:
        raise BadInput([Problem("blind", f"cannot be for this question. {found.blinding}")])
    return found


def rule(**chosen: float) -> Rule:
    """The rule of the verdict with some numbers of one's own.

    Raises:
        BadInput: naming those that cannot be.
    """
    return read(Rule, chosen)


class PowerDocument(Record, frozen=True, kw_only=True):
    """The answer of ``charley trial power``.

    Attributes:
        design: lengths.
        weeks: of the whole trial.
        rate: cramps a night without the treatment.
        cells: one for each true rate ratio.
        verdicts: of the only cell, where one ratio was asked; else null.
        simulations: trials a cell.
        seed: of the simulations.
        assumed: how cramps come and go in them.
        smallest_p: smallest one-sided p of the comparison of periods.
        block_level_possible: whether the comparison of periods alone can reach 1 in 20.
        cramps_needed: cramps without the treatment that are needed at the least to see 40 % fewer four times in five.
        cramps_expected: how many there would be.
        advice: whether the design is worth its weeks; null where too little was asked to say so.
        sentences: the same in words.
        fingerprint: of the design.
    """

    design: power.Layout
    weeks: float
    rate: float
    cells: tuple[power.Cell, ...]
    verdicts: power.Shares | None
    simulations: int
    seed: int
    assumed: power.Assumed
    smallest_p: float
    block_level_possible: bool
    cramps_needed: int
    cramps_expected: float
    advice: power.Advice | None
    sentences: tuple[str, ...]
    fingerprint: str


class AdviceDocument(Record, frozen=True, kw_only=True):
    """The answer of ``charley trial advise``: designs side by side, the most telling first.

    Attributes:
        rate: cramps a night.
        weeks: the person's limit.
        designs: as from ``charley trial power``.
        sentences: in words.
    """

    rate: float
    weeks: int
    designs: tuple[PowerDocument, ...]
    sentences: tuple[str, ...]


#: Trials drawn to choose among many layouts, and how many of the best are then looked at closely.
FIRST_LOOK, CLOSER = 200, 3
#: True rate ratios of that first look.
FIRST_RATIOS = (1.0, 0.4)


def power_of(
    design: Design,
    *,
    rate: float,
    ratios: Sequence[float] = power.RATIOS,
    simulations: int = 1000,
    seed: int = 1,
    assumed: power.Assumed | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> PowerDocument:
    """How likely each verdict is.

    Args:
        design: sealed.
        rate: cramps a night without the treatment.
        ratios: true rate ratios.
        simulations: trials a ratio.
        seed: of the simulations.
        assumed: how cramps come and go.
        executor: spreads the work.
        progress: told trials done and in all.

    Raises:
        BadInput: naming every number that cannot be taken.
    """
    read(_PowerWish, {"rate": rate, "rate_ratio": list(ratios), "simulations": simulations, "seed": seed})
    rows = _table(
        [design],
        rate,
        ratios,
        assumed=assumed,
        simulations=simulations,
        seed=seed,
        executor=executor,
        progress=progress,
    )
    return rows[0]


def advise(
    *,
    rate: float,
    weeks: int,
    most_changes: int | None = None,
    shortest: int = 7,
    baseline: int = BASELINE_DAYS,
    arms: int = 2,
    also: Layout | None = None,
    simulations: int = 1000,
    seed: int = 1,
    rule: Rule | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> AdviceDocument:
    """The most telling designs within the person's limits of weeks and effort.

    Args:
        rate: cramps a night, from the person's own baseline or as told.
        weeks: the most weeks, baseline included.
        most_changes: the most changes between periods.
        shortest: shortest period the question allows.
        baseline: nights before the first period.
        arms: two, or three.
        also: a layout the person thinks of; it is looked at closely too, and comes first.
        simulations: trials a cell for the best designs; all are first looked at by fewer.
        seed: of the simulations.
        rule: of the verdict.
        executor, progress: as for :func:`power_of`.

    Raises:
        BadInput: naming every number that cannot be taken.
    """
    numbers = {"rate": rate, "rate_ratio": [], "simulations": simulations, "seed": seed}
    read(_AdviceWish, numbers | {"weeks": weeks, "most_changes": most_changes, "shortest": shortest, "arms": arms})
    found = power.layouts(7 * weeks, baseline=baseline, shortest=shortest, most_changes=most_changes, arms=arms)
    if not found and also is None:
        least = math.ceil((baseline + arms * max(7, shortest)) / 7)
        raise BadInput([Problem("weeks", f"leave no room for a trial; {least} weeks are the least")])
    wanted = CLOSER - (also is not None)
    designs = [thought_of(layout, rule or Rule(), arms=arms) for layout in found if layout != also]
    first_trials = len(designs) * len(FIRST_RATIOS) * FIRST_LOOK if len(designs) > wanted else 0
    close_trials = (min(len(designs), wanted) + (also is not None)) * len(power.RATIOS) * simulations
    total = first_trials + close_trials
    look = partial(_table, rate=rate, seed=seed, executor=executor)
    progress(0, total)
    if first_trials:
        first = look(
            designs, ratios=FIRST_RATIOS, simulations=FIRST_LOOK, progress=lambda done, _of: progress(done, total)
        )
        order = sorted(range(len(designs)), key=lambda i: -power.usefulness(first[i].cells))
        designs = [designs[i] for i in order[:wanted]]
    if also is not None:
        designs = [thought_of(also, rule or Rule(), arms=arms), *designs]
    rows = look(
        designs,
        ratios=power.RATIOS,
        simulations=simulations,
        progress=lambda done, _of: progress(first_trials + done, total),
    )
    thought = rows.pop(0) if also is not None else None
    rows.sort(key=lambda row: -power.usefulness(row.cells))
    best = (rows[0].advice if rows else None) or "weak"
    said = trial_words.advice(rate, weeks, best)
    if thought is not None:
        rows.insert(0, thought)
        said = trial_words.against(rate, thought.weeks, thought.advice or "weak", best if rows[1:] else None)
    return AdviceDocument(rate=rate, weeks=weeks, designs=tuple(rows), sentences=tuple(said))


def baseline_rate(table: NightTable) -> float:
    """Cramps a night over the recorded nights of a diary, parts of nights counted as such.

    Raises:
        BadInput: where fewer than two weeks or no cramp were recorded.
    """
    seen = [(count, share) for count, share in zip(table.cramps, table.observed, strict=True) if count is not None]
    nights, cramps = sum(share for _, share in seen), sum(count for count, _ in seen)
    if nights < BASELINE_DAYS:
        raise BadInput([Problem("cramps", f"two weeks of recorded nights are needed; there are {nights:.0f} nights")])
    if not cramps:
        raise BadInput([Problem("cramps", "there is no cramp in the diary, so there is nothing that could get less")])
    return cramps / nights


def half_way(wish: Wish, arms: int) -> int:
    """The night after which half of the sets of periods have been seen: the one look that a trial may have."""
    return wish.baseline + arms * wish.period * ((wish.pairs + 1) // 2)


def look_ahead(wish: Wish, *, rate: float, simulations: int) -> PowerDocument:
    """What a design that is only thought about can tell.

    Raises:
        BadInput: naming every number that cannot be taken.
    """
    layout = power.Layout(baseline=wish.baseline, period=wish.period, pairs=wish.pairs)
    return power_of(thought_of(layout, wish.rule, wish.looks), rate=rate, simulations=simulations)


def rate_of(journal: Journal, last: date) -> float:
    """Cramps a night over the last eight weeks of a diary.

    Raises:
        BadInput: where fewer than two weeks or no cramp were recorded.
    """
    return baseline_rate(night_table(list(journal.effective), last - timedelta(days=55), last))


class _PowerWish(Record, frozen=True, kw_only=True):
    """Numbers of a simulation, under the names a person knows them by."""

    rate: power.Rate
    rate_ratio: tuple[power.Ratio, ...]
    simulations: power.Simulations
    seed: Seed


class _AdviceWish(_PowerWish, frozen=True, kw_only=True):
    """The same, with what a person would put up with."""

    weeks: Annotated[int, Meta(ge=1, le=MOST_WEEKS)]
    shortest: Annotated[int, Meta(ge=1, le=max(power.PERIODS))]
    most_changes: int | None
    arms: int

    def faults(self) -> Iterator[Problem]:
        if self.most_changes is not None and self.most_changes < self.arms - 1:
            yield Problem("most_changes", f"should be {self.arms - 1} or more, so that each side comes once")


def _table(
    designs: Sequence[Design],
    rate: float,
    ratios: Sequence[float],
    *,
    simulations: int,
    seed: int,
    assumed: power.Assumed | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[PowerDocument]:
    assumed = assumed or power.Assumed()
    asked = [power.Asked(rate=rate, rate_ratio=ratio) for ratio in ratios]
    rows = power.table(
        designs, asked, assumed=assumed, simulations=simulations, seed=seed, executor=executor, progress=progress
    )
    return [
        PowerDocument(
            design=power.Layout(baseline=design.baseline_days, period=design.period_days, pairs=design.blocks),
            weeks=round(design.nights / 7, 1),
            rate=rate,
            cells=tuple(row),
            verdicts=row[0].verdicts if len(row) == 1 else None,
            simulations=simulations,
            seed=seed,
            assumed=assumed,
            smallest_p=design.smallest_p,
            block_level_possible=design.smallest_p <= BLOCK_LEVEL,
            cramps_needed=power.cramps_needed(design.rule),
            cramps_expected=power.cramps_expected(design, rate),
            advice=power.advice(row),
            sentences=tuple(trial_words.power(design, row)),
            fingerprint=design.fingerprint,
        )
        for design, row in zip(designs, rows, strict=True)
    ]


def thought_of(layout: Layout, rule: Rule, looks: Sequence[int] = (), *, arms: int = 2) -> Design:
    """A design that is only thought about: no doses, and its order not fixed. A third arm is the dummy pill."""
    pill = (Arm(id="B", name="dummy", parts=("pill",)),) if arms == 3 else ()
    made, _ = sealed(
        program=f"charley {charley.__version__}",
        facts=facts_version(),
        protocol=STANDARD,
        question="only thought about",
        arms=(
            Arm(id="A", name="without"),
            *pill,
            Arm(id="C" if pill else "B", name="with", parts=(*(("pill",) if pill else ()), "answer")),
        ),
        answer="answer",
        baseline_days=layout.baseline,
        period_days=layout.period,
        blocks=layout.pairs,
        seed=0,
        nonce="not fixed",
        rule=rule,
        looks=tuple(looks),
    )
    return made


class VerdictDocument(Judgement, frozen=True, kw_only=True):
    """The answer of ``charley trial verdict``: :class:`charley.trials.analysis.Judgement` and the same in words."""

    sentences: tuple[str, ...]


def verdict(
    design: Design,
    table: NightTable,
    *,
    key: Key | None = None,
    late: Collection[date] = (),
    cramps_per_side_effect_day: float | None = None,
) -> VerdictDocument:
    """Judge a trial by its diary.

    Args:
        design: sealed.
        table: the nights.
        key: opens a blind design.
        late: nights written down late.
        cramps_per_side_effect_day: what a day of side effects weighs, in cramps a week.

    Raises:
        BadInput: where design, key and diary do not fit together.
    """
    found = judge(
        design,
        order_of(design, key),
        table,
        late=late,
        cramps_per_side_effect_day=cramps_per_side_effect_day,
    )
    fields = {name: getattr(found, name) for name in Judgement.__struct_fields__}
    return VerdictDocument(**fields, sentences=tuple(trial_words.verdict(design, found)))


def read_key(data: bytes) -> Key:
    """Read the key of a blind trial.

    Raises:
        BadInput: naming every fault.
    """
    return read(Key, decode_json(data), "key")


def judgement(found: VerdictDocument) -> Judgement:
    """The verdict without its words, as it is kept."""
    return Judgement(**{name: getattr(found, name) for name in Judgement.__struct_fields__})


def read_decision(raw: Mapping[str, Any]) -> Decision:
    """Read a decision.

    Raises:
        BadInput: naming every field that cannot be taken.
    """
    return read(Decision, raw)


def order_of(design: Design, key: Key | None) -> tuple[str, ...]:
    """The arm of each period, of a blind trial by its key.

    Raises:
        BadInput: where the key is missing or another one.
    """
    if key is not None:
        return opened(design, key)
    if design.sequence is None:
        raise BadInput([Problem("key", "is needed: the order of this trial is hidden until its end")])
    return design.sequence


def kit(design: Design, key: Key, sheet: Literal["helper", "person"]) -> tuple[str, ...]:
    """The sheet to print: what the helper fills, or what the person opens when.

    Raises:
        BadInput: where nothing is hidden, or the key is not the one that was sealed.
    """
    lines = trial_sheets.helper_sheet if sheet == "helper" else trial_sheets.person_sheet
    return tuple(lines(design, key))


def verdict_schema() -> dict[str, Any]:
    """JSON Schema of a verdict."""
    return msgspec.json.schema(VerdictDocument)


def design_schema() -> dict[str, Any]:
    """JSON Schema of a sealed design."""
    return msgspec.json.schema(Design)


def power_schema() -> dict[str, Any]:
    """JSON Schema of the answer of ``charley trial power``."""
    return msgspec.json.schema(PowerDocument)


__all__ = [
    "RATIOS",
    "AdviceDocument",
    "Design",
    "Key",
    "Layout",
    "Opened",
    "PowerDocument",
    "Refusal",
    "Rule",
    "VerdictDocument",
    "Wish",
    "advise",
    "baseline_rate",
    "design",
    "design_schema",
    "half_way",
    "kit",
    "look_ahead",
    "order_of",
    "power_of",
    "power_schema",
    "questions",
    "rate_of",
    "read_design",
    "read_key",
    "rescreened",
    "rule",
    "verdict",
    "verdict_schema",
]
