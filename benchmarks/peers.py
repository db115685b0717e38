"""The same model in the tools people would use instead: CPU seconds, compiling included."""

import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from charley.inference.model import CrampModel

CHAINS, TUNE, DRAWS = 4, 1000, 1000


def found() -> dict[str, Callable[[CrampModel], float]]:
    """The peers that are installed here, by name."""
    peers: dict[str, Callable[[CrampModel], float]] = {}
    if find_spec("pymc") and find_spec("nutpie"):
        peers["PyMC + nutpie"] = pymc_nutpie
    if find_spec("numpyro"):
        peers["NumPyro"] = numpyro_nuts
    return peers


def _lags(nights: int) -> Any:
    lag = np.subtract.outer(np.arange(nights), np.arange(nights))
    return np.where(lag >= 0, lag, 0), (lag >= 0).astype(float)


def pymc_nutpie(model: CrampModel) -> float:
    """CPU seconds from nothing to 4 x 1000 draws."""
    import nutpie
    import pymc as pm
    import pytensor.tensor as pt

    began = time.process_time()
    lag, past = _lags(model.nights)
    seen = model.recorded > 0
    with pm.Model() as written:
        b = pm.Normal("b", model.coef_mean, model.coef_sd, shape=model.coefficients)
        sigma = pm.HalfNormal("sigma", 0.7)
        rho = pm.math.sigmoid(pm.Normal("logit_rho", 1.0, 1.0))
        k = pm.HalfNormal("inv_sqrt_phi", 0.7)
        h = pm.LogNormal("half_life", np.log(5.0), 0.6)
        kept = 2.0 ** (-1.0 / h)
        noise = pm.Normal("noise", shape=model.nights)
        scale = pt.concatenate([pt.ones(1), pt.ones(model.nights - 1) * pt.sqrt(1 - rho**2)])
        eta = b[0] + sigma * pt.dot(rho**lag * past, noise * scale) + model.log_exposure
        for j, dose in enumerate(model.washed):
            eta += b[1 + j] * (1.0 - kept) * pt.dot(kept**lag * past, dose)
        for i, column in enumerate(model.fixed):
            eta += b[1 + len(model.washed) + i] * column
        pm.NegativeBinomial("y", mu=pt.exp(eta[seen]), alpha=k**-2.0, observed=model.counts[seen].astype(int))
    nutpie.sample(
        nutpie.compile_pymc_model(written), chains=CHAINS, tune=TUNE, draws=DRAWS, cores=1, seed=1, progress_bar=False
    )
    return time.process_time() - began


def numpyro_nuts(model: CrampModel) -> float:
    """CPU seconds from nothing to 4 x 1000 draws."""
    import jax
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist
    from numpyro.infer import MCMC, NUTS

    jax.config.update("jax_enable_x64", True)
    began = time.process_time()
    lag, past = _lags(model.nights)
    seen = model.recorded > 0

    def written() -> None:
        b = numpyro.sample("b", dist.Normal(model.coef_mean, model.coef_sd))
        sigma = numpyro.sample("sigma", dist.HalfNormal(0.7))
        rho = jax.nn.sigmoid(numpyro.sample("logit_rho", dist.Normal(1.0, 1.0)))
        k = numpyro.sample("inv_sqrt_phi", dist.HalfNormal(0.7))
        h = numpyro.sample("half_life", dist.LogNormal(np.log(5.0), 0.6))
        kept = 2.0 ** (-1.0 / h)
        noise = numpyro.sample("noise", dist.Normal(0.0, 1.0).expand([model.nights]))
        scale = jnp.concatenate([jnp.ones(1), jnp.ones(model.nights - 1) * jnp.sqrt(1 - rho**2)])
        eta = b[0] + sigma * (rho**lag * past) @ (noise * scale) + model.log_exposure
        for j, dose in enumerate(model.washed):
            eta += b[1 + j] * (1.0 - kept) * ((kept**lag * past) @ dose)
        for i, column in enumerate(model.fixed):
            eta += b[1 + len(model.washed) + i] * column
        counts = model.counts[seen]
        numpyro.sample("y", dist.NegativeBinomial2(jnp.exp(eta[seen]), k**-2.0), obs=counts)

    chains = MCMC(NUTS(written), num_warmup=TUNE, num_samples=DRAWS, num_chains=CHAINS, progress_bar=False)
    chains.run(jax.random.PRNGKey(1))
    jax.block_until_ready(chains.get_samples())
    return time.process_time() - began
