"""Sums over the weighted points: for the latent level's band, and for the mean rate without a treatment."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from charley.inference import laplace
from charley.inference.model import Array, CrampModel

#: Nights worked out at a time, so that the working space stays in the cache.
STRETCH = 256


class Moments(NamedTuple):
    """Mean and central moments of each night's mixture, each (T,)."""

    mean: Array
    second: Array
    third: Array
    fourth: Array


class Rate(NamedTuple):
    """At each point the mean and variance of a log rate and its covariance with a coefficient, each (n,)."""

    mean: Array
    var: Array
    cov: Array


class Level:
    """The points that carry the mass, and what is asked of them about the level.

    Args:
        model: the diary.
        parts: all points, set by set.
        kept: places of the points that count, ascending.
        weights: theirs, summing to one.
    """

    def __init__(
        self,
        model: CrampModel,
        parts: Sequence[laplace.Conditional],
        kept: npt.NDArray[np.intp],
        weights: Array,
    ) -> None:
        self.model = model
        self.parts = parts
        self.kept = kept
        self.weights = weights

    @cached_property
    def _main(self) -> tuple[laplace.Conditional, Array, Array]:
        """The Gaussians, cov(b, eta) as (n, p, T), and the mean of eta (n, T)."""
        at = laplace.gathered(self.parts, self.kept)
        return at, np.matmul(at.cov, at.residual.transpose(1, 0, 2)), at.eta + at.eta_shift

    def without(self, lost: Collection[int]) -> Moments:
        """The linear predictor without some coefficients' parts."""
        stretches = [slice(i, i + STRETCH) for i in range(0, self.model.nights, STRETCH)]
        rows = [self._stretch(nights, list(lost)) for nights in stretches]
        return Moments(*(np.concatenate(row) for row in zip(*rows, strict=True)))

    def gaussians(self, nights: slice | npt.NDArray[np.intp], lost: Sequence[int]) -> tuple[Array, Array]:
        """Mean and variance of the same at each point and some of the nights, both (n, nights)."""
        at, with_coefficients, eta = self._main
        columns = [*at.washed[:, :, nights], *self.model.fixed[:, nights]]
        centre, var = eta[:, nights], at.eta_var[:, nights]
        for i, k in enumerate(lost):
            column = columns[k - 1]
            centre = centre - at.mean[:, k, None] * column
            inner = at.cov[:, k, k, None] * column - 2.0 * with_coefficients[:, k, nights]
            for other in lost[i + 1 :]:
                inner += 2.0 * at.cov[:, k, other, None] * columns[other - 1]
            var = var + column * inner
        return centre, var

    def _stretch(self, nights: slice, lost: Sequence[int]) -> Moments:
        centre, var = self.gaussians(nights, lost)
        mean = self.weights @ centre
        off = centre - mean
        square = off * off
        return Moments(
            mean,
            self.weights @ (square + var),
            self.weights @ (off * (square + 3.0 * var)),
            self.weights @ (square * (square + 6.0 * var) + 3.0 * var * var),
        )

    def rate_without(self, k: int) -> Rate:
        """Log of the mean over the nights of exp(eta_t - beta_k s_kt), and its covariance with beta_k.

        The mean carries half of the nights' own variances beyond that of the log of the whole.
        """
        at, with_coefficients, eta = self._main
        taken = at.washed[k - 1]
        centre = eta - at.mean[:, k, None] * taken
        var = at.eta_var + taken * (at.cov[:, k, k, None] * taken - 2.0 * with_coefficients[:, k])
        top = centre.max(axis=1, keepdims=True)
        share = np.exp(centre - top)
        total = share.sum(axis=1)
        share /= total[:, None]
        slope = np.einsum("knt,nt->nk", at.residual, share)
        slope[:, k] -= (taken * share).sum(axis=1)
        with_mean = np.einsum("nkl,nl->nk", at.cov, slope)
        chain = laplace.chain_times(at, share)
        spread = (share * chain).sum(axis=1) + (slope * with_mean).sum(axis=1)
        log_mean = top[:, 0] + np.log(total / self.model.nights) + 0.5 * ((share * var).sum(axis=1) - spread)
        return Rate(log_mean, spread, with_mean[:, k])
