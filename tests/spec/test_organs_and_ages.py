"""Kidneys, heart, muscle, gut, age, pregnancy: who gets a plan, who is sent to somebody first, who is refused.

Each row changes the healthy 45-year-old man of ``tests/support/people.py``. ``topics`` have to be raised; ``dose`` says
whether any amount may be started.

Sources: MAG = Magnaspartate SmPC (emc 30238); IOM = upper levels, NAP 9956; MIMS = magnesium hydroxide precautions;
DIA = Magnesium-Diasporal leaflet; EFSA = L-threonate opinion (PMC10934248); SBS = British short-bowel guideline
summary; HIGH = NHS Highland low-magnesium guideline; ours = a careful choice of the planner.
"""

import json

import pytest

from support.drawn import rows
from support.people import plan_for, topics

TABLE = """
| who                                | given                                                     | status          | topics                  | dose | source |
|------------------------------------|-----------------------------------------------------------|-----------------|-------------------------|------|--------|
| a healthy adult                    | {}                                                        | ok              | evidence_weak           | yes  | IOM    |
| kidneys at 60                      | {"egfr_ml_min": 60}                                       | ok              | evidence_weak           | yes  | MAG    |
| kidneys at 59                      | {"egfr_ml_min": 59}                                       | clinician_first | kidney                  | no   | MAG    |
| kidneys at 30                      | {"egfr_ml_min": 30}                                       | clinician_first | kidney                  | no   | MAG    |
| kidneys at 29                      | {"egfr_ml_min": 29}                                       | refuse          | kidney hypermagnesaemia | no   | MAG    |
| kidney disease in words            | {"conditions": ["kidney disease"]}                        | clinician_first | kidney                  | no   | MAG    |
| stage 4 in words                   | {"conditions": ["CKD stage 4"], "egfr_ml_min": null}      | refuse          | kidney                  | no   | MAG    |
| dialysis                           | {"conditions": ["on dialysis"]}                           | refuse          | kidney hypermagnesaemia | no   | MAG    |
| words beat a good value            | {"conditions": ["CKD stage 5"], "egfr_ml_min": 90}        | refuse          | kidney                  | no   | ours   |
| a kidney transplant                | {"conditions": ["kidney transplant"]}                     | clinician_first | kidney                  | no   | ours   |
| kidneys unknown at 45              | {"egfr_ml_min": null}                                     | ok              | evidence_weak           | yes  | ours   |
| kidneys unknown at 65              | {"egfr_ml_min": null, "age_years": 65}                    | clinician_first | kidney older_adult      | no   | HIGH   |
| kidneys unknown at 75              | {"egfr_ml_min": null, "age_years": 75}                    | clinician_first | kidney older_adult      | no   | HIGH   |
| kidneys known at 75                | {"egfr_ml_min": 72, "age_years": 75}                      | ok              | older_adult             | yes  | HIGH   |
| kidneys unknown, diabetes          | {"egfr_ml_min": null, "conditions": ["type 2 diabetes"]}  | clinician_first | kidney                  | no   | HIGH   |
| kidneys unknown, high pressure     | {"egfr_ml_min": null, "conditions": ["hypertension"]}     | clinician_first | kidney                  | no   | HIGH   |
| kidneys known, high pressure       | {"egfr_ml_min": 80, "conditions": ["hypertension"]}       | ok              | evidence_weak           | yes  | HIGH   |
| kidneys unknown, metformin         | {"egfr_ml_min": null, "medicines": [{"name": "metformin", "times": ["08:00"]}]} | clinician_first | kidney | no | HIGH |
| kidneys known, metformin           | {"medicines": [{"name": "metformin", "times": ["08:00"]}]} | ok | evidence_weak     | yes  | HIGH   |
| kidneys unknown, a phosphate binder | {"egfr_ml_min": null, "medicines": [{"name": "Renagel", "times": ["08:00"]}]} | clinician_first | kidney | no | ours |
| myasthenia, by its medicine        | {"medicines": [{"name": "Mestinon", "times": ["08:00"]}]} | clinician_first | myasthenia              | no   | DIA    |
| motor neurones, by the medicine    | {"medicines": [{"name": "riluzole", "times": ["08:00"]}]} | clinician_first | myasthenia              | no   | DIA    |
| kidneys unknown, a pain reliever   | {"egfr_ml_min": null, "medicines": [{"name": "ibuprofen", "times": ["08:00"]}]} | clinician_first | kidney | no | HIGH |
| kidneys unknown, the same as a gel | {"egfr_ml_min": null, "medicines": [{"name": "ibuprofen gel", "times": ["08:00"]}]} | ok | evidence_weak | yes | ours |
| kidneys unknown, gout              | {"egfr_ml_min": null, "conditions": ["gout"]}             | clinician_first | kidney                  | no   | ours   |
| under chemotherapy                 | {"conditions": ["chemo"]}                                 | clinician_first | platinum                | no   | MAG    |
| weak kidneys, in Spanish           | {"conditions": ["insuficiencia renal"]}                   | clinician_first | kidney                  | no   | MAG    |
| dialysis, in Spanish               | {"conditions": ["diálisis"]}                              | refuse          | kidney hypermagnesaemia | no   | MAG    |
| "no kidney disease" is no disease  | {"conditions": ["no kidney disease"]}                     | ok              | evidence_weak           | yes  | ours   |
| heart block                        | {"conditions": ["heart block"]}                           | refuse          | heart_block             | no   | DIA    |
| AV block, second degree            | {"conditions": ["second degree AV block"]}                | refuse          | heart_block             | no   | DIA    |
| myasthenia                         | {"conditions": ["myasthenia gravis"]}                     | refuse          | myasthenia              | no   | DIA    |
| bowel obstruction                  | {"conditions": ["bowel obstruction"]}                     | refuse          | bowel_obstruction       | no   | MIMS   |
| an ileostomy                       | {"conditions": ["ileostomy"]}                             | clinician_first | stoma_losses            | no   | SBS    |
| Crohn's disease                    | {"conditions": ["Crohn's disease"]}                       | clinician_first | malabsorption           | no   | SBS    |
| coeliac disease                    | {"conditions": ["celiac disease"]}                        | clinician_first | malabsorption           | no   | SBS    |
| heart failure                      | {"conditions": ["heart failure"]}                         | clinician_first | fluid_restriction       | no   | ours   |
| hay fever does not matter          | {"conditions": ["hay fever"]}                             | ok              | evidence_weak           | yes  | ours   |
| an illness nobody knows            | {"conditions": ["Blorp syndrome"]}                        | clinician_first | unknown_name            | no   | ours   |
| a baby of six months               | {"age_years": 0.5}                                        | refuse          | minor                   | no   | IOM    |
| a child of three                   | {"age_years": 3}                                          | clinician_first | minor                   | no   | IOM    |
| a child of eight                   | {"age_years": 8}                                          | clinician_first | minor                   | no   | IOM    |
| a girl of seventeen                | {"age_years": 17, "sex": "female"}                        | clinician_first | minor                   | no   | IOM    |
| eighteen today                     | {"age_years": 18}                                         | ok              | evidence_weak           | yes  | IOM    |
| age not told                       | {"age_years": null}                                       | clinician_first | minor                   | no   | ours   |
| pregnant                           | {"sex": "female", "pregnant": true}                       | clinician_first | pregnancy               | no   | EFSA   |
| pregnant, in words                 | {"sex": "female", "conditions": ["pregnant"]}             | clinician_first | pregnancy               | no   | EFSA   |
| perhaps pregnant, 30               | {"sex": "female", "age_years": 30, "pregnant": null}      | clinician_first | pregnancy               | no   | ours   |
| not asked, 60                      | {"sex": "female", "age_years": 60, "pregnant": null}      | ok              | evidence_weak           | yes  | ours   |
| breastfeeding                      | {"sex": "female", "lactating": true}                      | clinician_first | breastfeeding           | no   | EFSA   |
"""  # noqa: E501

