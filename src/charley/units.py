"""Amounts and their units. A number elsewhere carries its unit in its name (``dose_mg``); this file converts.

Magnesium: 1 mmol = 24.305 mg (standard atomic mass) = 2 mEq.
"""

from collections.abc import Mapping
from types import MappingProxyType

MG_PER_MMOL: Mapping[str, float] = MappingProxyType(
    {"magnesium": 24.305, "calcium": 40.078, "potassium": 39.098, "sodium": 22.990}
)
VALENCE: Mapping[str, int] = MappingProxyType({"magnesium": 2, "calcium": 2, "potassium": 1, "sodium": 1})

_MG_PER_MASS_UNIT = {"mg": 1.0, "g": 1000.0, "mcg": 0.001, "µg": 0.001, "μg": 0.001, "ug": 0.001, "kg": 1e6}


def mass_unit(written: str) -> str | None:
    """The plain name of a mass unit as people write it (``MG``, ``mgs``, ``milligrams``), or None."""
    word = written.strip().rstrip(".").lower()
    word = {
        "mgs": "mg",
        "milligram": "mg",
        "milligrams": "mg",
        "gram": "g",
        "grams": "g",
        "gr": "g",
        "microgram": "mcg",
        "micrograms": "mcg",
    }.get(word, word)
    return word if word in _MG_PER_MASS_UNIT else None


def to_mg(value: float, unit: str, ion: str) -> float | None:
    """``value`` in mg of the ion; None for a unit that is not known.

    Args:
        value: the amount.
        unit: a mass (mg, g, mcg), ``mmol`` or ``mEq``.
        ion: magnesium, calcium, potassium or sodium.
    """
    mass = mass_unit(unit)
    if mass is not None:
        return value * _MG_PER_MASS_UNIT[mass]
    word = unit.strip().lower()
    if word == "mmol":
        return value * MG_PER_MMOL[ion]
    if word in ("meq", "mval"):
        return value * MG_PER_MMOL[ion] / VALENCE[ion]
    return None


def from_mg(value_mg: float, unit: str, ion: str) -> float | None:
    """``value_mg`` in another unit; the inverse of :func:`to_mg`."""
    one = to_mg(1.0, unit, ion)
    return None if one is None else value_mg / one
