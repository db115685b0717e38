"""From a diary to the answer: names, notes, refusals, and the document of contract section 4."""

import csv
import json
import math
import sys
from pathlib import Path

import jsonschema
import msgspec
import numpy as np
import pytest

import charley
from charley.errors import BadInput
from charley.services import insight
from charley.services.insight import analyse

NIGHTS = 60
CRAMPS = [int(c) if i % 9 else None for i, c in enumerate(np.random.default_rng(3).poisson(0.8, NIGHTS))]
DOSE = [float(i // 14 % 2) for i in range(NIGHTS)]
ALCOHOL = [float(i % 3 == 0) for i in range(NIGHTS)]


@pytest.fixture(scope="module")
def answer() -> insight.Answer:
    return charley.analyse(CRAMPS, doses={"magnesium": DOSE}, covariates={"alcohol": ALCOHOL}, start="2026-03-01")


def test_the_document_fits_its_published_schema_and_is_plain_json(answer: insight.Answer) -> None:
    document = answer.as_dict()
    jsonschema.validate(json.loads(json.dumps(document, allow_nan=False)), insight.posterior_schema())
    assert set(document["treatments"]) == {"magnesium"}
    assert set(document["covariates"]) == {"alcohol"}
    assert {"alpha", "sigma", "rho", "phi", "half_life_days"} <= set(document["parameters"])
    assert document["nights"]["total"] == NIGHTS
    assert document["nights"]["recorded"] == sum(c is not None for c in CRAMPS)
    assert document["healthy"] is True
    assert document["reason"] is None


def test_numbers_hang_together(answer: insight.Answer) -> None:
    found = answer.treatments["magnesium"]
    beta, ratio = found.log_rate_ratio, found.rate_ratio
    assert 0 < found.p_below_0_8 < found.p_below_1 < 1
    assert ratio.q50 == pytest.approx(math.exp(beta.q50))
    assert found.avoided_per_week.q025 < found.avoided_per_week.q50 < found.avoided_per_week.q975
    assert (found.avoided_per_week.q50 > 0) == (beta.q50 < 0)
    assert answer.document.parameters["phi"].mean is None  # it does not exist


def test_the_trend_has_a_date_for_each_night(answer: insight.Answer) -> None:
    trend = answer.as_dict()["trend"]
    assert len(trend) == NIGHTS
    assert trend[0]["date"] == "2026-03-01"
    assert trend[-1]["date"] == "2026-04-29"
    assert all(night["q025"] < night["q50"] < night["q975"] for night in trend)


def test_without_a_start_there_are_no_dates() -> None:
    trend = analyse([1, 0, None, 2]).as_dict()["trend"]
    assert all("date" not in night for night in trend)


def test_arrays_and_lists_are_the_same_diary() -> None:
    lists = analyse([0, 1, 2, 0], doses={"m": [0, 0, 1, 1]})
    arrays = analyse(np.array([0, 1, 2, 0]), doses={"m": np.array([0, 0, 1, 1])})  # type: ignore[arg-type]
    assert lists.treatments == arrays.treatments


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("base", "unit"), [(7000.0, 1000.0), (-1e308, 1e308), (0.0, 1e-300)])
def test_the_scale_of_a_covariate_does_not_matter(base: float, unit: float) -> None:
    plain = analyse(CRAMPS, covariates={"steps": ALCOHOL})
    scaled = analyse(CRAMPS, covariates={"steps": [base + unit * value for value in ALCOHOL]})
    assert scaled.document.covariates["steps"].mean == pytest.approx(plain.document.covariates["steps"].mean)


def test_nothing_recorded_is_a_refusal_without_numbers() -> None:
    found = analyse([None] * 10, doses={"m": [1] * 10})
    document = found.as_dict()
    assert found.healthy is False
    assert "no night" in str(found.reason)
    assert document["treatments"] == {}
    assert document["parameters"] == {}
    assert document["trend"] == []
    assert document["nights"] == {"total": 10, "recorded": 0, "cramps": 0}
    jsonschema.validate(document, insight.posterior_schema())


def test_an_engine_that_cannot_vouch_gives_no_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("charley.inference.laplace.MAX_STEPS", 1)
    found = analyse([9, 0, 30, 2] * 10, doses={"m": [0, 1] * 20})
    assert found.healthy is False
    assert found.as_dict()["treatments"] == {}


def test_the_stronger_check_can_be_asked_for() -> None:
    found = analyse(CRAMPS, doses={"m": DOSE}, check=True)
    assert found.healthy
    assert found.document.engine.check is not None
    assert abs(found.document.engine.check.log_marginal_gap) < 0.3


@pytest.mark.parametrize(
    ("diary", "words"),
    [
        ({"cramps": [1, 0], "doses": {"m": [0, 0]}}, "No night with m"),
        ({"cramps": [1, 0], "doses": {"m": [1, 1]}}, "nothing to compare"),
        ({"cramps": [1, 0], "doses": {"m": [1, None]}}, "not known"),
        ({"cramps": [1, 0], "covariates": {"a": [2, 2]}}, "same every night"),
        ({"cramps": [1, 0, 2], "covariates": {"a": [1, None, 3]}}, "taken as average"),
        ({"cramps": [1, 0, 2], "covariates": {"a": [1, 2, 3], "b": [2, 4, 6]}}, "cannot tell them apart"),
        ({"cramps": [1, 0, 2], "doses": {"m": [0, 0, 1]}, "covariates": {"b": [5, 5, 9]}}, "cannot tell them apart"),
    ],
)
def test_what_the_diary_cannot_tell_is_said(diary: dict, words: str) -> None:  # type: ignore[type-arg]
    found = analyse(**diary)
    assert found.healthy
    assert any(words in note for note in found.notes)


@pytest.mark.parametrize(
    ("diary", "fields"),
    [
        ({"cramps": []}, {"cramps"}),
        ({"cramps": "many"}, {"cramps"}),
        ({"cramps": None}, {"cramps"}),
        ({"cramps": [1, -1, 0.5, math.nan, 1001, "2", True]}, {f"cramps[{i}]" for i in range(1, 7)}),
        ({"cramps": [1, 2], "observed": [0, 1.5]}, {"observed[1]"}),
        ({"cramps": [1, 2], "observed": [1]}, {"observed"}),
        ({"cramps": [1, 2], "doses": {"m": [1]}}, {"m"}),
        ({"cramps": [1, 2], "doses": {"m": [-1, math.inf]}}, {"doses.m[0]", "doses.m[1]"}),
        ({"cramps": [1, 2], "doses": [1, 2]}, {"doses"}),
        ({"cramps": [1, 2], "covariates": {"a": [None, None]}}, {"covariates.a"}),
        ({"cramps": [1], "start": "2026-02-30"}, {"start"}),
        ({"cramps": [0] * 4000}, {"cramps"}),
        ({"cramps": [1, -2], "doses": {"m": [0, 7]}, "start": "soon"}, {"cramps[1]", "doses.m[1]", "start"}),
    ],
)
def test_bad_input_names_every_field(diary: dict, fields: set[str]) -> None:  # type: ignore[type-arg]
    with pytest.raises(BadInput) as caught:
        analyse(**diary)
    assert fields == set(caught.value.fields)


def test_diary_schema_takes_the_contracts_rows() -> None:
    rows = [
        {"date": "2026-03-01", "cramps": 2, "observed": 1, "dose:magnesium": 0, "x:alcohol": 0},
        {"date": "2026-03-02", "cramps": None, "dose:magnesium": None},
    ]
    jsonschema.validate(rows, insight.diary_schema())
    for wrong in ({"cramps": 1}, {"date": "2026-03-01", "cramps": -1}, {"date": "2026-03-01", "magnesium": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([wrong], insight.diary_schema())


class FakeArviz:
    """Takes what ArviZ takes, in the way of its old or its new release."""

    def __init__(self, old: bool) -> None:
        self.from_dict = (lambda posterior=None: posterior) if old else (lambda data: data["posterior"])


@pytest.mark.parametrize("old", [True, False])
def test_draws_go_to_arviz_by_name(old: bool, answer: insight.Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arviz", FakeArviz(old))
    drawn = answer.to_arviz(draws=50)
    assert set(drawn) == {"coefficients", "eta", "sigma", "rho", "inv_sqrt_phi", "half_life"}
    assert drawn["eta"].shape == (1, 50, NIGHTS)
    assert drawn["coefficients"].shape == (1, 50, 3)


def test_nothing_is_drawn_where_there_is_no_answer() -> None:
    with pytest.raises(BadInput):
        analyse([None, None]).to_arviz()


@pytest.mark.shared
def test_a_real_diary(shared: Path) -> None:
    """Headaches of one patient, day by day, before and after treatment began (Kostecki-Dillon and others 1999)."""
    with (shared / "data" / "nof1" / "kostecki_dillon_headaches.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["id"] == "1"]
    first, last = int(rows[0]["time"]), int(rows[-1]["time"])
    seen = {int(row["time"]): int(row["headache"] == "yes") for row in rows}
    days = range(first, last + 1)
    found = analyse([seen.get(day) for day in days], doses={"treatment": [float(day > 0) for day in days]})
    assert found.healthy
    assert found.nights.recorded == len(seen)
    assert 0.02 < found.treatments["treatment"].p_below_1 < 0.98


def test_amounts_in_mg_are_answered_one_by_one() -> None:
    amounts = [(0.0, 100.0, 200.0, 300.0)[i // 7 % 4] for i in range(NIGHTS)]
    found = analyse(CRAMPS, doses_mg={"magnesium": amounts})
    levels = found.document.dose_levels["magnesium"]
    assert [level.mg for level in levels.levels] == [100, 200, 300]
    assert levels.smallest_mg is None
    assert sum(level.nights for level in levels.levels) + levels.nights_without == found.nights.recorded
    jsonschema.validate(json.loads(json.dumps(found.as_dict())), insight.posterior_schema())


@pytest.mark.parametrize(
    ("amounts", "fields"),
    [
        ({"m": [0, -5]}, {"doses_mg.m[1]"}),
        ({"m": [0, 20_000]}, {"doses_mg.m[1]"}),
        ({"m": [0]}, {"m"}),
        ({"m": "100"}, {"doses_mg.m"}),
    ],
)
def test_bad_amounts_are_named(amounts: dict, fields: set[str]) -> None:  # type: ignore[type-arg]
    with pytest.raises(BadInput) as caught:
        analyse([1, 0], doses_mg=amounts)
    assert fields == set(caught.value.fields)


def test_a_slow_trend_and_weekdays_are_told() -> None:
    asked = insight.Asked(trend=True, weekdays=True)
    found = analyse(CRAMPS, doses={"magnesium": DOSE}, start="2026-03-01", asked=asked).document
    assert found.slow_trend is not None
    assert found.slow_trend.q025 < found.slow_trend.q50 < found.slow_trend.q975
    assert list(found.weekdays or {}) == list(insight.WEEKDAYS)
    jsonschema.validate(msgspec.to_builtins(found), insight.posterior_schema())


def test_weekdays_without_dates_are_refused_by_name() -> None:
    with pytest.raises(BadInput) as caught:
        analyse(CRAMPS, asked=insight.Asked(weekdays=True))
    assert tuple(caught.value.fields) == ("start",)


def linked(ratio: float) -> tuple[list[int], list[float]]:
    """A year of cramps, and alcohol that goes with ``ratio`` times as many the night after."""
    random = np.random.default_rng(8)
    alcohol = (random.random(365) < 0.3).astype(float)
    rate = np.exp(0.3 * random.standard_normal(365)) * ratio ** np.concatenate([[0.3], alcohol[:-1]])
    return random.poisson(rate).tolist(), alcohol.tolist()


def test_a_known_link_is_shown_with_its_interval_and_a_random_diary_shows_none() -> None:
    cramps, alcohol = linked(2.0)
    noise = (np.random.default_rng(9).random(365) < 0.3).astype(float).tolist()
    (link,) = insight.patterns(cramps, {"alcohol": alcohol, "noise": noise}).shown
    assert (link.exposure, link.lag) == ("alcohol", 1)
    assert link.rate_ratio.q025 < 2.0 < link.rate_ratio.q975
    assert insight.patterns(linked(1.0)[0], {"alcohol": alcohol, "noise": noise}).shown == []


def test_too_short_a_diary_is_refused_with_what_is_needed() -> None:
    found = insight.patterns(CRAMPS[:30], {"alcohol": ALCOHOL[:30]})
    assert found.links == []
    assert "at least 42 recorded nights" in str(found.reason)
    assert insight.patterns([None, None], {"alcohol": [0, 1]}).reason == "no night has been recorded yet"


def test_patterns_stand_in_the_document_where_asked_for() -> None:
    cramps, alcohol = linked(2.5)
    found = analyse(cramps, covariates={"alcohol": alcohol}, asked=insight.Asked(patterns=True))
    document = found.as_dict()
    assert document["patterns"]["links"][1]["shown"] is True
    jsonschema.validate(json.loads(json.dumps(document)), insight.posterior_schema())
