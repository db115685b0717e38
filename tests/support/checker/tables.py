"""The fact tables as they stand in their files, read without the program's own reader."""

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[3] / "src" / "charley" / "knowledge" / "data"

Row = dict[str, Any]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of a TOML table; what nobody verified does not count."""
    document = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
    return tuple(row for row in document["rows"] if row["confidence"] != "unverified")


@cache
def by_id(name: str) -> dict[str, Row]:
    return {row["id"]: row for row in rows(name)}


@cache
def magnesium_intakes() -> tuple[dict[str, str], ...]:
    """The rows on magnesium of the table of reference intakes."""
    with (DATA / "reference_intakes.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row for row in csv.DictReader(file) if row["nutrient"] == "magnesium")


def upper_level(authority: str, age: float) -> float | None:
    """The upper level for supplements at an age, or None where the authority set none."""
    found = [
        float(row["ul"])
        for row in magnesium_intakes()
        if row["authority"] == authority
        and row["ul"]
        and row["state"] == "none"
        and float(row["age_min_years"]) <= age < float(row["age_max_years"] or "inf")
    ]
    return min(found) if found else None


def highest_need(age: float, sex: str | None) -> float | None:
    """The largest recommended intake of any authority for this age and sex; for both sexes where it is not told."""
    found = [
        float(row["rda"] or row["ai"])
        for row in magnesium_intakes()
        if (row["rda"] or row["ai"])
        and (row["sex"] in ("any", sex) or sex not in ("female", "male"))
        and float(row["age_min_years"]) <= age < float(row["age_max_years"] or "inf")
    ]
    return max(found) if found else None
