"""The verbs of the diary over a store in memory."""

from datetime import date

from charley.diary.records import Amendment, CrampEpisode, written
from charley.services.diary import Diary
from support.diary import NOW, MemoryStore, at, cramp, dose, new_id, quiet


def diary(store: MemoryStore | None = None) -> Diary:
    return Diary(store or MemoryStore(), now=NOW)


def test_one_tap_is_a_cramp_now():
    store = MemoryStore()
    receipt = diary(store).log_cramp(id="tap-00001")

    assert receipt.outcome == "kept"
    assert (receipt.entry.at, receipt.entry.entered) == (NOW, NOW)
    assert store.find("tap-00001") == receipt.entry


def test_the_same_tap_twice_is_one_cramp():
    store = MemoryStore()
    diary(store).log_cramp(id="tap-00001")
    later = Diary(store, now=at("2026-03-14 12:06")).log_cramp(id="tap-00001")

    assert later.outcome == "already"
    assert len(store.kept) == 1


def test_a_cramp_entered_days_later_shows_as_late():
    receipt = diary().log_cramp(id="late-0001", at=at("2026-03-10 03:00"), site="calf")
    assert receipt.entry.late_days == 4


def test_quiet_means_the_night_that_has_just_ended():
    assert diary().log_quiet_night(id="quiet-0001").entry.night == date(2026, 3, 13)
    assert diary().log_quiet_night(id="quiet-0001", night=date(2026, 3, 1)).entry.night == date(2026, 3, 1)


def test_a_dose_keeps_what_was_said():
    receipt = diary().log_dose(id="dose-00001", at=at("2026-03-13 21:30"), elemental_mg=200, with_food=True)
    assert (receipt.entry.elemental_mg, receipt.entry.with_food) == (200, True)


def test_a_wrong_field_is_answered_and_nothing_is_kept():
    store = MemoryStore()
    receipt = diary(store).log_cramp(id="tap-00001", pain=11, site="elbow")

    assert receipt.outcome == "refused"
    assert {p.field for p in receipt.problems} == {"pain", "site"}
    assert store.kept == []


def test_in_a_batch_a_bad_entry_is_answered_by_itself_and_the_good_ones_go_on():
    store = MemoryStore()
    good, other = cramp(), quiet("2026-03-12")
    receipts = diary(store).add(
        [
            written(good),
            {"kind": "cramp", "id": "wrong-0001", "at": {"wall": "2026-02-30T03:00:00"}},
            {"kind": "cramp"},
            "not JSON",
            other,
            good,
            cramp("2026-03-16 02:00"),
        ]
    )

    assert [r.outcome for r in receipts] == ["kept", "refused", "refused", "refused", "kept", "already", "refused"]
    assert [r.id for r in receipts[:3]] == [good.id, "wrong-0001", ""]
    assert receipts[1].problems[0].field == "at.wall"
    assert "future" in receipts[6].problems[0].message
    assert [entry for _, entry in store.kept] == [good, other]


def test_one_id_with_another_meaning_is_a_conflict_and_the_first_stays():
    store = MemoryStore()
    first = cramp(id="twice-0001", side="left")
    diary(store).add([first])
    (receipt,) = diary(store).add([cramp(id="twice-0001", side="right")])

    assert receipt.outcome == "conflict"
    assert receipt.problems[0].field == "id"
    assert store.find("twice-0001") == first


def test_a_very_long_cramp_is_kept_and_asked_about():
    receipt = diary().log_cramp(id="long-00001", duration_s=3600)
    assert receipt.outcome == "kept"
    assert receipt.questions[0].field == "duration_s"


def test_amending_and_withdrawing():
    store = MemoryStore()
    wrong, gone = cramp(side="left"), cramp("2026-03-14 03:00")
    diary(store).add([wrong, gone])

    assert diary(store).amend(id=new_id(), replacement=cramp(id=wrong.id, side="right")).outcome == "kept"
    assert diary(store).withdraw(id=new_id(), of=gone.id, reason="was a dream").outcome == "kept"

    (standing,) = diary(store).journal().of(CrampEpisode)
    assert standing.side == "right"
    lines = diary(store).history(date(2026, 3, 13), date(2026, 3, 13))
    assert [(line.entry is None, line.first.id) for line in lines] == [(True, gone.id), (False, wrong.id)]
    assert lines[0].amendments[0].reason == "was a dream"


def test_a_correction_of_nothing_is_refused():
    assert diary().withdraw(id=new_id(), of="nothing-01").problems[0].field == "of"


def test_an_entry_and_its_correction_may_come_in_one_batch():
    entry = cramp()
    change = Amendment(id=new_id(), at=NOW, of=entry.id)
    assert [r.outcome for r in diary().add([change, entry])] == ["kept", "kept"]


def test_looking_back_night_by_night_and_week_by_week():
    store = MemoryStore()
    diary(store).add([cramp("2026-03-11 02:00"), quiet("2026-03-12"), dose("2026-03-12 21:30")])

    nights = diary(store).nights(date(2026, 3, 10), date(2026, 3, 12))
    assert [night.cramps for night in nights] == [1, None, 0]
    (week,) = diary(store).weeks()
    assert (week.first, week.last, week.recorded, week.cramps) == (date(2026, 3, 10), date(2026, 3, 12), 2, 1)
    assert diary().weeks() == ()
