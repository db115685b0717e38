"""Simulated trials in the background: seen while they run, stopped when nobody waits, one at a time."""

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from charley.errors import BadInput, Problem
from charley.services import looking_ahead, trials
from charley.services.looking_ahead import Jobs, designs, workers, workers_for_now
from charley.trials import power

WAIT_S = 60


@pytest.fixture(autouse=True)
def no_processes(monkeypatch):
    """The work is done in a thread here; that processes do the same is for the browser's test."""
    monkeypatch.setattr(looking_ahead, "workers", lambda _line: ThreadPoolExecutor(1))


class Held:
    """Work that goes on when it is let go."""

    def __init__(self):
        self.go = threading.Event()

    def __call__(self, _executor, told):
        told(1, 3)
        self.go.wait(WAIT_S)
        told(2, 3)
        return trials.AdviceDocument(rate=1.0, weeks=8, designs=(), sentences=("done",))


def test_how_far_it_is_is_seen_before_the_answer():
    work = Held()
    job = Jobs().begin(work)
    while job.seen.done == 0:
        job.wait(0.01)
    assert (job.seen.stage, job.seen.done, job.seen.total) == ("running", 1, 3)
    work.go.set()
    job.wait(WAIT_S)
    assert job.seen.stage == "done"
    assert job.seen.answer.sentences == ("done",)


def test_a_job_that_is_stopped_ends_without_an_answer():
    work = Held()
    job = Jobs().begin(work)
    job.stop()
    work.go.set()
    job.wait(WAIT_S)
    assert job.seen.stage == "stopped"
    assert job.seen.answer is None


def test_a_new_job_stops_the_one_before():
    jobs, work = Jobs(), Held()
    first = jobs.begin(work)
    second = jobs.begin(lambda _executor, told: told(1, 1))
    work.go.set()
    first.wait(WAIT_S)
    second.wait(WAIT_S)
    assert (first.seen.stage, second.seen.stage) == ("stopped", "done")


def test_stopping_ends_the_processes_at_once(monkeypatch):
    monkeypatch.undo()
    begun = threading.Event()

    def work(executor, told):
        told(1, 2)
        nap = executor.submit(time.sleep, WAIT_S)
        executor.submit(abs, -1).result()  # one of the processes is up, and so is the other or will be
        begun.set()
        return nap.result()

    job = Jobs().begin(work)
    assert begun.wait(WAIT_S)
    job.stop()
    job.wait(WAIT_S / 2)
    assert job.seen.stage == "stopped"


def test_a_fault_of_what_was_asked_is_kept_for_the_page():
    def work(_executor, _told):
        raise BadInput([Problem("weeks", "leave no room")])

    job = Jobs().begin(work)
    job.wait(WAIT_S)
    assert job.seen.stage == "failed"
    assert job.seen.fault.problems[0].field == "weeks"


def test_old_jobs_are_forgotten():
    jobs = Jobs()
    made = [jobs.begin(lambda _executor, told: told(1, 1)) for _ in range(looking_ahead.REMEMBERED + 1)]
    assert jobs.find(made[0].name) is None
    assert jobs.find(made[-1].name) is made[-1]


def test_the_design_one_thought_of_comes_first_and_how_far_it_is_rises_to_the_whole():
    told = []
    mine = trials.Layout(baseline=14, period=14, pairs=1)
    found = trials.advise(
        rate=2 / 7, weeks=8, shortest=14, also=mine, simulations=100, progress=lambda *step: told.append(step)
    )
    assert found.designs[0].design == mine
    assert mine not in [each.design for each in found.designs[1:]]
    assert found.sentences[0] == "With 2 cramps a week, 6 weeks will most likely not tell you."
    assert told[0] == (0, 100 * 4 * len(found.designs))
    assert told[-1] == (told[0][1], told[0][1])
    assert sorted(told) == told


def test_a_set_of_three_arms_takes_half_as_long_again():
    for arms in (2, 3):
        [layout] = power.layouts(14 + arms * 28, baseline=14, shortest=28, arms=arms)
        assert layout.pairs == 1
        assert trials.thought_of(layout, trials.Rule(), arms=arms).nights == 14 + arms * 28
    assert trials.thought_of(layout, trials.Rule(), arms=3).parts == ("pill", "answer")


def test_limits_that_leave_no_room_are_named():
    job = Jobs().begin(designs(rate=1.0, weeks=4, most_changes=None, shortest=14, arms=2, also=None))
    job.wait(WAIT_S)
    assert [each.field for each in job.seen.fault.problems] == ["weeks"]


def test_ctrl_c_at_a_terminal_does_not_reach_the_processes_that_draw(monkeypatch):
    monkeypatch.setattr(looking_ahead, "workers", workers)
    with workers_for_now() as pool:
        assert signal.SIGINT in pool.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
