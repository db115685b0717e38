"""Could the model have made this diary? Posterior predictive checks, summed up as one traffic light.

Diaries are drawn anew from the posterior: hyperparameters and coefficients from it, the latent level afresh from its own
law, so that the level's memory is tested too (the mixed predictive check of Gelman, Meng and Stern 1996, Stat Sinica
6:733). On the recorded nights four figures of the real diary are placed among those of the drawn ones. A place in the
far tail says that the model misses something; it does not say what is true instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.signal import lfilter

from charley.inference.model import Array
from charley.inference.posterior import Posterior
