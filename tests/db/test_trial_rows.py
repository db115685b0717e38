"""Trials are kept as rows that are only added; the sealed order survives storage, export and import."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from django.db import DatabaseError, connection

from charley.dates import Moment
from charley.db.connection import setup
from charley.db.models import Person, TrialRow
from charley.db.repository import local_person, store_for
from charley.diary.journal import Journal
from charley.diary.records import NightCount, Note, read_entry
from charley.errors import BadInput, StorageFault
from charley.interop.archive_zip import read_archive, write_archive
from charley.interop.keeping import archive_of, keep_archive
from charley.interop.report import ImportReport
from charley.services.profile_keeping import keep_profile, look_after_trial
from charley.services.trial_book import TrialBook, nights_of
from charley.services.trials import Opened, Refusal, Wish
from charley.trials.design import read_design
from support.people import someone
from support.trials import kept

pytestmark = pytest.mark.django_db
MADE = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
START = date(2026, 11, 22)


@pytest.fixture
def store():
    return store_for(local_person(made_at=MADE))


def book(store, day=0, hour=20):
    return TrialBook(
        store,
        now=Moment(wall=datetime(2026, 11, 21, hour) + timedelta(days=day)),
        made_at=MADE + timedelta(days=day, seconds=TrialRow.objects.count()),
    )


def begun(store, **wish):
    found = book(store).open(someone(), Wish(**({"period": 7, "pairs": 2} | wish)), seed=7)
    assert isinstance(found, Opened)
    book(store).amend(book(store).open_one(), "start", "begins", on=START)
    return book(store).open_one()


def noted(store, table):
    entries = [
        NightCount(
            id=f"night-{night}",
            at=Moment(wall=datetime.combine(night, datetime.min.time()) + timedelta(days=1, hours=7)),
            night=night,
            cramps=count,
        )
        for night, count in zip(table.dates, table.cramps, strict=True)
        if count is not None
    ]
    store.append(entries=entries, received_at=MADE)


def test_what_was_sealed_comes_back(store):
    found = book(store).open(someone(), Wish(), seed=7)
    again = book(store).find(found.design.fingerprint)
    assert again.design == found.design
    assert again.design.sequence == found.design.sequence


def test_one_trial_at_a_time(store):
    begun(store)
    found = book(store).open(someone(), Wish(), seed=8)
    assert isinstance(found, Refusal)
    assert "One change at a time" in found.reason
    book(store).amend(book(store).open_one(), "stop", "enough")
    assert isinstance(book(store).open(someone(), Wish(), seed=8), Opened)


def test_a_refused_trial_leaves_nothing_behind(store):
    assert isinstance(book(store).open(someone(egfr_ml_min=20), Wish(), seed=7), Refusal)
    assert TrialRow.objects.count() == 0


def test_a_changed_screen_stops_it(store):
    begun(store)
    assert book(store, 5).screen_again(book(store).open_one(), someone()) is None
    assert book(store, 5).screen_again(book(store).open_one(), someone(egfr_ml_min=20))
    assert book(store).open_one() is None
    assert book(store).all()[0].design.since("stop") == START + timedelta(days=4)


def test_rows_are_never_changed(store):
    begun(store)
    row = TrialRow.objects.first()
    row.payload = "{}"
    with pytest.raises(DatabaseError):
        row.save()


def test_a_damaged_row_is_noticed(store):
    begun(store)
    row = TrialRow.objects.first()
    TrialRow.objects.all().delete()
    TrialRow.objects.create(
        person=row.person, trial=row.trial, payload=row.payload.replace("magnesium", "aspirin"), digest=row.digest,
        made_at=MADE,
    )  # fmt: skip
    with pytest.raises(StorageFault):
        book(store).all()


def test_from_opening_to_verdict_decision_and_the_question_three_months_later(store):
    dossier = begun(store, pairs=6, period=14)
    table = kept(dossier.design, ratio=0.2, rate=1.5, start=START)
    noted(store, table)
    over = dossier.design.nights + 2
    assert book(store, 30).verdict(dossier).state == "too_early"
    assert book(store).open_one().first_answer is None
    found = book(store, over).verdict(dossier)
    assert (found.state, found.verdict) == ("complete", "helps")
    again = book(store).all()[0]
    assert again.first_answer.verdict == "helps"
    assert not again.open
    made = book(store, over).decide(again, "leave", "too much fuss")
    assert made.verdict == "helps"
    after = book(store).all()[0]
    assert not after.due_to_ask(made.on + timedelta(days=90))
    assert after.due_to_ask(made.on + timedelta(days=91))


def test_nights_written_late_are_known(store):
    dossier = begun(store)
    first = START + timedelta(days=3)
    late = NightCount(id="late-night-1", at=Moment(wall=datetime(2026, 12, 20, 9)), night=first, cramps=2)
    store.append(entries=[late], received_at=MADE)
    assert book(store, 60).verdict(dossier).nights.late == 1


def test_a_blind_trial_keeps_its_key_and_guesses(store):
    book(store).open(someone(), Wish(protocol="magnesium-or-placebo", period=7, pairs=2), seed=7, nonce="n" * 32)
    book(store).amend(book(store).open_one(), "start", "begins", on=START)
    dossier = book(store).open_one()
    book(store, 30).guess(dossier, 1, "A")
    book(store, 30).guess(dossier, 1, "B")
    dossier = book(store).open_one()
    assert len(dossier.guessed()) == 1
    assert book(store).blinding(dossier).guesses == 1


def test_export_and_import_bring_the_same_trials_to_another_person(store, tmp_path):
    dossier = begun(store)
    path = tmp_path / "all.zip"
    with path.open("wb") as file:
        write_archive(file, archive_of(store))
    other = store_for(Person.objects.create(key="other", made_at=MADE))
    report = ImportReport(str(path), "archive", "Charley archive")
    keep_archive(read_archive(path), other, report)
    assert book(other).all() == [dossier]
    again = io.BytesIO()
    write_archive(again, archive_of(other))
    assert again.getvalue() == path.read_bytes()
    assert keep_archive(read_archive(path), other, ImportReport(str(path), "archive", "Charley archive")) is None
    assert other.trial_rows() == store.trial_rows()


def test_an_archive_without_trials_has_no_file_for_them(store, tmp_path):
    path = tmp_path / "all.zip"
    with path.open("wb") as file:
        write_archive(file, archive_of(store))
    assert read_archive(path).trials == ()
    assert json.dumps("trials.jsonl") not in path.read_bytes().decode("latin-1")


def test_a_profile_that_is_kept_stops_a_trial_it_no_longer_fits(store):
    begun(store)
    now, made_at = Moment(wall=datetime(2026, 11, 25, 20)), MADE + timedelta(days=4)
    assert keep_profile(store, someone(), now=now, made_at=made_at) is None
    assert keep_profile(store, someone(weight_kg=76), now=now, made_at=made_at + timedelta(seconds=1)) is None
    assert book(store).open_one() is not None
    reason = keep_profile(store, someone(egfr_ml_min=20), now=now, made_at=made_at + timedelta(seconds=2))
    assert reason
    assert book(store).open_one() is None
    assert book(store).all()[0].design.amendments[-1].why == reason
    assert json.loads(store.profile())["egfr_ml_min"] == 20


def test_other_medicines_in_the_profile_mark_a_running_trial_and_only_a_running_one(store):
    now, made_at = Moment(wall=datetime(2026, 11, 25, 20)), MADE + timedelta(days=4)
    keep_profile(store, someone(), now=now, made_at=made_at)
    assert isinstance(book(store).open(someone(), Wish(protocol="stretching-or-nothing"), seed=7), Opened)
    other = someone(medicines=[{"name": "paracetamol", "times": ["12:00"]}])
    keep_profile(store, other, now=now, made_at=made_at + timedelta(seconds=1))
    assert book(store).open_one().design.amendments == ()
    book(store).amend(book(store).open_one(), "start", "begins", on=START)
    keep_profile(store, someone(), now=now, made_at=made_at + timedelta(seconds=2))
    assert book(store).open_one().design.since("second_change") == date(2026, 11, 25)


def test_a_new_day_stops_a_trial_that_the_profile_of_before_no_longer_lets_run(store):
    """A profile that came in by another door, such as an import, is seen when the day begins."""
    begun(store)
    store.keep_profile(document=json.dumps(someone(egfr_ml_min=20)), made_at=MADE + timedelta(days=1))
    assert look_after_trial(store, now=Moment(wall=datetime(2026, 11, 26, 6)), made_at=MADE + timedelta(days=5))
    assert book(store).open_one() is None


def test_a_second_change_in_the_diary_marks_the_trial_at_the_latest_when_it_is_judged(store):
    dossier = begun(store)
    note = Note(id="note-00001", at=Moment(wall=datetime(2026, 11, 26, 12)), text="a statin", about="medicine_change")
    store.append(entries=[note], received_at=MADE)
    found = book(store, dossier.design.nights + 2).verdict(dossier)
    assert found.confounded_from == date(2026, 11, 26)
    assert [each.what for each in book(store).all()[0].design.amendments] == ["start", "second_change"]


def test_two_amendments_from_the_same_page_both_stand(store):
    """Two tabs know the trial as it was; the second amendment follows on the first."""
    dossier = begun(store)
    book(store, 3).amend(dossier, "pause", "flu")
    book(store, 6).amend(dossier, "resume", "better")
    assert [each.what for each in book(store).open_one().design.amendments] == ["start", "pause", "resume"]


def test_the_sealed_order_survives_a_restart_and_a_newer_program(folder, monkeypatch):
    setup(folder)
    sealed = book(store_for(local_person(made_at=MADE))).open(someone(), Wish(period=7, pairs=2), seed=7).design
    connection.close()
    monkeypatch.setattr("charley.__version__", "9.9.9")
    setup(folder)
    again = store_for(local_person(made_at=MADE))
    kept_design = book(again).open_one().design
    assert kept_design == sealed
    assert kept_design.program != "charley 9.9.9"
    book(again).amend(book(again).open_one(), "start", "begins", on=START)
    connection.close()
    found = book(again, 60).verdict(book(again).open_one())
    assert (found.fingerprint, found.amended) == (sealed.fingerprint, 1)


def test_amendments_from_two_devices_are_both_taken_in(store, tmp_path):
    """Each device wrote its own after the same one; brought together, one follows on the other."""
    dossier = begun(store)
    path = tmp_path / "all.zip"
    with path.open("wb") as file:
        write_archive(file, archive_of(store))
    other = store_for(Person.objects.create(key="other", made_at=MADE))
    keep_archive(read_archive(path), other, ImportReport(str(path), "archive", "Charley archive"))
    book(store, 3).amend(dossier, "pause", "flu")
    book(other, 4).amend(book(other).open_one(), "note", "new mattress")
    with path.open("wb") as file:
        write_archive(file, archive_of(other))
    keep_archive(read_archive(path), store, ImportReport(str(path), "archive", "Charley archive"))
    design = book(store).open_one().design
    assert [each.what for each in design.amendments] == ["start", "pause", "note"]
    assert read_design(msgspec.json.encode(design)) == design


@pytest.mark.parametrize("what", ["pause", "resume"])
def test_what_makes_no_sense_before_the_start_is_refused(store, what):
    book(store).open(someone(), Wish(period=7, pairs=2), seed=7)
    with pytest.raises(BadInput) as caught:
        book(store).amend(book(store).open_one(), what, "too soon")
    assert caught.value.fields == ("what",)


def test_the_screen_stops_a_trial_even_when_the_clock_was_set_back_before_its_start(store):
    begun(store)
    assert book(store, day=-3).look_after(someone(egfr_ml_min=20))
    assert book(store).open_one() is None


def test_what_is_told_after_the_last_night_does_not_take_the_answer_away(store):
    dossier = begun(store)
    noted(store, kept(dossier.design, ratio=0.2, rate=1.5, start=START))
    over = dossier.design.nights + 1
    assert book(store, over).look_after(someone(egfr_ml_min=20)) is None
    assert book(store, over).verdict(book(store, over).open_one()).state == "complete"


def test_a_guess_comes_after_its_period_and_before_the_key(store):
    book(store).open(someone(), Wish(protocol="magnesium-or-placebo", period=7, pairs=2), seed=7, nonce="n" * 32)
    book(store).amend(book(store).open_one(), "start", "begins", on=START)
    with pytest.raises(BadInput) as caught:
        book(store, 20).guess(book(store).open_one(), 1, "A")
    assert caught.value.fields == ("period",)
    book(store, 23).guess(book(store).open_one(), 1, "A")
    book(store, 30).amend(book(store).open_one(), "unblinded", "hospital")
    dossier = book(store).open_one()
    assert book(store, 30).running(dossier).today.guess_period is None
    with pytest.raises(BadInput) as caught:
        book(store, 30).guess(dossier, 1, "B")
    assert caught.value.fields == ("arm",)


def test_a_decision_comes_after_the_trial(store):
    dossier = begun(store)
    with pytest.raises(BadInput) as caught:
        book(store, 3).decide(dossier, "keep")
    assert caught.value.fields == ("what",)
    book(store, 3).amend(dossier, "stop", "enough")
    assert book(store, 3).decide(book(store).all()[0], "leave").what == "leave"


def in_periods(dossier, entry):
    """An entry for each day of the periods."""
    days = [START + timedelta(days=night) for night in range(14, dossier.design.nights)]
    return [
        read_entry(
            {"id": f"taken-{day}", "at": {"wall": f"{day}T21:40:00"}, "entered": {"wall": f"{day}T21:40:00"}} | entry
        )
        for day in days
    ]


@pytest.mark.parametrize(
    ("protocol", "own", "other"),
    [
        ("on-the-skin", {"kind": "measure", "what": "topical", "purpose": "prevent"}, {"kind": "dose"}),
        ("magnesium-or-placebo", {"kind": "dose"}, {"kind": "dose", "substance": "ginger"}),
    ],
)
def test_what_a_blind_trial_asks_for_is_what_counts_as_taken(store, protocol, own, other):
    book(store).open(someone(), Wish(protocol=protocol, period=7, pairs=2), seed=7, nonce="n" * 32)
    book(store).amend(book(store).open_one(), "start", "begins", on=START)
    dossier = book(store).open_one()
    last = START + timedelta(days=dossier.design.nights - 1)
    for entry, share in ((own, 1.0), (other, 0.0)):
        shares = nights_of(Journal(in_periods(dossier, entry)), dossier.design, last).doses["capsule"]
        assert set(shares[14:]) == {share}


def test_a_trial_with_two_capsules_a_day_counts_one_of_them_as_half(store):
    book(store).open(someone(), Wish(protocol="bedtime-or-split", period=7, pairs=2), seed=7, nonce="n" * 32)
    book(store).amend(book(store).open_one(), "start", "begins", on=START)
    dossier = book(store).open_one()
    last = START + timedelta(days=dossier.design.nights - 1)
    taken = nights_of(Journal(in_periods(dossier, {"kind": "dose"})), dossier.design, last).doses["capsule"]
    assert set(taken[14:]) == {0.5}
