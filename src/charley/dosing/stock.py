"""What becomes of the magnesium that is taken already: what is kept, what stops, what stands too near a medicine."""

import math
from collections.abc import Iterable, Iterator, Sequence

from charley.dates import minute_of
from charley.dosing.placing import place
from charley.dosing.plan import Conflict, Current, CurrentItem
from charley.dosing.schedule import hours_of, is_waited_for, keepouts_of
from charley.dosing.spacing import Keepout, free_spans
from charley.language import marked, said
from charley.nutrition.current import Item
from charley.safety import orders
from charley.safety.case import Case
from charley.safety.findings import Finding
from charley.safety.interactions import hours
from charley.safety.limits import ROUNDING_MG

_NO_TIME = marked("No time of the day keeps that distance: ask a pharmacist, and leave the medicine where it is.")


def current(case: Case, findings: Iterable[Finding]) -> Current:
    """The ledger as the plan treats it.

    Everything stops where a finding says so. Above the limit the products that fit under it, in the order they were
    written, are kept. A product too near to a medicine is kept, with a better time.
    """
    kept = _kept(case, stop=any(finding.stops_current for finding in findings))
    items = tuple(
        CurrentItem(
            written=item.written,
            form=item.form,
            elemental_mg_per_day=None if item.mg_per_day is None else shown_mg(item.mg_per_day),
            kept=item in kept,
            how=item.how,
        )
        for item in case.ledger.items
    )
    return Current(
        counted_mg=shown_mg(case.ledger.counted_mg),
        kept_mg=shown_mg(sum(item.mg_per_day or 0.0 for item in kept)),
        items=items,
        conflicts=tuple(_conflicts(case)),
        advises_stop=any(item not in kept for item in case.ledger.items),
    )


def shown_mg(mg: float) -> float:
    """To the hundredth, upwards: what is taken is never understated, and no dust of a conversion is shown."""
    return math.ceil(round(mg * 100, 4)) / 100


def _kept(case: Case, *, stop: bool) -> list[Item]:
    kept: list[Item] = []
    limit = orders.allowed_mg(case)
    expecting = case.profile.pregnant or case.profile.lactating
    for item in case.ledger.items:
        if not item.swallowed:
            kept.append(item)
            continue
        unadvised = item.form == "orotate" or (item.form == "threonate" and expecting)
        total = sum(each.mg_per_day or 0.0 for each in kept) + (item.mg_per_day or 0.0)
        if not stop and not unadvised and limit is not None and total <= limit + ROUNDING_MG:
            kept.append(item)
    return kept


def _conflicts(case: Case) -> Iterator[Conflict]:
    for item in case.ledger.items:
        if not item.swallowed:
            continue
        others = [taken for taken in case.medicines if taken.field != item.field and not taken.over]
        courses = [taken for taken in others if is_waited_for(taken)]
        for taken in courses:
            yield Conflict(
                item=item.written,
                item_time=item.times[0] if item.times else None,
                medicine=taken.entry.name,
                medicine_time=taken.entry.times[0] if taken.entry.times else None,
                move_to=None,
                message=said(
                    "Pause {item} until the course of {medicine} is over.",
                    item=item.written,
                    medicine=taken.entry.name,
                ),
            )
        if not courses:  # what pauses needs no better time
            yield from _too_near(case, item, [keepout for taken in others for keepout in keepouts_of(taken)])


def _too_near(case: Case, item: Item, keepouts: Sequence[Keepout]) -> Iterator[Conflict]:
    for time in item.times:
        for keepout in keepouts:
            if not keepout.forbids(minute_of(time)):
                continue
            day = hours_of(case).day
            free = free_spans(day, keepouts)
            at = place((min(day.since_waking(minute_of(time)), day.length),), free)
            better = None if at is None else day.clock(at[0])
            advice = said("{time} keeps that distance.", time=better) if better else said(_NO_TIME)
            yield Conflict(
                item=item.written,
                item_time=time,
                medicine=keepout.medicine,
                medicine_time=keepout.at_clock,
                move_to=better,
                message=said(
                    "{item} at {time} is too near to {medicine} at {medicine_time}: magnesium belongs {before} before "
                    "it or {after} after it. {advice}",
                    item=item.written,
                    time=time,
                    medicine=keepout.medicine,
                    medicine_time=keepout.at_clock,
                    before=hours(keepout.before_min),
                    after=hours(keepout.after_min),
                    advice=advice,
                ),
            )
