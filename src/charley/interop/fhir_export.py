"""A diary and a profile as one FHIR R4 Bundle, for a clinic's system.

What leaves: the person without a name, nights with their count of leg cramps, cramps with pain and length, sleep,
laboratory values, doses, side effects, what is taken, and the answers about health. The rest of the diary (food,
drinks, exposures, notes) stays; the archive has everything.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.nights import Night, night_by_night, span
from charley.diary.records import (
    CrampEpisode,
    DoseTaken,
    Entry,
    NightCount,
    QuietNight,
    SideEffect,
    Sleep,
    TestResult,
    written,
)
from charley.interop.fhir_answers import response
from charley.interop.fhir_codes import ENTRY, ENTRY_ID, TAKEN_ID, codes, concept, lab_code, quantity
from charley.interop.fhir_resources import checked
from charley.profile import Medicine, Profile, Supplement

_IDS = uuid.UUID("0d4c4d57-3a3c-5d0e-8a06-5f5b7c2f9b10")
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
PATIENT = "urn:uuid:" + str(uuid.uuid5(_IDS, "patient"))

_GENDER = {"female": "female", "male": "male", "other": "other", None: "unknown"}


def bundle(
    journal: Journal, profile: Profile | None, *, made_at: datetime, told_at: datetime | None = None
) -> dict[str, Any]:
    """The Bundle, checked as a whole.

    Args:
        journal: one person's.
        profile: who the person is; None where nothing was told.
        made_at: now, with its offset from UTC.
        told_at: when the profile was told; as ``made_at`` where that is not known.
    """
    told_at = made_at if told_at is None else told_at
    resources = [_patient(profile), *_entries(journal), *_nights(journal)]
    if profile is not None:
        answers = response(
            profile, ident=str(uuid.uuid5(_IDS, "answers")), subject=PATIENT, told_at=told_at.astimezone(UTC)
        )
        resources += [*_taken(profile, told_at), answers]
    return checked(
        {
            "resourceType": "Bundle",
            "type": "collection",
            "timestamp": made_at.isoformat(timespec="seconds"),
            "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in resources],
        }
    )


def _patient(profile: Profile | None) -> dict[str, Any]:
    """Sex and nothing else: the diary knows neither name nor day of birth."""
    sex = profile.sex if profile else None
    return {"resourceType": "Patient", "id": PATIENT.removeprefix("urn:uuid:"), "gender": _GENDER[sex]}


def _entries(journal: Journal) -> Iterator[dict[str, Any]]:
    for entry in journal.effective:
        if isinstance(entry, CrampEpisode):
            yield _cramp(entry)
        elif isinstance(entry, QuietNight | NightCount):
            yield _count(entry)
        elif isinstance(entry, Sleep):
            yield _sleep(entry)
        elif isinstance(entry, TestResult):
            yield _lab(entry)
        elif isinstance(entry, DoseTaken):
            yield _dose(entry)
        elif isinstance(entry, SideEffect):
            yield _side_effect(entry)


def _observation(entry: Entry, code: Mapping[str, Any], category: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": str(uuid.uuid5(_IDS, entry.id)),
        **_own(entry),
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORY, "code": category}]}],
        "code": dict(code),
        "subject": {"reference": PATIENT},
        "effectiveDateTime": _moment(entry.at),
        **more,
    }


def _own(entry: Entry) -> dict[str, Any]:
    """The entry's id and its exact words, by which it comes back unchanged."""
    return {
        "extension": [{"url": ENTRY, "valueString": written(entry).decode()}],
        "identifier": [{"system": ENTRY_ID, "value": entry.id}],
    }


def _cramp(cramp: CrampEpisode) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    if cramp.pain is not None:
        parts.append({"code": concept(codes().pain, "pain", "Pain, 0 to 10"), "valueInteger": cramp.pain})
    if cramp.duration_s is not None:
        seconds = quantity(cramp.duration_s, "s", "s")
        parts.append({"code": concept(None, "cramp-duration", "How long it lasted"), "valueQuantity": seconds})
    if cramp.woke is not None:
        parts.append({"code": concept(None, "cramp-woke", "It woke the person"), "valueBoolean": cramp.woke})
    more: dict[str, Any] = {"component": parts} if parts else {}
    place = " ".join(filter(None, (cramp.side, cramp.site)))
    if place:
        more["bodySite"] = {"text": place.replace("_", " ")}
    return _observation(cramp, concept(None, "cramp", "Muscle cramp"), "survey", valueBoolean=True, **more)


_COUNT = concept(None, "night-cramps", "Leg cramps in one night, from noon to noon")


def _count(entry: QuietNight | NightCount) -> dict[str, Any]:
    number = entry.cramps if isinstance(entry, NightCount) else 0
    made = _observation(entry, _COUNT, "survey", valueInteger=number)
    del made["effectiveDateTime"]
    return {**made, "effectivePeriod": _period(datetime.combine(entry.night, time()), entry.at)}


def _nights(journal: Journal) -> Iterator[dict[str, Any]]:
    """Counts of the nights known only by their single cramps, derived from those."""
    told = span(journal.effective)
    if told is None:
        return
    said = {e.night for e in journal.of(QuietNight)} | {e.night for e in journal.of(NightCount)}
    for night in night_by_night(journal.effective, *told):
        if night.episodes and night.night not in said:
            yield _derived(night)


def _derived(night: Night) -> dict[str, Any]:
    first = night.episodes[0]
    return {
        "resourceType": "Observation",
        "id": str(uuid.uuid5(_IDS, f"night {night.night}")),
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORY, "code": "survey"}]}],
        "code": _COUNT,
        "subject": {"reference": PATIENT},
        "effectivePeriod": _period(datetime.combine(night.night, time()), first.at),
        "valueInteger": night.cramps,
        "derivedFrom": [{"reference": f"urn:uuid:{uuid.uuid5(_IDS, cramp.id)}"} for cramp in night.episodes],
    }


