"""A reference case file as a diary without dates."""

import json
from typing import Any

import pytest

from charley.errors import BadInput
from charley.interop.reference_case import read_case

CASE: dict[str, Any] = {
    "format": 1,
    "id": "s003",
    "data": {"T": 3, "y": [1, None, 0], "exposure": [1.0, 1.0, 0.5], "dose": [[0, 1, 1]], "x": [[-1.0, 0.0, 1.0]]},
    "settings": {"seed": 1},
    "reference": {},
}


def test_columns_are_numbered() -> None:
    table = read_case(json.dumps(CASE).encode())
    assert table.start is None
    assert table.cramps == (1, None, 0)
    assert table.doses == {"treatment 1": (0, 1, 1)}
    assert table.covariates == {"covariate 1": (-1, 0, 1)}


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"T": 4}, {"data.y", "data.exposure", "data.dose[0]", "data.x[0]"}),
        ({"y": [1, -1, 1.5]}, {"data.y[1]"}),
        ({"exposure": [1, 0, 2]}, {"observed[1]", "observed[2]"}),
        ({"more": 1}, {"data.more"}),
    ],
)
def test_faults_are_named(change: dict[str, Any], fields: set[str]) -> None:
    wrong = CASE | {"data": CASE["data"] | change}
    with pytest.raises(BadInput) as caught:
        read_case(json.dumps(wrong).encode())
    assert fields <= set(caught.value.fields)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format": 1', b'{"data": NaN}'])
def test_what_is_not_a_case_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_case(data)
