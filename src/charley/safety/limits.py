"""One limit, one ledger: all magnesium that is not food, held against the upper level."""

from collections.abc import Iterator

from charley.language import marked, said
from charley.nutrition.current import Item
from charley.safety.case import Case
from charley.safety.findings import Finding
from charley.safety.saying import say

#: Amounts on labels are whole milligrams; less than half of one is no excess.
ROUNDING_MG = 0.5


def over_limit(case: Case) -> Iterator[Finding]:
    """What is taken already passes the limit, or the wish would."""
    limit, counted = case.limit.limit_mg, case.ledger.counted_mg
    if limit is None:
        return
    if counted > limit + ROUNDING_MG:
        yield say(
            "over-limit",
            about=marked("magnesium from products"),
            status="clinician_first",
            counted_mg=f"{counted:.0f}",
            limit_mg=f"{limit:.0f}",
        )
    profile = case.profile
    wish, eaten = profile.wanted_mg_per_day, profile.diet_magnesium_mg
    if wish is not None and wish - (eaten or 0.0) > limit + ROUNDING_MG:
        yield say("wish-over-limit", about=marked("the amount wished for"), at_least="caution", limit_mg=f"{limit:.0f}")


def labels(case: Case) -> Iterator[Finding]:
    """What the labels leave open, and what was counted where they leave a range."""
    for item in case.ledger.items:
        if item.form == "orotate":
            yield say("orotate", about=item.written, at_least="caution", product=item.written)
        if item.weighed_as == "implausible":
            yield _open("label-implausible", item)
        elif item.mg_per_day is None:
            yield _open("amount-unknown" if item.kind == "supplement" else "amount-taken-unknown", item)
        elif item.weighed_as in ("range", "unclear"):
            yield say(
                "salt-weight",
                about=item.written,
                at_least="caution",
                product=item.written,
                mg=f"{item.mg_per_day:.0f}",
                how=item.how.rstrip("."),
            )


def _open(name: str, item: Item) -> Finding:
    asks = item.asks or said("Please look for the line with elemental magnesium on the label.")
    return say(
        name,
        about=item.written,
        status="clinician_first",
        waits_for=(item.field,),
        product=item.written,
        how=item.how,
        asks=asks,
    )


def products(case: Case) -> Iterator[Finding]:
    """Products that count unnoticed, that count as nothing, and several at once.

    Antacids, laxatives and magnesium medicines are counted, and a pharmacist is asked before anything is put on top.
    """
    for item in case.ledger.items:
        if not item.swallowed:
            yield say("topical-zero", about=item.written, product=item.written)
        elif item.kind != "supplement":
            yield _asks_first("hidden-magnesium", item)
        if item.swallowed and item.kind in ("laxative", "bowel-prep"):
            yield _asks_first("laxative", item)
    counting = [item for item in case.ledger.items if item.swallowed]
    if len(counting) > 1:
        yield say(
            "duplicate",
            about=marked("magnesium products"),
            products=", ".join(item.written for item in counting),
            counted_mg=f"{case.ledger.counted_mg:.0f}",
        )


def _asks_first(name: str, item: Item) -> Finding:
    shows_amount = item.kind in ("antacid", "medicine")
    return say(name, about=item.written, status="clinician_first", shows_amount=shows_amount, product=item.written)


def threonate(case: Case) -> Iterator[Finding]:
    """A salt that was not looked at in pregnancy and breastfeeding."""
    if not (case.profile.pregnant or case.profile.lactating):
        return
    for item in case.ledger.items:
        if item.form == "threonate":
            yield say("threonate-pregnancy", about=item.written, status="clinician_first", product=item.written)
