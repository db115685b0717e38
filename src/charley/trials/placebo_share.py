"""In a trial with nothing, a dummy pill and the real one: how much of the change does the pill do by itself?

The share is (1 - exp(pill)) / (1 - exp(pill + active)) on the scale of cramps, as in three-arm trials of one person
(Howard and others 2021, J Am Coll Cardiol 78:1210). Where the whole change may be nothing, the share may be anything,
and it is not shown.
"""

import numpy as np

from charley.inference.contrasts import contrast
from charley.inference.posterior import Posterior
from charley.reading import Record

#: Needed probability that pill and active together lower the cramps.
SURE_OF_A_FALL = 0.975
DRAWS = 20_000


class PlaceboShare(Record, frozen=True, kw_only=True):
    """The share of the fall that a dummy pill gives too; null, with the reason, where the fall may be nothing.

    Attributes:
        q025, q50, q975: quantiles of the share; above 1 the dummy did better than the real pill.
        p_fall: probability that pill and active together lower the cramps.
        reason: why there is no share.
    """

    q025: float | None = None
    q50: float | None = None
    q975: float | None = None
    p_fall: float
    reason: str | None = None


def placebo_share(posterior: Posterior, parts: tuple[str, ...], seed: int = 1) -> PlaceboShare:
    """The share, for a model whose treatments are ``parts``: ``pill`` and one more."""
    pill = 1 + parts.index("pill")
    row = np.zeros(posterior.model.coefficients)
    row[1 : 1 + len(parts)] = 1.0
    p_fall = contrast(posterior, row).below(0.0)
    if p_fall < SURE_OF_A_FALL:
        return PlaceboShare(
            p_fall=p_fall, reason="pill and active together may have changed nothing, so a share of it has no meaning"
        )
    random = np.random.default_rng(seed)
    where = random.choice(posterior.weights.size, size=DRAWS, p=posterior.weights)
    roots = np.linalg.cholesky(posterior.points.cov)[where]
    b = posterior.points.mean[where] + np.einsum("nkl,nl->nk", roots, random.standard_normal(roots.shape[:2]))
    share = np.expm1(b[:, pill]) / np.expm1(b @ row)
    low, middle, high = np.quantile(share, (0.025, 0.5, 0.975)).tolist()
    return PlaceboShare(q025=low, q50=middle, q975=high, p_fall=p_fall)
