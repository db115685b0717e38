"""Illnesses as people write them, kidney words above all, and what each means for the healthy man of the tests.

Judged before they were run, by the limits that ``knowledge/data/conditions.toml`` cites; a stricter status is allowed.
"""

import pytest

from support.drawn import rows
from support.people import plan_for, topics

WORDS = """
| written                           | at least        |
|-----------------------------------|-----------------|
| end stage renal disease           | refuse          |
| ESRF                              | refuse          |
| I'm on haemodialysis 3x a week    | refuse          |
| kidney failure                    | refuse          |
| renal failure                     | refuse          |
| peritoneal dialysis               | refuse          |
| CKD 4                             | refuse          |
| CKD stage IV                      | refuse          |
| CKD G4                            | refuse          |
| stage 5 kidney disease            | refuse          |
| ckd4                              | refuse          |
| my kidneys have failed            | refuse          |
| kidneys packed up                 | refuse          |
| eGFR 22                           | refuse          |
| GFR 15                            | refuse          |
| ckd stage 3                       | clinician_first |
| CKD 3a                            | clinician_first |
| chronic kidney disease            | clinician_first |
| kidney problems                   | clinician_first |
| bad kidneys                       | clinician_first |
| weak kidneys                      | clinician_first |
| dodgy kidneys                     | clinician_first |
| renal impairment                  | clinician_first |
| reduced kidney function           | clinician_first |
| kidney trouble                    | clinician_first |
| kidneys not working well          | clinician_first |
| kindey disease                    | clinician_first |
| kidny problem                     | clinician_first |
| one kidney                        | clinician_first |
| had a kidney removed              | clinician_first |
| kidney donor                      | clinician_first |
| polycystic kidneys                | clinician_first |
| kidney transplant 2010            | clinician_first |
| nephrotic syndrome                | clinician_first |
| IgA nephropathy                   | clinician_first |
| lupus nephritis                   | clinician_first |
| acute kidney injury last year     | clinician_first |
| protein in urine                  | clinician_first |
| high creatinine                   | clinician_first |
| renal insufficiency               | clinician_first |
| Niereninsuffizienz                | clinician_first |
| insuficiencia renal               | clinician_first |
| diabetic nephropathy              | clinician_first |
| hydronephrosis                    | clinician_first |
| eGFR 48                           | clinician_first |
| heart block                       | refuse          |
| AV block 2nd degree               | refuse          |
| complete heart block no pacemaker | refuse          |
| third-degree AV block             | refuse          |
| myasthenia gravis                 | refuse          |
| bowel obstruction                 | refuse          |
| blocked bowel                     | refuse          |
| LEMS Lambert-Eaton                | clinician_first |
| pacemaker                         | clinician_first |
| bradycardia                       | clinician_first |
| heart failure                     | clinician_first |
| CHF                               | clinician_first |
| congestive cardiac failure        | clinician_first |
| Crohns                            | clinician_first |
| ulcerative colitis                | clinician_first |
| coeliac                           | clinician_first |
| short gut                         | clinician_first |
| ileostomy                         | clinician_first |
| colostomy bag                     | clinician_first |
| gastric bypass                    | clinician_first |
| sleeve gastrectomy                | clinician_first |
| pregnant 20 weeks                 | clinician_first |
| breastfeeding my baby             | clinician_first |
| ALS                               | clinician_first |
| cirrhosis                         | clinician_first |
| Addison's disease                 | clinician_first |
| high magnesium                    | clinician_first |
| low potassium                     | clinician_first |
| hypokalaemia                      | clinician_first |
| waiting for operation next week   | clinician_first |
| C diff                            | clinician_first |
| some rare thing nobody knows      | clinician_first |
| Blorp syndrome                    | clinician_first |
| high blood pressure               | ok              |
| type 2 diabetes                   | ok              |
| diabetic                          | ok              |
| asthma                            | ok              |
| COPD                              | ok              |
| gout                              | ok              |
| hay fever                         | ok              |
| arthritis                         | ok              |
| osteoporosis                      | ok              |
| hypothyroid                       | ok              |
| underactive thyroid               | ok              |
| high cholesterol                  | ok              |
| depression                        | ok              |
| migraine                          | ok              |
| glaucoma                          | ok              |
| IBS                               | ok              |
| reflux                            | ok              |
| varicose veins                    | ok              |
| restless legs                     | ok              |
| eczema                            | ok              |
| anxiety                           | ok              |
| no kidney disease                 | ok              |
| kidneys fine                      | ok              |
| kidney function normal            | ok              |
| kidneys ok                        | ok              |
| no heart problems                 | ok              |
| none                              | ok              |
| nothing                           | ok              |
| healthy                           | ok              |
| n/a                               | ok              |
| prostate cancer 2012              | ok              |
| benign prostate enlargement       | ok              |
| never had kidney trouble          | ok              |
| kidney infection as a child       | clinician_first |
| my husband has kidney failure     | refuse          |
| wife is on dialysis               | refuse          |
| family history of kidney failure  | ok              |
| my mother had kidney failure      | ok              |
"""

ORDER = ("ok", "clinician_first", "refuse", "urgent", "emergency")


def test_there_are_many_phrases():
    assert len({row["written"] for row in rows(WORDS)}) >= 100


@pytest.mark.parametrize("row", rows(WORDS), ids=lambda row: row["written"])
def test_what_an_illness_in_words_means(row):
    written, least = row["written"], row["at least"]
    plan = plan_for(conditions=[written])
    assert ORDER.index(plan.status) >= ORDER.index(least)
    if least == "ok":
        assert plan.status == "ok"
    assert written in plan.recognised or "unknown_name" in topics(plan)


def test_a_kidney_value_among_the_illnesses_counts():
    assert plan_for(conditions=["eGFR 22"]).status == "refuse"
    assert plan_for(conditions=["type 2 diabetes, GFR of 41 last month"]).status == "clinician_first"


@pytest.mark.parametrize(
    ("age", "taken", "status"),
    [
        (70, "2026-06-01", "ok"),
        (70, "2025-06-01", "clinician_first"),
        (45, "2025-06-01", "ok"),
        (70, "2012-01-01", "clinician_first"),
    ],
)
def test_a_good_kidney_value_of_long_ago_is_not_known_today(age, taken, status):
    labs = {"egfr": {"value": 80, "unit": "mL/min", "date": taken}}
    assert plan_for(egfr_ml_min=None, age_years=age, labs=labs).status == status


def test_a_poor_kidney_value_counts_whenever_it_was_measured():
    labs = {"egfr": {"value": 25, "unit": "mL/min", "date": "2012-01-01"}}
    assert plan_for(egfr_ml_min=None, labs=labs).status == "refuse"
