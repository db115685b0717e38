"""Where the data live, and that only their owner can look."""

import stat
from pathlib import Path

import pytest

from charley.db.folder import data_folder, is_own, prepare, secret_key
from charley.errors import BadInput, StorageFault


def mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


def test_the_own_choice_goes_before_the_environment_and_the_usual_place(tmp_path):
    everything = {"CHARLEY_DATA": "/from/environment", "XDG_DATA_HOME": "/xdg"}
    assert data_folder(tmp_path, everything) == tmp_path
    assert data_folder(None, everything) == Path("/from/environment")
    assert data_folder(None, {"XDG_DATA_HOME": "/xdg"}) == Path("/xdg/charley")
    assert data_folder(None, {}).name.lower() == "charley"


def test_a_new_folder_is_private_and_all_above_it_is_made(tmp_path):
    place = prepare(tmp_path / "a" / "b")
    assert mode(place) == 0o700
    assert list(place.iterdir()) == []


def test_a_folder_that_was_there_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)
    prepare(tmp_path)
    assert mode(tmp_path) == 0o755


def test_a_file_in_its_place_is_named(tmp_path):
    taken = tmp_path / "diary"
    taken.write_text("a letter")
    for place in (taken, taken / "below"):
        with pytest.raises(StorageFault, match="is a file") as refused:
            prepare(place)
        assert "--data" in str(refused.value)
    assert taken.read_text() == "a letter"


def test_the_key_is_made_once_and_is_private(tmp_path):
    key = secret_key(tmp_path)
    assert len(key) >= 50
    assert secret_key(tmp_path) == key
    assert [mode(file) for file in tmp_path.iterdir()] == [0o600]


def test_the_key_is_made_also_on_a_disk_without_links(tmp_path, monkeypatch):
    def refuse(*places: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    key = secret_key(tmp_path)
    assert secret_key(tmp_path) == key
    assert [mode(file) for file in tmp_path.iterdir()] == [0o600]


@pytest.mark.parametrize("written", ["~no-such-user/diary", "~no-such-user"])
def test_a_home_that_nobody_has_is_named(written):
    for given, environment in ((Path(written), {}), (None, {"CHARLEY_DATA": written})):
        with pytest.raises(BadInput, match="home folder") as refused:
            data_folder(given, environment)
        assert refused.value.fields == ("data",)


@pytest.mark.parametrize("damaged", [b"", b"\xff" * 64, b"cut off", b"x" * 49])
def test_a_damaged_key_is_made_anew(tmp_path, damaged):
    (tmp_path / "secret.key").write_bytes(damaged)
    key = secret_key(tmp_path)
    assert len(key) >= 50
    assert secret_key(tmp_path) == key
    assert [mode(file) for file in tmp_path.iterdir()] == [0o600]


def test_a_key_that_finds_no_room_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(StorageFault, match="no space left"):
        secret_key(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_belongs_to_the_diary_is_known_by_any_name(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "charley.sqlite3")
    for name in (
        "charley.sqlite3",
        "charley.sqlite3-wal",
        "secret.key",
        "backup.key.age",
        "../" + tmp_path.name + "/secret.key",
        "link",
    ):
        assert is_own(tmp_path, tmp_path / name)
    assert not is_own(tmp_path, tmp_path / "copy.sqlite3")
    assert not is_own(tmp_path, tmp_path.parent / "charley.sqlite3")


def test_a_key_that_cannot_be_read_is_named_and_stays(tmp_path, monkeypatch):
    secret_key(tmp_path)

    def closed(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", closed)
    with pytest.raises(StorageFault, match=r"secret\.key cannot be read"):
        secret_key(tmp_path)
    assert (tmp_path / "secret.key").exists()
