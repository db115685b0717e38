"""What a trial can tell, asked before it is begun: many trials drawn from the cramp model, each judged by the rule.

With few cramps, much up and down, and some weeks, most trials end in "cannot tell". That should be known beforehand.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta
from scipy.special import ndtri

from charley.diary.nights import NightTable
from charley.inference.machine import one_thread
from charley.inference.model import CrampModel
from charley.reading import Record
from charley.trials import sequence
from charley.trials.decision import VERDICTS, Rule
from charley.trials.design import ARMS, MAX_RUN, Design
from charley.trials.many import Judged, Question, judged, judged_with_looks
from charley.trials.run import lined_up
from charley.trials.seal import fingerprint

#: True rate ratios that are asked about.
RATIOS = (1.0, 0.8, 0.6, 0.4)
#: Trials that a worker takes at a time.
CHUNK = 1000
#: Period lengths that are compared, and the most pairs.
PERIODS = (7, 10, 14, 21, 28)
MOST_PAIRS = 12
#: A rate ratio at or below this is worth finding.
WORTH_FINDING = 0.6
#: A design that gives a verdict more rarely than the first, whatever is true, is advised against; one whose verdict is
#: right at least as often as the second is worth running.
RARELY, OFTEN = 0.2, 0.5
#: How often a trial that just reaches the needed number of cramps is sure of fewer.
FOUND = 0.8
#: Orders that a trial with a hidden order is simulated with.
MOST_ORDERS = 64
_ANY_DAY = date(2000, 1, 1)

Rate = Annotated[float, Meta(gt=0, le=50, extra={"say": "should be cramps a night, above 0 and up to 50"})]
Ratio = Annotated[float, Meta(gt=0, le=5, extra={"say": "should be a rate ratio above 0 and up to 5"})]
Simulations = Annotated[int, Meta(ge=100, le=100_000, extra={"say": "should be 100 to 100000"})]


class Assumed(Record, frozen=True, kw_only=True):
    """How cramps come and go in the simulated trials, where the person's own course is not known.

    Attributes:
        sigma, rho: sd and lag-one correlation of the slow ups and downs of the log rate.
        phi: size of the counts' distribution; smaller is more erratic.
        half_life_days: of wash-in and wash-out.
        missing: share of nights that are not recorded.
    """

    sigma: Annotated[float, Meta(ge=0, le=3)] = 0.5
    rho: Annotated[float, Meta(ge=0, lt=1)] = 0.7
    phi: Annotated[float, Meta(gt=0)] = 4.0
    half_life_days: Annotated[float, Meta(gt=0, le=60)] = 5.0
    missing: Annotated[float, Meta(ge=0, lt=1)] = 0.1


class Asked(Record, frozen=True, kw_only=True):
    """One cell of a table: a true rate ratio at a rate.

    Attributes:
        rate: cramps a night without the treatment.
        rate_ratio: cramps with it as a share of those.
    """

    rate: Rate
    rate_ratio: Ratio


class Shares(Record, frozen=True, kw_only=True):
    """How often each verdict was given."""

    helps: float
    does_not_help_enough: float
    cannot_tell_yet: float


class Cell(Record, frozen=True, kw_only=True):
    """What became of the simulated trials.

    Attributes:
        rate, rate_ratio: see :class:`Asked`.
        simulations: how many trials.
        verdicts: share of each verdict.
        not_computed: share of trials without a verdict, because the engine did not vouch for the numbers.
        standard_errors: of the verdicts' shares.
        coverage: share of trials whose 95 % interval held the truth. Under a sceptical prior it falls with the effect.
        mean_rate_ratio: geometric mean of the estimates, drawn towards 1 by a sceptical prior. Like ``coverage`` it is
            of the trials that were computed; null where none was.
        fitted_in_full: share of trials that needed the whole engine.
        weeks: how long the trials lasted, the mean; below the planned length only where looks were planned.
    """

    rate: float
    rate_ratio: float
    simulations: int
    verdicts: Shares
    not_computed: float = 0.0
    standard_errors: Shares
    coverage: float | None
    mean_rate_ratio: float | None
    fitted_in_full: float
    weeks: float


@dataclass(frozen=True)
class Task:
    """A stretch of simulated trials of one cell."""

    design: Design
    asked: Asked
    assumed: Assumed
    simulations: int
    seed: tuple[int, ...]


def cell(asked: Asked, found: Sequence[Judged]) -> Cell:
    """Sum up simulated trials."""
    n = len(found)
    computed = [each for each in found if each.verdict is not None]
    shares = {verdict: sum(each.verdict == verdict for each in found) / n for verdict in VERDICTS}
    errors = {verdict: math.sqrt(share * (1.0 - share) / n) for verdict, share in shares.items()}
    return Cell(
        rate=asked.rate,
        rate_ratio=asked.rate_ratio,
        simulations=n,
        verdicts=Shares(**shares),
        not_computed=1.0 - len(computed) / n,
        standard_errors=Shares(**errors),
        coverage=sum(0.025 <= each.place <= 0.975 for each in computed) / len(computed) if computed else None,
        mean_rate_ratio=math.exp(sum(each.estimate for each in computed) / len(computed)) if computed else None,
        fitted_in_full=sum(each.full for each in found) / n,
        weeks=sum(each.nights for each in found) / n / 7.0,
    )


def table(
    designs: Sequence[Design],
    asked: Sequence[Asked],
    *,
    assumed: Assumed,
    simulations: int,
    seed: int,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[list[Cell]]:
    """Simulate every design under every truth.

    Args:
        designs: rows of the table.
        asked: columns.
        assumed: how cramps come and go.
        simulations: trials a cell.
        seed: the same seed gives the same table, however many workers share it.
        executor: spreads the work; without it everything is done here.
        progress: told trials done and trials in all.

    Returns:
        rows of cells.
    """
    places = list(product(range(len(designs)), range(len(asked))))
    parts = math.ceil(simulations / CHUNK)
    tasks: dict[tuple[int, int, int], Task] = {}
    for (row, column), part in product(places, range(parts)):
        size = simulations * (part + 1) // parts - simulations * part // parts
        key = (seed, _number(designs[row]), column, part)
        tasks[row, column, part] = Task(designs[row], asked[column], assumed, size, key)
    done, total = 0, len(places) * simulations
    results: dict[tuple[int, int, int], list[Judged]] = {}
    for place, found in _results(tasks, executor):
        results[place] = found
        done += len(found)
        progress(done, total)
    return [
        [
            cell(asked[column], [each for part in range(parts) for each in results[row, column, part]])
            for column in range(len(asked))
        ]
        for row in range(len(designs))
    ]


def _results(
    tasks: dict[tuple[int, int, int], Task], executor: Executor | None
) -> Iterator[tuple[tuple[int, int, int], list[Judged]]]:
    if executor is None:
        for place, task in tasks.items():
            yield place, simulated(task)
        return
    longest_first = sorted(tasks, key=lambda place: -tasks[place].design.nights)
    waiting = {executor.submit(simulated, tasks[place]): place for place in longest_first}
    for future in as_completed(waiting):
        yield waiting[future], future.result()


class Layout(Record, frozen=True, kw_only=True):
    """Lengths of a design, in days and pairs."""

    baseline: int
    period: int
    pairs: int


def layouts(
    nights: int, *, baseline: int, shortest: int = 7, most_changes: int | None = None, arms: int = 2
) -> list[Layout]:
    """Every layout that fits.

    Args:
        nights: the person's limit.
        baseline: nights of it.
        shortest: shortest period that the question allows.
        most_changes: the most changes from one period to the next that the person will put up with.
        arms: two or three; a pair of periods, or a set of three.
    """
    found = []
    for period in PERIODS:
        pairs = min(MOST_PAIRS, (nights - baseline) // (arms * period))
        if most_changes is not None:
            pairs = min(pairs, (most_changes + 1) // arms)
        while pairs >= 1 and not sequence.can_be_listed(arms, pairs, MAX_RUN):
            pairs -= 1
        if period >= shortest and pairs >= 1:
            found.append(Layout(baseline=baseline, period=period, pairs=pairs))
    return found


def usefulness(row: Sequence[Cell]) -> float:
    """How much a design tells: chance of the right verdict, mean over "no effect" and every worthwhile effect asked."""
    right = [
        each.verdicts.does_not_help_enough if each.rate_ratio >= 1.0 else each.verdicts.helps
        for each in row
        if each.rate_ratio >= 1.0 or each.rate_ratio <= WORTH_FINDING
    ]
    return sum(right) / len(right) if right else 0.0


def cramps_needed(rule: Rule, rate_ratio: float = WORTH_FINDING) -> int:
    """Cramps without the treatment that a trial needs at the least, to be sure of fewer :data:`FOUND` of the time.

    With as many nights on both sides, and if cramps came singly and at random, the log ratio of two counts A and rA has
    the variance 1/A + 1/(rA). Cramps come in runs, so more are needed in truth; the simulated trials say how many.

    Args:
        rule: of the verdict.
        rate_ratio: what is true.
    """
    reach = float(ndtri(rule.sure_of_fewer) + ndtri(FOUND))
    return math.ceil((reach / math.log(rate_ratio)) ** 2 * (1.0 + 1.0 / rate_ratio))


def cramps_expected(design: Design, rate: float) -> float:
    """Cramps in the periods without the treatment, if every night is recorded."""
    return rate * design.period_days * design.blocks


Advice = Literal["run", "weak", "do_not_run"]


def advice(row: Sequence[Cell]) -> Advice | None:
    """Whether a design is worth its weeks: ``do_not_run`` where it will most likely not tell, whatever is true.

    None where "no effect" and an effect worth finding were not both asked about.
    """
    ratios = [each.rate_ratio for each in row]
    if 1.0 not in ratios or min(ratios) > WORTH_FINDING:
        return None
    if max(each.verdicts.helps + each.verdicts.does_not_help_enough for each in row) < RARELY:
        return "do_not_run"
    return "run" if usefulness(row) >= OFTEN else "weak"


def simulated(task: Task) -> list[Judged]:
    """Draw and judge the trials of one task."""
    random = np.random.default_rng(np.random.SeedSequence(task.seed))
    design = task.design
    question = Question(
        k=1 + design.parts.index(design.answer), rule=design.rule, truth=math.log(task.asked.rate_ratio)
    )
    with one_thread():
        drawn = list(_drawn(task, random))
        return judged_with_looks(drawn, question, design.looks) if design.looks else list(judged(drawn, question))


def _drawn(task: Task, random: np.random.Generator) -> Iterator[CrampModel]:
    """Trials of a design: the level, the counts, the nights missed, and the order where it is hidden or not fixed."""
    n, assumed = task.simulations, task.assumed
    templates = _templates(task.design)
    chosen = random.integers(len(templates), size=n)
    nights = templates[0].nights
    noise = random.standard_normal((n, nights))
    level = np.empty_like(noise)
    level[:, 0] = noise[:, 0]
    fresh = math.sqrt(1.0 - assumed.rho**2)
    for t in range(1, nights):
        level[:, t] = assumed.rho * level[:, t - 1] + fresh * noise[:, t]
    answer = task.design.parts.index(task.design.answer)
    half_life = np.array([assumed.half_life_days])
    built = np.stack([template.design(half_life)[1 + answer, 0] for template in templates])[chosen]
    log_mean = math.log(task.asked.rate) + assumed.sigma * level + math.log(task.asked.rate_ratio) * built
    counts = random.poisson(random.gamma(assumed.phi, np.exp(np.minimum(log_mean, 12.0)) / assumed.phi))
    recorded = (random.random((n, nights)) >= assumed.missing).astype(np.float64)
    for i in range(n):
        yield replace(templates[chosen[i]], counts=counts[i] * recorded[i], recorded=recorded[i])


def _templates(design: Design) -> list[CrampModel]:
    """An empty diary of the trial for each order it may have."""
    plain = msgspec.structs.replace(design, amendments=())
    empty = NightTable(
        start=plain.start or _ANY_DAY,
        cramps=(0,) * plain.nights,
        observed=(1.0,) * plain.nights,
        doses={},
        covariates={},
    )
    prior = (plain.priors[0].mean, plain.priors[0].sd)
    return [lined_up(plain, order, empty).model(prior) for order in _orders(plain)]


def _orders(design: Design) -> Iterator[Sequence[str]]:
    """The order where it is known; else all that there may be, or a fair sample of them."""
    if design.sequence is not None:
        yield design.sequence
        return
    arms, blocks, max_run = len(design.arms), design.blocks, design.max_run
    if design.orders <= MOST_ORDERS:
        found: Iterable[Sequence[int]] = sequence.listed(arms, blocks, max_run)
    else:
        found = (sequence.draw(arms, blocks, max_run, number) for number in range(MOST_ORDERS))
    for order in found:
        yield [ARMS[i] for i in order]


def _number(design: Design) -> int:
    return int(fingerprint([design.baseline_days, design.period_days, design.blocks, len(design.arms)])[:12], 16)
