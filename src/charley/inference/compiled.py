"""The same as laplace.py, compiled: one point after the other, one loop over the nights for each step of the formulas.

Optional (the ``compiled`` extra brings numba) and never on the way to a first answer. formulas and their sources
stand in laplace.py; the two agree to 1e-6 (tests/inference/test_compiled.py).
"""

import math

import numpy as np
from numba import njit

from charley.inference.laplace import LONGEST_STEP, MAX_STEPS, SMALLEST_STEP, Conditional
from charley.inference.model import Array, CrampModel, Hyper


def condition(model: CrampModel, hyper: Hyper, eta: Array) -> Conditional:
    """Integrate coefficients and level out at each point, as :func:`charley.inference.laplace.condition` does."""
    n, nights, p = hyper.sigma.size, model.nights, model.coefficients
    columns, rows = (p, n, nights), (n, nights)
    washed, residual = np.empty((len(model.washed), n, nights)), np.empty(columns)
    eta = np.array(np.broadcast_to(eta, rows), dtype=np.float64)
    eta_shift, eta_var, pivots, links = (np.empty(rows) for _ in range(4))
    log_density, correction = np.empty(n), np.empty(n)
    mode, mean, cov = np.empty((n, p)), np.empty((n, p)), np.empty((n, p, p))
    converged = np.empty(n, dtype=np.bool_)
    seen = model.counts[model.recorded > 0].astype(np.int64)
    largest = int(seen.max(initial=0))
    more_than = (seen.size - np.cumsum(np.bincount(seen, minlength=largest + 1))).astype(np.float64)[:largest]
    _points(
        model.counts, model.recorded, model.log_exposure, model.washed, model.fixed, model.coef_mean, model.coef_sd,
        more_than, np.ascontiguousarray(hyper.sigma), np.ascontiguousarray(hyper.rho),
        np.ascontiguousarray(hyper.inv_sqrt_phi), np.ascontiguousarray(hyper.half_life),
        washed, residual, eta, eta_shift, eta_var, pivots, links,
        log_density, correction, mode, mean, cov, converged,
    )  # fmt: skip
    return Conditional(
        log_density=log_density,
        correction=correction,
        mode=mode,
        mean=mean,
        cov=cov,
        eta=eta,
        eta_shift=eta_shift,
        eta_var=eta_var,
        washed=washed,
        residual=residual,
        chain_pivots=pivots,
        chain_links=links,
        converged=converged,
    )


_FAST = {"contract", "reassoc", "nsz", "arcp"}


