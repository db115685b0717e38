"""A dose that a clinician has set: what it opens, what nothing opens, and that it is on record.

Rows change the healthy man of ``tests/support/people.py``, who takes the order of Dr Lee below unless a row says else.
Sources: UK label of 4 mmol magnesium tablets (up to 24 mmol a day for diagnosed low magnesium); NAP 9956 (upper level);
requirements S46, S64, C02: only an order with who and when passes the limit.
"""

import json

import pytest

from charley.errors import BadInput
from support.drawn import rows
from support.people import most_mg, plan_for

ORDER = {"elemental_mg_per_day": 400, "by": "Dr A. Lee, kidney clinic", "date": "2026-11-02", "note": None}


def ordered(note=None, **changes):
    order = ORDER | {"note": note} | changes.pop("order", {})
    return plan_for(clinician_order=order, **changes)


OPENS = """
| what stands in the way        | given                                                                           | the note says                     | status          | most mg |
|-------------------------------|---------------------------------------------------------------------------------|-----------------------------------|-----------------|---------|
| nothing, above the limit      | {}                                                                              | -                                 | ok              | 400     |
| nothing, below the limit      | {"clinician_order": {"elemental_mg_per_day": 150}}                              | -                                 | ok              | 150     |
| food is enough                | {"diet_magnesium_mg": 480}                                                      | -                                 | ok              | 400     |
| a sensitive gut               | {"conditions": ["IBS"]}                                                         | -                                 | ok              | 200     |
| kidneys at 45, named          | {"egfr_ml_min": 45}                                                             | eGFR 45 known, check in 4 weeks   | ok              | 400     |
| kidneys at 45, not named      | {"egfr_ml_min": 45}                                                             | for cramps                        | clinician_first | 0       |
| kidneys unknown at 70, named  | {"egfr_ml_min": null, "age_years": 70}                                          | kidneys checked at the clinic     | ok              | 400     |
| kidney disease in words       | {"conditions": ["kidney disease"]}                                              | kidney disease known              | ok              | 400     |
| kidneys at 20, named          | {"egfr_ml_min": 20}                                                             | kidneys known                     | refuse          | 0       |
| dialysis, named               | {"conditions": ["on dialysis"]}                                                 | kidneys, dialysis                 | refuse          | 0       |
| heart block                   | {"conditions": ["heart block"]}                                                 | heart block known                 | refuse          | 0       |
| pregnant, named               | {"sex": "female", "pregnant": true}                                             | pregnancy week 30                 | ok              | 400     |
| pregnant, not named           | {"sex": "female", "pregnant": true}                                             | cramps                            | clinician_first | 0       |
| a child                       | {"age_years": 12}                                                               | -                                 | clinician_first | 0       |
| age unknown                   | {"age_years": null}                                                             | -                                 | clinician_first | 0       |
| low magnesium, named          | {"labs": {"serum_magnesium": {"value": 0.62, "unit": "mmol/L"}}}                | low magnesium                     | ok              | 400     |
| very low magnesium            | {"labs": {"serum_magnesium": {"value": 0.4, "unit": "mmol/L"}}}                 | low magnesium                     | emergency       | 0       |
| high magnesium                | {"labs": {"serum_magnesium": {"value": 1.4, "unit": "mmol/L"}}}                 | magnesium known                   | urgent          | 0       |
| a swollen calf                | {"symptoms": ["left calf swollen and hot"]}                                     | swollen calf known                | urgent          | 0       |
| chest pain                    | {"symptoms": ["chest pain"]}                                                    | chest pain known                  | emergency       | 0       |
| weakness                      | {"symptoms": ["my legs are getting weaker"]}                                    | weakness known                    | clinician_first | 0       |
| a water tablet, named         | {"medicines": [{"name": "furosemide", "times": ["08:00"]}]}                     | takes furosemide, a water tablet  | ok              | 400     |
| digoxin, named                | {"medicines": [{"name": "digoxin", "times": ["08:00"]}]}                        | digoxin level checked             | ok              | 400     |
| digoxin, not named            | {"medicines": [{"name": "digoxin", "times": ["08:00"]}]}                        | heart                             | clinician_first | 0       |
| a medicine nobody knows       | {"medicines": [{"name": "Blorpamab", "times": ["08:00"]}]}                      | Blorpamab known                   | clinician_first | 0       |
| times nobody told             | {"medicines": [{"name": "levothyroxine"}]}                                      | levothyroxine                     | clinician_first | 0       |
| an amount nobody knows        | {"supplements": [{"name": "magnesium tablets"}]}                                | magnesium tablets                 | clinician_first | 0       |
| 300 mg taken already          | {"supplements": [{"name": "magnesium citrate", "elemental_mg": 300}]}           | -                                 | ok              | 100     |
| 400 mg taken already          | {"supplements": [{"name": "magnesium citrate", "elemental_mg": 400}]}           | -                                 | ok              | 0       |
| 450 mg taken already          | {"supplements": [{"name": "magnesium citrate", "elemental_mg": 450}]}           | -                                 | clinician_first | 0       |
| two ways, one of them named   | {"egfr_ml_min": 45, "conditions": ["ileostomy"]}                                | kidneys known                     | clinician_first | 0       |
"""  # noqa: E501


