"""Trials of one question where no average can be worked out: each stands by itself, and the words say why."""

from datetime import date

import numpy as np
import pytest

from charley.inference.mixture import Mixture
from charley.inference.model import Gaussian
from charley.inference.pooling import Said
from charley.report.pooling_words import NONE, UNSETTLED
from charley.services.pooling import Held, Together, put_together, rows
from charley.trials.papers import Papers, Trial
from charley.trials.run import lined_up
from support.trials import kept, sealed

START = date(2026, 1, 5)


def said(mean: float, sd: float, reason: str | None = None) -> Said:
    """The posterior of one trial under a prior that says next to nothing."""
    return Said(Mixture(np.ones(1), np.array([mean]), np.array([sd])), Gaussian(0.0, 1.0), reason)


#: Far away and wider than its own prior: no spread between people is wide enough for it.
RUNS_AWAY = said(-12.62, 1.0187)


def together(*each: Said) -> Together:
    """So many trials of one question."""
    members = []
    for seed in range(len(each)):
        design = sealed(period=7, pairs=2).amended("start", START, "begins")
        nights = kept(design, start=START, seed=seed)
        run = lined_up(design, design.sequence or (), nights)
        members.append((Held(f"{seed}.zip", Trial(Papers(design=design), nights)), run))
    return put_together("Does it help?", "stretching", members, each)


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_trials_that_do_not_settle_stand_each_by_itself():
    found = together(RUNS_AWAY, said(-0.3, 0.3))
    assert found.sentences == (UNSETTLED,)
    assert (found.average, found.p_fewer, found.spread, found.next_person, found.figure) == (None,) * 5
    assert [each.among for each in found.people] == [None, None]
    assert [each.p_fewer for each in found.people] == [None, None]
    assert [row[2:] for row in rows(found)] == [
        ("0.00 (0.00 to 0.00)", "not computed"),
        ("0.74 (0.41 to 1.33)", "not computed"),
    ]


def test_trials_near_each_other_are_pooled():
    found = together(said(-0.5, 0.3), said(-0.3, 0.3))
    assert found.average is not None
    assert found.average.low < 0.67 < found.average.high
    assert all(each.among is not None for each in found.people)


def test_where_no_trial_could_be_computed_nothing_is_pooled():
    found = together(said(-0.3, 0.3, "the calculation did not settle"))
    assert found.sentences == (NONE,)
    assert found.people[0].alone is None
    assert found.people[0].reason == "the calculation did not settle"
