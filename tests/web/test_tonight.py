"""A cramp at three in the morning, a quiet night, a dose: one tap each, without scripts."""

import json
import re
from datetime import UTC, date, datetime

from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.records import CrampEpisode, DoseTaken, QuietNight
from support.pages import ids, text
from support.people import someone


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


def test_a_night_with_a_cramp_called_quiet_is_told_that_the_cramp_counts(person: Client) -> None:
    _cramp, quiet, *_ = ids(person.get("/"))
    page = person.post("/tonight/quiet", {"id": quiet, "night": "2026-11-13"}, follow=True)
    assert "If a cramp comes after all" in text(page)
    cramp, quiet, *_ = ids(page)
    person.post("/tonight/cramp", {"id": cramp})
    without_script = text(person.post("/tonight/quiet", {"id": quiet, "night": "2026-11-13"}, follow=True))
    for told in (without_script, text(person.get("/?kept=quiet_night"))):
        assert "The cramp counts. Take one of them back if it is wrong." in told
        assert "If a cramp comes after all" not in told


def test_in_the_small_hours_nobody_is_asked_for_half_a_minute(person: Client, hands) -> None:
    offered = re.compile(
        r'<p class="row" data-hours="([\d-]+)"( hidden)?><a class="button wide" href="/check-in/(\w+)/">'
    )
    for hour, shown in ((3, None), (4, "morning"), (13, "morning"), (14, "evening"), (23, "evening"), (0, None)):
        hands.wall = datetime(2026, 11, 14, hour, 30)
        links = offered.findall(person.get("/").content.decode())
        assert [part for _hours, hidden, part in links if not hidden] == ([shown] if shown else []), hour
        assert [(part, hours) for hours, _hidden, part in links] == [("morning", "4-14"), ("evening", "14-24")]
    assert 'href="/check-in/"' in person.get("/more/").content.decode()  # whoever wants it finds it there


def test_a_dose_before_midnight_is_still_todays_after_it(person: Client, hands) -> None:
    person.post("/tonight/dose", {"id": "late-dose", "when": "2026-11-13T23:50", "elemental_mg": "100"})
    hands.wall = datetime(2026, 11, 14, 0, 30)
    assert "23:50 · 100 mg" in text(person.get("/"))
    hands.wall = datetime(2026, 11, 14, 5, 0)
    assert "23:50 · 100 mg" not in text(person.get("/"))


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
    person.post("/tonight/dose", {"id": ids(page)[2], "offered": page.context["offer"].content})
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


def follows_a_plan(person: Client, store: PersonStore, hands, *, begun: datetime) -> None:
    store.keep_profile(document=json.dumps(someone()), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    hands.wall = begun
    page = person.get("/plan/")
    person.post("/plan/follow", {"id": ids(page)[0], "mg": "200"})


def test_a_plan_that_is_followed_offers_its_own_dose_and_not_the_one_taken_last(person, store, hands) -> None:
    person.post("/tonight/dose", {"id": "old-product", "when": "2026-11-10T08:00", "elemental_mg": "400"})
    follows_a_plan(person, store, hands, begun=datetime(2026, 11, 14, 9, 0))
    hands.wall = datetime(2026, 11, 14, 21, 40)
    page = person.get("/")
    assert "Dose taken: 200 mg glycinate your plan's dose of 21:30" in text(page)
    person.post("/tonight/dose", {"id": ids(page)[2], "offered": page.context["offer"].content})
    dose = store.journal().of(DoseTaken)[-1]
    assert (dose.elemental_mg, dose.form, dose.planned) == (200, "glycinate", "21:30")
    words = text(person.get("/"))
    assert "Today has had its magnesium" in words
    assert "your plan's dose" not in words
    assert "noted today" in text(person.get("/plan/"))


def test_a_missed_dose_is_never_doubled(person, store, hands) -> None:
    follows_a_plan(person, store, hands, begun=datetime(2026, 11, 11, 9, 0))
    hands.wall = datetime(2026, 11, 14, 21, 40)  # three evenings went by without a dose
    page = person.get("/")
    assert "Dose taken: 200 mg glycinate" in text(page)
    assert json.loads(page.context["offer"].content)["elemental_mg"] == 200


def test_a_plan_that_no_longer_holds_offers_nothing(person, store, hands) -> None:
    follows_a_plan(person, store, hands, begun=datetime(2026, 11, 14, 9, 0))
    kidneys = json.dumps(someone(egfr_ml_min=20))
    store.keep_profile(document=kidneys, made_at=datetime(2026, 11, 15, tzinfo=UTC))
    hands.wall = datetime(2026, 11, 15, 21, 40)
    words = text(person.get("/"))
    assert "Your plan gives nothing today" in words
    assert "Dose taken" not in words


def test_a_plan_begun_long_ago_is_still_known(person, store, hands) -> None:
    follows_a_plan(person, store, hands, begun=datetime(2026, 2, 14, 9, 0))
    hands.wall = datetime(2026, 11, 14, 21, 40)
    assert "your plan's dose of 21:30" in text(person.get("/"))


def test_an_offer_that_is_no_dose_is_refused_in_words(person, store) -> None:
    for content in ("[]", "{", '{"kind": "cramp"}', '{"kind": "dose", "elemental_mg": -1}'):
        assert person.post("/tonight/dose", {"id": "bad-offer", "offered": content}).status_code == 400
    assert len(store.journal()) == 0


def test_in_the_morning_the_rest_of_the_cramp_comes_before_the_buttons(person: Client, hands) -> None:
    person.post("/tonight/cramp", {"id": "cramp-0001"})
    night = text(person.get("/"))
    assert night.index("Quiet night") < night.index("Add details")
    hands.wall = hands.wall.replace(hour=7)
    morning = text(person.get("/"))
    assert morning.index("Add details") < morning.index("Cramp now")
