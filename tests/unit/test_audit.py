"""The auditor finds what is known to be wrong, and leaves correct tables alone."""

import math
import random

import pytest
from scipy import stats

from charley.evidence.audit import AuditFinding, audit
from charley.knowledge.figures import figures
from charley.knowledge.studies import Arm, Outcome, Result, Study, shipped

HEAD = {
    "confidence": "read",
    "sources": [{"title": "A made-up trial", "url": "https://example.org"}],
    "reviewed": "2026-11-21",
    "review_by": "2027-11-21",
    "year": 2020,
    "treatment": "magnesium",
    "condition": "night-cramps",
    "population": ["adults"],
    "bias": "low",
    "bias_why": "Made up for a test.",
    "read_as": "table",
}


def study(outcome: Outcome, *, people: int = 400, design: str = "parallel") -> Study:
    from charley.reading import read

    return read(Study, {**HEAD, "id": "made-up", "name": "Made up", "people": people, "design": design,
                        "outcomes": [outcome]})  # fmt: skip


def findings(of: str) -> dict[str, AuditFinding]:
    return {f"{f.study}/{f.check}": f for f in audit(shipped(), figures().values()) if f.study == of}


def test_a_difference_of_deviations_is_not_a_standard_error() -> None:
    """Roguin Maor 2017 prints 0.38 (0.48): 0.48 is 4.53 less 4.05; the standard error is near 0.89."""
    found = findings("maor-2017")
    assert set(found) == {"maor-2017/spread"}
    message = found["maor-2017/spread"].message
    assert all(number in message for number in ("0.38 (0.48)", "0.89", "4.05", "4.53"))


def test_weeks_taken_for_people_are_found() -> None:
    """Tan 2024 prints -2.86 to -2.49; its own spreads and people give about -3.19 to -2.16."""
    found = findings("tan-2024")
    assert set(found) == {"tan-2024/interval"}
    assert "8 counts of each person" in found["tan-2024/interval"].message
    assert found["tan-2024/interval"].recomputed == "-3.19 to -2.16"


def test_shares_of_other_people_are_found() -> None:
    found = [f for f in audit(shipped()) if f.study == "supakatisant-2015"]
    assert {f.check for f in found} == {"share"}
    assert any("37 of 43" in f.message for f in found)
    assert any("26 of 43" in f.message for f in found)
    brazil = [f for f in audit(shipped()) if f.study == "araujo-2020"]
    assert [f.small for f in brazil] == [True, False, False]
    assert "21 of 64" in brazil[1].message


def test_a_range_that_does_not_fit_its_middle_is_found() -> None:
    assert "statin-cramps/centre" in findings("statin-cramps")


def test_trials_that_agree_with_themselves_are_left_alone() -> None:
    disputed = {f.study for f in audit(shipped(), figures().values())}
    assert disputed == {"maor-2017", "supakatisant-2015", "araujo-2020", "tan-2024", "statin-cramps"}


def printed(number: float, places: int) -> str:
    return f"{number:.{places}f}"


def table_of_means(rng: random.Random) -> tuple[Outcome, dict[str, float]]:
    """A correct table: the interval and the p follow from exact means and spreads by one of three methods."""
    n, m = rng.randint(8, 250), rng.randint(8, 250)
    mean, other = rng.uniform(0.5, 12), rng.uniform(0.5, 12)
    sd, other_sd = mean * rng.uniform(0.3, 1.3), other * rng.uniform(0.3, 1.3)
    places = rng.choice((1, 2, 2, 3))
    method = rng.choice(("z", "pooled", "welch"))
    if method == "pooled":
        df = float(n + m - 2)
        se = math.sqrt(((n - 1) * sd**2 + (m - 1) * other_sd**2) / df * (1 / n + 1 / m))
    else:
        a, b = sd**2 / n, other_sd**2 / m
        se = math.sqrt(a + b)
        df = math.inf if method == "z" else (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (m - 1))
    t = stats.t(df).ppf(0.975) if method != "z" else stats.norm.ppf(0.975)
    difference = mean - other
    p = 2 * (stats.t(df).sf(abs(difference) / se) if method != "z" else stats.norm.sf(abs(difference) / se))
    shown = "<0.001" if p < 0.001 else printed(min(p, 0.999), 3)
    outcome = Outcome(
        id="cramps",
        name="cramps a week",
        unit="cramps a week",
        arms=(
            Arm(role="treatment", what="tablet", n=n, mean=printed(mean, places), sd=printed(max(sd, 0.11), places)),
            Arm(role="control", what="placebo", n=m, mean=printed(other, places),
                sd=printed(max(other_sd, 0.11), places)),
        ),
        result=Result(
            measure="MD",
            estimate=printed(difference, places),
            low=printed(difference - t * se, places),
            high=printed(difference + t * se, places),
            spread=printed(se, places) if rng.random() < 0.5 else None,
            spread_is="se",
            p=shown,
        ),
    )  # fmt: skip
    return outcome, {"se": se, "difference": difference, "sd": sd, "other_sd": other_sd, "n": n, "m": m}


