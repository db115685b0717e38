"""Apple Health: nothing counted twice, a night is its evening's, memory stays flat."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from support.imports import entries, read, reasons

HEAD = '<HealthData locale="en_GB"><ExportDate value="2026-03-20 08:00:00 +0100"/>'


@pytest.fixture
def export(tmp_path):
    def _export(*records: str) -> Path:
        path = tmp_path / "export.xml"
        path.write_text(HEAD + "\n".join(records) + "</HealthData>", "utf-8")
        return path

    return _export


def record(
    kind: str, start: str, end: str, value: object, *, unit: str = "count", source: str = "Watch", zone: str = ""
) -> str:
    inside = f'<MetadataEntry key="HKTimeZone" value="{zone}"/>' if zone else ""
    return (
        f'<Record type="HK{kind}" sourceName="{source}" unit="{unit}" startDate="{start}" endDate="{end}" '
        f'value="{value}">{inside}</Record>'
    )


def asleep(start: str, end: str, *, source: str = "Watch", zone: str = "") -> str:
    value = "HKCategoryValueSleepAnalysisAsleepCore"
    return record("CategoryTypeIdentifierSleepAnalysis", start, end, value, source=source, zone=zone)


def test_the_steps_of_a_day_are_those_of_one_device():
    items = read("export.xml")
    [steps] = [e for e in entries(items, "exposure") if e.unit == "steps"]

    assert (steps.day, steps.amount) == (date(2026, 3, 14), 2000)
    assert reasons(items)["steps of 2026-03-14"] == "another device counted fewer steps that day; they are not added up"
    assert reasons(items)["steps of 2026-03-17"] == "the day of the export was not over"


def test_drinks_and_caffeine_keep_their_amounts_in_our_units():
    items = read("export.xml")
    [water] = entries(items, "drink")
    [caffeine] = [e for e in entries(items, "exposure") if e.what == "caffeine"]

    assert (water.ml, water.at.text()) == (236.6, "2026-03-14T12:30:00+01:00")
    assert (caffeine.amount, caffeine.unit) == (95, "mg")
    assert reasons(items)["DietaryWater (element 10)"] == "“barrel” is not a unit that is known here"


def test_minerals_are_summed_up_by_day_and_app_and_correlations_are_not_counted_again():
    [food] = entries(read("export.xml"), "food")

    assert food.nutrients == {"magnesium_mg": 200.5, "vitamin_d_mcg": 5.0}
    assert (food.day, food.name) == (date(2026, 3, 14), "Food of the day from Plate")
    assert "potassium_mg" not in food.nutrients


def test_a_night_is_put_together_and_belongs_to_its_evening():
    first, second = entries(read("export.xml"), "sleep")

    assert (first.night, first.start.text(), first.end.text()) == (
        date(2026, 3, 14),
        "2026-03-14T23:20:00+01:00",
        "2026-03-15T06:50:00+01:00",
    )
    assert (second.night, second.start.text()) == (date(2026, 3, 15), "2026-03-16T00:30:00+09:00[Asia/Tokyo]")


def test_workouts_signs_and_medicines():
    items = read("export.xml")

    assert [(e.what, e.minutes) for e in entries(items, "activity")] == [("traditional strength training", 35.5)]
    assert [(e.sign, e.severity) for e in entries(items, "side_effect")] == [("diarrhoea", "mild")]
    assert [(e.about, "Metoprolol 50 mg tablet" in e.text) for e in entries(items, "note")] == [
        ("medicine_change", True)
    ]


def test_what_is_left_out_is_counted_by_kind():
    told = reasons(read("export.xml"))

    assert told["HeartRate"] == "Charley does not keep “HeartRate”"
    assert told["Correlation"] == "repeats records that also stand by themselves"
    assert told["in bed, night of 2026-03-14 from Phone"] == "time in bed; the sleep of this night was measured"


def test_of_two_devices_the_longer_sleep_is_taken(export):
    path = export(
        asleep("2026-03-14 23:00:00 +0100", "2026-03-15 05:00:00 +0100", source="Ring"),
        asleep("2026-03-14 23:00:00 +0100", "2026-03-15 06:30:00 +0100", source="Watch"),
    )

    items = read(path)

    assert [e.end.wall.hour for e in entries(items)] == [6]
    assert reasons(items) == {
        "sleep of the night of 2026-03-14 from Ring": "a longer sleep of the night of 2026-03-14 was taken"
    }


def test_pieces_in_any_order_and_over_noon_are_one_sleep(export):
    pieces = [
        asleep("2026-03-15 12:30:00 +0100", "2026-03-15 14:30:00 +0100"),
        asleep("2026-03-15 08:00:00 +0100", "2026-03-15 10:00:00 +0100"),
        asleep("2026-03-15 10:20:00 +0100", "2026-03-15 12:10:00 +0100"),
    ]

    results = {
        tuple((e.night, e.start.wall.hour, e.end.wall.hour) for e in entries(read(export(*order))))
        for order in (pieces, pieces[::-1])
    }

    assert results == {((date(2026, 3, 14), 8, 14),)}


def test_the_hour_that_came_twice_does_not_shorten_a_night(export):
    path = export(asleep("2026-10-25 01:30:00 +0200", "2026-10-25 02:15:00 +0100"))

    [sleep] = entries(read(path))

    assert (sleep.night, (sleep.end.utc - sleep.start.utc).total_seconds()) == (date(2026, 10, 24), 105 * 60)


def test_an_export_from_another_time_zone_speaks_of_the_same_records(export):
    def drink(start: str) -> str:
        return record("QuantityTypeIdentifierDietaryWater", start, start, 200, unit="mL")

    home = entries(
        read(
            export(drink("2026-03-14 12:30:00 +0100"), asleep("2026-03-14 23:00:00 +0100", "2026-03-15 06:30:00 +0100"))
        )
    )
    away = entries(
        read(
            export(drink("2026-03-14 20:30:00 +0900"), asleep("2026-03-15 07:00:00 +0900", "2026-03-15 14:30:00 +0900"))
        )
    )

    assert [e.id for e in home] == [e.id for e in away]


def test_time_in_bed_alone_is_no_sleep(export):
    value = "HKCategoryValueSleepAnalysisInBed"
    path = export(
        record("CategoryTypeIdentifierSleepAnalysis", "2026-03-14 23:00:00 +0100", "2026-03-15 07:00:00 +0100", value)
    )

    assert entries(read(path)) == []
    assert "does not say when somebody slept" in reasons(read(path))["in bed, night of 2026-03-14 from Watch"]


@pytest.mark.parametrize(
    ("value", "unit", "start", "said"),
    [
        ("lots", "mg", "2026-03-14 12:00:00 +0100", "not a number"),
        ("=1+1", "mg", "2026-03-14 12:00:00 +0100", "a formula"),
        ("-5", "mg", "2026-03-14 12:00:00 +0100", "no amount"),
        ("5", "IU", "2026-03-14 12:00:00 +0100", "not a unit"),
        ("5", "mg", "14/03/2026", "not a date and time"),
        ("5", "mg", "", "not a date and time"),
    ],
)
@pytest.mark.parametrize("kind", ["DietaryMagnesium", "DietaryCaffeine"])
def test_a_record_that_makes_no_sense_is_a_reason(export, kind, value, unit, start, said):
    items = read(export(record(f"QuantityTypeIdentifier{kind}", start, start, value, unit=unit)))

    assert entries(items) == []
    assert said in reasons(items)[f"{kind} (element 2)"]


def test_doses_of_medicines_whose_layout_nobody_documents_are_named(export):
    path = export('<Record type="HKMedicationDoseEventTypeIdentifierMedicationDoseEvent" sourceName="Health"/>')

    assert "put your medicines into your profile" in next(iter(reasons(read(path)).values()))


MEASURE = r"""
import json, re, sys
from pathlib import Path
from charley.interop import apple_health
calls = []
rows = sum(item.rows for item in apple_health.read(Path(sys.argv[1]), progress=lambda done, total: calls.append(done)))
# Not getrusage: its peak is handed down from the process that started this one.
peak = int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps({"rows": rows, "peak_mb": peak, "calls": len(calls), "rising": calls == sorted(calls)}))
"""


def measured(path: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is asked of Linux")
def test_memory_stays_flat_as_the_file_grows(tmp_path):
    peaks = []
    for days in (50, 800):
        path = tmp_path / f"{days}.xml"
        with path.open("w") as file:
            file.write(HEAD)
            for number in range(days):
                day = date.fromordinal(date(2020, 1, 1).toordinal() + number)
                for minute in range(120):
                    stamp = f"{day} {minute // 10 + 8:02d}:{minute % 10}0:00 +0100"[:25]
                    file.write(record("QuantityTypeIdentifierHeartRate", stamp, stamp, 60 + minute % 40) + "\n")
                file.write(
                    record("QuantityTypeIdentifierStepCount", f"{day} 10:00:00 +0100", f"{day} 10:10:00 +0100", 4000)
                )
                file.write(asleep(f"{day} 23:00:00 +0100", f"{day} 23:50:00 +0100"))
            file.write("</HealthData>")
        found = measured(path)
        assert found["rows"] == days * 122
        assert found["rising"]
        peaks.append(found["peak_mb"])

    assert peaks[1] < 150
    assert peaks[1] - peaks[0] < 15
