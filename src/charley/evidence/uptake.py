"""How the share taken up falls as a single dose grows, and what splitting a dose changes.

The shape is Fine and others' (J Clin Invest 1991;88:396): a part that saturates and a part in proportion,
    absorbed = V d / (K + d) + p d.
V and K are worked out from the two measurements that the table marks as anchors. It compares ways of taking the same
amount; it predicts nobody's own uptake and no blood level.
"""

from collections.abc import Sequence
from typing import NamedTuple

from charley.knowledge.uptake import UptakePoint, linear_share, points

#: Between these single doses the curve lies among measurements; it is not drawn beyond.
SMALLEST_MG, LARGEST_MG = 50.0, 500.0
#: Each share a day in at most so many parts.
MOST_PARTS = 4


class Curve(NamedTuple):
    """The uptake curve: what saturates at most (mg), the dose of half that (mg), and the proportional part."""

    most_mg: float
    half_mg: float
    linear: float

    def absorbed_mg(self, dose_mg: float) -> float:
        """Taken up from one dose."""
        return self.most_mg * dose_mg / (self.half_mg + dose_mg) + self.linear * dose_mg

    def share(self, dose_mg: float) -> float:
        """Share of one dose that is taken up."""
        return self.absorbed_mg(dose_mg) / dose_mg


class Split(NamedTuple):
    """A day's amount in equal parts: how many, mg each, mg taken up in all with the range of the anchors."""

    parts: int
    each_mg: float
    absorbed_mg: float
    low_mg: float
    high_mg: float


def curve() -> Curve:
    """Through the measured middles."""
    return _through([(p.dose_mg or 0.0, p.share) for p in _anchors()])


def band() -> tuple[Curve, Curve]:
    """Through the lower and through the upper ends of the anchors."""
    low = _through([(p.dose_mg or 0.0, p.share if p.low is None else p.low) for p in _anchors()])
    high = _through([(p.dose_mg or 0.0, p.share if p.high is None else p.high) for p in _anchors()])
    return low, high


def splits(day_mg: float, most_parts: int = MOST_PARTS) -> tuple[Split, ...]:
    """A day's amount as one, two … equal doses, as far as each part lies on the curve.

    Raises:
        ValueError: if ``day_mg`` is not between the smallest and the largest dose.
    """
    if not SMALLEST_MG <= day_mg <= LARGEST_MG:
        raise ValueError(f"the curve holds from {SMALLEST_MG:g} to {LARGEST_MG:g} mg")
    low, high = band()
    middle = curve()
    return tuple(
        Split(n, day_mg / n, n * middle.absorbed_mg(day_mg / n), n * low.absorbed_mg(day_mg / n),
              n * high.absorbed_mg(day_mg / n))
        for n in range(1, most_parts + 1)
        if day_mg / n >= SMALLEST_MG
    )  # fmt: skip


def _anchors() -> Sequence[UptakePoint]:
    return sorted((p for p in points() if p.anchors), key=lambda p: p.dose_mg or 0.0)


def _through(two: Sequence[tuple[float, float]]) -> Curve:
    """The curve through two measured (dose, share) pairs: V = (s - p)(K + d) at both."""
    (d1, s1), (d2, s2) = two
    p = linear_share().share
    half = ((s2 - p) * d2 - (s1 - p) * d1) / ((s1 - p) - (s2 - p))
    return Curve((s1 - p) * (half + d1), half, p)
