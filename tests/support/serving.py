"""Charley served for real, as the person starts it, and a real Chromium to look at it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Served(NamedTuple):
    """A running Charley: its address without the last slash, its data folder and its process."""

    address: str
    folder: Path
    process: subprocess.Popen[str]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, *, command: str = "serve", port: int | None = None, hosts: str = "") -> Iterator[Served]:
    """``charley serve`` (or ``demo``) from the command line until the block ends; ``hosts`` are names of a server of
    one's own."""
    port = port or free_port()
    words = [sys.executable, "-m", "charley", command, "--port", str(port), "--data", str(folder), "--no-browser"]
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=clean_environment() | ({"CHARLEY_HOSTS": hosts} if hosts else {}),
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/healthz", process)
        yield Served(f"http://127.0.0.1:{port}", folder, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def clean_environment() -> dict[str, str]:
    """The environment as a person has it, without what the tests put there."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("CHARLEY_", "DJANGO_"))}


def wait_until_ready(address: str, process: subprocess.Popen[str]) -> None:
    """Until the app answers; fails with what it printed where it does not."""
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    process.kill()
    raise AssertionError(f"charley did not come up: {process.communicate()[0]}")


def chromium() -> str:
    """Debian's Chromium, or whatever stands for it."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "the browser tests need chromium: sudo apt install chromium libatomic1"
    return found
