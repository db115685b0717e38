"""Files that commands read: never more of them than they can be, and every fault of a profile in its place."""

import json
from pathlib import Path

import pytest

from charley.cli.main import run


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no file without an end")
@pytest.mark.parametrize(
    "words",
    [
        ("plan", "/dev/zero"),
        ("analyse", "/dev/zero"),
        ("evidence", "expect", "/dev/zero"),
        ("evidence", "pool", "--extra", "/dev/zero"),
        ("foods", "search", "kale", "--profile", "/dev/zero"),
        ("trial", "show", "/dev/zero"),
    ],
)
def test_a_file_without_an_end_is_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--json"]) == 2
    assert "is far too large" in json.loads(capsys.readouterr().out)["error"]["message"]


@pytest.mark.parametrize("words", [("plan",), ("check",), ("evidence", "expect"), ("trial", "design", "--profile")])
def test_nan_and_infinity_are_named_in_their_places_beside_every_other_fault(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "profile.json"
    file.write_text('{"weight_kg": NaN, "age_years": -1, "medicines": [{"name": "x", "times": [Infinity]}]}', "utf-8")
    assert run([*words, str(file), "--json"]) == 2
    fields = json.loads(capsys.readouterr().out)["error"]["fields"]
    assert sorted(fields) == ["age_years", "medicines[0].times[0]", "weight_kg"]
