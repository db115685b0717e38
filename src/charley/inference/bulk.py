"""Many diaries: one after the other, or spread by any ``concurrent.futures`` executor."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Literal, TypeVar

import numpy as np

from charley.inference import laplace
from charley.inference.machine import one_thread
from charley.inference.mixture import Summary
from charley.inference.model import CrampModel
from charley.inference.posterior import Posterior, fit
from charley.inference.quadrature import Engine

T = TypeVar("T")
EngineName = Literal["plain", "compiled"]


def engine(name: EngineName) -> Engine:
    """The engine of that name. ``compiled`` needs numba, and compiles on its very first use (some ten seconds).

    Raises:
        ImportError: where numba is not installed.
    """
    if name == "plain":
        return laplace.condition
    from charley.inference.compiled import ENGINE

    return ENGINE


@dataclass(frozen=True)
class Result:
    """One diary's answer, small enough to be sent between processes.

    Attributes:
        coefficients: the constant, the treatments, the further columns.
        below_1: for each treatment the probability of a rate ratio below 1.
        below_0_8: the same below 0.8.
        hyper: the hyperparameters by name.
        log_marginal: log p(y).
        effective: effective number of hyperparameter points.
        reason: why this should not be used; None where it may be.
    """

    coefficients: tuple[Summary, ...]
    below_1: tuple[float, ...]
    below_0_8: tuple[float, ...]
    hyper: dict[str, Summary]
    log_marginal: float
    effective: float
    reason: str | None


def summarised(posterior: Posterior) -> Result:
    """The numbers most often wanted."""
    treatments = [posterior.coefficient(1 + j) for j in range(len(posterior.model.washed))]
    return Result(
        coefficients=tuple(posterior.coefficients()),
        below_1=tuple(mix.below(0.0) for mix in treatments),
        below_0_8=tuple(mix.below(float(np.log(0.8))) for mix in treatments),
        hyper=posterior.hyper(),
        log_marginal=posterior.log_marginal,
        effective=posterior.points.effective,
        reason=posterior.reason,
    )


def fit_many(
    models: Iterable[CrampModel],
    wanted: Callable[[Posterior], T] = summarised,  # type: ignore[assignment]
    *,
    executor: Executor | None = None,
    chunk: int = 32,
    engine_name: EngineName = "plain",
) -> Iterator[T]:
    """Fit diaries and hand back what is ``wanted`` of each posterior, in their order.

    Args:
        models: the diaries.
        wanted: a function of the posterior; for process pools one that pickle knows.
        executor: spreads chunks of diaries; without it they are fitted here, one at a time as they are asked for.
        chunk: diaries sent together.
        engine_name: see :func:`engine`.
    """
    work = partial(_fitted, wanted, engine_name)
    if executor is None:
        for model in models:
            yield from work([model])
        return
    remaining = iter(models)
    chunks = iter(lambda: list(islice(remaining, chunk)), [])
    for results in executor.map(work, chunks):
        yield from results


def _fitted(wanted: Callable[[Posterior], T], engine_name: EngineName, models: Sequence[CrampModel]) -> list[T]:
    chosen = engine(engine_name)
    with one_thread():
        return [wanted(fit(model, chosen)) for model in models]