@njit(cache=True, error_model="numpy", fastmath=_FAST)
def _points(  # type: ignore[no-untyped-def]
    y, seen, log_e, washed, fixed, coef_mean, coef_sd, more_than, sigma, rho, inv_sqrt_phi, half_life,
    saturation, residual, eta, eta_shift, eta_var, pivots, links,
    log_density, correction, mode, mean, cov, converged,
):  # fmt: skip
    nights, treatments = y.size, washed.shape[0]
    p = coef_mean.size
    X, Z = np.empty((nights, p)), np.empty((nights, p))
    pi, w, force, u = np.empty(nights), np.empty(nights), np.empty(nights), np.empty(nights)
    d, e, fresh = np.empty(nights), np.empty(nights), np.empty(nights)
    chain, pull, moved = np.empty(nights), np.empty(nights), np.empty(nights)
    S, root, inverse, factor = np.empty((p, p)), np.empty((p, p)), np.empty((p, p)), np.empty((p, p))
    b, shift = np.empty(p), np.empty(p)
    A, before2 = np.empty(p), np.empty(p)
    precision = coef_sd**-2.0
    for t in range(nights):
        X[t, 0] = 1.0
        for k in range(fixed.shape[0]):
            X[t, 1 + treatments + k] = fixed[k, t]
    for i in range(sigma.size):
        phi = inv_sqrt_phi[i] ** -2.0
        kept = 2.0 ** (-1.0 / half_life[i])
        for j in range(treatments):
            s = 0.0
            for t in range(nights):
                s = kept * s + (1.0 - kept) * washed[j, t]
                X[t, 1 + j] = s
        inner = 1.0 / (sigma[i] ** 2 * (1.0 - rho[i] ** 2))
        beside = -rho[i] * inner
        middle = (1.0 + rho[i] ** 2) * inner
        end = inner if nights > 1 else 1.0 / sigma[i] ** 2
        now = eta[i]
        rested = False
        for step in range(MAX_STEPS + 1):
            _newton(y, seen, log_e, X, coef_mean, precision, phi, end, middle, beside, now,
                    pi, w, force, d, e, u, Z, S, root, b, fresh)  # fmt: skip
            longest = 0.0
            for t in range(nights):
                longest = max(longest, abs(fresh[t] - now[t]))
            if rested or step == MAX_STEPS:
                break
            part = 1.0 if longest <= LONGEST_STEP else LONGEST_STEP / longest
            for t in range(nights):
                now[t] += part * (fresh[t] - now[t])
            rested = longest < SMALLEST_STEP
        converged[i] = rested
        _inverse(root, factor, inverse)
        quadratic, loglik, log_det = 0.0, 0.0, 0.0
        log_phi = math.log(phi)
        for t in range(nights):
            moved[t] = fresh[t] - now[t]
            now[t] = fresh[t]
            quadratic += (force[t] - w[t] * fresh[t]) * u[t]
            log_det += math.log(d[t])
            if seen[t] > 0.0:
                x = fresh[t] + log_e[t]
                loglik += y[t] * x - (y[t] + phi) * math.log1p(math.exp(x - log_phi))
        for k in range(more_than.size):
            loglik += more_than[k] * (math.log1p(k / phi) - math.log1p(k))
        first = loglik - 0.5 * quadratic - 0.5 * log_det
        first += 0.5 * (-2.0 * nights * math.log(sigma[i]) - (nights - 1) * math.log1p(-(rho[i] ** 2)))
        for k in range(p):
            gap = (b[k] - coef_mean[k]) / coef_sd[k]
            first -= 0.5 * gap * gap + math.log(coef_sd[k]) + math.log(root[k, k])
        # chain variances from the back: V_T = 1/d_T, V_t = 1/d_t + e_t^2 V_(t+1)
        chain[nights - 1] = 1.0 / d[nights - 1]
        for t in range(nights - 2, -1, -1):
            chain[t] = 1.0 / d[t] + e[t] * e[t] * chain[t + 1]
        fourfold = 0.0
        before3 = 0.0
        before2[:] = 0.0
        shift[:] = 0.0
        link = 0.0
        sunset = 0.0
        for t in range(nights):
            var = chain[t]
            for k in range(p):
                a = 0.0
                for j in range(k + 1):
                    a += factor[k, j] * (X[t, j] - Z[t, j])
                A[k] = a
                var += a * a
            eta_var[i, t] = var
            third = w[t] * (1.0 - 2.0 * pi[t])
            fourfold += w[t] * (1.0 - 6.0 * pi[t] * (1.0 - pi[t])) * var * var
            pull[t] = third * var
            for k in range(p):
                shift[k] += (X[t, k] - Z[t, k]) * pull[t]
            # row' C^k row is a sum of squares after forward elimination; links of the k-th power are (-e)^k
            last = chain[t + 1] if t + 1 < nights else 0.0
            c, after = chain[t], last
            gap2 = c * c - e[t] ** 4 * after * after
            gap3 = c * c * c - e[t] ** 6 * after * after * after
            before3 = third + link * link * link * before3
            sunset += before3 * before3 * gap3
            square = link * link
            for k in range(p):
                before2[k] = third * A[k] + square * before2[k]
                sunset += 3.0 * before2[k] * before2[k] * gap2
            link = -e[t]
        for k in range(p):
            a = 0.0
            for j in range(p):
                a += inverse[k, j] * shift[j]
                cov[i, k, j] = inverse[k, j]
            A[k] = -0.5 * a
            mode[i, k] = b[k]
            mean[i, k] = b[k] + A[k]
        # eta_shift = -1/2 C pull + R shift
        eta_shift[i, 0] = pull[0]
        for t in range(1, nights):
            eta_shift[i, t] = pull[t] - e[t - 1] * eta_shift[i, t - 1]
        eta_shift[i, nights - 1] /= d[nights - 1]
        for t in range(nights - 2, -1, -1):
            eta_shift[i, t] = eta_shift[i, t] / d[t] - e[t] * eta_shift[i, t + 1]
        dumbbell = 0.0
        for t in range(nights):
            shifted = -0.5 * eta_shift[i, t]
            for k in range(p):
                R = X[t, k] - Z[t, k]
                shifted += R * A[k]
                residual[k, i, t] = R
            eta_shift[i, t] = shifted
            dumbbell += pull[t] * shifted
            first -= 0.5 * pull[t] * moved[t]
            for j in range(treatments):
                saturation[j, i, t] = X[t, 1 + j]
            pivots[i, t] = d[t]
            links[i, t] = e[t]
        correction[i] = -0.125 * fourfold - 0.25 * dumbbell + sunset / 12.0
        log_density[i] = first + correction[i]


