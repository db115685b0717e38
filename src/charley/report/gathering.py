"""From a diary, a profile and a plan to the data of the cramp profile."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple

import msgspec

from charley.diary.doses import daily_mg
from charley.diary.journal import Journal
from charley.diary.nights import Night, night_by_night, night_table, span
from charley.diary.rates import by_site, mean, stretch
from charley.diary.records import DoseTaken, Note, SideEffect, written
from charley.dosing.plan import Plan
from charley.knowledge.words import Topic
from charley.profile import Profile, Supplement
from charley.report import figures
from charley.report.document import (
    Change,
    ClockRow,
    CrampProfile,
    DiaryAnswer,
    Flag,
    Magnesium,
    Mark,
    Person,
    Product,
    Run,
    TrendWeek,
    TrialBox,
    Unwanted,
    Window,
)
from charley.safety.case import understand
from charley.safety.conditions import for_a_clinician
from charley.safety.findings import SEVERITIES, Finding

#: Nights in the table and the picture; cramps a month is what trials count.
WINDOW = 28
#: Calendar weeks in the trend, the last one as far as it has come.
TREND_WEEKS = 12
#: What is followed.
SUBSTANCE = "magnesium"

#: Findings that speak of something that looks like a cramp and is not, or must not wait.
WARNING_SIGNS: frozenset[Topic] = frozenset(
    {
        "arrhythmia",
        "cauda_equina",
        "claudication",
        "dvt",
        "hypermagnesaemia_present",
        "limb_ischaemia",
        "neuro_red_flag",
        "rhabdomyolysis",
    }
)


class Told(NamedTuple):
    """Who the person is and what the screening made of it; both or neither."""

    profile: Profile
    plan: Plan


def cramp_profile(
    journal: Journal,
    *,
    last: date,
    made_at: datetime,
    program: str,
    told: Told | None = None,
    answer: DiaryAnswer | None = None,
    trials: Sequence[TrialBox] = (),
    asks: Sequence[str] = (),
) -> CrampProfile:
    """Gather the page.

    Args:
        journal: one person's.
        last: the last night to count, most often the last one that is over.
        made_at: now, by the person's clock.
        program: version of Charley.
        told: profile and plan; None where nothing was told.
        answer: of the engine; None where it was not asked.
        trials: experiments that were finished.
        asks: questions of the person's own, before those of the plan.
    """
    said = answer or DiaryAnswer()
    first = last - timedelta(days=WINDOW - 1)
    rows = night_by_night(journal.effective, first - timedelta(days=WINDOW), last)
    reaches = span(journal.effective)
    old_enough = reaches is not None and reaches[0] < first
    trend_from = last - timedelta(days=last.weekday() + 7 * (TREND_WEEKS - 1))
    plan = told.plan if told else None
    return CrampProfile(
        run=Run(
            id=_run_id(journal, told, last, program, trials, asks),
            made_at=made_at.isoformat(timespec="minutes"),
            last_night=last,
            entries=len(journal),
            program=program,
            facts=plan.facts_version if plan else None,
            engine=said.engine,
        ),
        person=_person(told.profile) if told else Person(),
        screened=told is not None,
        warnings=_flags(f for f in (plan.findings if plan else ()) if f.topic in WARNING_SIGNS),
        flags=_flags(f for f in (plan.findings if plan else ()) if f.topic not in WARNING_SIGNS),
        history=for_a_clinician(understand(told.profile, made_at.date())) if told else (),
        now=_window(rows[WINDOW:], journal),
        before=_window(rows[:WINDOW], journal) if old_enough else None,
        clock=_clock(rows[WINDOW:], journal),
        sides=_sides(rows[WINDOW:]),
        sites=dict(sorted(by_site(e for row in rows[WINDOW:] for e in row.episodes).items())),
        trend_weeks=_weeks(journal, trend_from, last),
        trend=tuple(night for night in said.trend if trend_from <= night.night <= last),
        changes=_changes(journal, trend_from, last),
        answer=msgspec.structs.replace(said, trend=()),
        products=tuple(_products(told)) if told else (),
        magnesium=_magnesium(told) if told else None,
        unwanted=_unwanted(journal, first, last),
        trials=tuple(trials),
        questions=tuple(dict.fromkeys([*asks, *(plan.questions if plan else ())])),
    )


def fingerprint(*parts: bytes) -> str:
    """A short id of some bytes: twelve hexadecimal digits, the same for the same parts in the same order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:12]


def _run_id(
    journal: Journal,
    told: Told | None,
    last: date,
    program: str,
    trials: Sequence[TrialBox],
    asks: Sequence[str],
) -> str:
    plan = told.plan if told else None
    about = msgspec.json.encode(
        [
            last,
            program,
            told.profile if told else None,
            plan.facts_version if plan else None,
            trials,
            asks,
        ]
    )
    return fingerprint(about, *(written(entry) for entry in journal.entries))


def _person(profile: Profile) -> Person:
    hours = profile.schedule
    return Person(
        age_years=profile.age_years,
        sex=profile.sex,
        pregnant=profile.pregnant,
        lactating=profile.lactating,
        egfr_ml_min=profile.egfr_ml_min,
        conditions=profile.conditions,
        bed=hours.bed if hours else None,
        wake=hours.wake if hours else None,
    )


def _flags(findings: Iterable[Finding]) -> tuple[Flag, ...]:
    """One flag for a topic and what it is about, the gravest of each first."""
    seen: dict[tuple[str, str], Flag] = {}
    for found in sorted(findings, key=lambda f: -SEVERITIES.index(f.severity)):
        flag = Flag(topic=found.topic, severity=found.severity, about=found.about, message=found.message)
        seen.setdefault((found.topic, found.about), flag)
    return tuple(seen.values())


