"""A journal keeps everything, shows what stands after corrections, and names what contradicts itself."""

from datetime import date

import pytest

from charley.diary.journal import Journal
from charley.diary.records import Amendment, CrampEpisode, SideEffect, Symptom
from charley.errors import BadInput
from support.diary import at, cramp, dose, new_id, quiet


def amendment(of: str, replacement=None, when: str = "2026-03-14 09:00", **more) -> Amendment:
    return Amendment(id=new_id(), at=at(when), of=of, replacement=replacement, **more)


def test_entries_stand_in_the_order_of_what_happened():
    late, early = cramp("2026-03-14 04:00"), cramp("2026-03-14 02:14")
    assert Journal([late, early]).entries == (early, late)


def test_the_hour_that_came_twice_stands_in_its_true_order():
    summer = cramp("2026-10-25 01:50")
    first = cramp(at=summer.at.parse("2026-10-25T02:50+02:00[Europe/Berlin]"))
    second = cramp(at=summer.at.parse("2026-10-25T02:10+01:00[Europe/Berlin]"))
    assert Journal([second, first, summer]).entries == (summer, first, second)


def test_the_same_entry_twice_is_one():
    entry = cramp()
    assert len(Journal([entry]).add(entry)) == 1


def test_a_correction_stands_in_the_place_of_the_first_writing_which_stays():
    wrong = cramp(side="left")
    right = cramp(id=wrong.id, side="right")
    journal = Journal([wrong, amendment(wrong.id, right, reason="other leg")])

    assert journal.effective == (right,)
    assert journal.get(wrong.id) == wrong
    assert [a.reason for a in journal.amendments(wrong.id)] == ["other leg"]


def test_of_two_corrections_the_later_stands_in_whatever_order_they_came():
    first = cramp(pain=3)
    four = amendment(first.id, cramp(id=first.id, pain=4), "2026-03-14 09:00")
    five = amendment(first.id, cramp(id=first.id, pain=5), "2026-03-14 10:00")

    assert [e.pain for e in Journal([five, four, first]).of(CrampEpisode)] == [5]


def test_a_withdrawn_entry_counts_no_longer_and_can_come_back():
    entry = cramp()
    gone = Journal([entry, amendment(entry.id)])
    assert gone.effective == ()
    assert gone.current(entry.id) is None
    assert entry in gone.entries

    assert gone.add(amendment(entry.id, entry, "2026-03-15 09:00")).effective == (entry,)


def test_a_correction_that_comes_before_its_entry_waits_for_it():
    entry = cramp(pain=3)
    waiting = Journal([amendment(entry.id, cramp(id=entry.id, pain=4))])
    assert waiting.effective == ()
    assert [e.pain for e in waiting.add(entry).of(CrampEpisode)] == [4]


def test_one_id_with_two_meanings_is_named_and_nothing_is_lost():
    left = cramp(id="twice-0001", side="left", entered=at("2026-03-14 07:00"))
    right = cramp(id="twice-0001", side="right", entered=at("2026-03-14 06:00"))
    journal = Journal([left, right])

    (conflict,) = journal.conflicts
    assert conflict.id == "twice-0001"
    assert set(conflict.versions) == {left, right}
    assert journal.effective == (right,)  # the first written
    assert len(journal) == 2


def test_the_same_tap_sent_twice_is_no_conflict():
    first = cramp(id="twice-0001", entered=at("2026-03-14 06:00"))
    again = cramp(id="twice-0001", entered=at("2026-03-14 07:00"))
    journal = Journal([again, first])
    assert journal.conflicts == ()
    assert journal.effective == (first,)


def test_a_correction_must_speak_of_an_entry_that_is_there():
    entry = cramp()
    correction = amendment(entry.id)
    journal = Journal([entry, correction])

    journal.check(amendment(entry.id))
    with pytest.raises(BadInput, match="no entry with the id"):
        journal.check(amendment("nothing-here"))
    with pytest.raises(BadInput, match="a correction itself"):
        journal.check(amendment(correction.id))


def test_a_stretch_of_nights_runs_from_noon_to_noon():
    inside = [cramp("2026-03-13 12:00"), cramp("2026-03-14 11:59"), quiet("2026-03-13")]
    outside = [cramp("2026-03-13 11:59"), cramp("2026-03-14 12:00")]
    found = Journal([*outside, *inside]).between(date(2026, 3, 13), date(2026, 3, 13))
    assert set(found) == set(inside)


def test_filtering_by_what_one_was_doing_gives_only_those():
    journal = Journal([cramp(doing="asleep"), cramp(doing="exercising"), cramp(doing="asleep"), cramp()])
    asleep = [e for e in journal.of(CrampEpisode) if e.doing == "asleep"]
    assert len(asleep) == 2


def test_twitches_urges_and_stomach_cramps_are_not_among_the_cramps():
    moment = at("2026-03-14 03:00")
    others = [
        *(Symptom(id=new_id(), at=moment, what="twitch") for _ in range(3)),
        Symptom(id=new_id(), at=moment, what="restless_urge"),
        SideEffect(id=new_id(), at=moment, sign="abdominal_cramp"),
    ]
    one = cramp()
    assert Journal([one, dose("2026-03-13 21:30"), *others]).of(CrampEpisode) == (one,)
