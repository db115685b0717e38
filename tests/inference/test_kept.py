"""Compiled code is kept in a place that no other state of the engine has."""

from pathlib import Path

import pytest

pytest.importorskip("numba")

from numba import config

from charley.inference.compiled import kept, points


@pytest.fixture
def engine_of_two(tmp_path: Path) -> Path:
    (tmp_path / "compiled").mkdir()
    (tmp_path / "laplace.py").write_text("LONGEST_STEP = 3.0\n")
    (tmp_path / "compiled" / "lanes.py").write_text("WIDTH = 8\n")
    (tmp_path / "compiled" / "points.nbi").write_text("not code")
    return tmp_path


@pytest.mark.parametrize("changed", ["laplace.py", "compiled/lanes.py", "compiled/more.py"])
def test_a_change_to_any_file_is_another_place(engine_of_two: Path, changed: str) -> None:
    before = kept.fingerprint(engine_of_two)
    (engine_of_two / "compiled" / "points.nbi").write_text("still not code")
    assert kept.fingerprint(engine_of_two) == before
    (engine_of_two / changed).write_text("LONGEST_STEP = 2.0\n")
    assert kept.fingerprint(engine_of_two) != before


def test_what_is_compiled_is_kept_there_and_numba_is_left_as_it_was() -> None:
    assert points._points.stats.cache_path.startswith(kept.PLACE)  # type: ignore[attr-defined]
    assert config.CACHE_DIR != kept.PLACE