def _period(day: datetime, at: Moment) -> dict[str, str]:
    """Noon to noon; dates alone where the distance from UTC is not known."""
    noon = day + timedelta(hours=12)
    ends = (Moment(wall=wall, offset_min=at.offset_min) for wall in (noon, noon + timedelta(days=1)))
    begin, end = map(_moment, ends)
    return {"start": begin, "end": end}


def _sleep(sleep: Sleep) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    if sleep.rating is not None:
        rated = concept(None, "sleep-rating", "Sleep, 1 very bad to 5 very good")
        parts.append({"code": rated, "valueInteger": sleep.rating})
    if sleep.cramp_wakings is not None:
        wakings = concept(None, "sleep-wakings", "Times woken by leg symptoms")
        parts.append({"code": wakings, "valueInteger": sleep.cramp_wakings})
    more: dict[str, Any] = {"component": parts} if parts else {}
    if sleep.start is not None and sleep.end is not None:
        hours = (sleep.end.wall - sleep.start.wall).total_seconds() / 3600
        if sleep.start.utc is not None and sleep.end.utc is not None:
            hours = (sleep.end.utc - sleep.start.utc).total_seconds() / 3600
        more["valueQuantity"] = quantity(round(hours, 4), "h", "h")
    elif not parts:
        more["dataAbsentReason"] = {"text": "not measured"}
    return _observation(sleep, concept(codes().sleep, "sleep", "Sleep of one night"), "survey", **more)


def _lab(result: TestResult) -> dict[str, Any]:
    code = lab_code(result.analyte, result.unit)
    ucum = code.units[result.unit] if code else None
    words = result.analyte.replace("_", " ")
    named = concept(code.coded if code else None, result.analyte.replace("_", "-"), words)
    bounds = {"low": result.range_low, "high": result.range_high}
    given = {name: quantity(value, result.unit, ucum) for name, value in bounds.items() if value is not None}
    more: dict[str, Any] = {"referenceRange": [given]} if given else {}
    if result.laboratory is not None:
        more["performer"] = [{"display": result.laboratory}]
    return _observation(result, named, "laboratory", valueQuantity=quantity(result.value, result.unit, ucum), **more)


def _side_effect(effect: SideEffect) -> dict[str, Any]:
    words = effect.words or effect.sign.replace("_", " ")
    named = concept(None, effect.sign.replace("_", "-"), words)
    part = {"code": concept(None, "severity", "How bad"), "valueString": effect.severity}
    more = {"component": [part]} if effect.severity else {}
    return _observation(effect, named, "survey", valueBoolean=True, **more)


def _dose(dose: DoseTaken) -> dict[str, Any]:
    words = " ".join(filter(None, (dose.product, dose.form, dose.substance)))
    amount = {} if dose.elemental_mg is None else {"doseQuantity": quantity(dose.elemental_mg, "mg", "mg")}
    left_out = dose.elemental_mg == 0
    return {
        "resourceType": "MedicationStatement",
        "id": str(uuid.uuid5(_IDS, dose.id)),
        **_own(dose),
        "status": "not-taken" if left_out else "completed",
        "medicationCodeableConcept": {"text": words},
        "subject": {"reference": PATIENT},
        "effectiveDateTime": _moment(dose.at),
        **({"dosage": [{"doseAndRate": [amount]}]} if amount and not left_out else {}),
    }


def _taken(profile: Profile, told_at: datetime) -> Iterator[dict[str, Any]]:
    """What is taken now, as told: one statement for each product."""
    products: list[Medicine | Supplement] = [*(profile.medicines or ()), *(profile.supplements or ())]
    for number, product in enumerate(products):
        ident = str(uuid.uuid5(_IDS, f"taken {number} {product.name}"))
        yield {
            "resourceType": "MedicationStatement",
            "id": ident,
            "identifier": [{"system": TAKEN_ID, "value": ident}],
            "status": "active",
            "medicationCodeableConcept": {"text": product.name},
            "subject": {"reference": PATIENT},
            "dateAsserted": told_at.isoformat(timespec="seconds"),
            **({"effectivePeriod": {"start": product.since.isoformat()}} if product.since else {}),
            "dosage": [_dosage(product)],
        }


def _dosage(product: Medicine | Supplement) -> dict[str, Any]:
    told = product.dose if isinstance(product, Medicine) else product.form
    words = ", ".join(filter(None, (told, " ".join((*(product.days or ()), *(product.times or ()))))))
    dosage: dict[str, Any] = {"text": words or "not known"}
    repeat = {
        "timeOfDay": [f"{clock}:00" for clock in product.times or ()],
        "dayOfWeek": list(product.days or ()),
    }
    if any(repeat.values()):
        dosage["timing"] = {"repeat": {name: value for name, value in repeat.items() if value}}
    if isinstance(product, Supplement) and product.elemental_mg is not None:
        dosage["doseAndRate"] = [{"doseQuantity": quantity(product.elemental_mg, "mg", "mg")}]
    return dosage


def _moment(at: Moment) -> str:
    """A FHIR dateTime; the day alone where the distance from UTC, which the standard asks for, is not known."""
    if at.offset_min is None:
        return at.wall.date().isoformat()
    sign = "-" if at.offset_min < 0 else "+"
    hours, minutes = divmod(abs(at.offset_min), 60)
    return f"{at.wall.replace(microsecond=0).isoformat()}{sign}{hours:02d}:{minutes:02d}"
