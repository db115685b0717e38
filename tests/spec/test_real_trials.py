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

from charley.inference.model import CrampModel
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


def test_a_headache_diary_before_and_after_a_clinic(shared):
    by_person = defaultdict(dict)
    with (shared / "data/nof1/kostecki_dillon_headaches.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            by_person[row["id"]][int(row["time"])] = float(row["headache"] == "yes")
    days = by_person["55"]
    first, last = min(days), max(days)
    counts = np.array([days.get(day, math.nan) for day in range(first, last + 1)])
    after = np.array([day >= 0 for day in range(first, last + 1)])
    seen = ~np.isnan(counts)
    ratio, error = plain(counts[seen], after[seen])
    beta = ours(counts, after)
    assert beta.mean == pytest.approx(ratio, abs=error / 3)
    assert beta.sd > error  # one change only: the level may have moved by itself