def table_of_counts(rng: random.Random) -> Outcome:
    """A correct table of two shares with a chi-square p and a log-normal interval of the risk ratio."""
    n, m = rng.randint(12, 300), rng.randint(12, 300)
    a, c = rng.randint(2, n - 2), rng.randint(2, m - 2)
    places = rng.choice((0, 1, 1, 2))
    correction = rng.random() < 0.5
    p = stats.chi2_contingency([[a, n - a], [c, m - c]], correction=correction).pvalue
    ratio = a / n / (c / m)
    se = math.sqrt(1 / a - 1 / n + 1 / c - 1 / m)
    return Outcome(
        id="better",
        name="people who were better",
        unit="people",
        arms=(
            Arm(role="treatment", what="tablet", n=n, events=a if rng.random() < 0.6 else None,
                percent=printed(100 * a / n, places)),
            Arm(role="control", what="placebo", n=m, events=c, percent=printed(100 * c / m, places)),
        ),
        result=Result(measure="RR", estimate=printed(ratio, 2), low=printed(ratio * math.exp(-1.96 * se), 2),
                      high=printed(ratio * math.exp(1.96 * se), 2), p="<0.001" if p < 0.001 else printed(p, 3)),
    )  # fmt: skip


def test_a_thousand_correct_tables_give_fewer_than_one_in_a_hundred_false_findings() -> None:
    rng = random.Random(20261121)
    disputed = 0
    for number in range(1000):
        outcome = table_of_means(rng)[0] if number % 2 else table_of_counts(rng)
        disputed += bool(audit([study(outcome, people=700)]))
    assert disputed < 10


@pytest.mark.parametrize("fault", ["se for sd", "weeks for people", "sd difference for se", "wrong p", "wrong share"])
def test_faults_put_into_correct_tables_are_found(fault: str) -> None:
    rng = random.Random(7)
    found = tried = 0
    while tried < 100:
        if fault == "wrong share":
            outcome = table_of_counts(rng)
            arm = outcome.arms[1]
            exact = 100 * (arm.events or 0) / arm.n
            bad = Arm(role="control", what="placebo", n=arm.n, events=arm.events, percent=printed(exact + 1.3, 1))
            outcome = Outcome(id="x-1", name="people who were better", arms=(outcome.arms[0], bad), result=None)
        else:
            outcome, truth = table_of_means(rng)
            if abs(truth["difference"]) < 2.2 * truth["se"] or truth["se"] < 0.05:
                continue
            outcome = broken(outcome, truth, fault)
        tried += 1
        found += any(not finding.small for finding in audit([study(outcome, people=700)]))
    assert found >= 90


def broken(outcome: Outcome, truth: dict[str, float], fault: str) -> Outcome:
    treated, control = outcome.arms
    result = outcome.result
    assert result is not None
    d, se = truth["difference"], truth["se"]
    if fault == "se for sd":
        treated, control = (
            Arm(role=arm.role, what=arm.what, n=arm.n, mean=arm.mean, sd=printed(float(arm.sd or 0) / arm.n**0.5, 3))
            for arm in outcome.arms
        )
    elif fault == "weeks for people":
        narrow = 1.96 * se / math.sqrt(8)
        result = Result(measure="MD", estimate=printed(d, 2), low=printed(d - narrow, 2), high=printed(d + narrow, 2))
    elif fault == "sd difference for se":
        gap = abs(float(treated.sd or 0) - float(control.sd or 0))
        result = Result(measure="MD", estimate=printed(d, 2), spread=printed(gap, 2), spread_is="se")
    else:
        result = Result(measure="MD", estimate=printed(d, 2), p="0.41")
    return Outcome(id="x-1", name="cramps a week", records_each=8, arms=(treated, control), result=result)


def test_a_crossover_is_not_judged_as_if_its_arms_were_different_people() -> None:
    frusso = next(each for each in shipped() if each.id == "frusso-1999")
    assert audit([frusso]) == ()
