"""Made-up diaries for measuring the engine: schedules, covariates and truths by name."""

from dataclasses import dataclass

import numpy as np

from charley.inference.model import Array, CrampModel, Hyper
from charley.inference.simulate import Truth, draw_diary

BLOCK = 14


@dataclass(frozen=True)
class Setting:
    """What a diary is made with; see :func:`diary`."""

    name: str
    seed: int
    nights: int
    schedules: tuple[str, ...] = ("blocks",)
    rate_ratios: tuple[float, ...] = (0.7,)
    base_rate: float = 0.5
    covariates: tuple[str, ...] = ()
    effects: tuple[float, ...] = ()
    sigma: float = 0.5
    rho: float = 0.7
    phi: float = 4.0
    half_life: float = 5.0
    missing: float = 0.1
    part_nights: float = 0.0


def schedule(kind: str, nights: int, random: np.random.Generator) -> Array:
    """Share of the target dose taken each night."""
    t = np.arange(nights)
    if kind == "never":
        return np.zeros(nights)
    if kind == "always":
        return np.ones(nights)
    if kind == "second-half":
        return (t >= nights // 2).astype(float)
    if kind == "abba":
        return np.array([0.0, 1.0, 1.0, 0.0])[(t // BLOCK) % 4]
    if kind == "blocks":  # pairs of blocks, the order drawn for each pair
        pairs = -(-nights // (2 * BLOCK))
        first = random.integers(0, 2, pairs)
        order = np.stack([first, 1 - first], axis=1).ravel().astype(float)
        return np.repeat(order, BLOCK)[:nights]
    if kind == "spells":  # on and off for uneven times, some doses left out or halved
        taken, at, on = np.zeros(nights), 0, False
        while at < nights:
            length = 6 + int(random.geometric(1 / 15))
            taken[at : at + length] = on
            at, on = at + length, not on
        return taken * random.choice([0.0, 0.5, 1.0], nights, p=[0.1, 0.15, 0.75])
    raise ValueError(kind)


def covariate(kind: str, nights: int, random: np.random.Generator) -> Array:
    """A column with mean 0 and sd 1."""
    t = np.arange(nights)
    if kind == "season":
        row = np.sin(2 * np.pi * (t + random.uniform(0, 365)) / 365.25)
    elif kind == "habit":
        row = (random.random(nights) < 0.3).astype(float)
    elif kind == "weekend":
        row = ((t + random.integers(7)) % 7 >= 5).astype(float)
    elif kind == "weather":
        row = np.zeros(nights)
        for i in range(1, nights):
            row[i] = 0.8 * row[i - 1] + random.standard_normal()
    else:
        raise ValueError(kind)
    return np.asarray((row - row.mean()) / row.std())


def diary(setting: Setting) -> CrampModel:
    """The same diary each time it is asked for."""
    random = np.random.default_rng(setting.seed)
    doses = [schedule(kind, setting.nights, random) for kind in setting.schedules]
    columns = [covariate(kind, setting.nights, random) for kind in setting.covariates]
    part = random.random(setting.nights) < setting.part_nights
    exposure = np.where(part, np.round(random.uniform(0.3, 0.9, setting.nights), 2), 1.0)
    seen = np.where(random.random(setting.nights) < setting.missing, np.nan, 0.0)
    blank = CrampModel.of(seen, exposure, doses or None, columns or None)
    truth = Truth(
        hyper=Hyper(
            sigma=np.array([setting.sigma]),
            rho=np.array([setting.rho]),
            inv_sqrt_phi=np.array([setting.phi**-0.5]),
            half_life=np.array([setting.half_life]),
        ),
        coefficients=np.array([np.log(setting.base_rate), *np.log(setting.rate_ratios), *setting.effects]),
    )
    return draw_diary(blank, truth, random)
