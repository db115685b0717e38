"""Whatever JSON somebody puts into a file, the readers of JSON answer with entries, reasons or a named fault."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charley.errors import BadInput
from charley.interop.formats import format_of
from charley.interop.importer import Skipped, Taken

WORDS = st.sampled_from(
    ["sleep", "activities", "activities-steps", "weight", "body", "series", "status", "point", "startTimeNanos",
     "endTimeNanos", "dataTypeName", "value", "intVal", "logId", "startTime", "endTime", "startDate", "name", "steps",
     "date", "dateTime", "timezone", "startdate", "enddate", "data", "hasStartTime", "duration", "isMainSleep",
     "minutesAwake", "wakeupcount", "more", "measuregrps"]
)  # fmt: skip
TEXTS = st.sampled_from(
    ["com.google.activity.segment", "com.google.step_count.delta", "2026-03-14", "2026-03-14T23:00:00.000", "23:00",
     "Europe/Berlin", "Mars/Olympus", "", "1773504000000000000", "-1", "9" * 400, "Run"]
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.integers(0, 120) | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    LEAVES | TEXTS | st.just(10**350),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=25,
)
GOOGLE = st.fixed_dictionaries(
    {
        "startTimeNanos": TEXTS | VALUES,
        "endTimeNanos": TEXTS | VALUES,
        "dataTypeName": TEXTS,
        "value": st.lists(st.fixed_dictionaries({"intVal": VALUES}), max_size=2),
    }
)
ROWS = st.lists(st.dictionaries(WORDS, VALUES, max_size=8) | VALUES | GOOGLE, max_size=5)
DOCUMENTS = (
    st.dictionaries(WORDS, ROWS | VALUES, max_size=4)
    | ROWS
    | st.fixed_dictionaries({"status": st.just(0), "body": st.dictionaries(WORDS, ROWS, max_size=3)})
    | st.fixed_dictionaries({"point": ROWS})
)


@pytest.mark.parametrize("kind", ["fitbit", "withings", "google_fit"])
@settings(max_examples=120, deadline=None)
@given(document=DOCUMENTS)
def test_no_json_gives_a_traceback(tmp_path_factory, kind, document):
    path = tmp_path_factory.getbasetemp() / f"{kind}.json"
    path.write_text(json.dumps(document))

    try:
        items = list(format_of(path, kind).read(path, zone="Europe/Berlin"))
    except BadInput:
        return
    assert all(isinstance(item, Taken | Skipped) for item in items)
