"""A trial under way is looked after by itself: when the profile is kept, and when a day begins."""

import json
from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from charley.interop.fhir_answers import QUESTIONS
from support.pages import text
from support.people import someone

KIDNEYS = someone(egfr_ml_min=20)


def begun(person, store):
    """The address of a trial that began today."""
    store.keep_profile(document=json.dumps(someone()), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    asked = {"period": "28", "pairs": "3", "rate": "7", "seal": "1"}
    address = person.post("/trials/new/magnesium-or-nothing/", asked)["Location"]
    person.post(f"{address}change", {"what": "start"})
    return address


def test_a_new_day_on_the_start_page_stops_a_trial_the_profile_no_longer_lets_run(person, store, hands):
    address = begun(person, store)
    store.keep_profile(document=json.dumps(KIDNEYS), made_at=datetime(2026, 11, 15, tzinfo=UTC))  # as by an import
    hands.wall += timedelta(days=3)
    assert "Your trial was stopped." in text(person.get("/"))
    assert "Your trial was stopped." not in text(person.get("/"))  # said once; the trial's page says it for ever
    assert person.get(address).context["design"].since("stop") is not None


def test_keeping_another_profile_stops_it_and_says_so(person, store):
    """With this much from food the plan is another one, so the doses of the trial are no longer the person's own."""
    address = begun(person, store)
    page = person.post("/food/quick/use", {"mg": "600"}, follow=True)
    assert "Your trial was stopped." in text(page)
    assert person.get(address).context["design"].since("stop") is not None


def test_an_imported_profile_stops_it_and_says_so(person, store):
    """The answers of a clinic's form: the kidneys are not what they were."""
    address = begun(person, store)
    answer = {"linkId": "egfr", "answer": [{"valueInteger": 20}]}
    form = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": QUESTIONS,
        "status": "completed",
        "authored": "2026-11-12T08:00:00Z",
        "item": [answer],
    }
    file = SimpleUploadedFile("form.json", json.dumps(form).encode())
    page = person.post("/data/import", {"file": file})
    assert "Your trial was stopped." in text(page)
    assert person.get(address).context["design"].since("stop") is not None
