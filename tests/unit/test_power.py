"""What simulated trials say of a design."""

import math
from concurrent.futures import ThreadPoolExecutor

import msgspec
import numpy as np
import pytest

from charley.errors import BadInput
from charley.report import trial_words
from charley.services import trials
from charley.trials.many import Judged
from charley.trials.power import (
    Asked,
    Assumed,
    Cell,
    Layout,
    Shares,
    Task,
    _drawn,
    advice,
    cell,
    cramps_needed,
    layouts,
    table,
    usefulness,
)
from support.trials import kept, opened, sealed

SHORT = sealed(period=7, pairs=2)


def cells(*rows):
    """Cells from (ratio, helps, does not help enough)."""
    return [
        Cell(
            rate=0.3,
            rate_ratio=ratio,
            simulations=100,
            verdicts=Shares(helps=yes, does_not_help_enough=no, cannot_tell_yet=1 - yes - no),
            standard_errors=Shares(helps=0, does_not_help_enough=0, cannot_tell_yet=0),
            coverage=0.95,
            mean_rate_ratio=1,
            fitted_in_full=0,
            weeks=26,
        )
        for ratio, yes, no in rows
    ]


def test_the_same_seed_gives_the_same_table_with_and_without_workers():
    asked = [Asked(rate=0.5, rate_ratio=1.0)]
    alone = table([SHORT], asked, assumed=Assumed(), simulations=120, seed=5)
    with ThreadPoolExecutor(2) as executor:
        shared = table([SHORT], asked, assumed=Assumed(), simulations=120, seed=5, executor=executor)
    assert alone == shared
    assert alone != table([SHORT], asked, assumed=Assumed(), simulations=120, seed=6)


def test_a_large_clear_effect_is_found_and_none_is_not():
    design = sealed(period=28, pairs=4)
    calm = Assumed(sigma=0.1, rho=0.3, phi=50, half_life_days=1.0, missing=0.0)
    none, large = table(
        [design], [Asked(rate=2.0, rate_ratio=r) for r in (1.0, 0.3)], assumed=calm, simulations=100, seed=1
    )[0]
    assert large.verdicts.helps > 0.9
    assert none.verdicts.helps <= 0.05
    assert none.verdicts.does_not_help_enough > 0.5


def test_drawn_trials_have_the_rate_the_effect_and_the_gaps_asked_for():
    design = sealed(period=28, pairs=2)
    calm = Assumed(sigma=0.0, rho=0.0, phi=1000, half_life_days=0.1, missing=0.2)
    models = list(_drawn(Task(design, Asked(rate=2.0, rate_ratio=0.5), calm, 200, (1,)), np.random.default_rng(1)))
    counts = np.stack([m.counts for m in models])
    recorded = np.stack([m.recorded for m in models]).astype(bool)
    treated = models[0].washed[0] > 0
    assert recorded.mean() == pytest.approx(0.8, abs=0.02)
    assert counts[:, ~treated][recorded[:, ~treated]].mean() == pytest.approx(2.0, rel=0.04)
    assert counts[:, treated][recorded[:, treated]].mean() == pytest.approx(1.0, rel=0.06)


def test_a_hidden_order_is_drawn_anew_for_each_trial():
    design = opened(protocol="magnesium-or-placebo", nonce="n" * 32, period=7, pairs=2).design
    models = list(_drawn(Task(design, Asked(rate=1.0, rate_ratio=1.0), Assumed(), 60, (1,)), np.random.default_rng(1)))
    assert len({m.washed.tobytes() for m in models}) == 4


def test_shares_add_up_and_carry_their_errors():
    found = table([SHORT], [Asked(rate=0.5, rate_ratio=1.0)], assumed=Assumed(), simulations=100, seed=1)[0][0]
    v, e = found.verdicts, found.standard_errors
    assert v.helps + v.does_not_help_enough + v.cannot_tell_yet == pytest.approx(1.0)
    assert e.helps == pytest.approx((v.helps * (1 - v.helps) / 100) ** 0.5)


def of_real_trials(*verdicts):
    """Trials with these verdicts, whose estimates are 0.5 where there is one."""
    return [
        Judged(verdict, 0.9, 0.5, math.log(0.5) if verdict else 99.0, 0.2, 0.5 if verdict else 0.0, True, 98)
        for verdict in verdicts
    ]


def test_what_was_not_computed_is_no_answer_and_moves_no_number():
    asked = Asked(rate=0.5, rate_ratio=0.5)
    found = cell(asked, of_real_trials("helps", "cannot_tell_yet", None, None))
    assert found.verdicts == Shares(helps=0.25, does_not_help_enough=0.0, cannot_tell_yet=0.25)
    assert found.not_computed == 0.5
    assert (found.coverage, found.mean_rate_ratio) == (1.0, pytest.approx(0.5))
    none = cell(asked, of_real_trials(None, None))
    assert (none.not_computed, none.coverage, none.mean_rate_ratio) == (1.0, None, None)
    row = [msgspec.structs.replace(none, rate_ratio=ratio) for ratio in (1.0, 0.5)]
    assert advice(row) == "do_not_run"
    assert any("not computed more than 99 %" in line for line in trial_words.power(SHORT, row))
    assert not any("not computed" in line for line in trial_words.power(SHORT, cells((1.0, 0.1, 0.2))))


