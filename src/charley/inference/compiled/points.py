"""The same as laplace.py, compiled: eight points side by side, one loop over the nights for each step of the formulas.

Formulas and their sources stand in laplace.py; the two agree to 1e-6 (tests/inference/test_compiled.py). In the
working space a night's eight lanes stand together, and with them those of its columns: entry (t p + k) of eight.
"""

# Numba finds the types of what it compiles by itself.
# mypy: disable-error-code="no-untyped-def"

import math

import numpy as np

from charley.inference.compiled.kept import compiled
from charley.inference.compiled.lanes import WIDTH, absolute, exp, larger, load, log, log1p, splat, sqrt, store
from charley.inference.laplace import LONGEST_STEP, MAX_STEPS, SMALLEST_STEP, Conditional
from charley.inference.model import Array, CrampModel, Hyper


def condition(model: CrampModel, hyper: Hyper, eta: Array) -> Conditional:
    """Integrate coefficients and level out at each point, as :func:`charley.inference.laplace.condition` does."""
    n, nights, p = hyper.sigma.size, model.nights, model.coefficients
    at = Conditional(
        log_density=np.empty(n),
        correction=np.empty(n),
        mode=np.empty((n, p)),
        mean=np.empty((n, p)),
        cov=np.empty((n, p, p)),
        eta=np.empty((n, nights)),
        eta_shift=np.empty((n, nights)),
        eta_var=np.empty((n, nights)),
        washed=np.empty((len(model.washed), n, nights)),
        residual=np.empty((p, n, nights)),
        chain_pivots=np.empty((n, nights)),
        chain_links=np.empty((n, nights)),
        converged=np.empty(n, dtype=np.bool_),
    )
    _points(
        model.counts, model.recorded, model.log_exposure, model.washed, model.fixed, model.coef_mean, model.coef_sd,
        model.nights_above, np.ascontiguousarray(hyper.sigma), np.ascontiguousarray(hyper.rho),
        np.ascontiguousarray(hyper.inv_sqrt_phi), np.ascontiguousarray(hyper.half_life),
        np.ascontiguousarray(np.atleast_2d(eta)),
        at.log_density, at.correction, at.mode, at.mean, at.cov, at.eta, at.eta_shift, at.eta_var,
        at.washed, at.residual, at.chain_pivots, at.chain_links, at.converged,
    )  # fmt: skip
    return at


