"""The account of an import counts everything, also what it no longer lists."""

from charley.interop import report
from charley.interop.report import ImportReport


def test_each_outcome_is_counted_by_kind_and_reason():
    account = ImportReport("a.csv", "daylio", "Daylio")
    account.taken("row 2", "cramp")
    account.taken("row 3", "note")
    account.taken("row 4", "note")
    account.already("row 5", "note")
    account.skipped("row 6", "a nap")
    account.skipped("heart rates", "not kept", rows=900)

    told = account.as_dict()

    assert (told["taken"], told["already"], told["skipped"]) == (3, 1, 901)
    assert told["kinds"] == {"note": 2, "cramp": 1}
    assert told["reasons"] == {"not kept": 900, "a nap": 1}
    assert told["rows"][0] == {"row": "row 2", "outcome": "taken", "what": "cramp", "rows": 1}


def test_beyond_the_longest_list_rows_are_still_counted(monkeypatch):
    monkeypatch.setattr(report, "MOST_LINES", 2)
    account = ImportReport("a.csv", "daylio", "Daylio")

    for number in range(5):
        account.skipped(f"row {number}", "a nap")

    assert (len(account.lines), account.unlisted, account.skipped_rows) == (2, 3, 5)
