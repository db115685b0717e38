"""Reference intakes: how much of a nutrient a day, for whom, and who says so; and how much is too much."""

from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from charley.knowledge.sources import Fact, Source
from charley.knowledge.tables import load
from charley.language import said
from charley.reading import Record

Nutrient = Literal[
    "magnesium",
    "potassium",
    "calcium",
    "sodium",
    "fibre",
    "vitamin_d",
    "vitamin_b6",
    "vitamin_b12",
    "folate",
    "vitamin_e",
    "thiamine",
]
Unit = Literal["mg", "g", "mcg"]

#: The one unit each nutrient is counted in.
UNITS: dict[Nutrient, Unit] = {
    "magnesium": "mg",
    "potassium": "mg",
    "calcium": "mg",
    "sodium": "mg",
    "fibre": "g",
    "vitamin_d": "mcg",
    "vitamin_b6": "mg",
    "vitamin_b12": "mcg",
    "folate": "mcg",
    "vitamin_e": "mg",
    "thiamine": "mg",
}

Setting = Literal["US", "EU", "UK"]
Authority = Literal["NASEM", "EFSA", "UK"]
AUTHORITIES: dict[Setting, Authority] = {"US": "NASEM", "EU": "EFSA", "UK": "UK"}

Sex = Literal["female", "male"]
Amount = Annotated[float, Meta(ge=0, le=100_000)]


class Reference(Fact, frozen=True, kw_only=True):
    """Reference intakes of one nutrient for one life stage, per day.

    Attributes:
        nutrient: which.
        unit: of all figures.
        authority: who set them.
        sex: whom they are for.
        state: pregnant, lactating, or none of these.
        age_min_years: the youngest age, included.
        age_max_years: the age at which it ends, excluded; None for no end.
        rda: covers nearly everybody (RDA, EFSA's PRI, the UK's RNI).
        ai: adequate intake, set where the need itself is not known well enough.
        ear: average requirement: half of the people need more.
        ul: the upper level, of what ``scope`` says.
        scope: whether ``ul`` and ``guidance`` count supplements only or all intake.
        guidance: a UK guidance or safe upper level, which is not a formal upper level.
        cdrr: sodium only: the intake above which less is expected to lower the risk of disease.
    """

    nutrient: Nutrient
    unit: Unit
    authority: Authority
    sex: Literal["female", "male", "any"]
    state: Literal["none", "pregnant", "lactating"]
    age_min_years: float
    age_max_years: float | None = None
    rda: Amount | None = None
    ai: Amount | None = None
    ear: Amount | None = None
    ul: Amount | None = None
    scope: Literal["supplements", "total"] | None = None
    guidance: Amount | None = None
    cdrr: Amount | None = None

    @property
    def target(self) -> float | None:
        """The daily amount to aim at: the RDA, or the AI where none is set."""
        return self.rda if self.rda is not None else self.ai

    def same_figures(self, other: "Reference") -> bool:
        """Whether both ask the same of a person."""
        figures = ("rda", "ai", "ear", "ul", "guidance", "cdrr")
        return all(getattr(self, name) == getattr(other, name) for name in figures)


@cache
def references() -> tuple[Reference, ...]:
    """Every usable row."""
    return load(Reference, "reference_intakes")


def fitting(
    nutrient: Nutrient,
    *,
    setting: Setting,
    sex: Sex | None,
    age_years: float | None,
    pregnant: bool | None = None,
    lactating: bool | None = None,
) -> tuple[Reference, ...]:
    """All references that may be this person's, given what is known; None is unknown and rules nothing out.

    Pregnancy and lactation are looked for only where somebody said so: most people leave the question open.
    """
    state = "pregnant" if pregnant else "lactating" if lactating else "none"
    rows = [
        row
        for row in references()
        if row.nutrient == nutrient
        and row.authority == AUTHORITIES[setting]
        and (sex is None or row.sex in (sex, "any"))
        and (
            age_years is None
            or (row.age_min_years <= age_years and (row.age_max_years is None or age_years < row.age_max_years))
        )
    ]
    exact = tuple(row for row in rows if row.state == state)
    return exact or tuple(row for row in rows if row.state == "none")


