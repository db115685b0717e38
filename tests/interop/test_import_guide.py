"""The guide to importing names every format and every field, and its example works."""

import json
import re
from pathlib import Path

import pytest

from charley.diary.records import KINDS, Entry
from charley.errors import BadInput
from charley.interop.formats import ARCHIVE, FORMATS
from charley.interop.mapped_csv import CsvMapping, read_with
from charley.reading import read
from support.imports import entries

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "import.md").read_text("utf-8")


def example() -> CsvMapping:
    return read(CsvMapping, json.loads(re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)[0]))


def test_every_format_has_its_paragraph():
    named = set(re.findall(r"\(`([a-z_]+)`\)", GUIDE))

    assert {f.kind for f in FORMATS} | {ARCHIVE} <= named


def test_the_example_of_a_mapping_reads_the_example_of_a_table(tmp_path):
    table = re.search(r"    (Datum;.*?)\n\n", GUIDE, re.DOTALL)[1]
    path = tmp_path / "my-sheet.csv"
    path.write_text(re.sub(r"\n +", "\n", table) + "\n", "utf-8")

    cramp, wine = entries(list(read_with(path, example())))

    assert (cramp.pain, cramp.site, cramp.at.text()) == (7, "calf", "2026-03-15T02:10:00+01:00[Europe/Berlin]")
    assert (wine.what, wine.amount, wine.unit) == ("alcohol", 1.5, "glasses")


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"amendment"}))
def test_every_kind_names_the_fields_that_a_mapping_can_fill(kind):
    line = re.search(rf"^\| `{kind}` \| (.*) \|$", GUIDE, re.MULTILINE)
    named = set(re.findall(r"`([a-z_]+)`", line[1]))

    accepted = {name for name in KINDS[kind].__struct_fields__ if _can_be_filled(KINDS[kind], name)}

    assert named == accepted


def _can_be_filled(record: type[Entry], name: str) -> bool:
    mapping = {
        "format": "charley-csv-mapping",
        "version": 1,
        "date": {"column": "d", "form": "%Y-%m-%d"},
        "time": {"column": "t", "form": "%H:%M"},
        "date_names": "evening",
        "entries": [{"kind": str(record.__struct_config__.tag), "fields": {name: {"always": "x"}}}],
    }
    try:
        read(CsvMapping, mapping)
    except BadInput:
        return False
    return True
