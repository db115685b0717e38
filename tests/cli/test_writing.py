"""What a command writes is there whole or not at all, and nothing else is harmed by it."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from charley.cli.writing import write_whole
from charley.errors import BadInput, StorageFault


def letter(file) -> None:
    file.write(b"a letter")


def cut_off(file) -> None:
    file.write(b"a let")
    raise OSError(28, "No space left on device")


def test_the_file_is_its_owner_s_alone(tmp_path):
    write_whole(tmp_path / "letter", letter)
    assert (tmp_path / "letter").read_bytes() == b"a letter"
    assert (tmp_path / "letter").stat().st_mode & 0o077 == 0


def test_what_was_there_stays_until_the_new_one_is_whole(tmp_path):
    (tmp_path / "letter").write_text("the old one")
    with pytest.raises(StorageFault, match="no space left"):
        write_whole(tmp_path / "letter", cut_off)
    assert (tmp_path / "letter").read_text() == "the old one"
    assert [file.name for file in tmp_path.iterdir()] == ["letter"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "letter").write_text("the old one")
    (tmp_path / "link").symlink_to("letter")
    write_whole(tmp_path / "link", letter)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "letter").read_bytes() == b"a letter"


def test_a_pipe_takes_the_bytes_and_stays(tmp_path):
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, letter)
    reader.join(10)
    assert read == [b"a letter"]
    assert pipe.is_fifo()


def test_a_diary_is_never_written_over(tmp_path):
    with closing(sqlite3.connect(tmp_path / "diary")) as database:
        database.execute("CREATE TABLE cramps (night)")
    before = (tmp_path / "diary").read_bytes()
    (tmp_path / "link").symlink_to("diary")
    for name in ("diary", "link"):
        with pytest.raises(BadInput, match="may be a diary"):
            write_whole(tmp_path / name, letter)
    assert (tmp_path / "diary").read_bytes() == before


@pytest.mark.parametrize(
    "name", ["charley.sqlite3", "charley.sqlite3-wal", "secret.key", "backup.key", "backup.key.age"]
)
def test_what_lies_beside_a_diary_is_never_written_over(tmp_path, name):
    with pytest.raises(BadInput, match="Charley's own"):
        write_whole(tmp_path / name, letter)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_named_as_one(tmp_path):
    for folder in (tmp_path, Path("/")):
        with pytest.raises(BadInput, match="is a folder"):
            write_whole(folder, letter)


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="this system has no /dev/stdout")
def test_standard_output_by_its_name_goes_into_a_pipe():
    code = (
        "from pathlib import Path; from charley.cli.writing import write_whole; "
        "write_whole(Path('/dev/stdout'), lambda file: file.write(b'a letter'))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"a letter"


@pytest.mark.parametrize("name", ["nowhere/letter", "file/letter", "x" * 300])
def test_a_place_that_cannot_be_is_named(tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(StorageFault, match="could not be written"):
        write_whole(tmp_path / name, letter)
    assert [file.name for file in tmp_path.iterdir()] == ["file"]
