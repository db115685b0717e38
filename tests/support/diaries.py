"""Small made-up diaries for tests of the engine."""

import numpy as np

from charley.inference.model import CrampModel, Hyper
from charley.inference.simulate import Truth, draw_diary

BLOCK = 14


def blocks(nights: int) -> np.ndarray:
    """Fourteen nights without, fourteen with, and so on."""
    return (np.arange(nights) // BLOCK % 2).astype(float)


def made(
    nights: int,
    *,
    seed: int = 1,
    rate: float = 0.8,
    rate_ratio: float = 0.6,
    sigma: float = 0.5,
    rho: float = 0.7,
    phi: float = 4.0,
    half_life: float = 4.0,
    covariates: int = 0,
    missing: float = 0.1,
    dose: np.ndarray | None = None,
) -> CrampModel:
    """A diary with one treatment in blocks, drawn from the model."""
    random = np.random.default_rng(seed)
    columns = random.standard_normal((covariates, nights))
    seen = np.where(random.random(nights) < missing, np.nan, 0.0)
    seen[0] = 0.0
    blank = CrampModel.of(seen, None, [blocks(nights) if dose is None else dose], columns if covariates else None)
    truth = Truth(
        hyper=Hyper(np.array([sigma]), np.array([rho]), np.array([phi**-0.5]), np.array([half_life])),
        coefficients=np.array([np.log(rate), np.log(rate_ratio), *([0.1] * covariates)]),
    )
    return draw_diary(blank, truth, random)
