"""Diaries drawn from the model itself: to test the engine, and to ask what a plan could show before it is begun."""

from dataclasses import dataclass, replace

import numpy as np

from charley.inference.model import Array, CrampModel, Hyper


@dataclass(frozen=True, eq=False)
class Truth:
    """What a simulated diary was made with: hyperparameters, each of shape (1,), and coefficients (p,)."""

    hyper: Hyper
    coefficients: Array


def draw_truth(model: CrampModel, random: np.random.Generator) -> Truth:
    """Parameters from the model's own prior."""
    return Truth(
        hyper=model.hyper.natural(random.standard_normal((1, 4))),
        coefficients=model.coef_mean + model.coef_sd * random.standard_normal(model.coefficients),
    )


def draw_level(hyper: Hyper, nights: int, random: np.random.Generator) -> Array:
    """One path of the latent level, (T,): a stationary first-order autoregression."""
    sigma, rho = float(hyper.sigma[0]), float(hyper.rho[0])
    noise = random.standard_normal(nights)
    level = np.empty(nights)
    level[0] = sigma * noise[0]
    for t in range(1, nights):
        level[t] = rho * level[t - 1] + sigma * np.sqrt(1.0 - rho**2) * noise[t]
    return level


def draw_diary(model: CrampModel, truth: Truth, random: np.random.Generator) -> CrampModel:
    """The same diary with counts drawn anew: same nights recorded, same treatments and columns."""
    design = model.design(truth.hyper.half_life)[:, 0]
    eta = truth.coefficients @ design + draw_level(truth.hyper, model.nights, random)
    mean = np.exp(np.minimum(eta + model.log_exposure, 25.0))
    phi = float(truth.hyper.inv_sqrt_phi[0]) ** -2.0
    rate = random.gamma(phi, mean / phi) if phi < 1e9 else mean
    counts = random.poisson(np.minimum(rate, 1e12)).astype(np.float64)
    return replace(model, counts=np.where(model.recorded > 0, counts, 0.0))
