"""``charley evidence``: as a person, a pharmacist and a script use it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from charley.cli.main import run
from charley.knowledge import tables
from charley.services import fact_review

#: A trial of somebody's own, as it may be given with --extra.
MINE = (
    'reviewed = 2026-11-21\nreview_by = 2027-11-21\n[sources.a]\ntitle = "A trial"\nurl = "https://example.org/a"\n'
    '[[rows]]\nid = "mine-2025"\nname = "Mine"\nyear = 2025\ntreatment = "magnesium"\ncondition = "night-cramps"\n'
    'population = ["adults"]\npeople = 80\ndesign = "parallel"\nbias = "low"\nbias_why = "Read by me."\n'
    'read_as = "abstract"\nconfidence = "read"\nsources = ["a"]\n'
    '[[rows.outcomes]]\nid = "cramps-week"\nname = "cramps a week"\nper_week = 1\n'
    'arms = [{ role = "treatment", what = "tablet", n = 40, mean = "3.1", sd = "2.9" },'
    ' { role = "control", what = "placebo", n = 40, mean = "3.6", sd = "3.0" }]\n'
)


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    status = run(["evidence", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_question_in_plain_words_is_answered_with_sources(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = asked(capsys, "ask", "pickle", "juice")
    assert status == 0
    assert found["answers"][0]["id"] == "pickle"
    assert found["answers"][0]["sources"]
    assert run(["evidence", "ask", "pickle", "juice"]) == 0
    assert "shorter" in capsys.readouterr().out
    assert asked(capsys, "ask", "xyzzy", "blorp")[0] == 1


def test_a_card_by_name_or_by_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "card", "vitamin-k2")[1]["cards"][0]["id"] == "vitamin-k2"
    assert asked(capsys, "card", "pickle", "juice")[1]["cards"][0]["id"] == "pickle-juice"
    assert len(asked(capsys, "card")[1]["cards"]) >= 60
    assert run(["evidence", "card", "mg-night-cramps", "--setting", "UK"]) == 0
    out = capsys.readouterr().out
    assert "0.18 fewer cramps a week" in out
    assert "Last reviewed" in out


def test_the_pool_says_who_takes_part_and_who_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = asked(capsys, "pool", "magnesium")
    assert status == 0
    assert {each["study"] for each in found["used"]} == {"maor-2017", "frusso-1999"}
    assert all(each["why"] for each in found["left_out"])
    assert found["pooled"]["low"] < 0 < found["pooled"]["high"]
    wide = asked(capsys, "pool", "magnesium", "--hartung-knapp")[1]["pooled"]
    assert wide["high"] - wide["low"] > found["pooled"]["high"] - found["pooled"]["low"]
    status, fault = asked(capsys, "pool", "zinc")
    assert status == 2
    assert fault["error"]["fields"] == ["question"]


def test_a_file_of_the_users_joins_the_pool(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(MINE, "utf-8")
    status, found = asked(capsys, "pool", "magnesium", "--extra", str(mine))
    assert status == 0
    assert "mine-2025" in {each["study"] for each in found["used"]}
    for said, absurd in (("people = 80", "people = 99999999999"), ('mean = "3.1"', f'mean = "{"9" * 40}"')):
        mine.write_text(MINE.replace(said, absurd), "utf-8")
        assert asked(capsys, "pool", "magnesium", "--extra", str(mine))[0] == 2
    mine.write_text("nonsense", "utf-8")
    assert asked(capsys, "pool", "magnesium", "--extra", str(mine))[0] == 2
    assert asked(capsys, "audit", "--extra", str(tmp_path / "absent.toml"))[0] == 2


HEAD, _, ROW = MINE.partition("[[rows]]\n")
ROWS = f"[[rows]]\n{ROW}"
NONSENSE = {
    "fewer people than its arms": (MINE.replace("people = 80", "people = 79"), "fewer than those in its arms"),
    "signs that turn the line round": (MINE.replace('"Mine"', '"\u202eMine"'), "cannot be printed"),
    "a name without an end": (MINE.replace('"Mine"', f'"{"x" * 200}"'), "at most 120 letters"),
    "lists within lists": (f"rows = {'[' * 4000}{']' * 4000}", "too deep"),
    "a flood of trials": (
        HEAD + "".join(ROWS.replace("mine-2025", f"m-{n}") for n in range(301)),
        "300 trials or fewer",
    ),
    "a file of another size": (MINE + "#" * 5_000_000, "5 MB"),
}


@pytest.mark.parametrize("what", NONSENSE)
def test_a_file_of_nonsense_is_named_and_never_pooled(
    what: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text, said = NONSENSE[what]
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    assert run(["evidence", "pool", "magnesium", "--extra", str(tmp_path / "mine.toml")]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_marks_in_a_name_are_shown_as_they_stand(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINE.replace('"Mine"', '"[bold]M[/] [/red] <b>"'), "utf-8")
    assert run(["evidence", "pool", "magnesium", "--extra", str(tmp_path / "mine.toml")]) == 0
    assert "[bold]M[/] [/red] <b>" in capsys.readouterr().out


def test_the_audit_lists_what_does_not_fit(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = asked(capsys, "audit")
    assert status == 0
    assert {"maor-2017", "tan-2024", "supakatisant-2015", "araujo-2020"} <= {f["study"] for f in found["findings"]}


def test_check_lists_overdue_reviews_loudly(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = asked(capsys, "check", "--today", "2040-01-01")
    assert status == 1
    overdue = {(each["table"], each["row"]) for each in found["to_mend"] if each["grade"] == "overdue"}
    assert ("claims", "mg-night-cramps") in overdue
    assert ("studies", "maor-2017") in overdue
    status, found = asked(capsys, "check", "--today", "2026-11-22")
    assert [each for each in found["to_mend"] if each["table"] in ("claims", "studies", "figures", "answers")] == []


def test_a_pharmacist_gets_every_fact_as_a_row_of_a_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evidence", "review", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    by_table = {row["table"] for row in rows}
    assert {"claims", "studies", "figures", "medicine_rules", "reference_intakes"} <= by_table
    card = next(row for row in rows if row["id"] == "mg-night-cramps")
    assert "https://" in card["sources"]
    assert card["reviewed"] == "2026-11-21"
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    assert run(["evidence", "review"]) == 2


def test_a_pharmacist_reads_first_what_could_harm_and_what_was_read_at_second_hand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["evidence", "review", "--csv"]) == 0
    printed = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(printed.out)))
    assert {row["table"] for row in rows} == set(tables.names()) - fact_review.NOT_ROW_BY_ROW
    assert list(dict.fromkeys(row["decides"] for row in rows))[:3] == ["the plan", "what is told", "food and drink"]
    assert f"{sum(row['decides'] == 'the plan' for row in rows)} rows decide the plan." in printed.err
    plan = {row["table"] for row in rows if row["decides"] == "the plan"}
    assert plan >= {"advice", "conditions", "lab_bands", "medicine_rules", "red_flags", "symptom_signs"}
    rules = [row for row in rows if row["table"] == "medicine_rules"]
    assert rows[0] == rules[0]
    second_hand = [row["confidence"] != "read" for row in rules]
    assert second_hand == sorted(second_hand, reverse=True)
    (diarrhoea,) = [row for row in rows if row["id"] == "stop-diarrhoea"]
    assert diarrhoea["kinds"] == "official guidance"
    assert diarrhoea["sources"].startswith("[official guidance] ")
    assert {row["agreed"] + row["remark"] for row in rows} == {""}


def test_a_pharmacist_may_take_one_table_and_a_name_of_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evidence", "review", "red_flags", "--csv"]) == 0
    assert {row["table"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))} == {"red_flags"}
    assert run(["evidence", "review", "cures", "--csv"]) == 2
    assert "medicine_rules" in capsys.readouterr().err


def test_expectation_and_prior_for_one_person(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    me = tmp_path / "me.json"
    me.write_text('{"setting": "US", "age_years": 45, "sex": "female", "diet_magnesium_mg": 400}', "utf-8")
    status, found = asked(capsys, "expect", str(me))
    assert status == 0
    assert found["lean"] == "lower"
    assert found["magnesium"] == {"better": 67, "low": 54, "high": 83}
    status, found = asked(capsys, "prior", str(me))
    assert status == 0
    assert -0.1 < found["mean"] < 0 < found["average_sd"] < found["sd"]
    assert run(["evidence", "prior"]) == 0
    assert "standard deviation" in capsys.readouterr().out
    me.write_text('{"age_years": -3}', "utf-8")
    status, fault = asked(capsys, "expect", str(me))
    assert status == 2
    assert fault["error"]["fields"] == ["age_years"]
    assert asked(capsys, "prior", str(tmp_path / "absent.json"))[0] == 2


def test_a_profile_may_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"age_years": 30, "pregnant": true}')))
    status, found = asked(capsys, "prior", "-")
    assert status == 0
    assert found["sd"] > asked(capsys, "prior")[1]["sd"]