def reference(
    nutrient: Nutrient,
    *,
    setting: Setting,
    sex: Sex | None,
    age_years: float | None,
    pregnant: bool | None = None,
    lactating: bool | None = None,
) -> Reference | None:
    """The person's reference; None where the authority sets none, or where what is unknown would change it.

    Args:
        nutrient: which.
        setting: US (NASEM), EU (EFSA) or UK.
        sex: None if unknown.
        age_years: None if unknown.
        pregnant: None if unknown; taken for no.
        lactating: None if unknown; taken for no.
    """
    rows = fitting(nutrient, setting=setting, sex=sex, age_years=age_years, pregnant=pregnant, lactating=lactating)
    if rows and all(row.same_figures(rows[0]) for row in rows):
        return rows[0]
    return None


class UpperLevel(Record, frozen=True, kw_only=True):
    """How much magnesium a day may come from supplements and medicines; food never counts.

    Attributes:
        limit_mg: the figure the planner keeps; None where no amount is set for this age, which means none without a
            clinician.
        authority: who set ``limit_mg``.
        other_mg: another authority's figure that applies here too, for showing beside it.
        other: who set it, in words.
        why: which figure was taken and why, for people.
        sources: of the figures.
    """

    limit_mg: float | None
    authority: Authority
    other_mg: float | None = None
    other: str | None = None
    why: str
    sources: tuple[Source, ...]


def upper_level_mg(setting: Setting | None, age_years: float | None) -> UpperLevel:
    """The upper level of magnesium from supplements and medicines.

    A child in Europe or the UK is held to the American figure where that is lower, for the European one begins at
    age 4 and makes no difference by age. The UK has no formal level: its guidance figure (400 mg) stands beside the
    European 250 mg, which is kept. An unknown age or setting gets the lowest figure that may apply.
    """
    if age_years is None:
        lowest = _smallest([_set("US", age) for age in (1.0, 4.0, 9.0)])
        return _level(lowest, said("Your age is not known, so the lowest figure for any age from one year is kept."))
    american, european = _set("US", age_years), _set("EU", age_years)
    if american is None:
        sources = _any_row("NASEM").sources
        why = said("No amount is set for a baby: magnesium only from milk and food, unless a clinician says otherwise.")
        return UpperLevel(limit_mg=None, authority="NASEM", why=why, sources=sources)
    if setting == "US":
        return _level(american, said("The American upper level for this age; magnesium in food does not count."))
    if european is None or (american.ul or 0) < (european.ul or 0):
        return _level(american, said("The American figure for this age is kept: it is the stricter one for a child."))
    if setting == "UK":
        guidance = _guidance()
        return UpperLevel(
            limit_mg=european.ul,
            authority="EFSA",
            other_mg=guidance.guidance,
            other=said("UK guidance level, not a formal limit"),
            why=said("The UK has a guidance level and no formal limit, so the lower European upper level is kept."),
            sources=european.sources + guidance.sources,
        )
    if setting is None:
        return _level(
            european, said("Your country is not known, so the lower of the European and American figures is kept.")
        )
    return _level(european, said("The European upper level; magnesium that is in food by nature does not count."))


def _level(row: Reference, why: str) -> UpperLevel:
    return UpperLevel(limit_mg=row.ul, authority=row.authority, why=why, sources=row.sources)


def _set(setting: Setting, age_years: float) -> Reference | None:
    rows = fitting("magnesium", setting=setting, sex=None, age_years=age_years)
    return next((row for row in rows if row.ul is not None), None)


def _smallest(rows: list[Reference | None]) -> Reference:
    return min((row for row in rows if row is not None), key=lambda row: row.ul or 0)


def _any_row(authority: Authority) -> Reference:
    return next(row for row in references() if row.nutrient == "magnesium" and row.authority == authority)


def _guidance() -> Reference:
    return next(row for row in references() if row.nutrient == "magnesium" and row.guidance is not None)
