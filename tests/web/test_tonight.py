"""A cramp at three in the morning, a quiet night, a dose: one tap each, without scripts."""

from datetime import date, datetime

from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.records import CrampEpisode, DoseTaken, QuietNight
from support.pages import ids, text


def test_one_tap_notes_a_cramp_now_and_offers_help(person: Client, store: PersonStore) -> None:
    cramp, *_ = ids(person.get("/"))
    page = person.post("/tonight/cramp", {"id": cramp}, follow=True)
    [entry] = store.journal().of(CrampEpisode)
    assert entry.at.text() == "2026-11-14T03:10:00+01:00[Europe/Berlin]"
    assert entry.night == date(2026, 11, 13)
    assert "Pull your toes towards you" in text(page)
    assert "The cramp at 03:10 is noted" in text(page)


def test_the_same_tap_sent_twice_is_one_cramp(person: Client, store: PersonStore, hands) -> None:
    cramp, *_ = ids(person.get("/"))
    person.post("/tonight/cramp", {"id": cramp})
    hands.wall = datetime(2026, 11, 14, 3, 11)
    person.post("/tonight/cramp", {"id": cramp})
    assert len(store.journal()) == 1


def test_a_quiet_night_is_said_for_the_night_the_page_names(person: Client, store: PersonStore, hands) -> None:
    hands.wall = datetime(2026, 11, 14, 14, 0)  # after noon, the page still asks about the night that has ended
    page = person.get("/")
    assert "How was the night? Fri 13 to Sat 14 November · nothing noted yet" in text(page)
    person.post("/tonight/quiet", {"id": ids(page)[1], "night": "2026-11-13"})
    [entry] = store.journal().of(QuietNight)
    assert entry.night == date(2026, 11, 13)
    assert "noted as quiet" in text(person.get("/"))


def test_in_the_evening_the_page_asks_about_the_night_that_begins(person: Client, hands) -> None:
    hands.wall = datetime(2026, 11, 14, 21, 0)
    assert "How is the night? Sat 14 to Sun 15 November" in text(person.get("/"))


def test_a_night_that_has_not_begun_cannot_be_called_quiet(person: Client, store: PersonStore) -> None:
    page = person.post("/tonight/quiet", {"id": "quiet-too-early", "night": "2026-12-24"})
    assert page.status_code == 400
    assert "had not begun" in text(page)
    assert not len(store.journal())


def test_the_first_dose_takes_a_form_and_the_next_one_tap(person: Client, store: PersonStore, hands) -> None:
    person.post(
        "/tonight/dose",
        {
            "id": "first-dose",
            "when": "2026-11-13T21:30",
            "elemental_mg": "100",
            "form": "glycinate",
            "with_food": "yes",
        },
    )
    hands.wall = datetime(2026, 11, 14, 21, 40)
    page = person.get("/")
    assert "Dose taken: 100 mg glycinate, with food" in text(page)
    person.post("/tonight/dose", {"id": ids(page)[2], "usual": "yes"})
    first, second = store.journal().of(DoseTaken)
    assert (first.elemental_mg, first.form, first.with_food) == (second.elemental_mg, second.form, second.with_food)
    assert second.at.wall == datetime(2026, 11, 14, 21, 40)


def test_a_wrong_dose_is_shown_again_with_every_fault_at_its_field(person: Client, store: PersonStore) -> None:
    page = person.post(
        "/tonight/dose", {"id": "bad-dose-1", "when": "2026-02-30T21:30", "elemental_mg": "1e9", "tablets": "many"}
    )
    assert page.status_code == 422
    words = text(page)
    assert "should be a date and time that exist" in words
    assert "should be a number, such as 250" in words
    assert 'value="many"' in page.content.decode()
    page = person.post("/tonight/dose", {"id": "bad-dose-2", "when": "2026-11-13T21:30", "elemental_mg": "1e9"})
    assert "should be 10000 or less" in text(page)
    assert not len(store.journal())


def test_the_hour_that_happens_twice_is_asked_about(person: Client, store: PersonStore) -> None:
    form = {"id": "twice-dose", "when": "2026-10-25T02:30", "elemental_mg": "100"}
    page = person.post("/tonight/dose", form)
    assert "Clocks went back that night" in text(page)
    person.post("/tonight/dose", {**form, "which": "second"})
    [entry] = store.journal().of(DoseTaken)
    assert entry.at.text() == "2026-10-25T02:30:00+01:00[Europe/Berlin]"


def test_the_hour_that_never_happened_is_refused_in_words(person: Client) -> None:
    page = person.post("/tonight/dose", {"id": "skipped-dose", "when": "2026-03-29T02:30", "elemental_mg": "100"})
    assert "clocks went forward over it" in text(page)


def test_help_in_the_moment_needs_no_entry_and_offers_to_note_one(person: Client, store: PersonStore) -> None:
    page = person.get("/now/")
    assert "Straighten the knee" in text(page)
    assert "Note this cramp" in text(page)
    assert "is noted" in text(person.post("/tonight/cramp", {"id": ids(page)[0]}, follow=True))
    assert len(store.journal().of(CrampEpisode)) == 1
