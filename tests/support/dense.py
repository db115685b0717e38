"""The engine's formulas, slowly and obviously: full matrices, plain loops, sampling from the prior."""

import math

import numpy as np
from scipy.special import gammaln

from charley.inference.model import Array, CrampModel, Hyper
from charley.inference.simulate import draw_level, draw_truth


def saturation(dose: Array, half_life: float) -> Array:
    """The wash-in recursion, one night after the other."""
    s, rows = 0.0, []
    for share in dose:
        s = s + (1.0 - 2.0 ** (-1.0 / half_life)) * (share - s)
        rows.append(s)
    return np.array(rows)


def design(model: CrampModel, half_life: float) -> Array:
    """(T, p) columns."""
    return np.column_stack([np.ones(model.nights), *(saturation(row, half_life) for row in model.washed), *model.fixed])


def log_likelihood(model: CrampModel, phi: float, eta: Array) -> float:
    """Sum of log NegBin(y | e exp(eta), phi) over the nights recorded."""
    total = 0.0
    for y, seen, log_e, x in zip(model.counts, model.recorded, model.log_exposure, eta, strict=True):
        if seen:
            mu = math.exp(x + log_e)
            total += gammaln(y + phi) - gammaln(phi) - gammaln(y + 1)
            total += phi * math.log(phi / (phi + mu)) + y * math.log(mu / (phi + mu))
    return float(total)


def derivatives(model: CrampModel, phi: float, eta: Array) -> tuple[Array, Array, Array, Array]:
    """First to fourth derivative of the log likelihood in eta."""
    pi = 1.0 / (1.0 + np.exp(math.log(phi) - model.log_exposure - eta))
    n = model.recorded * (model.counts + phi)
    first = model.recorded * model.counts - n * pi
    second = -n * pi * (1 - pi)
    third = -n * pi * (1 - pi) * (1 - 2 * pi)
    fourth = -n * pi * (1 - pi) * (1 - 6 * pi + 6 * pi**2)
    return first, second, third, fourth


def laplace(model: CrampModel, sigma: float, rho: float, phi: float, half_life: float) -> dict[str, Array | float]:
    """Second-order Laplace of (b, u) at one point, with the full (p + T) matrix and every pair of nights.

    ``left_out`` is what the engine leaves out of the second-order term.
    """
    T, p = model.nights, model.coefficients
    lag = np.abs(np.subtract.outer(np.arange(T), np.arange(T)))
    level_cov = sigma**2 * rho**lag
    prior = np.zeros((p + T, p + T))
    prior[:p, :p] = np.diag(model.coef_sd**-2.0)
    prior[p:, p:] = np.linalg.inv(level_cov)
    centre = np.concatenate([model.coef_mean, np.zeros(T)])
    to_eta = np.hstack([design(model, half_life), np.eye(T)])
    x = centre.copy()
    for _ in range(200):
        first, second, third, fourth = derivatives(model, phi, to_eta @ x)
        H = prior - to_eta.T @ (second[:, None] * to_eta)
        step = np.linalg.solve(H, to_eta.T @ first - prior @ (x - centre))
        x = x + step * min(1.0, 2.0 / max(np.abs(to_eta @ step).max(), 1e-300))
        if np.abs(step).max() < 1e-11:
            break
    first, second, third, fourth = derivatives(model, phi, to_eta @ x)
    H = prior - to_eta.T @ (second[:, None] * to_eta)
    cov = np.linalg.inv(H)
    V = to_eta @ cov @ to_eta.T
    v = np.diag(V)
    off = x - centre
    value = (
        log_likelihood(model, phi, to_eta @ x)
        - 0.5 * off @ prior @ off
        + 0.5 * np.linalg.slogdet(prior)[1]
        - 0.5 * np.linalg.slogdet(H)[1]
    )
    f3, f4 = -third, -fourth
    C = np.linalg.inv(prior[p:, p:] - np.diag(second))
    B = V - C
    pairs = [(t, s) for t in range(T) for s in range(T)]
    correction = (
        -np.sum(f4 * v**2) / 8
        + sum(f3[t] * v[t] * V[t, s] * v[s] * f3[s] for t, s in pairs) / 8
        + sum(f3[t] * (C[t, s] ** 3 + 3 * C[t, s] ** 2 * B[t, s]) * f3[s] for t, s in pairs) / 12
    )
    left_out = sum(f3[t] * (3 * C[t, s] * B[t, s] ** 2 + B[t, s] ** 3) * f3[s] for t, s in pairs) / 12
    shift = -0.5 * cov @ to_eta.T @ (f3 * v)
    return {
        "log_density": value + correction,
        "correction": correction,
        "left_out": left_out,
        "mean": (x + shift)[:p],
        "cov": cov[:p, :p],
        "eta": to_eta @ x,
        "eta_shift": to_eta @ shift,
        "eta_var": v,
    }


def by_sampling(model: CrampModel, draws: int, seed: int) -> tuple[Array, Array, float, Array]:
    """Draws from the prior, weighted by their likelihood: no Gaussian anywhere. For short diaries only.

    Returns:
        coefficients (draws, p), weights summing to one, log marginal likelihood, sigma (draws,).
    """
    random = np.random.default_rng(seed)
    coefficients, log_w, sigmas = [], [], []
    for _ in range(draws):
        truth = draw_truth(model, random)
        level = draw_level(truth.hyper, model.nights, random)
        eta = design(model, float(truth.hyper.half_life[0])) @ truth.coefficients + level
        log_w.append(log_likelihood(model, float(truth.hyper.inv_sqrt_phi[0]) ** -2.0, eta))
        coefficients.append(truth.coefficients)
        sigmas.append(truth.hyper.sigma[0])
    w = np.exp(np.array(log_w) - max(log_w))
    marginal = max(log_w) + math.log(w.mean())
    return np.array(coefficients), w / w.sum(), marginal, np.array(sigmas)


def one(hyper: Hyper, i: int) -> tuple[float, float, float, float]:
    """sigma, rho, phi, half-life of point i."""
    return (
        float(hyper.sigma[i]),
        float(hyper.rho[i]),
        float(hyper.inv_sqrt_phi[i]) ** -2.0,
        float(hyper.half_life[i]),
    )
