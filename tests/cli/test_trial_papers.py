"""``charley trial report``, ``export`` and ``rebuild``: the same trial gives the same report, to the last byte."""

import json
import shutil
import zipfile
from datetime import date, datetime, timedelta

import jsonschema
import msgspec
import pytest

from charley.cli.clock import now
from charley.cli.main import run
from charley.cli.store import open_store
from charley.dates import Moment
from charley.diary.journal import instant
from charley.diary.records import NightCount
from charley.interop.nights_csv import write_nights
from charley.services.trial_book import TrialBook
from charley.services.trials import Wish
from support.people import someone
from support.trials import kept, opened, sealed

START = date(2026, 1, 5)


@pytest.fixture
def files(tmp_path):
    """A sealed design and its diary, as files."""
    design = sealed(period=7, pairs=2).amended("start", START, "begins")
    (tmp_path / "design.json").write_bytes(msgspec.json.encode(design))
    (tmp_path / "nights.csv").write_text(write_nights(kept(design, start=START)), "utf-8")
    return str(tmp_path / "design.json"), str(tmp_path / "nights.csv")


def test_a_report_on_paper_in_words_and_as_data(files, capsys, tmp_path):
    pdf = tmp_path / "report.pdf"
    assert run(["trial", "report", *files, "--pdf", str(pdf), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    run(["schema", "trial-report"])
    jsonschema.validate(document, json.loads(capsys.readouterr().out))
    assert [item["number"] for item in document["items"]] == list(range(1, 26))
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert run(["trial", "report", *files]) == 0
    said = capsys.readouterr().out
    assert "25. Funding" in said
    assert document["run"] in said


def test_one_command_makes_the_report_again_from_the_bundle_to_the_byte(files, capsys, tmp_path, monkeypatch):
    bundle, first, again = tmp_path / "trial", tmp_path / "first.pdf", tmp_path / "again.pdf"
    assert run(["trial", "export", str(bundle), *files, "--pdf", str(first), "--json"]) == 0
    capsys.readouterr()
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    elsewhere = tmp_path / "another folder"
    elsewhere.mkdir()
    moved = shutil.copy(bundle.with_suffix(".zip"), elsewhere / "renamed.zip")
    assert run(["rebuild", str(moved), "--pdf", str(again)]) == 0
    assert capsys.readouterr().out.strip() == "The same report, to the last byte."
    assert again.read_bytes() == first.read_bytes()


def test_the_same_trial_gives_the_same_bundle(files, tmp_path, monkeypatch):
    monkeypatch.setattr("charley.cli.clock.now", lambda: Moment(wall=datetime(2026, 11, 21, 20, 0)))
    for name in ("one.zip", "two.zip"):
        assert run(["trial", "export", str(tmp_path / name), *files]) == 0
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert (tmp_path / "one.zip").stat().st_mode & 0o077 == 0


def test_another_program_says_which_and_the_order_stays(files, tmp_path, capsys, monkeypatch):
    bundle = tmp_path / "trial.zip"
    run(["trial", "export", str(bundle), *files])
    monkeypatch.setattr("charley.__version__", "9.9.9")
    capsys.readouterr()
    assert run(["rebuild", str(bundle), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["same"], document["versions"]["program"][1]) == (False, "9.9.9")
    with zipfile.ZipFile(bundle) as packed:
        design = json.loads(packed.read("trial.json"))["design"]
    (tmp_path / "again.json").write_text(json.dumps(design), "utf-8")
    assert run(["trial", "show", str(tmp_path / "again.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sequence"] == design["sequence"]


def test_a_trial_of_the_data_folder_is_reported_and_handed_on_without_the_person(charley, folder, tmp_path):
    moment = now()
    store = open_store(folder, moment)
    store.keep_profile(document=json.dumps(someone(conditions=["gout"])), made_at=instant(moment))
    book = TrialBook(store, now=moment, made_at=instant(moment))
    book.open(someone(), Wish(period=7, pairs=1), seed=7)
    assert charley("trial", "report", "--json")[0] == 2  # it has not begun
    start = moment.night - timedelta(days=40)
    book.amend(book.open_one(), "start", "begins", on=start)
    nights = [start + timedelta(days=i) for i in range(40)]
    counts = [NightCount(id=f"night-{night}", at=moment, night=night, cramps=night.day % 3) for night in nights]
    store.append(entries=counts, received_at=instant(moment))
    status, said, _ = charley("trial", "report", "--with-person", "--json")
    assert status == 0
    assert "gout" in said
    bundle = tmp_path / "trial.zip"
    assert charley("trial", "export", str(bundle))[0] == 0
    with zipfile.ZipFile(bundle) as packed:
        assert b"gout" not in packed.read("trial.json")
    assert charley("rebuild", str(bundle))[0] == 0
    status, said, _ = charley("trial", "report", "--trial", "ffff", "--json")
    assert (status, json.loads(said)["error"]["fields"]) == (2, ["trial"])


def test_a_trial_is_looked_for_in_the_diary_of_the_person_who_is_named(charley, folder):
    moment = now()
    assert charley("people", "add", "Mother")[0] == 0
    hers = open_store(folder, moment, "Mother")
    book = TrialBook(hers, now=moment, made_at=instant(moment))
    book.open(someone(), Wish(period=7, pairs=1), seed=7)
    book.amend(book.open_one(), "start", "begins", on=moment.night - timedelta(days=20))
    trial = book.open_one().design.fingerprint
    status, said, _ = charley("trial", "report", "--person", "Mother", "--json")
    assert status == 0
    assert trial[:12] in said
    assert charley("trial", "report", "--json")[0] == 2  # the first person has none


def test_a_blind_trial_needs_its_key_and_is_not_handed_on_before_its_end(capsys, tmp_path):
    made = opened(protocol="magnesium-or-placebo", period=7, pairs=2, nonce="n" * 32)
    names = [str(tmp_path / name) for name in ("design.json", "nights.csv", "key.json")]
    (tmp_path / "design.json").write_bytes(msgspec.json.encode(made.design))
    (tmp_path / "key.json").write_bytes(msgspec.json.encode(made.key))
    (tmp_path / "nights.csv").write_text(write_nights(kept(made.design, order=made.key.sequence, nights=20)), "utf-8")
    assert run(["trial", "report", *names[:2], "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["key"]
    target = tmp_path / "trial.zip"
    assert run(["trial", "export", str(target), *names[:2], "--key", names[2], "--json"]) == 2
    assert "not over yet" in capsys.readouterr().out
    assert not target.exists()


def changed(bundle, target, name, change):
    with zipfile.ZipFile(bundle) as packed, zipfile.ZipFile(target, "w") as other:
        for each in packed.namelist():
            data = packed.read(each)
            other.writestr(each, change(data) if each == name else data)


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("nights.csv", lambda data: data.replace(b",1,", b",2,", 1), "nights.csv"),
        ("trial.json", lambda data: data.replace(b'days": 7', b'days": 8'), "trial.json.design.fingerprint"),
        ("trial.json", lambda data: data[:-20], "trial.json"),
        ("trial.json", lambda data: data.replace(b'"late": []', b'"late": ["soon"], "more": 1'), "trial.json.late[0]"),
        ("run.json", lambda data: data.replace(b'"version": 1', b'"version": 2'), ""),
    ],
)  # fmt: skip
def test_a_changed_bundle_is_refused_and_the_fault_is_named(files, capsys, tmp_path, name, change, field):
    bundle, target = tmp_path / "trial.zip", tmp_path / "changed.zip"
    run(["trial", "export", str(bundle), *files])
    changed(bundle, target, name, change)
    capsys.readouterr()
    assert run(["rebuild", str(target), "--json"]) == 2
    assert field in json.loads(capsys.readouterr().out)["error"]["fields"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["--side-effect-day", "-1"], "side_effect_day"),
        (["--side-effect-day", "nan"], "side_effect_day"),
        (["--key", "none.json"], "none.json"),
    ],
)
def test_what_cannot_be_taken_is_named(files, capsys, words, field):
    assert run(["trial", "report", *files, *words, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == [field]


def test_all_faulty_files_are_named_at_once(files, capsys, tmp_path):
    (tmp_path / "design.json").write_text("{}", "utf-8")
    (tmp_path / "nights.csv").write_text("cramps\n1\n", "utf-8")
    (tmp_path / "key.json").write_text("no key", "utf-8")
    words = ["--key", str(tmp_path / "key.json"), "--side-effect-day", "-3"]
    assert run(["trial", "report", *files, *words, "--json"]) == 2
    fields = json.loads(capsys.readouterr().out)["error"]["fields"]
    assert {"protocol", "fingerprint", "row 1", "key", "side_effect_day"} <= set(fields)


@pytest.mark.parametrize("target", ["/", ".", ".."])
def test_a_folder_is_no_file_to_write(files, capsys, target):
    assert run(["trial", "export", target, *files, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["path"]


def test_one_file_alone_is_not_enough(files, capsys):
    assert run(["trial", "report", files[0], "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["diary"]
