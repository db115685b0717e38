"""The same as inference/level.py, compiled: eight nights side by side, and nothing gathered or kept between."""

# Numba finds the types of what it compiles by itself.
# mypy: disable-error-code="no-untyped-def"

import math
from collections.abc import Collection, Iterator

import numpy as np

from charley.inference.compiled.kept import compiled
from charley.inference.compiled.lanes import WIDTH, exp, load, splat, store, take
from charley.inference.laplace import Conditional
from charley.inference.level import Level, Moments, Rate
from charley.inference.model import Array


class CompiledLevel(Level):
    """Sums of a whole diary in one pass over the points."""

    def without(self, lost: Collection[int]) -> Moments:
        """As in :class:`~charley.inference.level.Level`; raw moments around one point's own level become central."""
        model = self.model
        if model.nights < WIDTH:
            return super().without(lost)
        gone = np.zeros(model.coefficients, dtype=np.bool_)
        gone[list(lost)] = True
        raw, around = np.zeros((4, model.nights)), np.full(model.nights, np.nan)
        for part, weights in self._weighted():
            _moments(
                weights, part.mean, part.cov, part.eta.ravel(), part.eta_shift.ravel(), part.eta_var.ravel(),
                part.washed.ravel(), part.residual.ravel(), model.fixed.ravel(), gone, around, raw.ravel(),
            )  # fmt: skip
        one, two, three, four = raw
        return Moments(
            around + one,
            two - one**2,
            three - 3.0 * one * two + 2.0 * one**3,
            four - 4.0 * one * three + 6.0 * one**2 * two - 3.0 * one**4,
        )

    def rate_without(self, k: int) -> Rate:
        """As in :class:`~charley.inference.level.Level`."""
        found = []
        for part, weights in self._weighted():
            rows = np.empty((3, weights.size))
            _rates(
                weights, k, part.mean, part.cov, part.eta, part.eta_shift, part.eta_var, part.washed, part.residual,
                part.chain_pivots, part.chain_links, rows,
            )  # fmt: skip
            found.append(rows[:, weights > 0.0])
        return Rate(*np.concatenate(found, axis=1))

    def _weighted(self) -> Iterator[tuple[Conditional, Array]]:
        """Each set of points and its weights, 0 for a point that does not count."""
        weights = np.zeros(sum(part.log_density.size for part in self.parts))
        weights[self.kept] = self.weights
        ends = np.cumsum([part.log_density.size for part in self.parts])
        return zip(self.parts, np.split(weights, ends[:-1]), strict=True)


@compiled()
def _moments(weights, mean, cov, eta, eta_shift, eta_var, washed, residual, fixed, gone, around, raw):
    """Add the raw moments around ``around``, which is the first point's own level where it is not known yet."""
    n, p = mean.shape
    nights, treatments = around.size, washed.size // eta.size
    columns, inner, sums = np.zeros(p * WIDTH), np.empty(p * WIDTH), np.empty(WIDTH)
    done = 0
    while done < nights:
        begin = min(done, nights - WIDTH)  # the last eight may begin among those before
        one, two, three, four = splat(0.0), splat(0.0), splat(0.0), splat(0.0)
        known = not math.isnan(around[begin + WIDTH - 1])
        middle = take(around, begin)
        for k in range(1 + treatments, p):
            if gone[k]:
                store(columns, k, take(fixed, (k - 1 - treatments) * nights + begin))
        for i in range(n):
            if weights[i] == 0.0:
                continue
            at = i * nights + begin
            level, var = take(eta, at) + take(eta_shift, at), take(eta_var, at)
            for j in range(p):
                if gone[j] and j <= treatments:
                    store(columns, j, take(washed, (j - 1) * n * nights + at))
                column = load(columns, j)
                level -= column * mean[i, j]
                store(inner, j, column - take(residual, j * n * nights + at) * 2.0)
            for k in range(p):
                if gone[k]:
                    change = splat(0.0)
                    for j in range(p):
                        change += load(inner, j) * cov[i, k, j]
                    var += load(columns, k) * change
            if not known:
                middle, known = level, True
            off = level - middle
            square = off * off
            one += off * weights[i]
            two += (square + var) * weights[i]
            three += off * (square + var * 3.0) * weights[i]
            four += (square * (square + var * 6.0) + var * var * 3.0) * weights[i]
        store(sums, 0, middle)
        for lane in range(WIDTH):
            around[begin + lane] = sums[lane]
        for m, moment in enumerate((one, two, three, four)):
            store(sums, 0, moment)
            for lane in range(done - begin, WIDTH):
                raw[m * nights + begin + lane] += sums[lane]
        done = begin + WIDTH


@compiled(fastmath={"contract", "reassoc", "nsz", "arcp"})
def _rates(weights, k, mean, cov, eta, eta_shift, eta_var, washed, residual, pivots, links, rows):
    n, p = mean.shape
    nights = eta.shape[1]
    blocks = (nights + WIDTH - 1) // WIDTH
    share, slope = np.zeros(blocks * WIDTH), np.empty(p)
    for i in range(n):
        if weights[i] == 0.0:
            continue
        taken = washed[k - 1, i]
        top = -np.inf
        for t in range(nights):
            share[t] = eta[i, t] + eta_shift[i, t] - mean[i, k] * taken[t]
            top = max(top, share[t])
        for t in range(blocks):
            store(share, t, exp(load(share, t) - top))
        total, treated, whole, variance = 0.0, 0.0, 0.0, 0.0
        for t in range(nights):
            total += share[t]
            treated += share[t] * taken[t]
            whole += share[t] * taken[t] * taken[t]
            variance += share[t] * eta_var[i, t]
        variance += cov[i, k, k] * whole
        for j in range(p):
            plain, under = 0.0, 0.0
            for t in range(nights):
                weighed = share[t] * residual[j, i, t]
                plain += weighed
                under += weighed * taken[t]
            slope[j] = plain
            variance -= 2.0 * cov[i, k, j] * under
        slope[k] -= treated
        spread, with_beta = 0.0, 0.0
        for j in range(p):
            for m in range(p):
                spread += slope[j] * cov[i, j, m] * slope[m]
            with_beta += cov[i, k, j] * slope[j]
        # share' C share, C = (L D L')^-1, is a sum of squares after forward elimination
        before, link = 0.0, 0.0
        for t in range(nights):
            before = share[t] - link * before
            link = links[i, t]
            spread += before * before / pivots[i, t]
        spread /= total * total
        rows[0, i] = top + math.log(total / nights) + 0.5 * (variance / total - spread)
        rows[1, i] = spread
        rows[2, i] = with_beta / total
