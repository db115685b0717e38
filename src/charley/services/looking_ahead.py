"""Simulated trials in the background: a page asks for them, looks in upon them while they run, and may stop them."""

import os
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from typing import Any, Literal, NamedTuple

from charley.errors import BadInput
from charley.services import trials
from charley.services.trials import AdviceDocument, Layout

#: Jobs that are remembered, the one that runs included.
REMEMBERED = 12

#: Told trials done and in all.
Told = Callable[[int, int], None]
Work = Callable[[Executor, Told], AdviceDocument]
Stage = Literal["running", "done", "stopped", "failed"]


class Seen(NamedTuple):
    """How far a job is.

    Attributes:
        stage: ``failed`` where the numbers could not be had.
        done, total: simulated trials.
        answer: of a job that is done.
        fault: of one that failed because of what was asked.
    """

    stage: Stage
    done: int = 0
    total: int = 1
    answer: AdviceDocument | None = None
    fault: BadInput | None = None


class Stopped(Exception):
    """Nobody waits for the answer any more."""


class Job:
    """One table of what designs can tell, worked out by processes of its own."""

    def __init__(self, work: Work, *, about: Any = None) -> None:
        self.name = secrets.token_hex(8)
        self.about = about
        self._seen = Seen("running")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    @property
    def seen(self) -> Seen:
        """How far it is now."""
        return self._seen

    def stop(self) -> None:
        """Ask it to end; trials that are being drawn are finished, those that wait are not begun."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Wait for its end, but no longer than this."""
        self._thread.join(seconds)

    def _run(self, work: Work) -> None:
        pool = workers()
        try:
            self._seen = Seen("done", answer=work(pool, self._told))
        except Stopped:
            self._seen = self._seen._replace(stage="stopped")
        except BadInput as fault:
            self._seen = self._seen._replace(stage="failed", fault=fault)
        except Exception:
            self._seen = self._seen._replace(stage="failed")
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _told(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Stopped
        self._seen = self._seen._replace(done=done, total=total)


class Jobs:
    """The jobs of this process. A new one stops the one before: one person waits for one answer."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def begin(self, work: Work, *, about: Any = None) -> Job:
        """Start a job.

        Args:
            work: what it does; see :data:`Work`.
            about: whatever the one who asks wants to find again.
        """
        with self._lock:
            for each in self._jobs.values():
                each.stop()
            job = Job(work, about=about)
            self._jobs[job.name] = job
            for old in list(self._jobs)[:-REMEMBERED]:
                del self._jobs[old]
        return job

    def find(self, name: str) -> Job | None:
        """The job of this name; None where this process never had it or has forgotten it."""
        return self._jobs.get(name)


def designs(
    *, rate: float, weeks: int, most_changes: int | None, shortest: int, arms: int, also: Layout | None
) -> Work:
    """The work of :func:`charley.services.trials.advise`, to be done when there are processes for it."""

    def work(executor: Executor, told: Told) -> AdviceDocument:
        return trials.advise(
            rate=rate,
            weeks=weeks,
            most_changes=most_changes,
            shortest=shortest,
            arms=arms,
            also=also,
            executor=executor,
            progress=told,
        )

    return work


def workers() -> ProcessPoolExecutor:
    """One process for each core. Each begins afresh, and ends when the process that made it is no more."""
    return ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn"), initializer=_leave_with_parent)


def _leave_with_parent() -> None:
    # Workers hold both ends of the pipe they listen on, so the end of a killed server would go unnoticed for ever.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
