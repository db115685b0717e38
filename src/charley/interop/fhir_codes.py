"""The codes of FHIR resources: LOINC and UCUM where they exist, else our own words under our own system."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
#: Our own code system and the names below it. The name is fixed and leads nowhere: nothing is asked of the network.
OWN = "https://charley.invalid/fhir"
CODES = f"{OWN}/codes"
#: The identifier of an entry of the diary.
ENTRY_ID = f"{OWN}/entry-id"
#: The entry itself, exactly as the diary wrote it, so that nothing is lost on the way back.
ENTRY = f"{OWN}/entry"
#: The identifier of a product of the profile, which comes back with the answers on health and not by itself.
TAKEN_ID = f"{OWN}/taken-id"


class Coded(NamedTuple):
    """A public code.

    Attributes:
        code: of LOINC.
        display: its public name.
    """

    code: str
    display: str


class LabCode(NamedTuple):
    """A laboratory test in one kind of unit.

    Attributes:
        analyte: our name.
        coded: its code.
        units: as printed -> UCUM.
    """

    analyte: str
    coded: Coded
    units: dict[str, str]


class Codes(NamedTuple):
    """All of the table."""

    labs: tuple[LabCode, ...]
    pain: Coded
    sleep: Coded


@cache
def codes() -> Codes:
    """The table beside this file."""
    raw = tomllib.loads((Path(__file__).parent / "fhir_codes.toml").read_text("utf-8"))
    labs = tuple(LabCode(row["analyte"], _coded(row), row["units"]) for row in raw["lab"])
    return Codes(labs, _coded(raw["pain"]), _coded(raw["sleep"]))


def _coded(row: dict[str, Any]) -> Coded:
    return Coded(row["loinc"], row["display"])


def lab_code(analyte: str, unit: str) -> LabCode | None:
    """The code for a test as printed in a unit; None where there is none we are sure of."""
    return next((lab for lab in codes().labs if lab.analyte == analyte and unit in lab.units), None)


def analyte_of(loinc: str) -> str | None:
    """Our name for a laboratory test; None for another one."""
    return next((lab.analyte for lab in codes().labs if lab.coded.code == loinc), None)


def concept(coded: Coded | None, own: str, words: str) -> dict[str, Any]:
    """A CodeableConcept: the public code where there is one, our own, and the words."""
    coding = [] if coded is None else [{"system": LOINC, "code": coded.code, "display": coded.display}]
    return {"coding": [*coding, {"system": CODES, "code": own, "display": words}], "text": words}


def quantity(value: float, unit: str, ucum: str | None) -> dict[str, Any]:
    """A Quantity; without a UCUM code where none is known for the unit."""
    plain = {"value": value, "unit": unit}
    return plain if ucum is None else {**plain, "system": UCUM, "code": ucum}
