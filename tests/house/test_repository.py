"""What must not stand in the repository: hosts of registries, paths of a machine, secrets, big blobs."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    result = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / line for line in result.stdout.splitlines() if (ROOT / line).is_file()]


def texts(paths: list[Path]) -> list[tuple[Path, str]]:
    found = []
    for path in paths:
        try:
            found.append((path, path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_lock_files_name_no_host() -> None:
    for path in (ROOT / "requirements").glob("*.lock"):
        text = path.read_text("utf-8")
        assert not re.search(r"://|--index|--find-links|--extra-index", text), path.name
        assert "--hash=sha256:" in text


def test_no_path_of_a_machine_is_written_down(tracked: list[Path]) -> None:
    home = re.compile(r"(^|[^A-Za-z0-9_.])/(root|home/[a-z]+|Users/[a-z]+|work)/")
    faults = [str(path.relative_to(ROOT)) for path, text in texts(tracked) if home.search(text)]
    assert faults == []


def test_no_file_is_larger_than_a_megabyte(tracked: list[Path]) -> None:
    assert [path.name for path in tracked if path.stat().st_size > 1_000_000] == []


def test_every_script_the_readme_names_exists() -> None:
    for name in ("charley", "Makefile", ".ci/run", "LICENSE"):
        assert (ROOT / name).exists()
