"""How long a large Apple Health export takes, and how much memory: made up here, read, measured.

    .venv/bin/python benchmarks/apple_health.py --megabytes 1000

Writes the export to a temporary folder (or ``--keep FILE``), reads it in a fresh process and prints CPU seconds and
peak memory of that process, once for the XML and once for the zip.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData locale CDATA #REQUIRED>
]>
<HealthData locale="en_GB">
 <ExportDate value="2026-11-01 09:00:00 +0000"/>
"""
DEVICE = "&lt;&lt;HKDevice: 0x280f0c0a0&gt;, name:Watch, manufacturer:Made up, model:Watch, hardware:Watch6,1&gt;"
READ = """
import json, resource, sys, time
from pathlib import Path
from charley.interop import apple_health
from charley.interop.importer import Taken
before = time.process_time()
calls, kinds, rows = 0, {}, 0
def progress(done, total):
    global calls
    calls += 1
for item in apple_health.read(Path(sys.argv[1]), progress=progress):
    rows += item.rows
    name = item.entry.kind if isinstance(item, Taken) else "skipped"
    kinds[name] = kinds.get(name, 0) + 1
print(json.dumps({"cpu_s": round(time.process_time() - before, 1), "rows": rows, "items": kinds,
    "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1), "progress_calls": calls}))
"""


def records(rng: random.Random) -> Iterator[str]:
    """Days of a made-up life, for ever: mostly heart rates, as in true exports."""
    stamp = "%Y-%m-%d %H:%M:%S +0000"
    day = datetime(2014, 1, 1)
    while True:
        at = day

        def record(
            kind: str, start: datetime, minutes: float, value: object, unit: str = "", source: str = "Watch"
        ) -> str:
            shown, ended = start.strftime(stamp), (start + timedelta(minutes=minutes)).strftime(stamp)
            units = f' unit="{unit}"' if unit else ""
            return (
                f' <Record type="HK{kind}" sourceName="{source}" sourceVersion="9.1" device="{DEVICE}"{units} '
                f'creationDate="{ended}" startDate="{shown}" endDate="{ended}" value="{value}"/>\n'
            )

        for _ in range(900):
            at += timedelta(seconds=90)
            yield record("QuantityTypeIdentifierHeartRate", at, 0, rng.randint(50, 130), "count/min")
        for source in ("Watch", "Phone"):
            for hour in range(7, 23):
                for part in range(6):
                    start = day + timedelta(hours=hour, minutes=10 * part)
                    yield record("QuantityTypeIdentifierStepCount", start, 9, rng.randint(1, 200), "count", source)
        at = day + timedelta(hours=23)
        for stage in ("Core", "Deep", "REM") * 6:
            value = f"HKCategoryValueSleepAnalysisAsleep{stage}"
            yield record("CategoryTypeIdentifierSleepAnalysis", at, 27, value)
            at += timedelta(minutes=28)
        for hour in (8, 12, 16, 20):
            start = day + timedelta(hours=hour)
            yield record("QuantityTypeIdentifierDietaryWater", start, 0, 250, "mL", "Cup")
            yield record("QuantityTypeIdentifierDietaryMagnesium", start, 0, rng.randint(20, 120), "mg", "Plate")
            yield record("QuantityTypeIdentifierDietaryPotassium", start, 0, rng.randint(300, 900), "mg", "Plate")
        start, ended = (day + timedelta(hours=h) for h in (18, 19))
        yield (
            f' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="60" durationUnit="min" '
            f'sourceName="Watch" startDate="{start.strftime(stamp)}" endDate="{ended.strftime(stamp)}">\n'
            f'  <MetadataEntry key="HKTimeZone" value="Europe/London"/>\n </Workout>\n'
        )
        day += timedelta(days=1)


def write(path: Path, megabytes: float) -> None:
    """An export of about this size."""
    left = int(megabytes * 1_000_000) - len(HEAD)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for record in records(random.Random(1)):
            file.write(record)
            left -= len(record)
            if left <= 0:
                break
        file.write("</HealthData>\n")


def measure(path: Path) -> dict[str, object]:
    """Read it in a process of its own."""
    done = subprocess.run([sys.executable, "-c", READ, str(path)], check=True, capture_output=True, text=True)
    return {"file": path.name, "mb": round(path.stat().st_size / 1e6, 1), **json.loads(done.stdout)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--megabytes", type=float, default=1000)
    options.add_argument("--keep", type=Path, help="keep the folder with the made-up files here")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        xml, packed = folder / "export.xml", folder / "export.zip"
        write(xml, chosen.megabytes)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(xml, "apple_health_export/export.xml")
        for path in (xml, packed):
            print(json.dumps(measure(path)))


if __name__ == "__main__":
    main()
