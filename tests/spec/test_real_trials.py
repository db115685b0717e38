"""Published diaries analysed anew: our answer beside a plain regression, and why they differ.

A Poisson regression on one treatment column gives the ratio of the two means; it takes every day for itself and has no
prior. Ours knows that neighbouring days resemble each other, so its range is wider. The prior draws it towards no
effect; but it is the ratio once the effect has built up, which moves it away again where the first treated days still
look like the days before. The two are given in docs/explanation/trials.md.
"""

import csv
import json
import math
from collections import defaultdict

import numpy as np
import pytest
from scipy.special import stdtr

from charley.inference.model import CrampModel
from charley.inference.pooling import pooled
from charley.inference.posterior import fit
from charley.trials.effect_sizes import nap
from charley.trials.randomisation import PeriodRate, exact_test

pytestmark = pytest.mark.shared


def plain(counts, treated):
    """Log ratio of the means and its standard error, as a Poisson regression gives them."""
    with_it, without = counts[treated], counts[~treated]
    return math.log(with_it.mean() / without.mean()), math.sqrt(1 / with_it.sum() + 1 / without.sum())


def ours(counts, treated):
    return fit(CrampModel.of(counts, None, treated[None].astype(float))).coefficient(1)


def test_four_crossovers_of_two_regimens(shared):
    rows = json.loads((shared / "data/nof1/trialist_abab.json").read_text())["data"]
    order = "".join(rows[i]["regimen"] for i in range(0, 56, 7))
    pain = np.array([float(row["averagePainIntensity"]) for row in rows])
    treated = np.array([row["regimen"] == "A" for row in rows])
    assert order == "ABBAABAB"
    rates = [PeriodRate(i + 1, 7, int(pain[7 * i : 7 * i + 7].sum())) for i in range(8)]
    test = exact_test(rates, order, treated="A", against="B", max_run=2)
    assert test.p == test.smallest_p == 1 / 16  # every pair points the same way; four pairs cannot say more
    assert nap(pain[~treated].tolist(), pain[treated].tolist()) == 1.0
    ratio, error = plain(pain, treated)
    beta = ours(pain, treated)
    assert ratio < beta.mean < 0
    assert beta.sd > error


def test_a_two_period_crossover_in_ten_people(shared):
    """Student's sleep data of 1908: hours gained under two drugs, each in the same ten people, one block a person.

    The paired t-test takes the differences for Gaussian and finds p 0.0028. Ours asks how many of the 1,024 ways in
    which the two drugs could have been given look as good: 4 either way, for one person gained the same under both.
    """
    with (shared / "data/nof1/sleep_crossover.csv").open(newline="") as file:
        gained = {(row["ID"], row["group"]): float(row["extra"]) for row in csv.DictReader(file)}
    people = [str(number) for number in range(1, 11)]
    cells = [(person, drug) for person in people for drug in "12"]
    rates = [PeriodRate(i, 10, round(10 * gained[cell])) for i, cell in enumerate(cells, start=1)]
    test = exact_test(rates, [drug for _, drug in cells], treated="1", against="2", max_run=2)
    gaps = np.array([gained[person, "2"] - gained[person, "1"] for person in people])
    assert test.fewer_per_week / 7 == pytest.approx(gaps.mean())
    assert (test.orders, test.p_two_sided) == (1024, 4 / 1024)
    t = gaps.mean() / (gaps.std(ddof=1) / math.sqrt(10))
    assert 2 * t_tail(t, 9) == pytest.approx(0.00283, abs=1e-5)


def days_of(shared):
    """Each patient's days, counted from the first day at the clinic: 1 with a headache, else 0."""
    by_person = defaultdict(dict)
    with (shared / "data/nof1/kostecki_dillon_headaches.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            by_person[row["id"]][int(row["time"])] = float(row["headache"] == "yes")
    return by_person


def rows_of(days):
    """Counts of all days in a row, unknown where nothing was written, and which of them came after."""
    span = range(min(days), max(days) + 1)
    return np.array([days.get(day, math.nan) for day in span]), np.array([day >= 0 for day in span])


def test_a_headache_diary_before_and_after_a_clinic(shared):
    counts, after = rows_of(days_of(shared)["55"])
    seen = ~np.isnan(counts)
    ratio, error = plain(counts[seen], after[seen])
    beta = ours(counts, after)
    assert beta.mean == pytest.approx(ratio, abs=error / 3)
    assert beta.sd > error  # one change only: the level may have moved by itself


def test_all_headache_diaries_with_two_weeks_on_both_sides_together(shared):
    """The plain way weighs each person's two means (Mantel and Haenszel); ours pools whole likelihoods.

    Both find no change on average. Person 55 alone had a fifth fewer: seen among the others, that is most likely luck.
    """
    diaries, with_it, without, place = [], 0.0, 0.0, None
    for name, days in days_of(shared).items():
        counts, after = rows_of(days)
        a, b = counts[after & ~np.isnan(counts)], counts[~after & ~np.isnan(counts)]
        if min(len(a), len(b)) < 14 or not a.sum() + b.sum():
            continue
        place = len(diaries) if name == "55" else place
        diaries.append(CrampModel.of(counts, None, after[None].astype(float)))
        with_it += a.sum() * len(b) / (len(a) + len(b))
        without += b.sum() * len(a) / (len(a) + len(b))
    found = pooled(diaries)
    assert len(diaries) == 22
    assert found.average.mean == pytest.approx(math.log(with_it / without), abs=0.05)
    assert found.average.q025 < 0 < found.average.q975
    counts, after = rows_of(days_of(shared)["55"])
    alone, among = ours(counts, after), found.people[place].effect
    assert among.sd < alone.sd
    assert abs(among.mean - found.average.mean) < abs(alone.mean - found.average.mean)


def t_tail(t, freedom):
    """Chance of a larger Student t."""
    return float(stdtr(freedom, -t))