@njit(cache=True, error_model="numpy", fastmath=_FAST)
def _newton(  # type: ignore[no-untyped-def]
    y, seen, log_e, X, coef_mean, precision, phi, end, middle, beside, eta,
    pi, w, force, d, e, u, Z, S, root, b, fresh,
):  # fmt: skip
    """One step from ``eta`` to ``fresh``; Z = (Q + W)^-1 W X, u the level, root the Cholesky factor of S."""
    nights, p = X.shape
    log_phi = math.log(phi)
    for t in range(nights):
        pi[t] = 1.0 / (1.0 + math.exp(log_phi - log_e[t] - eta[t]))
    for t in range(nights):
        mu = seen[t] * (y[t] + phi) * pi[t]
        w[t] = mu * (1.0 - pi[t])
        force[t] = w[t] * eta[t] + y[t] - mu
    d[0] = end + w[0]
    for t in range(nights - 1):
        e[t] = beside / d[t]
        d[t + 1] = (end if t + 1 == nights - 1 else middle) + w[t + 1] - e[t] * beside
    e[nights - 1] = 0.0
    u[0] = force[0]
    for k in range(p):
        Z[0, k] = w[0] * X[0, k]
    for t in range(1, nights):
        back = e[t - 1]
        u[t] = force[t] - back * u[t - 1]
        for k in range(p):
            Z[t, k] = w[t] * X[t, k] - back * Z[t - 1, k]
    over = 1.0 / d[nights - 1]
    u[nights - 1] *= over
    for k in range(p):
        Z[nights - 1, k] *= over
    for t in range(nights - 2, -1, -1):
        over, ahead = 1.0 / d[t], e[t]
        u[t] = u[t] * over - ahead * u[t + 1]
        for k in range(p):
            Z[t, k] = Z[t, k] * over - ahead * Z[t + 1, k]
    for k in range(p):
        b[k] = precision[k] * coef_mean[k]
        for j in range(p):
            S[k, j] = 0.0
        S[k, k] = precision[k]
    for t in range(nights):
        if w[t] > 0.0 or force[t] != 0.0:
            for k in range(p):
                R = X[t, k] - Z[t, k]
                b[k] += R * force[t]
                wx = w[t] * X[t, k]
                for j in range(k + 1):
                    S[k, j] += wx * (X[t, j] - Z[t, j])
    for k in range(p):
        for j in range(k + 1):
            s = S[k, j]
            for m in range(j):
                s -= root[k, m] * root[j, m]
            root[k, j] = math.sqrt(s) if k == j else s / root[j, j]
    for k in range(p):
        s = b[k]
        for m in range(k):
            s -= root[k, m] * b[m]
        b[k] = s / root[k, k]
    for k in range(p - 1, -1, -1):
        s = b[k]
        for m in range(k + 1, p):
            s -= root[m, k] * b[m]
        b[k] = s / root[k, k]
    for t in range(nights):
        absorbed, whole = 0.0, 0.0
        for k in range(p):
            absorbed += Z[t, k] * b[k]
            whole += X[t, k] * b[k]
        u[t] -= absorbed
        fresh[t] = u[t] + whole


@njit(cache=True, error_model="numpy", fastmath=_FAST)
def _inverse(root, factor, inverse):  # type: ignore[no-untyped-def]
    """factor = root^-1 (lower), inverse = factor' factor."""
    p = root.shape[0]
    factor[:] = 0.0
    for k in range(p):
        factor[k, k] = 1.0 / root[k, k]
        for j in range(k):
            s = 0.0
            for m in range(j, k):
                s -= root[k, m] * factor[m, j]
            factor[k, j] = s / root[k, k]
    for k in range(p):
        for j in range(p):
            s = 0.0
            for m in range(max(k, j), p):
                s += factor[m, k] * factor[m, j]
            inverse[k, j] = s
