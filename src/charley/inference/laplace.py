"""Coefficients and latent level at given hyperparameters: a Gaussian with its second-order corrections, in O(T).

For fixed (sigma, rho, phi, h) the log density of (b, u) is strictly concave. With negative log likelihood f(eta) and

    pi_t = mu_t / (phi + mu_t),  w = f'' = (y + phi) pi (1 - pi),  f''' = w (1 - 2 pi),  f'''' = w (1 - 6 pi (1 - pi))

Newton's step solves (Q + W) u + W X b = W eta + g with Q the tridiagonal precision of the level. Eliminating u leaves
the p x p matrix S = P + X' W R, where R = X - (Q + W)^-1 W X is the part of each night's design that the level does
not absorb. The tridiagonal systems of all points stand in one block-diagonal system, so that LAPACK's dpttrf and
dpttrs do the loop over nights (one slow and obvious version of all this is in tests/support/dense.py).

The marginal likelihood carries the second-order term of the joint Laplace expansion (Shun and McCullagh 1995,
J R Statist Soc B 57:749; Rue, Martino and Chopin 2009, ibid. 71:319), with V the posterior covariance of eta:

    -1/8 sum f''''_t V_tt^2 + 1/8 sum f'''_t V_tt V_ts V_ss f'''_s + 1/12 sum f'''_t V_ts^3 f'''_s

V = C + B with C = (Q + W)^-1 the covariance of a Markov chain and B = R S^-1 R'. The k-th elementwise power of C
belongs to a Markov chain again, so the double sums cost O(T) too. In the last sum the terms with B^2 and B^3 are left
out: over 24 diaries they came to 0.025 at most and changed by less than 0.008 over the posterior, at O(T p^2) of cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.linalg.lapack import dgttrs, dpttrf, dpttrs

from charley.inference.model import Array, CrampModel, Hyper

#: A larger Newton step than this in any night's log rate is shortened to it.
LONGEST_STEP = 3.0
#: Newton rests when no log rate moved by more. One more step is made after that, so that what is missing in the log
#: rates is of the order of its fourth power; the determinant, taken before that step, is carried over it by its slope.
SMALLEST_STEP = 0.05
MAX_STEPS = 50


@dataclass(frozen=True, eq=False)
class Conditional:
    """The Gaussian of coefficients and level at n hyperparameter points. Arrays have the points first.

    Attributes:
        log_density: (n,) log p(y, z) of the point, without the prior of z: the marginal likelihood at the point.
        correction: (n,) the second-order term, contained in ``log_density``.
        mode: (n, p) mode of the coefficients.
        mean: (n, p) mean of the coefficients, the mode moved by the first-order term.
        cov: (n, p, p) covariance of the coefficients.
        eta: (n, T) mode of the linear predictor.
        eta_shift: (n, T) what the first-order term adds to its mean.
        eta_var: (n, T) its variance.
        washed: (J, n, T) the treatments' columns at each point's half-life.
        residual: (p, n, T) R, the part of the design that the level does not absorb: d eta / d b.
        chain_pivots: (n, T) D of the factors L D L' of Q + W.
        chain_links: (n, T) the subdiagonal of L; the last column is 0.
        converged: (n,) whether Newton's method came to rest.
    """

    log_density: Array
    correction: Array
    mode: Array
    mean: Array
    cov: Array
    eta: Array
    eta_shift: Array
    eta_var: Array
    washed: Array
    residual: Array
    chain_pivots: Array
    chain_links: Array
    converged: np.ndarray[tuple[int], np.dtype[np.bool_]]


def start(model: CrampModel) -> Array:
    """A first guess of the linear predictor: the same log rate for every night, shape (T,)."""
    cramps = float(model.counts.sum()) + 0.5
    nights = float((model.recorded * np.exp(model.log_exposure)).sum()) + 1.0
    return np.full(model.nights, np.log(cramps / nights))


def condition(model: CrampModel, hyper: Hyper, eta: Array) -> Conditional:
    """Integrate coefficients and level out at each hyperparameter point.

    Args:
        model: the diary, T nights and p coefficients.
        hyper: n points.
        eta: (n, T) or (T,) where Newton's method begins.
    """
    n = hyper.sigma.size
    X = model.design(hyper.half_life)
    prior = _level_precision(hyper.sigma, hyper.rho, model.nights)
    eta, resting = _rest(model, hyper, X, prior, np.array(np.broadcast_to(eta, (n, model.nights))))
    phi = hyper.inv_sqrt_phi[:, None] ** -2.0
    trials = model.recorded * (model.counts + phi)
    # One more step from the place of rest; curvature and derivatives are those of that place.
    step = _step(model, X, prior, np.log(phi), trials, eta)
    w, pi, d, e, R = step.w, step.pi, step.pivots, step.links, step.residual
    root = np.linalg.cholesky(step.S)
    cov: Array = np.linalg.inv(step.S)
    b, moved, eta = step.b, step.eta - eta, step.eta
    u = eta - np.einsum("knt,nk->nt", X, b)
    quadratic = ((step.force - w * eta) * u).sum(axis=1)  # u' Q u, because Q u = W eta_old + g - W eta
    level_log_det = -2.0 * model.nights * np.log(hyper.sigma) - (model.nights - 1) * np.log1p(-(hyper.rho**2))
    log_det = np.log(d).sum(axis=1) + 2.0 * np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    gap = (b - model.coef_mean) / model.coef_sd
    first_order = (
        _log_likelihood(model, phi, trials, eta)
        - 0.5 * quadratic
        - 0.5 * (gap**2).sum(axis=1)
        - np.log(model.coef_sd).sum()
        + 0.5 * (level_log_det - log_det)
    )
    A = np.matmul(np.linalg.inv(root), R.transpose(1, 0, 2)).transpose(1, 0, 2)
    chain_var = _chain_variances(d, prior[0] + w, prior[1])
    eta_var = chain_var + np.einsum("knt,knt->nt", A, A)
    third = w * (1.0 - 2.0 * pi)
    fourth = w * (1.0 - 6.0 * pi * (1.0 - pi))
    pull = third * eta_var
    shift = -0.5 * np.einsum("nkl,nl->nk", cov, _project(R, pull))
    eta_shift = -0.5 * _solve(d, e, pull[None].copy())[0] + np.einsum("knt,nk->nt", R, shift)
    correction = (
        -0.125 * (fourth * eta_var**2).sum(axis=1)
        - 0.25 * (pull * eta_shift).sum(axis=1)  # 1/8 pull' V pull, and V pull is -2 eta_shift
        + _sunset(e, chain_var, A, third) / 12.0
    )
    return Conditional(
        log_density=first_order - 0.5 * (pull * moved).sum(axis=1) + correction,
        correction=correction,
        mode=b,
        mean=b + shift,
        cov=cov,
        eta=eta,
        eta_shift=eta_shift,
        eta_var=eta_var,
        washed=X[1 : 1 + len(model.washed)].copy(),
        residual=R,
        chain_pivots=d,
        chain_links=e,
        converged=resting,
    )


class _Step(NamedTuple):
    """One Newton step of n points: curvature, factors, residual design at the old eta; b and eta are the new ones."""

    w: Array
    pi: Array
    force: Array
    pivots: Array
    links: Array
    residual: Array
    S: Array
    b: Array
    eta: Array


def _step(model: CrampModel, X: Array, prior: tuple[Array, Array], log_phi: Array, trials: Array, eta: Array) -> _Step:
    p, n, nights = X.shape
    pi = 1.0 / (1.0 + np.exp(log_phi - model.log_exposure - eta))
    mu = trials * pi
    w = mu * (1.0 - pi)
    force = w * eta
    force += model.counts
    force -= mu
    d, e = _factor(prior[0] + w, prior[1])
    right = np.empty((p + 1, n, nights))
    right[0] = force
    np.multiply(w, X, out=right[1:])
    wx = right[1:].copy()
    solved = _solve(d, e, right)
    residual = X - solved[1:]
    S = _cross(wx, residual)
    precision = model.coef_sd**-2.0
    S[:, range(p), range(p)] += precision
    b = np.linalg.solve(S, (precision * model.coef_mean + _project(residual, force))[..., None])[..., 0]
    return _Step(w, pi, force, d, e, residual, S, b, solved[0] + np.einsum("knt,nk->nt", residual, b))


def _rest(
    model: CrampModel, hyper: Hyper, X: Array, prior: tuple[Array, Array], eta: Array
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Newton's method until no night's log rate moves by :data:`SMALLEST_STEP`; each point rests by itself."""
    moving = np.arange(len(eta))
    phi = hyper.inv_sqrt_phi[:, None] ** -2.0
    log_phi, trials = np.log(phi), model.recorded * (model.counts + phi)
    part = (X, prior[0], prior[1], log_phi, trials)
    for _ in range(MAX_STEPS):
        old = eta[moving]
        new = _step(model, part[0], (part[1], part[2]), part[3], part[4], old).eta
        longest = np.abs(new - old).max(axis=1)
        if longest.max() > LONGEST_STEP:
            new = old + np.minimum(1.0, LONGEST_STEP / np.maximum(longest, 1e-300))[:, None] * (new - old)
        eta[moving] = new
        still = longest >= SMALLEST_STEP
        if not still.any():
            return eta, np.ones(len(eta), dtype=bool)
        if not still.all():
            moving = moving[still]
            part = (part[0][:, still], *(rows[still] for rows in part[1:]))
    resting = np.ones(len(eta), dtype=bool)
    resting[moving] = False
    return eta, resting


