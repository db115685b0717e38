"""The walls between the rooms hold, and they are seen to break when somebody breaches them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINT), "--no-cache", "--config", str(folder / ".importlinter")],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "NO_COLOR": "1", "COLUMNS": "200"},
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "*.csv"))
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def test_the_walls_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


BREACHES = {
    "Each floor imports only floors below it": ("diary/nights.py", "import charley.safety"),
    "No circles between the files of a room": ("diary/records.py", "import charley.diary.nights"),
    "Django stays in db, web and cli": ("dates.py", "import django"),
    "Numerics stay": ("units.py", "import numpy"),
    "A diary and a plan never need the statistics": ("profile.py", "import charley.inference"),
    "Web and command line reach medicine": ("cli/output.py", "import charley.safety"),
}


@pytest.mark.parametrize(("contract", "breach"), BREACHES.items(), ids=list(BREACHES))
def test_a_deliberate_breach_is_caught(copy: Path, contract: str, breach: tuple[str, str]) -> None:
    file, line = breach
    path = copy / "src" / "charley" / file
    text = path.read_text("utf-8")
    path.write_text(text + f"\n{line}\n", "utf-8")
    try:
        result = lint(copy)
    finally:
        path.write_text(text, "utf-8")
    broken = [row for row in result.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken), result.stdout


def test_a_room_without_a_floor_is_caught(copy: Path) -> None:
    room = copy / "src" / "charley" / "attic.py"
    room.write_text("", "utf-8")
    try:
        result = lint(copy)
    finally:
        room.unlink()
    assert result.returncode != 0


def test_there_is_no_drawer_for_everything() -> None:
    names = {path.stem for path in (ROOT / "src").rglob("*.py")} | {p.name for p in (ROOT / "src").rglob("*")}
    assert not names & {"utils", "util", "common", "helpers", "misc"}
