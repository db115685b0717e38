"""Sums of coefficients: an effect that stands in several columns of the design, and the difference of two effects."""

import numpy as np

from charley.inference.mixture import Mixture
from charley.inference.model import Array
from charley.inference.posterior import Posterior


def contrast(posterior: Posterior, row: Array) -> Mixture:
    """Marginal of ``row @ b`` for one row (p,), b the coefficients in the order of the model's columns."""
    means = posterior.points.mean @ row
    variances = np.einsum("k,nkl,l->n", row, posterior.points.cov, row)
    return Mixture(posterior.weights, means, np.sqrt(np.maximum(variances, 1e-300)))