def _window(rows: Sequence[Night], journal: Journal) -> Window:
    found = stretch(rows)
    episodes = [cramp for row in rows for cramp in row.episodes]
    doses = [dose for dose in _doses(journal) if rows[0].night <= dose.day <= rows[-1].night]
    amounts = daily_mg(doses, SUBSTANCE).values()
    return Window(
        first=found.first,
        last=found.last,
        nights=found.nights,
        recorded=found.recorded,
        with_cramp=sum(bool(row.cramps) for row in rows),
        cramps=found.cramps,
        per_week=found.per_week,
        per_week_low=found.interval.low if found.interval else None,
        per_week_high=found.interval.high if found.interval else None,
        pain=_median(cramp.pain for cramp in episodes),
        duration_s=_median(cramp.duration_s for cramp in episodes),
        woken=sum(_woke(row) for row in rows),
        sleep=found.sleep,
        dose_days=len({dose.day for dose in doses}),
        dose_mg=mean(amounts),
    )


def _woke(row: Night) -> bool:
    return any(cramp.woke for cramp in row.episodes) or bool(row.sleep and row.sleep.cramp_wakings)


def _median(values: Iterable[float | None]) -> float | None:
    known = [float(value) for value in values if value is not None]
    return median(known) if known else None


def _doses(journal: Journal) -> Iterator[DoseTaken]:
    """Doses of magnesium that were swallowed."""
    return (dose for dose in journal.of(DoseTaken) if dose.substance == SUBSTANCE and dose.elemental_mg != 0)


def _clock(rows: Sequence[Night], journal: Journal) -> tuple[ClockRow, ...]:
    doses: dict[date, list[Mark]] = {}
    for dose in _doses(journal):
        doses.setdefault(dose.night, []).append(Mark(minute=_after_noon(dose.at.wall), size=dose.elemental_mg))
    return tuple(
        ClockRow(
            night=row.night,
            cramps=row.cramps,
            marks=tuple(Mark(minute=_after_noon(cramp.at.wall), size=cramp.pain) for cramp in row.episodes),
            doses=tuple(doses.get(row.night, ())),
        )
        for row in rows
    )


def _after_noon(wall: datetime) -> int:
    return (60 * wall.hour + wall.minute - 720) % 1440


def _sides(rows: Sequence[Night]) -> dict[str, int]:
    counted = Counter(cramp.side or "not_said" for row in rows for cramp in row.episodes)
    return {side: counted[side] for side in ("left", "right", "both", "not_said")}


def _weeks(journal: Journal, first: date, last: date) -> tuple[TrendWeek, ...]:
    table = night_table(journal.effective, first, last)
    taken = daily_mg(journal.effective, SUBSTANCE)
    return tuple(
        TrendWeek(
            monday=week.monday,
            cramps=week.cramps,
            recorded=week.recorded,
            nights=week.nights,
            taken_mg=week.taken_mg,
        )
        for week in figures.weeks(table, taken_mg=taken)
    )


def _changes(journal: Journal, first: date, last: date) -> tuple[Change, ...]:
    return tuple(
        Change(on=note.day, about=note.about, text=note.text)
        for note in journal.of(Note)
        if note.about in ("diet_change", "medicine_change") and first <= note.day <= last
    )


def _products(told: Told) -> Iterator[Product]:
    profile, plan = told
    sources = {item.written: item for item in plan.current.items}
    for medicine in profile.medicines or ():
        source = sources.get(medicine.name)
        known_as = plan.recognised.get(medicine.name)
        yield Product(
            written=medicine.name,
            known_as=known_as if known_as and known_as.lower() != medicine.name.lower() else None,
            kind="medicine",
            dose=medicine.dose,
            times=medicine.times or (),
            days=medicine.days or (),
            form=source.form if source else None,
            magnesium_mg=source.elemental_mg_per_day if source else None,
            holds_magnesium=source is not None,
        )
    for supplement in profile.supplements or ():
        source = sources.get(supplement.name)
        yield Product(
            written=supplement.name,
            known_as=None,
            kind="supplement",
            dose=_amount(supplement),
            times=supplement.times or (),
            days=supplement.days or (),
            form=source.form if source else supplement.form,
            magnesium_mg=source.elemental_mg_per_day if source else None,
            holds_magnesium=source is not None,
        )


def _amount(supplement: Supplement) -> str | None:
    """The amount of one intake as the label gave it."""
    if supplement.elemental_mg is not None:
        return f"{supplement.elemental_mg:g} mg magnesium"
    if supplement.compound_mg is not None:
        return f"{supplement.compound_mg:g} mg of the salt"
    if supplement.amount is not None:
        return f"{supplement.amount.value:g} {supplement.amount.unit}"
    return None if supplement.tablets is None else f"{supplement.tablets:g} at a time"


def _magnesium(told: Told) -> Magnesium:
    return Magnesium(
        products_mg=told.plan.current.counted_mg,
        food_mg=told.profile.diet_magnesium_mg,
        limit_mg=told.plan.limit_mg,
    )


#: From the mildest to the worst.
_SEVERITY = ("mild", "moderate", "severe")


def _unwanted(journal: Journal, first: date, last: date) -> tuple[Unwanted, ...]:
    told: dict[str, list[str | None]] = {}
    for effect in journal.of(SideEffect):
        if first <= effect.night <= last:
            told.setdefault(effect.words or effect.sign, []).append(effect.severity)
    found = [
        Unwanted(sign=sign, times=len(each), worst=max(filter(None, each), key=_SEVERITY.index, default=None))
        for sign, each in told.items()
    ]
    return tuple(sorted(found, key=lambda unwanted: -unwanted.times))
