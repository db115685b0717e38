"""From nights to the engine's columns: where each name stands, and what the diary cannot tell."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from charley.diary.nights import NightTable
from charley.errors import BadInput
from charley.inference.model import Gaussian
from charley.services.cramp_model import named_model


def table(**parts: Any) -> NightTable:
    nights = 28
    usual: dict[str, Any] = {
        "start": date(2026, 3, 2),  # a Monday
        "cramps": (1, 0, None, 2) * 7,
        "observed": (1.0,) * nights,
        "doses": {"calcium": (0.0, 1.0) * 14},
        "doses_mg": {"magnesium": (0.0,) * 14 + (100.0, 200.0) * 7},
        "covariates": {"alcohol": (0.0, 0.0, 1.0, 0.0) * 7},
    }
    return NightTable(**(usual | parts))


def test_every_name_has_its_columns() -> None:
    built = named_model(table(), trend=True, by_weekday=True)
    columns, at = built.levels["magnesium"]
    assert built.treatments == {"calcium": 1}
    assert (columns.levels, at) == ((100.0, 200.0), 2)
    assert built.covariates == {"alcohol": 5}
    assert (built.trend, built.weekdays) == (6, 8)
    assert built.model.coefficients == 14
    np.testing.assert_array_equal(built.model.washed[at - 1 : at + 2], columns.columns)


def test_weekdays_begin_with_the_first_night() -> None:
    monday = named_model(table(), by_weekday=True)
    tuesday = named_model(table(start=date(2026, 3, 3)), by_weekday=True)
    at = 1 + len(monday.model.washed)
    rows = slice(monday.weekdays - at, None)  # type: ignore[operator]
    np.testing.assert_array_equal(monday.model.fixed[rows][:, 1:], tuesday.model.fixed[rows][:, :-1])


def test_weekdays_need_dates() -> None:
    with pytest.raises(BadInput) as caught:
        named_model(table(start=None), by_weekday=True)
    assert tuple(caught.value.fields) == ("start",)


def test_priors_go_to_their_treatments() -> None:
    built = named_model(table(), priors={"calcium": Gaussian(-0.2, 0.1)})
    assert (built.model.coef_mean[1], built.model.coef_sd[1]) == (-0.2, 0.1)
    assert built.model.coef_sd[2] ** 2 + built.model.coef_sd[3] ** 2 == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("doses", "trend", "said"),
    [
        ((0.0,) * 14 + (1.0,) * 14, False, True),
        ((0.0,) * 8 + (1.0,) * 12 + (0.0,) + (1.0,) * 7, False, True),
        ((0.0,) * 14 + (1.0,) * 14, True, False),
        ((0.0,) * 7 + (1.0,) * 7 + (0.0,) * 7 + (1.0,) * 7, False, False),
        ((1.0,) * 14 + (0.0,) * 14, False, False),
    ],
)
def test_one_beginning_is_said_to_look_like_a_fall_of_its_own(
    doses: tuple[float, ...], trend: bool, said: bool
) -> None:
    built = named_model(table(doses={"calcium": doses}, doses_mg={}), trend=trend)
    assert any("fall by themselves" in note for note in built.notes) is said
