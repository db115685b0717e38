"""Which kind is this file? Told by its content alone, and by one format alone."""

import shutil

import pytest

from charley.errors import BadInput
from charley.interop.formats import FORMATS, format_of, head_of
from support.fit_files import fit
from support.imports import FILES, entries, read

KINDS = {
    "bearable.csv": "bearable",
    "daylio.csv": "daylio",
    "export.xml": "apple_health",
    "fitbit-activities.json": "fitbit",
    "fitbit-archive-exercise.json": "fitbit",
    "fitbit-archive-sleep.json": "fitbit",
    "fitbit-sleep.json": "fitbit",
    "fitbit-steps.json": "fitbit",
    "google-fit-days.csv": "google_fit",
    "google-fit-segments.json": "google_fit",
    "google-fit-takeout.json": "google_fit",
    "loop-checkmarks.csv": "loop_habits",
    "myfitnesspal.csv": "myfitnesspal",
    "nightscout.json": "nightscout",
    "sleep-export.csv": "sleep_as_android",
    "sleepmeter.csv": "sleepmeter",
    "withings-activity.json": "withings",
    "withings-sleep.json": "withings",
}


def test_every_example_file_has_its_kind():
    assert sorted(path.name for path in FILES.iterdir()) == sorted(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_the_content_tells_the_kind_whatever_the_file_is_called(name, tmp_path):
    path = tmp_path / "download"
    shutil.copy(FILES / name, path)

    assert [each.kind for each in FORMATS if each.recognises(head_of(path))] == [KINDS[name]]


def test_garmin_is_told_by_its_mark(tmp_path):
    path = tmp_path / "download"
    path.write_bytes(fit((0, [(0, "enum", 4)])))

    assert format_of(path).kind == "garmin_fit"


def test_an_unknown_kind_names_the_known_ones():
    with pytest.raises(BadInput, match="apple_health") as caught:
        format_of(FILES / "daylio.csv", "diary")
    assert caught.value.fields == ("kind",)


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"nightscout.json", "fitbit-archive-exercise.json"}))
def test_a_second_reading_gives_the_same_entries(name):
    first, second = (entries(read(name, zone="Europe/Berlin")) for _ in range(2))

    assert first == second
    assert len({entry.id for entry in first}) == len(first) > 0
