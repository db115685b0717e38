"""Every data folder that a release has ever written opens in this version, and gives back the same entries."""

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from charley.db.connection import setup
from charley.db.repository import local_person, store_for
from charley.diary.records import CrampEpisode
from support.diary import NOW, Run

pytestmark = pytest.mark.embedded

FOLDERS = Path(__file__).parent / "folders"
RELEASES = sorted(path.name for path in FOLDERS.iterdir() if path.is_dir() and path.name[0].isdigit())


@pytest.fixture(params=RELEASES)
def older(request: pytest.FixtureRequest, folder: Path) -> Path:
    """A copy of a release's folder; the kept one is never touched."""
    return Path(shutil.copytree(FOLDERS / request.param, folder))


def test_there_is_a_folder_for_the_first_release() -> None:
    assert "0.1.0" in RELEASES


def test_it_opens_with_every_entry_correction_and_answer(older: Path) -> None:
    setup(older)
    store = store_for(local_person(made_at=NOW.utc))
    journal = store.journal()
    assert len(journal) == 4
    [cramp] = journal.of(CrampEpisode)
    assert (cramp.side, cramp.pain, cramp.at.zone) == ("right", 6, "Europe/Berlin")
    assert json.loads(store.profile() or "")["egfr_ml_min"] == 88
    store.append(entries=[CrampEpisode(id="later-cramp", at=cramp.at)], received_at=NOW.utc)
    assert len(store.journal()) == 5


def test_it_is_a_backup_that_can_be_restored_and_reported_on(charley: Run, older: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert charley("restore", str(older / "charley.sqlite3"), "--data", str(new))[0] == 0
    assert charley("doctor", "--data", str(new))[0] == 0
    status, said, _ = charley("report", "--json", "--data", str(new))
    assert status == 0
    assert json.loads(said)["person"]["egfr_ml_min"] == 88


def test_the_maker_still_makes_such_a_folder(folder: Path) -> None:
    spec = importlib.util.spec_from_file_location("make", FOLDERS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    maker.main(folder)
    assert {path.name for path in folder.iterdir()} == {"charley.sqlite3"}