#: Fields whose first axis is a column of the design, the points being the second.
_COLUMNS = frozenset({"washed", "residual"})


def gathered(parts: Sequence[Conditional], where: npt.NDArray[np.intp]) -> Conditional:
    """Some points of several sets as one.

    Args:
        parts: sets of points, counted through in their order.
        where: ascending; a point may stand in it more than once.
    """
    ends = np.cumsum([part.log_density.size for part in parts])
    cuts = [0, *np.searchsorted(where, ends).tolist()]
    whole: dict[str, Any] = {}
    for name in (each.name for each in fields(Conditional)):
        first = getattr(parts[0], name)
        axis = int(name in _COLUMNS)
        out = np.empty((*first.shape[:axis], where.size, *first.shape[axis + 1 :]), dtype=first.dtype)
        for part, start, stop, end in zip(parts, cuts[:-1], cuts[1:], ends, strict=True):
            own = where[start:stop] - (end - part.log_density.size)
            points = (slice(None),) * axis
            out[(*points, slice(start, stop))] = getattr(part, name)[(*points, own)]
        whole[name] = out
    return Conditional(**whole)


def chain_times(at: Conditional, row: Array) -> Array:
    """C row for rows (n, T), C the covariance of the level at known coefficients."""
    product: Array = _solve(at.chain_pivots, at.chain_links, row[None].copy())[0]
    return product


