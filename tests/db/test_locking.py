"""Locked copies: only the right key or passphrase opens them, and the plain age format does not need Charley."""

import shutil
import subprocess

import pytest

from charley.db.locking import Lock, backup_key, is_locked, lock, unlock
from charley.errors import BadInput


@pytest.fixture
def plain(tmp_path):
    file = tmp_path / "plain"
    file.write_bytes(b"calf at three in the morning" * 5000)
    return file


def test_the_key_is_made_once_and_is_private(tmp_path):
    assert backup_key(tmp_path, make=False) is None
    first = backup_key(tmp_path)
    assert first == backup_key(tmp_path)
    assert first.startswith("AGE-SECRET-KEY-1")
    assert (tmp_path / "backup.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("how", ["key", "passphrase"])
def test_a_copy_comes_back_with_what_locked_it(plain, tmp_path, how):
    opens = Lock(key=backup_key(tmp_path)) if how == "key" else Lock(passphrase="three in the morning")
    lock(plain, tmp_path / "locked", opens)
    assert is_locked(tmp_path / "locked")
    assert b"calf" not in (tmp_path / "locked").read_bytes()
    unlock(tmp_path / "locked", tmp_path / "back", opens)
    assert (tmp_path / "back").read_bytes() == plain.read_bytes()


@pytest.mark.parametrize("wrong", [Lock(passphrase="other"), Lock(key="nonsense"), Lock(), "another key"])
def test_nothing_else_opens_it(plain, tmp_path, wrong):
    lock(plain, tmp_path / "locked", Lock(key=backup_key(tmp_path)))
    if wrong == "another key":
        (tmp_path / "else").mkdir()
        wrong = Lock(key=backup_key(tmp_path / "else"))
    with pytest.raises(BadInput):
        unlock(tmp_path / "locked", tmp_path / "back", wrong)


@pytest.mark.parametrize("keep", [0, 10, 100, 300, 70_000, -1])
def test_a_copy_that_was_cut_is_refused(plain, tmp_path, keep):
    opens = Lock(key=backup_key(tmp_path))
    lock(plain, tmp_path / "locked", opens)
    whole = (tmp_path / "locked").read_bytes()
    (tmp_path / "locked").write_bytes(whole[:keep])
    with pytest.raises(BadInput, match="cut off"):
        unlock(tmp_path / "locked", tmp_path / "back", opens)


def test_the_plain_age_program_opens_it_where_there_is_one(plain, tmp_path):
    age = shutil.which("age")
    if age is None:
        pytest.skip("age is not installed here")
    lock(plain, tmp_path / "locked", Lock(key=backup_key(tmp_path)))
    words = [age, "-d", "-i", str(tmp_path / "backup.key"), str(tmp_path / "locked")]
    assert subprocess.run(words, capture_output=True, check=True).stdout == plain.read_bytes()
