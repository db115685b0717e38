"""Every night can be seen, filled in later, put right and taken back; what was written stays on record."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.nights import night_by_night
from charley.diary.records import CrampEpisode, Measure, QuietNight, read_entry
from support.diary import at
from support.pages import text

DETAILS = {
    "id": "details-sent-1",
    "when": "2026-11-14T03:10",
    "side": "left",
    "site": "calf",
    "pain": "7",
    "minutes": "1",
    "seconds": "30",
    "doing": "asleep",
    "soreness": "180",
}


@pytest.fixture
def cramp(person: Client, store: PersonStore) -> CrampEpisode:
    """A cramp at 03:10 of which only the fact is known."""
    person.post("/tonight/cramp", {"id": "the-cramp"})
    return store.journal().of(CrampEpisode)[0]


def test_an_empty_month_is_not_recorded_and_a_quiet_night_is_zero(person: Client, cramp: CrampEpisode) -> None:
    person.post("/history/2026-11-11/add", {"id": "quiet-one", "what": "quiet_night"})
    page = person.get("/history/").content.decode()
    assert 'class="some" href="/history/2026-11-13/"' in page
    assert 'class="zero" href="/history/2026-11-11/"' in page
    assert 'class="unknown" href="/history/2026-11-12/"' in page
    assert 'aria-label="12 November: not recorded"' in page
    assert 'class="ahead" href="/history/2026-11-20/"' in page


def test_a_night_is_filled_in_later_and_marked_so(person: Client, store: PersonStore) -> None:
    page = person.post("/history/2026-11-10/add", {"id": "late-cramp", "what": "cramp", "clock": "02:15"}, follow=True)
    assert "What was the cramp like?" in text(page)
    [entry] = store.journal().of(CrampEpisode)
    assert (entry.at.wall, entry.night, entry.late_days) == (datetime(2026, 11, 11, 2, 15), date(2026, 11, 10), 3)
    assert "written down later" in text(person.get("/history/2026-11-10/"))


def test_the_morning_after_the_rest_is_told(person: Client, store: PersonStore, cramp: CrampEpisode) -> None:
    person.post(f"/entry/{cramp.id}/", DETAILS)
    [told] = store.journal().of(CrampEpisode)
    assert (told.side, told.site, told.pain, told.duration_s, told.doing) == ("left", "calf", 7, 90, "asleep")
    assert told.soreness_min == 180
    assert told.at == cramp.at
    assert store.journal().get(cramp.id) == cramp
    assert "Cramp: left calf, pain 7 of 10, 1 min 30 s, asleep" in text(person.get("/history/2026-11-13/"))


def test_the_form_shows_again_what_was_told(person: Client, cramp: CrampEpisode) -> None:
    person.post(f"/entry/{cramp.id}/", DETAILS)
    page = person.get(f"/entry/{cramp.id}/").content.decode()
    assert page.count(" checked") == 5  # the muscle on the picture, side, place, pain, doing
    assert 'name="minutes" value="1"' in page


def test_a_tap_on_the_picture_says_side_and_muscle(person: Client, store: PersonStore, cramp: CrampEpisode) -> None:
    page = person.get(f"/entry/{cramp.id}/").content.decode()
    assert page.count('name="place"') == 12  # six muscles, left and right
    person.post(f"/entry/{cramp.id}/", {"id": "tapped-calf", "when": "2026-11-14T03:10", "place": "right calf"})
    [told] = store.journal().of(CrampEpisode)
    assert (told.side, told.site) == ("right", "calf")


def test_the_words_below_the_picture_hold_where_the_picture_was_left_alone(
    person: Client, store: PersonStore, cramp: CrampEpisode, hands
) -> None:
    form = {"when": "2026-11-14T03:10", "place": "right calf"}
    person.post(f"/entry/{cramp.id}/", {"id": "tapped-calf", **form})
    hands.wall = datetime(2026, 11, 14, 8, 0)
    person.post(f"/entry/{cramp.id}/", {"id": "both-of-them", **form, "side": "both", "site": "calf"})
    assert store.journal().of(CrampEpisode)[0].side == "both"
    hands.wall = datetime(2026, 11, 14, 8, 1)
    person.post(f"/entry/{cramp.id}/", {"id": "another-one", **form, "place": "", "side": "left", "site": "hand"})
    assert store.journal().of(CrampEpisode)[0].site == "hand"


def test_a_cramp_with_two_triggers_stays_one_cramp_under_both(
    person: Client, store: PersonStore, cramp: CrampEpisode
) -> None:
    person.post(f"/entry/{cramp.id}/", {**DETAILS, "triggers": ["heat", "overuse"]})
    [told] = store.journal().of(CrampEpisode)
    assert told.triggers == ("heat", "overuse")
    words = text(person.get("/symptoms/triggers/"))
    assert "1 cramp is tagged" in words
    assert words.count("1 of your cramps") == 2
    assert 'value="heat" id="id_triggers_6" checked' in person.get(f"/entry/{cramp.id}/").content.decode()


def test_what_was_done_about_a_cramp_is_kept_beside_it_and_can_be_taken_back(
    person: Client, store: PersonStore, cramp: CrampEpisode
) -> None:
    person.post(f"/entry/{cramp.id}/", {**DETAILS, "done": ["stretch", "heat"]})
    done = store.journal().of(Measure)
    assert {(m.what, m.purpose, m.cramp) for m in done} == {("stretch", "stop", cramp.id), ("heat", "stop", cramp.id)}
    person.post(f"/entry/{cramp.id}/", {**DETAILS, "id": "details-sent-2", "done": ["heat"]})
    assert [m.what for m in store.journal().of(Measure)] == ["heat"]


def test_keeping_the_form_unchanged_writes_nothing(person: Client, store: PersonStore, cramp: CrampEpisode) -> None:
    person.post(f"/entry/{cramp.id}/", DETAILS)
    before = len(store.journal())
    person.post(f"/entry/{cramp.id}/", {**DETAILS, "id": "details-sent-2"})
    assert len(store.journal()) == before


def test_a_very_long_cramp_is_kept_and_asked_about(person: Client, store: PersonStore, cramp: CrampEpisode) -> None:
    page = person.post(f"/entry/{cramp.id}/", {**DETAILS, "minutes": "25", "seconds": ""}, follow=True)
    assert store.journal().of(CrampEpisode)[0].duration_s == 1500
    assert "25 minutes is long for one cramp" in text(page)


def test_faults_stand_at_their_fields(person: Client, store: PersonStore, cramp: CrampEpisode) -> None:
    page = person.post(f"/entry/{cramp.id}/", {**DETAILS, "minutes": "-4", "seconds": "", "pain": "11"})
    assert page.status_code == 422
    assert {"minutes", "pain"} <= set(page.context["form"].errors)
    assert store.journal().current(cramp.id) == cramp


def test_taking_back_leaves_the_night_unrecorded(person: Client, store: PersonStore, cramp: CrampEpisode) -> None:
    page = person.post(f"/entry/{cramp.id}/withdraw", {"id": "taken-back"}, follow=True)
    assert "It counts nowhere now" in text(page)
    [night] = night_by_night(store.journal().effective, cramp.night, cramp.night)
    assert night.cramps is None
    assert store.journal().get(cramp.id) == cramp
    assert person.get(f"/entry/{cramp.id}/").status_code == 404


def test_a_night_called_quiet_with_a_cramp_is_pointed_out(
    person: Client, store: PersonStore, cramp: CrampEpisode
) -> None:
    person.post("/tonight/quiet", {"id": "quiet-after-all", "night": "2026-11-13"})
    assert len(store.journal().of(QuietNight)) == 1
    words = text(person.get("/history/2026-11-13/"))
    assert "1 cramp" in words
    assert "The cramp counts" in words


def test_the_made_up_diary_fills_its_months(sample: Client) -> None:
    page = sample.get("/history/?month=2026-10")
    assert "October 2026" in text(page)
    assert page.content.decode().count("<td><a class=") == 31


@pytest.mark.parametrize("month", ["2026-13", "9999-01", "0001-01", "nonsense", "2027-01"])
def test_a_month_that_cannot_be_shown_becomes_the_present_one(person: Client, month: str) -> None:
    assert "November 2026" in text(person.get("/history/", {"month": month}))


def test_an_address_with_a_date_that_does_not_exist_is_not_found(person: Client) -> None:
    assert person.get("/history/2026-02-30/").status_code == 404
    assert person.get("/entry/nobody-knows-me/").status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "quiet_night", "night": "2026-11-12"},
        {"kind": "cramp"},
        {"kind": "dose", "elemental_mg": 100},
        {"kind": "food", "name": "Oats", "nutrients": {"magnesium_mg": 69}},
        {"kind": "drink", "what": "water", "ml": 300},
        {"kind": "sleep", "night": "2026-11-12", "rating": 3},
        {"kind": "activity", "what": "walk", "minutes": 30},
        {"kind": "note", "text": "more greens"},
    ],
    ids=lambda said: said["kind"],
)
def test_the_time_of_every_entry_can_be_put_right_and_nothing_else_changes(
    person: Client, store: PersonStore, said: dict[str, Any]
) -> None:
    before = read_entry({**said, "id": "entry-to-move", "at": at("2026-11-13 07:00")})
    store.append(entries=[before], received_at=datetime(2026, 11, 13, 7, tzinfo=UTC))
    page = person.get("/entry/entry-to-move/")
    shown = {field.html_name: field.value() for field in page.context["form"] if field.value() is not None}
    answer = person.post("/entry/entry-to-move/", {**shown, "id": "the-correction", "when": "2026-11-13T06:45"})
    assert answer.status_code == 302
    [after] = store.journal().effective
    assert after.at.wall == datetime(2026, 11, 13, 6, 45)
    assert msgspec.structs.replace(after, at=before.at) == before
    assert len(store.rows()) == 2