@compiled()
def _points(
    y, seen, log_e, washed, fixed, coef_mean, coef_sd, nights_above, sigma, rho, inv_sqrt_phi, half_life, begin,
    log_density, correction, mode, mean, cov, eta, eta_shift, eta_var, saturation, residual, pivots, links, converged,
):  # fmt: skip
    n, nights, treatments, p = sigma.size, y.size, washed.shape[0], coef_mean.size
    rows = nights * WIDTH
    X, R = np.empty(rows * p), np.empty(rows * p)
    now, pi, w, force, d, e, u = (
        np.empty(rows), np.empty(rows), np.empty(rows), np.empty(rows), np.empty(rows), np.empty(rows), np.empty(rows),
    )  # fmt: skip
    chain, var, pull = np.empty(rows), np.empty(rows), np.empty(rows)
    S, root, factor = np.empty(p * p * WIDTH), np.empty(p * p * WIDTH), np.empty(p * p * WIDTH)
    b, moved, ahead = np.empty(p * WIDTH), np.empty(p * WIDTH), np.empty(p * WIDTH)
    level, kept = np.empty(7 * WIDTH), np.empty(WIDTH)
    longest, part, found = np.empty(WIDTH), np.empty(WIDTH), np.empty(2 * WIDTH)
    rested = np.empty(WIDTH, dtype=np.bool_)
    factorials, prior = 0.0, 0.0
    for k in range(nights_above.size):
        factorials += nights_above[k] * math.log1p(k)
    for k in range(p):
        prior += math.log(coef_sd[k])
    for t in range(nights):
        store(X, t * p, splat(1.0))
        for k in range(fixed.shape[0]):
            store(X, t * p + 1 + treatments + k, splat(fixed[k, t]))
    for first in range(0, n, WIDTH):
        used = min(WIDTH, n - first)
        for lane in range(WIDTH):
            i = first + min(lane, used - 1)  # lanes left over repeat the last point
            inner = 1.0 / (sigma[i] ** 2 * (1.0 - rho[i] ** 2))
            level[lane] = inner if nights > 1 else 1.0 / sigma[i] ** 2
            level[WIDTH + lane] = (1.0 + rho[i] ** 2) * inner
            level[2 * WIDTH + lane] = -rho[i] * inner
            level[3 * WIDTH + lane] = inv_sqrt_phi[i] ** -2.0
            level[4 * WIDTH + lane] = math.log(level[3 * WIDTH + lane])
            level[5 * WIDTH + lane] = -2.0 * nights * math.log(sigma[i]) - (nights - 1) * math.log1p(-(rho[i] ** 2))
            kept[lane] = 2.0 ** (-1.0 / half_life[i])
            rested[lane] = False
            source = min(i, begin.shape[0] - 1)
            for t in range(nights):
                now[t * WIDTH + lane] = begin[source, t]
        keep = load(kept, 0)
        for j in range(treatments):
            s = splat(0.0)
            for t in range(nights):
                s = keep * s + (1.0 - keep) * washed[j, t]
                store(X, t * p + 1 + j, s)
        for step in range(MAX_STEPS + 1):
            _newton(y, seen, log_e, X, coef_mean, coef_sd, level, now,
                    pi, w, force, d, e, u, R, S, root, b, ahead, longest)  # fmt: skip
            if rested.all() or step == MAX_STEPS:
                break
            for lane in range(WIDTH):
                part[lane] = 0.0 if rested[lane] else min(1.0, LONGEST_STEP / max(longest[lane], 1e-300))
                rested[lane] = rested[lane] or longest[lane] < SMALLEST_STEP
            share = load(part, 0)
            for t in range(nights):
                old = load(now, t)
                store(now, t, old + share * (load(u, t) - old))
        _second_order(y, seen, log_e, X, coef_mean, coef_sd, nights_above, factorials + prior, level, now,
                      pi, w, force, d, e, u, R, root, b, moved, factor, S, chain, var, pull, found)  # fmt: skip
        for lane in range(used):
            i = first + lane
            log_density[i], correction[i], converged[i] = found[lane], found[WIDTH + lane], rested[lane]
            for k in range(p):
                mode[i, k] = b[k * WIDTH + lane]
                mean[i, k] = b[k * WIDTH + lane] + moved[k * WIDTH + lane]
                for j in range(p):
                    cov[i, k, j] = S[(k * p + j) * WIDTH + lane]
            _lane(u, 0, 1, lane, eta[i])
            _lane(pull, 0, 1, lane, eta_shift[i])
            _lane(var, 0, 1, lane, eta_var[i])
            _lane(d, 0, 1, lane, pivots[i])
            _lane(e, 0, 1, lane, links[i])
            for k in range(p):
                _lane(R, k, p, lane, residual[k, i])
            for j in range(treatments):
                _lane(X, 1 + j, p, lane, saturation[j, i])


@compiled()
def _lane(columns, k, p, lane, row):
    """One lane of one column, taken out as a row."""
    for t in range(row.size):
        row[t] = columns[(t * p + k) * WIDTH + lane]


