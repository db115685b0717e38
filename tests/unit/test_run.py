"""A design laid over a diary: who had what on which night."""

from datetime import date, timedelta

import msgspec
import numpy as np
import pytest

from charley.errors import BadInput
from charley.trials.run import lined_up
from support.trials import kept, opened, sealed

DESIGN = sealed(period=7, pairs=2)
START = date(2026, 12, 1)


def run_of(design, table):
    return lined_up(design, design.sequence, table)


def test_the_columns_follow_the_order():
    run = run_of(DESIGN, kept(DESIGN))
    held = run.holds("magnesium")
    assert held[:14].sum() == 0
    for period in DESIGN.periods:
        assert set(held[period.first - 1 : period.last]) == {float(period.arm == "B")}


def test_rates_leave_the_first_nights_out_and_missing_nights_are_no_zeros():
    table = kept(DESIGN, missing=0.2, seed=4)
    run = run_of(DESIGN, table)
    first = DESIGN.periods[0]
    nights = [table.cramps[n - 1] for n in range(first.first + DESIGN.discard_days, first.last + 1)]
    recorded = [count for count in nights if count is not None]
    assert (run.rates()[0].nights, run.rates()[0].cramps) == (len(recorded), sum(recorded))


def test_paused_nights_count_for_nothing():
    ill = START + timedelta(days=16)
    design = DESIGN.amended("pause", ill, "flu", ill + timedelta(days=2))
    run = run_of(design, kept(design, nights=DESIGN.nights + 3))
    assert np.isnan(run.counts[16:19]).all()
    assert not run.nights_in_trial[16:19].any()
    assert run.holds("magnesium")[16:19].sum() == 0


def test_twelve_of_fourteen_doses_are_86_percent():
    design = sealed(period=14, pairs=1)
    table = kept(design)
    doses = list(table.doses["magnesium"])
    treated = next(period for period in design.periods if period.arm == "B")
    doses[treated.first - 1] = doses[treated.first] = 0.0
    table = msgspec.structs.replace(table, doses={"magnesium": tuple(doses)})
    assert run_of(design, table).adherence() == pytest.approx(12 / 14)


def test_a_blind_diary_counts_capsules_not_magnesium():
    found = opened(protocol="magnesium-or-placebo", nonce="n" * 32, period=7, pairs=2)
    table = kept(found.design, order=found.key.sequence)
    always = msgspec.structs.replace(table, doses={"capsule": (1.0,) * len(table)})
    run = lined_up(found.design, found.key.sequence, always)
    assert np.array_equal(run.washed(as_taken=True), run.washed())


def test_a_three_arm_trial_has_a_column_for_the_pill_and_one_for_what_is_in_it():
    design = sealed(protocol="nothing-placebo-magnesium", period=7, pairs=2)
    run = run_of(design, kept(design))
    assert design.parts == ("pill", "magnesium")
    assert (run.treated, run.against) == ("C", "B")
    assert (run.holds("pill") >= run.holds("magnesium")).all()


def test_a_diary_that_began_earlier_or_later_is_laid_by_its_dates():
    early = kept(DESIGN, start=START)
    design = DESIGN.amended("start", START + timedelta(days=3), "begins")
    run = run_of(design, early)
    assert run.counts[0] == early.cramps[3]
    design = DESIGN.amended("start", START - timedelta(days=3), "begins")
    run = run_of(design, early)
    assert np.isnan(run.counts[:3]).all()
    assert run.counts[3] == early.cramps[0]


def test_a_diary_before_the_trial_or_without_dates_cannot_be_laid():
    with pytest.raises(BadInput):
        run_of(DESIGN.amended("start", START + timedelta(days=900), "begins"), kept(DESIGN))
    with pytest.raises(BadInput):
        run_of(DESIGN, msgspec.structs.replace(kept(DESIGN), start=None))
