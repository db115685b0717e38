"""Answers to questions on health as FHIR: ours come back into the profile, those to others' questions are named."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from charley.db.repository import PersonStore, local_person, store_for
from charley.diary.journal import Journal
from charley.interop.fhir_answers import ASKED, QUESTIONS
from charley.interop.fhir_export import bundle
from charley.interop.report import ImportReport
from charley.interop.taking import take
from charley.profile import Profile
from charley.reading import decode_json
from charley.reading import read as read_record
from support.diary import cramp
from support.page import PERSON

pytestmark = pytest.mark.django_db

TOLD = datetime(2026, 3, 1, 8, 30, 15, 250_000, tzinfo=UTC)
NOW = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)
#: Fields that no question asks for come back too.
FULL: dict[str, Any] = {
    **PERSON,
    "labs": {"serum_magnesium": {"value": 0.8, "unit": "mmol/L", "date": "2026-01-02"}},
    "weight_kg": 70.5,
    "lactating": None,
    "goal": "fewer night cramps",
    "fluid": {"limit_ml": 1500},
}


@pytest.fixture
def store() -> PersonStore:
    return store_for(local_person(made_at=TOLD))


def answers(*items: dict[str, Any], **change: Any) -> dict[str, Any]:
    made = {
        "resourceType": "QuestionnaireResponse",
        "id": "q",
        "questionnaire": f"{QUESTIONS}|1",
        "status": "completed",
        "authored": TOLD.isoformat(),
        "item": list(items),
        **change,
    }
    return {name: value for name, value in made.items() if value is not None}


def answer(link: str, *given: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": link, "answer": list(given)}


def bring(store: PersonStore, folder: Path, *resources: dict[str, Any]) -> ImportReport:
    path = folder / "answers.json"
    rows = [{"resource": each} for each in resources]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": rows}), "utf-8")
    return take(path, store, name=path.name, received_at=NOW, zone="Europe/Berlin")


def told(store: PersonStore) -> Profile:
    return read_record(Profile, decode_json(store.profile() or "{}"))


def skipped(report: ImportReport) -> dict[str, str]:
    return {line.row: line.what for line in report.lines if line.outcome == "skipped"}


def own_bundle(profile: dict[str, Any] = FULL) -> list[dict[str, Any]]:
    read = read_record(Profile, profile)
    made = bundle(Journal([cramp("2026-03-14 02:14")]), read, made_at=NOW, told_at=TOLD)
    return [row["resource"] for row in made["entry"]]


def test_our_own_answers_bring_the_whole_profile_back_with_what_is_taken(store: PersonStore, tmp_path: Path) -> None:
    report = bring(store, tmp_path, *own_bundle())
    assert told(store) == read_record(Profile, FULL)
    assert store.profiles()[0][0] == TOLD
    assert report.kinds == {"cramp": 1, "profile": 1}
    taken = [what for row, what in skipped(report).items() if row.startswith("MedicationStatement")]
    assert len(taken) == 3
    assert set(taken) == {"it is among the answers on health in this file, and comes back with them"}


def test_a_second_import_changes_nothing(store: PersonStore, tmp_path: Path) -> None:
    made = own_bundle()
    bring(store, tmp_path, *made)
    before = store.profiles()
    again = bring(store, tmp_path, *made)
    assert (again.new_entries, store.profiles()) == (0, before)
    assert any(line.outcome == "already" and line.what == "profile" for line in again.lines)


def test_what_goes_out_of_a_profile_kept_here_is_known_when_it_comes_in(store: PersonStore, tmp_path: Path) -> None:
    store.keep_profile(document=json.dumps(FULL), made_at=TOLD)
    assert bring(store, tmp_path, *own_bundle()).kinds == {"cramp": 1}
    assert len(store.profiles()) == 1


def test_no_file_takes_a_medicine_or_an_illness_away_unseen(store: PersonStore, tmp_path: Path) -> None:
    told_here = {**FULL, "medicines": [*FULL["medicines"], {"name": "Spironolactone"}], "conditions": ["myasthenia"]}
    store.keep_profile(document=json.dumps(told_here), made_at=TOLD - timedelta(days=1))
    report = bring(store, tmp_path, *own_bundle())
    [reason] = [what for row, what in skipped(report).items() if row.startswith("QuestionnaireResponse")]
    assert "myasthenia, spironolactone. If that is over" in reason
    assert told(store) == read_record(Profile, told_here)


def test_answers_of_another_program_to_our_questions_change_only_what_they_answer(
    store: PersonStore, tmp_path: Path
) -> None:
    store.keep_profile(document=json.dumps(FULL), made_at=TOLD - timedelta(days=30))
    given = (
        answer("egfr", {"valueInteger": 44}),
        answer("pregnant", {"valueBoolean": False}),
        answer("conditions", {"valueString": "None"}),
        {"linkId": "age"},
    )
    assert bring(store, tmp_path, answers(*given)).kinds == {"profile": 1}
    changed = {**FULL, "egfr_ml_min": 44, "conditions": []}
    assert told(store) == read_record(Profile, changed)
    assert bring(store, tmp_path, answers(*given)).kinds == {}


def test_an_answer_of_a_day_without_a_clock_time_stands_at_its_noon(store: PersonStore, tmp_path: Path) -> None:
    bring(store, tmp_path, answers(answer("age", {"valueInteger": 60}), authored="2026-03-01"))
    assert [made_at for made_at, _ in store.profiles()] == [datetime(2026, 3, 1, 11, 0, tzinfo=UTC)]


def test_what_was_told_later_stays_in_force(store: PersonStore, tmp_path: Path) -> None:
    store.keep_profile(document=json.dumps(FULL), made_at=TOLD + timedelta(days=3))
    report = bring(store, tmp_path, answers(answer("egfr", {"valueInteger": 44})))
    assert skipped(report) == {"QuestionnaireResponse q": "you told something newer on 2026-03-04, which holds"}
    assert told(store).egfr_ml_min == 71
    assert len(store.profiles()) == 1


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (answer("age", {"valueInteger": 900}), "120"),
        (answer("age", {"valueString": "old"}), "should be a number"),
        (answer("pregnant", {"valueString": "no"}), "another form"),
        (answer("egfr", {"valueDecimal": 50}, {"valueDecimal": 60}), "more than one answer"),
        (answer("conditions", {"valueBoolean": True}), "should be words"),
        (answer("weight", {"valueDecimal": 70}), "answered more than once"),
        (answer("shoe-size", {"valueInteger": 43}), "Charley does not ask this"),
    ],
)
def test_an_answer_that_cannot_be_taken_says_why_and_the_others_go_on(
    store: PersonStore, tmp_path: Path, item: dict[str, Any], reason: str
) -> None:
    report = bring(store, tmp_path, answers(answer("weight", {"valueDecimal": 71}), item))
    [(row, said)] = skipped(report).items()
    assert row == f"QuestionnaireResponse q, question {item['linkId']}"
    assert reason in said
    assert told(store) == read_record(Profile, {"weight_kg": 71})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "in-progress"}, "marked as in-progress"),
        ({"status": "entered-in-error"}, "marked as entered-in-error"),
        ({"authored": None}, "on which day it was answered"),
        ({"authored": "2026"}, "on which day it was answered"),
        ({"authored": "2027-01-01T10:00:00Z"}, "still to come"),
        ({"item": None}, "holds no answer"),
        ({"item": [{"text": "no link"}]}, "does not fit FHIR R4’s QuestionnaireResponse"),
        ({"extension": [{"url": QUESTIONS.replace("questionnaire/profile", "profile"), "valueString": '{"age": 1}'}]},
         "age"),
    ],
)  # fmt: skip
def test_a_response_that_cannot_be_believed_is_left_out_as_a_whole(
    store: PersonStore, tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    report = bring(store, tmp_path, answers(**{"item": [answer("age", {"valueInteger": 60})], **change}))
    [said] = skipped(report).values()
    assert reason in said
    assert store.profile() is None


def test_answers_to_other_questionnaires_are_named_one_by_one(store: PersonStore, tmp_path: Path) -> None:
    inner = {"linkId": "1.1", "answer": [{"valueString": "x", "item": [answer("1.1.1", {"valueBoolean": True})]}]}
    foreign = answers({"linkId": "1", "item": [inner]}, questionnaire="https://clinic.invalid/q")
    report = bring(store, tmp_path, foreign, answers(id="empty", questionnaire=None))
    assert skipped(report) == {
        "QuestionnaireResponse q, question 1.1": "it answers a questionnaire that Charley does not ask",
        "QuestionnaireResponse q, question 1.1.1": "it answers a questionnaire that Charley does not ask",
        "QuestionnaireResponse empty": "it answers a questionnaire that Charley does not ask",
    }


def test_a_product_of_ours_without_the_answers_still_says_where_it_belongs(store: PersonStore, tmp_path: Path) -> None:
    loose = [each for each in own_bundle() if each["resourceType"] == "MedicationStatement"]
    assert all("belongs to your profile" in reason for reason in skipped(bring(store, tmp_path, *loose)).values())


def test_every_question_is_of_the_profile_and_asked_once() -> None:
    assert {question.field for question in ASKED} <= set(Profile.__struct_fields__)
    assert len({question.link for question in ASKED}) == len({question.field for question in ASKED}) == len(ASKED)


@pytest.mark.shared
def test_the_official_responses_are_named_answer_by_answer(store: PersonStore, shared: Path) -> None:
    for name in ("3141", "f201"):
        path = shared / "data" / "fhir" / f"QuestionnaireResponse-{name}.json"
        report = take(path, store, name=path.name, received_at=NOW)
        assert len(report.lines) > 3
        assert set(report.reasons) == {"it answers a questionnaire that Charley does not ask"}
        assert store.profile() is None