@compiled()
def _newton(
    y, seen, log_e, X, coef_mean, coef_sd, level, now,
    pi, w, force, d, e, u, R, S, root, b, ahead, longest,
):  # fmt: skip
    """One step from ``now`` to ``u``; R = X - (Q + W)^-1 W X, root the Cholesky factor of S."""
    nights, p = y.size, coef_mean.size
    end, middle, beside = load(level, 0), load(level, 1), load(level, 2)
    phi, log_phi = load(level, 3), load(level, 4)
    # Forward: curvature, pivots, and elimination. What is solved for stands in u and R.
    link, before = splat(0.0), splat(0.0)
    for k in range(p):
        store(ahead, k, splat(0.0))
    for t in range(nights):
        at = load(now, t)
        share = 1.0 / (exp(log_phi - (at + log_e[t])) + 1.0)
        mu = (phi * seen[t] + y[t]) * share
        curve = mu * (1.0 - share)
        pulled = curve * at + (y[t] - mu)
        pivot = (end if t == 0 or t == nights - 1 else middle) + curve - link * beside
        before = pulled - link * before
        for k in range(p):
            z = curve * load(X, t * p + k) - link * load(ahead, k)
            store(ahead, k, z)
            store(R, t * p + k, z)
        link = beside / pivot if t < nights - 1 else splat(0.0)
        store(pi, t, share)
        store(w, t, curve)
        store(force, t, pulled)
        store(d, t, pivot)
        store(e, t, link)
        store(u, t, before)
    # Backward: substitution, and the sums over nights.
    for k in range(p):
        store(ahead, k, splat(0.0))
        precision = coef_sd[k] ** -2.0
        store(b, k, splat(precision * coef_mean[k]))
        for j in range(k + 1):
            store(S, k * p + j, splat(precision if j == k else 0.0))
    later = splat(0.0)
    for t in range(nights - 1, -1, -1):
        over, link, curve, pulled = 1.0 / load(d, t), load(e, t), load(w, t), load(force, t)
        later = load(u, t) * over - link * later
        store(u, t, later)
        for k in range(p):
            z = load(R, t * p + k) * over - link * load(ahead, k)
            store(ahead, k, z)
            x = load(X, t * p + k)
            r = x - z
            store(R, t * p + k, r)
            store(b, k, load(b, k) + r * pulled)
            wr = curve * r
            for j in range(k + 1):
                store(S, k * p + j, load(S, k * p + j) + wr * load(X, t * p + j))
    _cholesky(S, root, p)
    for k in range(p):
        s = load(b, k)
        for m in range(k):
            s -= load(root, k * p + m) * load(b, m)
        store(b, k, s / load(root, k * p + k))
    for k in range(p - 1, -1, -1):
        s = load(b, k)
        for m in range(k + 1, p):
            s -= load(root, m * p + k) * load(b, m)
        store(b, k, s / load(root, k * p + k))
    far = splat(0.0)
    for t in range(nights):
        fresh = load(u, t)
        for k in range(p):
            fresh += load(R, t * p + k) * load(b, k)
        store(u, t, fresh)
        far = larger(far, absolute(fresh - load(now, t)))
    store(longest, 0, far)


@compiled()
def _cholesky(S, root, p):
    for k in range(p):
        for j in range(k + 1):
            s = load(S, k * p + j)
            for m in range(j):
                s -= load(root, k * p + m) * load(root, j * p + m)
            store(root, k * p + j, sqrt(s) if k == j else s / load(root, j * p + j))