def test_advice():
    assert advice(cells((1.0, 0.0, 0.1), (0.4, 0.1, 0.0))) == "do_not_run"
    assert advice(cells((1.0, 0.0, 0.3), (0.4, 0.3, 0.0))) == "weak"
    assert advice(cells((1.0, 0.0, 0.7), (0.4, 0.8, 0.0))) == "run"
    assert advice(cells((0.6, 0.0, 0.1))) is None


def test_usefulness_counts_right_verdicts_only():
    assert usefulness(cells((1.0, 0.9, 0.1), (0.4, 0.3, 0.7), (0.8, 1.0, 0.0))) == pytest.approx(0.2)


def test_layouts_fit_weeks_and_effort():
    found = layouts(7 * 20, baseline=14, shortest=14, most_changes=3)
    assert {(each.period, each.pairs) for each in found} == {(14, 2), (21, 2), (28, 2)}
    assert all(each.baseline + 2 * each.period * each.pairs <= 140 for each in layouts(140, baseline=14))
    assert layouts(20, baseline=14) == []
    assert max(each.pairs for each in layouts(7 * 104, baseline=14, arms=3)) == 6  # more orders cannot be compared


def test_two_cramps_a_week_and_eight_weeks_are_advised_against():
    found = trials.advise(rate=2 / 7, weeks=8, shortest=14, simulations=100)
    assert found.designs[0].advice == "do_not_run"
    assert "will most likely not tell you" in found.sentences[0]


def test_numbers_that_cannot_be_are_all_named():
    with pytest.raises(BadInput) as caught:
        trials.power_of(SHORT, rate=-1, ratios=(0.5, 9.0), simulations=5)
    assert caught.value.fields == ("rate", "rate_ratio[1]", "simulations")
    with pytest.raises(BadInput) as caught:
        trials.advise(rate=1, weeks=3)
    assert caught.value.fields == ("weeks",)


def test_the_rate_comes_from_the_persons_own_nights():
    table_ = kept(SHORT, nights=20, rate=1.0)
    assert trials.baseline_rate(table_) == pytest.approx(sum(table_.cramps) / 20)
    with pytest.raises(BadInput):
        trials.baseline_rate(kept(SHORT, nights=10))
    with pytest.raises(BadInput, match="no cramp"):
        trials.baseline_rate(kept(SHORT, nights=20, rate=1e-9))


def thought(looks):
    layout = Layout(baseline=14, period=14, pairs=4)
    return trials.thought_of(layout, trials.Rule(), looks)


def test_looks_before_the_end_shorten_trials_and_fool_more_often_never_less():
    """The same simulated trials: a firm answer at a look ends a trial, so every "helps" of the look is kept."""
    calm = Assumed(sigma=0.1, rho=0.3, phi=50, half_life_days=1.0, missing=0.0)
    asked = [Asked(rate=2.0, rate_ratio=0.5)]
    plain, looked = (
        table([thought(looks)], asked, assumed=calm, simulations=100, seed=1)[0][0] for looks in ((), (42, 70))
    )
    assert plain.weeks == pytest.approx(18)
    assert 6 <= looked.weeks < plain.weeks
    firm = 1 - looked.verdicts.cannot_tell_yet
    assert firm >= 1 - plain.verdicts.cannot_tell_yet


@pytest.mark.parametrize("looks", [(20,), (126,), (0,), (400,), (56, 84)])
def test_there_is_one_look_at_most_when_each_side_was_seen_and_before_the_end(looks):
    with pytest.raises(BadInput) as caught:
        opened(period=14, pairs=4, looks=looks)
    assert set(caught.value.fields) == {"look"}


def test_looks_are_sealed_in_order_and_once():
    assert thought((70, 42, 70)).looks == (42, 70)
    assert sealed(period=14, pairs=4, looks=(70, 70)).looks == (70,)


def test_the_needed_number_of_cramps_is_said_before_the_start():
    """By hand for a halving: ((1.645 + 0.842) / log 2)^2 * (1 + 2) = 38.6."""
    assert cramps_needed(trials.Rule(), 0.5) == 39
    assert cramps_needed(trials.Rule(), 0.8) > cramps_needed(trials.Rule(), 0.6)
    found = trials.power_of(SHORT, rate=1.0, ratios=(0.6,), simulations=100)
    assert (found.cramps_needed, found.cramps_expected) == (64, 14.0)
    assert any("needs 64 cramps or more" in line and "about 14" in line for line in found.sentences)


def test_a_trial_far_below_the_needed_number_hardly_ever_sees_it():
    """Even where cramps come singly; and one far above it mostly does."""
    calm = Assumed(sigma=0.05, rho=0.3, phi=100, half_life_days=0.5, missing=0.0)
    design = sealed(period=28, pairs=4)
    rates = [cramps_needed(design.rule) * times / (28 * 4) for times in (0.1, 4.0)]
    asked = [Asked(rate=rate, rate_ratio=0.6) for rate in rates]
    few, many = table([design], asked, assumed=calm, simulations=100, seed=1)[0]
    assert few.verdicts.helps < 0.2
    assert many.verdicts.helps > 0.8
