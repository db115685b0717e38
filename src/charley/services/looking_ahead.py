"""Simulated trials in the background: a page asks for them, looks in upon them while they run, and may stop them."""

import os
import secrets
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, Literal, NamedTuple

from charley.errors import BadInput
from charley.services import trials
from charley.services.trials import AdviceDocument, Layout

#: Jobs that are remembered, the one that runs included.
REMEMBERED = 12


class _Undisturbed(SpawnProcess):
    """A process that Ctrl-C does not reach: a terminal sends it to all, and whoever began them ends them."""

    def start(self) -> None:
        """Begin; what is held back here stays held back there."""
        if not hasattr(signal, "pthread_sigmask"):  # Windows
            return super().start()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Clean(SpawnContext):
    """Processes are begun afresh, so that nothing of the server is shared by accident."""

    Process = _Undisturbed


_CLEAN = _Clean()
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
        self._their_end, self._our_end = _CLEAN.Pipe(duplex=False)
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    @property
    def seen(self) -> Seen:
        """How far it is now."""
        return self._seen

    def stop(self) -> None:
        """End it at once, with the trials that are being drawn."""
        self._stop.set()
        self._hang_up()

    def wait(self, seconds: float) -> None:
        """Wait for its end, but no longer than this."""
        self._thread.join(seconds)

    def _run(self, work: Work) -> None:
        pool = workers(self._their_end)
        try:
            self._seen = Seen("done", answer=work(pool, self._told))
        except (Stopped, BrokenExecutor):
            self._seen = self._seen._replace(stage="stopped" if self._stop.is_set() else "failed")
        except BadInput as fault:
            self._seen = self._seen._replace(stage="failed", fault=fault)
        except Exception:
            self._seen = self._seen._replace(stage="failed")
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            self._hang_up()
            self._their_end.close()

    def _hang_up(self) -> None:
        with self._closing:
            self._our_end.close()

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


@contextmanager
def workers_for_now() -> Iterator[ProcessPoolExecutor]:
    """Processes for as long as the block lasts; however it ends, they end with it and with what they were drawing."""
    theirs, ours = _CLEAN.Pipe(duplex=False)
    pool = workers(theirs)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        ours.close()


def workers(line: Connection) -> ProcessPoolExecutor:
    """One process for each core. Each begins afresh, and ends when the other end of the line is closed."""
    return ProcessPoolExecutor(os.cpu_count() or 1, mp_context=_CLEAN, initializer=_listen, initargs=(line,))


def _listen(line: Connection) -> None:
    # The line also breaks when a server is killed. Without it a worker would wait for ever, as it holds both ends of
    # the pipe that its tasks come by; and a thousand trials that nobody waits for would go on for seconds.
    threading.Thread(target=_end_with, args=(line,), daemon=True).start()


def _end_with(line: Connection) -> None:
    line.poll(None)
    os._exit(1)
