"""A reference case of the cramp model: one JSON file with a diary without dates, as used to test engines."""

from typing import Annotated, Any

import msgspec

from charley.diary.nights import MAX_NIGHTS, NightTable
from charley.errors import BadInput, Problem
from charley.reading import Record, decode_json, read


class _Data(Record, frozen=True, kw_only=True):
    T: Annotated[int, msgspec.Meta(ge=1, le=MAX_NIGHTS)]
    y: list[Annotated[int, msgspec.Meta(ge=0, le=1000)] | None]
    exposure: list[float]
    dose: list[list[float]] = msgspec.field(default_factory=list)
    x: list[list[float]] = msgspec.field(default_factory=list)

    def faults(self) -> list[Problem]:
        sizes = {"y": len(self.y), "exposure": len(self.exposure)}
        sizes |= {f"dose[{j}]": len(row) for j, row in enumerate(self.dose)}
        sizes |= {f"x[{k}]": len(row) for k, row in enumerate(self.x)}
        return [
            Problem(name, f"has {size} entries, but T is {self.T}") for name, size in sizes.items() if size != self.T
        ]


class _Case(Record, frozen=True, kw_only=True):
    format: Annotated[int, msgspec.Meta(ge=1, le=1, extra={"say": "should be 1"})]
    id: str
    data: _Data
    settings: Any = None
    reference: Any = None


def read_case(data: bytes) -> NightTable:
    """Read a case; treatments are named ``treatment 1`` … and covariates ``covariate 1`` … in their order.

    Raises:
        BadInput: naming every faulty field.
    """
    raw = decode_json(data)
    if not isinstance(raw, dict) or "data" not in raw:
        raise BadInput([Problem("data", "is missing; a reference case has format, id and data")])
    case = read(_Case, raw).data
    return NightTable(
        start=None,
        cramps=tuple(case.y),
        observed=tuple(case.exposure),
        doses={f"treatment {j}": tuple(row) for j, row in enumerate(case.dose, start=1)},
        covariates={f"covariate {k}": tuple(row) for k, row in enumerate(case.x, start=1)},
    )
