"""Real exports of other programs: each is told by its content and read, the broken ones are named faults."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from charley.errors import BadInput
from charley.interop.formats import FORMATS, format_of, head_of
from charley.interop.importer import Taken
from support.imports import entries, read, reasons

pytestmark = pytest.mark.shared

BERLIN = "Europe/Berlin"
#: File -> its kind, and how many entries of each kind it gives.
READ = {
    "apple_health/export6s3sample.xml": ("apple_health", {"activity": 1, "exposure": 1}),
    "daylio/daylio_2020.csv": ("daylio", {"note": 32, "activity": 1}),
    "daylio/daylio_2021.csv": ("daylio", {"note": 3, "side_effect": 2, "exposure": 2, "activity": 1}),
    "daylio/daylio_2021_multiple_moods.csv": ("daylio", {"note": 7}),
    "fitbit_api/fitbit-activities-date-multiple-in-activities-list.json": ("fitbit", {"activity": 3}),
    "fitbit_api/fitbit-activities-steps-1d-1m-intraday.json": ("fitbit", {"exposure": 1}),
    "fitbit_api/fitbit-activities-steps-timeseries.json": ("fitbit", {"exposure": 2}),
    "fitbit_api/fitbit-body-log-weight.json": ("fitbit", {}),
    "fitbit_api/fitbit-sleep-date-empty-sleep-list.json": ("fitbit", {}),
    "fitbit_api/fitbit-sleep-date-range.json": ("fitbit", {"sleep": 1}),
    "fitbit_api/fitbit-sleep-date.json": ("fitbit", {"sleep": 1}),
    "garmin_fit/Activity.fit": ("garmin_fit", {"activity": 1}),
    "garmin_fit/DeveloperData.fit": ("garmin_fit", {}),
    "garmin_fit/MonitoringFile.fit": ("garmin_fit", {"exposure": 1}),
    "garmin_fit/WeightScaleSingleUser.fit": ("garmin_fit", {}),
    "garmin_fit/activity-settings.fit": ("garmin_fit", {"activity": 1}),
    "garmin_fit/antfs-dump.63.fit": ("garmin_fit", {}),
    "garmin_fit/compressed-speed-distance.fit": ("garmin_fit", {}),
    "googlefit_api/googlefit-merge-activity-segments-only-sleep.json": ("google_fit", {}),
    "googlefit_api/googlefit-merge-activity-segments.json": ("google_fit", {"activity": 3}),
    "googlefit_api/googlefit-merge-step-deltas.json": ("google_fit", {"exposure": 3}),
    "googlefit_api/googlefit-merge-weight.json": ("google_fit", {}),
    "loop_habits/Checkmarks.csv": ("loop_habits", {"exposure": 132, "activity": 98}),
    "loop_habits/loop.db": ("loop_habits", {"activity": 12}),
    "myfitnesspal/nutrition_summary.csv": ("myfitnesspal", {"food": 3}),
    "sleep_as_android/sleep-export.zip": ("sleep_as_android", {"exposure": 6, "activity": 1, "sleep": 1}),
    "withings_api/withings-activity-measures.json": ("withings", {"exposure": 4}),
    "withings_api/withings-sleep-summary.json": ("withings", {"sleep": 2}),
}
BROKEN = {
    "garmin_fit/activity-filecrc.fit": "checksum does not fit",
    "garmin_fit/activity-unexpected-eof.fit": "ends too early",
    "nightscout/example.json": "does not keep glucose",
}


@pytest.fixture(scope="module")
def exports(shared) -> Path:
    return shared / "data" / "exports"


@pytest.mark.parametrize("name", READ)
def test_a_real_file_is_told_by_its_content_and_read(exports, name):
    kind, wanted = READ[name]
    path = exports / name

    assert [each.kind for each in FORMATS if each.recognises(head_of(path))] == [kind]
    items = read(path, zone=BERLIN)
    assert Counter(entry.kind for entry in entries(items)) == wanted
    assert read(path, zone=BERLIN) == items


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_or_foreign_file_is_a_named_fault(exports, name):
    with pytest.raises(BadInput, match=BROKEN[name]):
        read(exports / name, zone=BERLIN)


@pytest.mark.parametrize(("name", "nights", "doses"), [("24.3", 2, 7), ("25.8", 6, 7)])
def test_sleepmeters_files_with_their_bare_quotation_marks(exports, name, nights, doses):
    [path] = (exports / "sleepmeter").glob(f"*{name}.csv")

    items = read(path)

    assert format_of(path).kind == "sleepmeter"
    assert len(entries(items, "sleep")) == nights
    assert {dose.product for dose in entries(items, "dose")} == {"MAGNESIUM"}
    assert not any("cannot be read" in reason for reason in reasons(items).values())


def test_every_real_file_of_these_apps_is_spoken_for(exports):
    others = {"cronometer", "openfoodfacts", "sleepmeter"}
    found = {str(p.relative_to(exports)) for p in exports.glob("*/*") if p.parent.name not in others}

    assert found == READ.keys() | BROKEN.keys()


def test_the_day_of_the_vivofit_counts_its_running_totals_once(exports):
    [steps] = entries(read(exports / "garmin_fit" / "MonitoringFile.fit"))

    assert (steps.day, steps.amount) == (date(2014, 12, 27), 3142 + 31)


def test_a_night_in_london_belongs_to_its_evening(exports):
    items = read(exports / "withings_api" / "withings-sleep-summary.json")

    assert [(e.night, e.start.text()) for e in entries(items)] == [
        (date(2017, 9, 1), "2017-09-02T00:15:00+01:00[Europe/London]"),
        (date(2017, 9, 3), "2017-09-03T23:19:00+01:00[Europe/London]"),
    ]


def test_a_meal_of_myfitnesspal_does_not_know_its_magnesium(exports):
    items = read(exports / "myfitnesspal" / "nutrition_summary.csv")

    assert [i.entry.nutrients["magnesium_mg"] for i in items if isinstance(i, Taken)] == [None, None, None]
