"""The worker behind the pages ends with the process that started it, however that ended."""

import urllib.request
from pathlib import Path

from support.serving import served


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=1):
            return True
    except OSError:
        return False


def test_a_killed_server_leaves_no_worker_behind(tmp_path: Path) -> None:
    with served(tmp_path / "data") as running:
        assert answers(running.address)
        running.process.kill()
        running.process.communicate(timeout=60)  # the worker writes to the same pipe, so this waits for its end too
        assert not answers(running.address)
