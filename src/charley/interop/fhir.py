"""FHIR R4: laboratory values of a clinic, answers to our questions, and our own Bundle, which comes back as it was.

A Bundle or a single resource is read. Each resource is held against the standard by itself: one that does not fit is
skipped with the fields named, and the others go on.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from charley.dates import Moment
from charley.diary.records import Entry, TestResult, read_entry
from charley.errors import BadInput
from charley.interop.fhir_answers import is_whole, read_response
from charley.interop.fhir_codes import ENTRY, LOINC, TAKEN_ID, analyte_of
from charley.interop.fhir_resources import checked
from charley.interop.importer import Item, Progress, Skipped, Taken, entry, not_kept
from charley.interop.opening import Head, json_document, number_of, refused
from charley.interop.stamps import whole_day, with_offset

KIND = "fhir"
#: Under any other status a value must not be believed, or there is none yet.
_VALID = {"preliminary", "final", "amended", "corrected"}


def recognises(head: Head) -> bool:
    """Whether a file begins like a FHIR resource in JSON."""
    return head.text.lstrip().startswith("{") and '"resourceType"' in head.text


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a Bundle or one resource; see :class:`charley.interop.importer.Reader`."""
    document = json_document(path, progress)
    if not isinstance(document, dict):
        raise refused("this is no FHIR resource")
    if document.get("resourceType") != "Bundle":
        yield from _resource(document, _name(document, 0), zone, answered=False)
        return
    rows = document.get("entry") or []
    if not isinstance(rows, list):
        raise refused("this Bundle’s entries are no list")
    inner = [row.get("resource") if isinstance(row, dict) else None for row in rows]
    answered = any(isinstance(found, dict) and _carries_profile(found) for found in inner)
    for number, found in enumerate(inner, 1):
        if isinstance(found, dict):
            yield from _resource(found, _name(found, number), zone, answered=answered)
        else:
            yield Skipped(f"entry {number}", "it holds no resource")


def _name(resource: dict[str, Any], number: int) -> str:
    kind = str(resource.get("resourceType", "resource"))[:40]
    return f"{kind} {str(resource.get('id') or number)[:64]}"


def _carries_profile(resource: dict[str, Any]) -> bool:
    try:
        return resource.get("resourceType") == "QuestionnaireResponse" and is_whole(checked(resource))
    except BadInput:
        return False


def _resource(resource: dict[str, Any], row: str, zone: str | None, *, answered: bool) -> Iterator[Item]:
    """What becomes of one resource; ``answered`` says whether the file also carries the profile it comes from."""
    try:
        checked(resource)
    except BadInput as fault:
        yield Skipped(row, str(fault))
        return
    own = _own_entry(resource)
    if own is not None:
        yield _returned(own, row)
    elif resource["resourceType"] == "Observation":
        yield _observation(resource, row, zone)
    elif resource["resourceType"] == "QuestionnaireResponse":
        yield from read_response(resource, row, zone)
    elif resource["resourceType"] == "MedicationStatement" and answered and _is_of_profile(resource):
        yield Skipped(row, "it is among the answers on health in this file, and comes back with them")
    elif resource["resourceType"] == "MedicationStatement":
        yield Skipped(row, "what you take belongs to your profile; add it there, so that it is checked")
    elif resource["resourceType"] == "Patient":
        yield Skipped(row, "the diary keeps no names and no days of birth")
    else:
        yield Skipped(row, not_kept(str(resource["resourceType"])))


def _is_of_profile(resource: dict[str, Any]) -> bool:
    return any(each.get("system") == TAKEN_ID for each in resource.get("identifier") or [])


def _own_entry(resource: dict[str, Any]) -> str | None:
    """An entry of ours as it was written, where the resource came from Charley."""
    found = [each for each in resource.get("extension") or [] if each.get("url") == ENTRY]
    return found[0].get("valueString") if found else None


def _returned(text: str, row: str) -> Item:
    try:
        back = read_entry(text)
    except BadInput as fault:
        return Skipped(row, str(fault))
    return Taken(row, back) if isinstance(back, Entry) else Skipped(row, not_kept(row))


def _observation(resource: dict[str, Any], row: str, zone: str | None) -> Item:
    if resource["status"] not in _VALID:
        return Skipped(row, f"it is marked as {resource['status']}")
    if resource.get("derivedFrom"):
        return Skipped(row, "it is counted from others")
    words = str(resource["code"].get("text") or "this kind of observation")
    codings = resource["code"].get("coding") or []
    names = (analyte_of(str(each.get("code"))) for each in codings if each.get("system") == LOINC)
    analyte = next((name for name in names if name is not None), None)
    if analyte is None:
        displays = [str(each["display"]) for each in codings if each.get("display")]
        return Skipped(row, not_kept(displays[0] if displays else words))
    given = resource.get("valueQuantity") or {}
    value, unit = number_of(given.get("value")), given.get("unit") or given.get("code")
    if value is None or not unit:
        return Skipped(row, "it holds no number with a unit")
    if given.get("comparator"):
        return Skipped(row, f"it says only “{given['comparator']}”, not how much")
    at = _moment(resource, zone)
    if at is None:
        return Skipped(row, "it does not say on which day it was taken")
    low, high = _range(resource, str(unit))
    return entry(
        row,
        TestResult,
        kind=KIND,
        key=(resource.get("id"), analyte, at.text(), value, unit),
        at=at,
        analyte=analyte,
        value=value,
        unit=str(unit)[:24],
        range_low=low,
        range_high=high,
    )


def _range(resource: dict[str, Any], unit: str) -> tuple[float | None, float | None]:
    """The laboratory's own range, where it is printed in the value's unit."""
    rows = resource.get("referenceRange") or [{}]
    ends = [rows[0].get(end) or {} for end in ("low", "high")]
    same = [number_of(end.get("value")) if unit in (end.get("unit"), end.get("code")) else None for end in ends]
    return same[0], same[1]


def _moment(resource: dict[str, Any], zone: str | None) -> Moment | None:
    stamp = resource.get("effectiveDateTime") or (resource.get("effectivePeriod") or {}).get("start")
    text = str(stamp or "")
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return whole_day(datetime.fromisoformat(text).date(), zone)
        return with_offset(text) if "T" in text else None
    except BadInput:
        return None
