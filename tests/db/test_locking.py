"""Locked copies: only the right key or passphrase opens them, and the plain age format does not need Charley."""

import errno
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from charley.db.locking import Lock, backup_key, is_locked, lock, unlock
from charley.errors import BadInput, StorageFault


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


def test_an_empty_key_of_a_disk_that_was_full_is_made_anew(tmp_path):
    (tmp_path / "backup.key").touch()
    assert backup_key(tmp_path, make=False) is None
    (tmp_path / "backup.key").touch()
    assert backup_key(tmp_path).startswith("AGE-SECRET-KEY-1")


@pytest.mark.parametrize("held", [b"nonsense", b"AGE-SECRET-KEY-1QQ", b"\xff\xfe", b"\n"])
def test_what_is_no_key_locks_nothing_and_is_left_as_it_is(tmp_path, held):
    (tmp_path / "backup.key").write_bytes(held)
    with pytest.raises(StorageFault, match="holds no key"):
        backup_key(tmp_path)
    assert (tmp_path / "backup.key").read_bytes() == held


def test_a_full_disk_leaves_no_draft_of_a_key(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFault, match="full"):
        backup_key(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_is_named():
    with pytest.raises(BadInput, match="cannot be read"):
        is_locked(Path("/proc/self/mem"))
