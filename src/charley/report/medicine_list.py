"""Everything that is taken, on a sheet to show any doctor, nurse or pharmacist."""

from datetime import datetime

from charley.report.document import CrampProfile, Product
from charley.report.plan_words import DISCLAIMER
from charley.report.profile_words import first_sentence, noted_magnesium
from charley.report.sheet import Block, Bullets, Paragraph, Section, Sheet, Table

UNKNOWN = "not known"


def medicine_list(page: CrampProfile) -> Sheet:
    """The sheet: products with magnesium first, then supplements, then medicines; the day's sum; what was raised."""
    return Sheet(
        title="My medicines and supplements",
        lead="As told by me. Amounts of magnesium are elemental: the magnesium itself, not the weight of its salt.",
        sections=(
            Section(head="With magnesium", blocks=(_magnesium(page), *_noted(page))),
            Section(head="All other supplements", blocks=(_others(page, "supplement"),)),
            Section(head="All other medicines", blocks=(_others(page, "medicine"),)),
            Section(head="What a check raised", blocks=tuple(_raised(page))),
        ),
        foot=(DISCLAIMER, f"Analysis {page.run.id} · Charley {page.run.program}"),
        made_at=datetime.fromisoformat(page.run.made_at),
        dense=True,
        for_name=True,
    )


def _magnesium(page: CrampProfile) -> Block:
    sources = [product for product in page.products if product.holds_magnesium]
    if page.magnesium is None:
        return Paragraph(text="Nothing was told yet.")
    if not sources:
        return Paragraph(text="None was told.")
    rows = [(p.written, p.form or UNKNOWN, p.dose or UNKNOWN, _when(p), _mg(p)) for p in sources]
    known = any(p.magnesium_mg is not None for p in sources)
    total = f"{page.magnesium.products_mg:.0f}" if known else UNKNOWN
    if known and any(p.magnesium_mg is None for p in sources):
        total = f"at least {total}"
    rows.append(("Together", "", "", "", total))
    return Table(head=("Product", "Form", "Each time", "When", "Mg mg a day"), rows=tuple(rows), right=(4,))


def _noted(page: CrampProfile) -> list[Block]:
    return [Paragraph(text=f"In the diary: {sentence}") for sentence in noted_magnesium(page)]


def _others(page: CrampProfile, kind: str) -> Block:
    found = [p for p in page.products if p.kind == kind and not p.holds_magnesium]
    if page.magnesium is None:
        return Paragraph(text="Nothing was told yet.")
    if not found:
        return Paragraph(text="None was told.")
    rows = tuple((p.written, p.known_as or "", p.dose or UNKNOWN, _when(p)) for p in found)
    return Table(head=("Name", "Known as", "Dose", "When"), rows=rows)


def _raised(page: CrampProfile) -> list[Block]:
    if not page.screened:
        return [Paragraph(text="Nothing was checked.")]
    strong = [Paragraph(text=warning.message, strong=True) for warning in page.warnings]
    serious = [flag for flag in page.flags if flag.severity != "info"]
    if not serious:
        return [*strong, Paragraph(text="Nothing that needs more than the usual care.")]
    return [*strong, Bullets(items=tuple(f"{flag.about}: {first_sentence(flag.message)}" for flag in serious))]


def _when(product: Product) -> str:
    return " ".join((*product.days, *product.times)) or UNKNOWN


def _mg(product: Product) -> str:
    return UNKNOWN if product.magnesium_mg is None else f"{product.magnesium_mg:.0f}"