LIMITS = """
| who            | given                                | limit | source |
|----------------|--------------------------------------|-------|--------|
| adult, US      | {"setting": "US"}                    | 350   | IOM    |
| adult, EU      | {"setting": "EU"}                    | 250   | SCF 2001; EFSA |
| adult, UK      | {"setting": "UK"}                    | 250   | guidance of 400 is no formal limit: the stricter European figure is kept |
| no country     | {"setting": null}                    | 250   | the lower of both |
| 3 years, US    | {"age_years": 3}                     | 65    | IOM    |
| 8 years, US    | {"age_years": 8}                     | 110   | IOM    |
| 9 years, US    | {"age_years": 9}                     | 350   | IOM    |
| 8 years, EU    | {"age_years": 8, "setting": "EU"}    | 110   | the stricter for a child |
| 16 years, EU   | {"age_years": 16, "setting": "EU"}   | 250   | EFSA   |
| age unknown    | {"age_years": null}                  | 65    | the lowest that may hold |
| a heavy wish   | {"wanted_mg_per_day": 900}           | 350   | nothing raises it |
| a marathon     | {"goal": "magnesium loading before a marathon in the heat"} | 350 | nothing raises it |
"""  # noqa: E501


@pytest.mark.parametrize("row", rows(TABLE), ids=lambda row: row["who"])
def test_who_gets_a_plan(row):
    plan = plan_for(**json.loads(row["given"]))
    assert plan.status == row["status"]
    assert set(row["topics"].split()) <= topics(plan)
    assert bool(plan.steps) == (row["dose"] == "yes")


@pytest.mark.parametrize("row", rows(LIMITS), ids=lambda row: row["who"])
def test_one_limit_for_each_person(row):
    plan = plan_for(**json.loads(row["given"]))
    assert plan.limit_mg == float(row["limit"])
    assert all(step.mg_per_day <= plan.limit_mg for step in (*plan.steps, *plan.provisional_steps))


def test_a_refusal_says_what_why_what_instead_and_who():
    plan = plan_for(egfr_ml_min=20, supplements=[{"name": "magnesium citrate", "elemental_mg": 200}])
    finding = plan.findings[0]
    assert len(finding.message.split(". ")) >= 3
    assert finding.sources
    assert "clinician" in plan.refers_to
    assert plan.current.advises_stop
    assert plan.current.kept_mg == 0
    assert plan.provisional_steps == ()


def test_creatinine_is_turned_into_kidney_function():
    labs = {"creatinine": {"value": 2.8, "unit": "mg/dL"}}
    plan = plan_for(egfr_ml_min=None, age_years=70, labs=labs)
    assert plan.status == "refuse"
    assert "kidney" in topics(plan)


def test_of_two_kidney_values_the_lower_rules():
    plan = plan_for(egfr_ml_min=90, labs={"egfr": {"value": 28, "unit": "mL/min/1.73m2"}})
    assert plan.status == "refuse"


def test_a_known_kidney_illness_is_not_called_unknown():
    plan = plan_for(conditions=["CKD stage 4"], egfr_ml_min=None, age_years=70)
    assert not any("do not know how well your kidneys work" in finding.message for finding in plan.findings)
