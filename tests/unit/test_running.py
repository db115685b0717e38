"""What today's page of a trial says, and what it keeps to itself."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from charley.dates import Moment
from charley.diary.records import DoseTaken, Note, SideEffect
from charley.trials.dossier import Dossier, Guess
from charley.trials.running import second_change, stop_now, today
from support.trials import opened, sealed

START = date(2026, 12, 1)
OPEN = sealed(period=7, pairs=2).amended("start", START, "begins")
HIDDEN = opened(protocol="magnesium-or-placebo", nonce="n" * 32, period=7, pairs=2)
BLIND = Dossier(HIDDEN.design.amended("start", START, "begins"), HIDDEN.key)


def on(day, hour=9):
    return Moment(wall=datetime(2026, 12, 1, hour) + timedelta(days=day))


def unwell(day, sign="diarrhoea", severity="moderate"):
    return SideEffect(id=f"side-effect-{day}-{sign}", at=on(day), sign=sign, severity=severity)


def test_before_the_start_it_waits():
    assert today(Dossier(sealed()), START).phase == "waiting"
    assert today(Dossier(OPEN), START - timedelta(days=1)).phase == "waiting"


def test_the_baseline_asks_for_nothing():
    told = today(Dossier(OPEN), START + timedelta(days=13))
    assert (told.phase, told.night, told.doses, told.arm) == ("baseline", 14, (), None)
    assert told.ends == START + timedelta(days=13)


def test_an_open_trial_says_what_to_take():
    treated = next(p for p in OPEN.periods if p.arm == "B")
    told = today(Dossier(OPEN), START + timedelta(days=treated.first - 1))
    assert told.arm == "magnesium"
    assert told.doses == OPEN.arm("B").doses


def test_a_blind_trial_never_says_the_arm():
    seen = [today(BLIND, START + timedelta(days=day)) for day in range(14, 42)]
    assert {told.arm for told in seen} == {None}
    assert len({told.doses for told in seen}) == 1
    assert [told.container for told in seen[::7]] == [1, 2, 3, 4]
    unhelped = Dossier(BLIND.design)  # the key is with the helper
    assert [today(unhelped, START + timedelta(days=day)).container for day in range(14, 42, 7)] == [1, 2, 3, 4]


@pytest.mark.parametrize("flip", [False, True])
def test_the_page_of_a_blind_trial_is_the_same_under_either_order(flip):
    order = tuple("AB"["AB".index(arm) ^ flip] for arm in HIDDEN.key.sequence)
    other = Dossier(BLIND.design, msgspec.structs.replace(HIDDEN.key, sequence=order))
    for day in range(45):
        assert today(other, START + timedelta(days=day)) == today(BLIND, START + timedelta(days=day))


def test_after_each_period_a_guess_is_asked_once():
    assert today(BLIND, START + timedelta(days=20)).guess_period is None
    assert today(BLIND, START + timedelta(days=21)).guess_period == 1
    guessed = Dossier(BLIND.design, BLIND.key, (Guess(trial="x", period=1, arm=None, on=START),))
    assert today(guessed, START + timedelta(days=21)).guess_period is None
    assert today(BLIND, START + timedelta(days=60)).guess_period == 4


def test_a_pause_asks_for_nothing_and_moves_the_end():
    ill = START + timedelta(days=16)
    design = OPEN.amended("pause", ill, "flu", ill + timedelta(days=3))
    told = today(Dossier(design), ill)
    assert (told.phase, told.doses) == ("pause", ())
    assert told.finishes == START + timedelta(days=OPEN.nights + 3)


def test_loose_stools_on_two_of_three_days_end_a_trial_with_magnesium():
    assert stop_now([unwell(20)], OPEN, START + timedelta(days=21)) is None
    found = stop_now([unwell(20), unwell(21)], OPEN, START + timedelta(days=21))
    assert not found.emergency
    assert stop_now([unwell(15), unwell(21)], OPEN, START + timedelta(days=21)) is None


def test_signs_of_too_much_magnesium_stop_at_once():
    assert stop_now([unwell(20, "trouble_breathing")], OPEN, START + timedelta(days=21)).emergency


def test_another_change_is_found_in_the_diary():
    note = Note(id="note-0001", at=on(20), text="began a statin", about="medicine_change")
    other = DoseTaken(id="dose-0001", at=on(22), substance="vitamin_k")
    own = DoseTaken(id="dose-0002", at=on(18), substance="magnesium", elemental_mg=120)
    assert second_change([own, other, note], OPEN, START + timedelta(days=30)) == START + timedelta(days=20)
    assert second_change([own], OPEN, START + timedelta(days=30)) is None
    assert second_change([msgspec.structs.replace(note, at=on(-3))], OPEN, START + timedelta(days=30)) is None


def test_a_planned_look_is_open_when_its_night_is_over_and_not_after_a_stop_before_it():
    design = sealed(period=7, pairs=2, looks=(28,)).amended("start", START, "begins")
    assert today(Dossier(design), START + timedelta(days=27)).look is None
    assert today(Dossier(design), START + timedelta(days=28)).look == 28
    assert today(Dossier(OPEN), START + timedelta(days=28)).look is None
    before = design.amended("stop", START + timedelta(days=20), "enough")
    after = design.amended("stop", START + timedelta(days=29), "clear enough")
    assert [today(Dossier(each), START + timedelta(days=35)).look for each in (before, after)] == [None, 28]
    assert today(Dossier(design), START + timedelta(days=design.nights)).look is None