@compiled()
def _second_order(
    y, seen, log_e, X, coef_mean, coef_sd, nights_above, constants, level, now,
    pi, w, force, d, e, u, R, root, b, moved, factor, inverse, chain, var, pull, found,
):  # fmt: skip
    """Marginal likelihood, variances and the first-order shift; ``pull`` ends as the shift of the linear predictor."""
    nights, p = y.size, coef_mean.size
    phi, log_phi = load(level, 3), load(level, 4)
    over_phi = 1.0 / phi
    _inverse(root, factor, inverse, p)
    total, quadratic, log_det, later = splat(-constants), splat(0.0), splat(0.0), splat(0.0)
    for t in range(nights - 1, -1, -1):
        fresh, pivot, link = load(u, t), load(d, t), load(e, t)
        own = fresh
        for k in range(p):
            own -= load(X, t * p + k) * load(b, k)
        quadratic += (load(force, t) - load(w, t) * fresh) * own
        log_det += log(pivot)
        x = fresh + log_e[t]
        total += x * y[t] - (phi * seen[t] + y[t]) * log1p(exp(x - log_phi))
        later = 1.0 / pivot + link * link * later
        store(chain, t, later)
    for k in range(nights_above.size):
        total += log1p(over_phi * float(k)) * nights_above[k]
    total += (load(level, 5) - quadratic - log_det) * 0.5
    for k in range(p):
        gap = (load(b, k) - coef_mean[k]) / coef_sd[k]
        total -= gap * gap * 0.5 + log(load(root, k * p + k))
    fourfold, sunset, link, before3, back = splat(0.0), splat(0.0), splat(0.0), splat(0.0), splat(0.0)
    for k in range(p):
        store(moved, k, splat(0.0))
    before2 = np.zeros(p * WIDTH)
    A = np.empty(p * WIDTH)
    for t in range(nights):
        share, curve, own = load(pi, t), load(w, t), load(chain, t)
        whole = own
        third = curve * (1.0 - share * 2.0)
        square = link * link
        # row' C^k row is a sum of squares after forward elimination; links of the k-th power are (-e)^k
        link = load(e, t)
        decay = link * link
        after = load(chain, t + 1) if t + 1 < nights else splat(0.0)
        gap2 = own * own - decay * decay * after * after
        gap3 = own * own * own - decay * decay * decay * after * after * after
        for k in range(p):
            a = splat(0.0)
            for j in range(k + 1):
                a += load(factor, k * p + j) * load(R, t * p + j)
            whole += a * a
            before = third * a + square * load(before2, k)
            store(before2, k, before)
            sunset += before * before * gap2 * 3.0
        before3 = third + square * back * before3
        sunset += before3 * before3 * gap3
        store(var, t, whole)
        fourfold += curve * (1.0 - share * (1.0 - share) * 6.0) * whole * whole
        pulled = third * whole
        store(pull, t, pulled)
        for k in range(p):
            store(moved, k, load(moved, k) + load(R, t * p + k) * pulled)
        back = 0.0 - link
    for k in range(p):
        store(A, k, load(moved, k))
    for k in range(p):
        a = splat(0.0)
        for j in range(p):
            a += load(inverse, k * p + j) * load(A, j)
        store(moved, k, a * -0.5)
    # shift of eta = -1/2 C pull + R moved
    before, link = splat(0.0), splat(0.0)
    for t in range(nights):
        before = load(pull, t) - link * before
        link = load(e, t)
        store(chain, t, before)
    later = splat(0.0)
    dumbbell, slope = splat(0.0), splat(0.0)
    for t in range(nights - 1, -1, -1):
        later = load(chain, t) / load(d, t) - load(e, t) * later
        shifted = later * -0.5
        for k in range(p):
            shifted += load(R, t * p + k) * load(moved, k)
        pulled = load(pull, t)
        dumbbell += pulled * shifted
        slope += pulled * (load(u, t) - load(now, t))
        store(pull, t, shifted)
    second = fourfold * -0.125 - dumbbell * 0.25 + sunset / 12.0
    store(found, 1, second)
    store(found, 0, total - slope * 0.5 + second)


@compiled()
def _inverse(root, factor, inverse, p):
    """factor = root^-1 (lower), inverse = factor' factor."""
    for k in range(p):
        for j in range(p):
            store(factor, k * p + j, splat(0.0))
    for k in range(p):
        over = 1.0 / load(root, k * p + k)
        store(factor, k * p + k, over)
        for j in range(k):
            s = splat(0.0)
            for m in range(j, k):
                s -= load(root, k * p + m) * load(factor, m * p + j)
            store(factor, k * p + j, s * over)
    for k in range(p):
        for j in range(p):
            s = splat(0.0)
            for m in range(max(k, j), p):
                s += load(factor, m * p + k) * load(factor, m * p + j)
            store(inverse, k * p + j, s)
