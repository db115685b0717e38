"""The days of a trial in the diary: what one tap notes, and how much of what was planned was taken."""

from datetime import date, datetime, time, timedelta

from charley.diary.journal import Journal
from charley.diary.records import DoseTaken, Measure, Note, QuietNight, read_entry
from charley.services.trial_days import checked_key, hour_due, lately_changed, so_far, to_note
from charley.trials import running
from charley.trials.dossier import Dossier
from support.diary import at
from support.trials import opened

START = date(2026, 12, 1)


def begun(**wish):
    nonce = wish.pop("nonce", None)
    found = opened(nonce=nonce, **wish)
    return Dossier(found.design.amended("start", START, "begins"), key=found.key if nonce else None)


def first_day_of(dossier, arm):
    period = dossier.design.periods[dossier.order.index(arm)]
    return START + timedelta(days=period.first - 1)


def test_a_dose_is_noted_by_one_tap_with_its_amount_and_time():
    dossier = begun()
    day = first_day_of(dossier, "B")
    [asked] = to_note(dossier.design, running.today(dossier, day), [], day)
    assert asked.entry["elemental_mg"] == dossier.design.arm("B").doses[0].elemental_mg
    assert asked.time == asked.entry["planned"]
    assert not asked.noted
    taken = DoseTaken(id="dose-0001", at=at(f"{day} 21:40"), planned=asked.time, elemental_mg=200)
    assert to_note(dossier.design, running.today(dossier, day), [taken], day)[0].noted


def test_a_dose_written_down_by_hand_stands_for_the_nearest_hour_and_another_remedy_or_product_for_none():
    dossier = begun(protocol="bedtime-or-split")
    day = first_day_of(dossier, "B")
    told = running.today(dossier, day)
    by_hand = DoseTaken(id="dose-0001", at=at(f"{day} 21:10"), elemental_mg=told.doses[1].elemental_mg)
    other = DoseTaken(id="dose-0002", at=at(f"{day} 07:30"), planned="07:30", substance="ginger")
    vitamins = DoseTaken(id="dose-0003", at=at(f"{day} 08:00"), product="multivitamin", elemental_mg=30)
    asked = to_note(dossier.design, told, [by_hand, other, vitamins], day)
    assert [(each.time, each.noted) for each in asked] == [("07:30", False), ("21:30", True)]
    assert hour_due(told, [other, vitamins], datetime.combine(day, time(8))) == "07:30"
    assert hour_due(told, [other], datetime.combine(day, time(21))) == "21:30"
    assert hour_due(told, [by_hand], datetime.combine(day, time(21))) is None


def test_a_hidden_capsule_tells_neither_salt_nor_amount():
    dossier = begun(protocol="magnesium-or-placebo", nonce="secret")
    told = [
        to_note(dossier.design, running.today(dossier, day), [], day)
        for day in (first_day_of(dossier, "A"), first_day_of(dossier, "B"))
    ]
    for [asked] in told:
        assert asked.words == ""
        assert asked.entry.keys() == {"kind", "planned", "product", "tablets"}


def test_what_is_done_and_what_is_drunk_are_noted_each_in_its_own_way():
    stretching, cherry = begun(protocol="stretching-or-nothing"), begun(protocol="one-measure", measure="tart-cherry")
    made = []
    for dossier in (stretching, cherry):
        day = first_day_of(dossier, "B")
        [asked] = to_note(dossier.design, running.today(dossier, day), [], day)
        made.append(read_entry({"id": "entry-0001", "at": {"wall": f"{day}T21:00:00"}, **asked.entry}))
    assert isinstance(made[0], Measure)
    assert made[0].what == "stretch"
    assert isinstance(made[1], DoseTaken)
    assert made[1].substance == "tart_cherry"


def test_the_thing_that_is_tried_is_no_second_change():
    dossier = begun(protocol="one-measure", measure="tart-cherry")
    day = first_day_of(dossier, "B")
    drunk = DoseTaken(id="dose-0001", at=at(f"{day} 21:00"), substance="tart_cherry")
    other = DoseTaken(id="dose-0002", at=at(f"{day} 21:00"), substance="ginger")
    assert running.second_change([drunk], dossier.design, day) is None
    assert running.second_change([drunk, other], dossier.design, day) == day


def test_taken_is_counted_against_planned_and_nights_written_late_apart():
    dossier = begun()
    day = first_day_of(dossier, "B")
    nights = [
        QuietNight(id="quiet-001", at=at(f"{day + timedelta(days=1)} 07:00"), night=day),
        QuietNight(id="quiet-002", at=at(f"{day + timedelta(days=9)} 07:00"), night=day + timedelta(days=1)),
    ]
    taken = DoseTaken(id="dose-0001", at=at(f"{day} 21:40"), elemental_mg=200)
    left_out = DoseTaken(id="dose-0002", at=at(f"{day + timedelta(days=1)} 21:40"), elemental_mg=0)
    before = so_far(Journal([]), dossier, day)
    found = so_far(Journal([*nights, taken, left_out]), dossier, day + timedelta(days=2))
    assert (found.planned - before.planned, found.taken) == (2, 1)
    assert (found.recorded, found.late) == (2, 1)


def test_before_the_first_night_nothing_was_planned():
    assert so_far(Journal([]), begun(), START) == (0, 0, 0, 0, 0)


def test_only_a_recent_change_counts():
    def change(day):
        return Note(id=f"note-{day}", at=at(f"{day} 12:00"), text="began a statin", about="medicine_change")

    assert lately_changed([change("2026-12-01")], date(2026, 12, 20)) == date(2026, 12, 1)
    assert lately_changed([change("2026-10-01")], date(2026, 12, 20)) is None


def test_the_key_is_shown_with_the_names_of_what_was_held():
    found = opened(protocol="magnesium-or-placebo", nonce="secret")
    held = [each.held for each in checked_key(found.design, found.key)]
    assert sorted(set(held)) == ["dummy pill", "magnesium"]
    assert len(held) == len(found.design.periods)