def chain_draws(at: Conditional, normal: Array) -> Array:
    """Draws of the level around its mean at known coefficients, one a point: L' u = D^(-1/2) normal, both (n, T)."""
    size, nights = normal.shape
    rows = size * nights
    scaled = normal / np.sqrt(at.chain_pivots)
    if rows < 3:  # the LAPACK routine wants a second superdiagonal
        scaled[:, : nights - 1] -= at.chain_links[:, : nights - 1] * scaled[:, 1:]
        return scaled
    pivots = np.arange(1, rows + 1, dtype=np.int32)
    nothing = np.zeros(rows)
    above = at.chain_links.ravel()[:-1]
    x, _ = dgttrs(nothing[:-1], np.ones(rows), above, nothing[: rows - 2], pivots, scaled.reshape(rows, 1))
    return x.reshape(size, nights)  # type: ignore[no-any-return]


def weighted_draws(
    model: CrampModel, at: Conditional, hyper: Hyper, random: np.random.Generator
) -> tuple[Array, Array]:
    """One draw from the Gaussian at each point, and log of exact density over Gaussian density, marginals included.

    Returns:
        (n,) log weights, whose exponentials have mean one where the marginal likelihoods of the points are right, and
        (n, p) coefficients.
    """
    n, p = at.mean.shape
    normal, rest = random.standard_normal((n, p)), random.standard_normal((n, model.nights))
    root = np.linalg.cholesky(at.cov)
    offset = np.einsum("nkl,nl->nk", root, normal)
    b = at.mean + offset
    eta = at.eta + at.eta_shift + np.einsum("knt,nk->nt", at.residual, offset) + chain_draws(at, rest)
    washed = len(model.washed)
    u = eta - b[:, :1] - np.einsum("knt,nk->nt", at.washed, b[:, 1 : 1 + washed]) - b[:, 1 + washed :] @ model.fixed
    diagonal, beside = _level_precision(hyper.sigma, hyper.rho, model.nights)
    quadratic = (diagonal * u**2).sum(axis=1) + 2.0 * (beside[:, :-1] * u[:, :-1] * u[:, 1:]).sum(axis=1)
    level_log_det = -2.0 * model.nights * np.log(hyper.sigma) - (model.nights - 1) * np.log1p(-(hyper.rho**2))
    phi = hyper.inv_sqrt_phi[:, None] ** -2.0
    exact = (
        _log_likelihood(model, phi, model.recorded * (model.counts + phi), eta)
        - 0.5 * (((b - model.coef_mean) / model.coef_sd) ** 2).sum(axis=1)
        - np.log(model.coef_sd).sum()
        + 0.5 * (level_log_det - quadratic)
    )
    gaussian = (
        0.5 * np.log(at.chain_pivots).sum(axis=1)
        - 0.5 * (rest**2).sum(axis=1)
        - 0.5 * (normal**2).sum(axis=1)
        - np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    )
    return exact - gaussian - at.log_density, b