@pytest.mark.parametrize("row", rows(OPENS), ids=lambda row: row["what stands in the way"])
def test_what_an_order_opens(row):
    given = json.loads(row["given"])
    plan = ordered(
        note=None if row["the note says"] == "-" else row["the note says"],
        order=given.pop("clinician_order", {}),
        **given,
    )
    assert plan.status == row["status"]
    assert most_mg(plan) == float(row["most mg"])
    assert plan.clinician_order.in_force == ("age_years" not in given or given["age_years"] == 70)


WORTHLESS = """
| order                                            | why it is not used |
|--------------------------------------------------|--------------------|
| {"by": "me"}                                     | which clinician    |
| {"by": "ChatGPT"}                                | which clinician    |
| {"by": "my wife"}                                | which clinician    |
| {"by": " n/a "}                                  | which clinician    |
| {"date": "2027-01-01"}                           | future             |
| {"date": "2025-01-01"}                           | more than a year   |
| {"elemental_mg_per_day": 1000}                   | any licensed dose  |
"""


@pytest.mark.parametrize("row", rows(WORTHLESS), ids=lambda row: row["order"])
def test_an_order_without_who_or_when_or_beyond_reason_changes_nothing(row):
    plan, plain = ordered(order=json.loads(row["order"])), plan_for()
    assert plan.steps == plain.steps
    assert plan.clinician_order.in_force is False
    assert row["why it is not used"] in plan.clinician_order.why_not
    assert any("is not used" in note for note in plan.notes)


def test_an_order_needs_a_name_and_a_date():
    for missing in ("by", "date", "elemental_mg_per_day"):
        with pytest.raises(BadInput) as caught:
            plan_for(clinician_order={name: value for name, value in ORDER.items() if name != missing})
        assert caught.value.fields == (f"clinician_order.{missing}",)


def test_who_when_and_what_it_opened_are_on_record():
    plan = ordered(note="kidneys known", egfr_ml_min=45)
    record = plan.as_dict()["clinician_order"]
    assert (record["by"], record["date"], record["elemental_mg_per_day"]) == (
        "Dr A. Lee, kidney clinic",
        "2026-11-02",
        400,
    )
    assert record["opened"] == ("kidney",)
    assert any("Dr A. Lee" in note and "400 mg" in note for note in plan.notes)
    assert any(f.topic == "kidney" and "Dr A. Lee" in f.message for f in plan.findings)


def test_the_limit_shown_stays_the_limit_and_the_first_step_stays_low():
    plan = ordered()
    assert plan.limit_mg == 350
    assert plan.steps[0].mg_per_day <= 200
    assert all(dose.elemental_mg <= 200 for step in plan.steps for dose in step.doses)


def test_with_weak_kidneys_an_ordered_dose_starts_lower_still():
    assert ordered(note="kidneys known", egfr_ml_min=45).steps[0].mg_per_day == 100


def test_without_an_order_351_mg_stay_too_much():
    taken = [{"name": "magnesium citrate", "elemental_mg": 351}]
    assert plan_for(supplements=taken).status == "clinician_first"
    assert ordered(supplements=taken).status == "ok"


def test_medicines_keep_their_distance_from_an_ordered_dose_too():
    plan = ordered(medicines=[{"name": "levothyroxine", "times": ["07:00"]}])
    assert plan.status == "ok"
    assert all(dose.time >= "11:00" for step in plan.steps for dose in step.doses)