def _level_precision(sigma: Array, rho: Array, nights: int) -> tuple[Array, Array]:
    """Diagonal (n, T) and off-diagonal (n, T), its last column 0, of the precision of the stationary AR(1)."""
    n = sigma.size
    inner = 1.0 / (sigma**2 * (1.0 - rho**2))
    diagonal = np.empty((n, nights))
    diagonal[:] = ((1.0 + rho**2) * inner)[:, None]
    diagonal[:, 0] = diagonal[:, -1] = inner
    if nights == 1:
        diagonal[:, 0] = sigma**-2.0
    beside = np.empty((n, nights))
    beside[:] = (-rho * inner)[:, None]
    beside[:, -1] = 0.0
    return diagonal, beside


def _factor(diagonal: Array, beside: Array) -> tuple[Array, Array]:
    """L D L' of the block-diagonal tridiagonal matrix: pivots D and links L, both (n, T)."""
    n, nights = diagonal.shape
    if n * nights == 1:  # LAPACK's wrapper knows no empty off-diagonal
        return diagonal.copy(), np.zeros((1, 1))
    d, e, _ = dpttrf(diagonal.ravel(), beside.ravel()[:-1], overwrite_d=1)
    links = np.empty(n * nights)
    links[:-1] = e
    links[-1] = 0.0
    return d.reshape(n, nights), links.reshape(n, nights)


def _solve(d: Array, e: Array, rhs: Array) -> Array:
    """Solve for right-hand sides of shape (k, n, T), in place where possible."""
    k, n, nights = rhs.shape
    if n * nights == 1:
        alone: Array = rhs / d
        return alone
    x, _ = dpttrs(d.ravel(), e.ravel()[:-1], rhs.reshape(k, n * nights).T, overwrite_b=1)
    solved: Array = x.T.reshape(k, n, nights)
    return solved


def _cross(left: Array, right: Array) -> Array:
    """(n, p, p) sums over nights of left_k right_l."""
    sums: Array = np.matmul(left.transpose(1, 0, 2), right.transpose(1, 2, 0))
    return sums


def _project(columns: Array, row: Array) -> Array:
    """(n, p) sums over nights of columns_k row."""
    sums: Array = np.matmul(columns.transpose(1, 0, 2), row[:, :, None])[:, :, 0]
    return sums


def _chain_variances(d: Array, diagonal: Array, beside: Array) -> Array:
    """Diagonal of the inverse: 1 / (pivot from the left + pivot from the right - diagonal entry)."""
    n, nights = d.shape
    if n * nights == 1:
        return 1.0 / d
    back, _, _ = dpttrf(diagonal.ravel()[::-1].copy(), beside.ravel()[:-1][::-1].copy(), overwrite_d=1, overwrite_e=1)
    variances: Array = 1.0 / (d + back[::-1].reshape(n, nights) - diagonal)
    return variances


def _sunset(e: Array, chain_var: Array, A: Array, third: Array) -> Array:
    """sum over t, s of f'''_t (C_ts^3 + 3 C_ts^2 B_ts) f'''_s with B = A' A, shape (n,)."""
    cubes = _chain_form(chain_var, e, 3, third[None].copy())[0]
    total: Array = cubes + 3.0 * _chain_form(chain_var, e, 2, third * A).sum(axis=0)
    return total


def _chain_form(chain_var: Array, e: Array, power: int, rows: Array) -> Array:
    """sum over t, s of row_t C_ts^power row_s for rows of shape (k, n, T), which are lost; shape (k, n)."""
    links = (-e) ** power
    later = np.zeros_like(chain_var)
    later[:, :-1] = chain_var[:, 1:] ** power
    pivots = 1.0 / (chain_var**power - links**2 * later)
    total: Array = np.einsum("knt,knt->kn", rows.copy(), _solve(pivots, -links, rows))
    return total


def _log_likelihood(model: CrampModel, phi: Array, trials: Array, eta: Array) -> Array:
    """log p(y | eta, phi) at each point, all constants included; (n,).

    The gamma functions of y + phi are sums of logs over the histogram of the counts.
    """
    x = eta + model.log_exposure
    by_night = model.counts * x - trials * np.log1p(np.exp(x - np.log(phi)))
    total: Array = by_night.sum(axis=1) + _count_constants(model, phi)
    return total


def _count_constants(model: CrampModel, phi: Array) -> Array:
    k = np.arange(model.nights_above.size, dtype=np.float64)
    factorials = (model.nights_above * np.log1p(k)).sum()
    total: Array = np.log1p(k[None, :] / phi) @ model.nights_above - factorials
    return total
