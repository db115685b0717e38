"""Every topic of the contract has somebody of whom it is true, and the healthy man has none but the weak evidence."""

import json
from typing import get_args

import pytest

from charley.knowledge.words import Topic
from support.drawn import rows
from support.people import plan_for, topics

PEOPLE = """
| topic                    | and also                           | of whom it is true |
|--------------------------|------------------------------------|--------------------|
| evidence_weak            | -                                  | {} |
| over_upper_level         | -                                  | {"supplements": [{"name": "magnesium citrate", "elemental_mg": 400}]} |
| kidney                   | -                                  | {"egfr_ml_min": 45} |
| hypermagnesaemia         | kidney                             | {"egfr_ml_min": 20} |
| hypermagnesaemia_present | hypermagnesaemia                   | {"labs": {"serum_magnesium": {"value": 1.4, "unit": "mmol/L"}}} |
| pregnancy                | -                                  | {"sex": "female", "pregnant": true} |
| breastfeeding            | -                                  | {"sex": "female", "lactating": true} |
| minor                    | -                                  | {"age_years": 9} |
| older_adult              | -                                  | {"age_years": 72} |
| heart_block              | -                                  | {"conditions": ["second degree AV block"]} |
| myasthenia               | -                                  | {"conditions": ["myasthenia gravis"]} |
| bowel_obstruction        | hypermagnesaemia                   | {"conditions": ["bowel obstruction"]} |
| stoma_losses             | low_magnesium                      | {"conditions": ["ileostomy"]} |
| malabsorption            | low_magnesium                      | {"conditions": ["coeliac disease"]} |
| laxative_use             | hidden_magnesium over_upper_level  | {"medicines": [{"name": "Milk of Magnesia", "dose": "15 ml"}]} |
| diarrhoea                | -                                  | {"symptoms": ["diarrhoea for three days"]} |
| drug_binding             | thyroid                            | {"medicines": [{"name": "levothyroxine", "times": ["07:00"]}]} |
| blood_pressure           | -                                  | {"medicines": [{"name": "ramipril", "times": ["08:00"]}]} |
| statin_muscle            | neuro_red_flag                     | {"medicines": [{"name": "atorvastatin", "times": ["20:00"]}], "symptoms": ["thigh pain and weakness in the legs"]} |
| beta_agonist_cramps      | -                                  | {"medicines": [{"name": "salmeterol inhaler", "times": ["08:00"]}]} |
| drug_induced_cramps      | -                                  | {"medicines": [{"name": "raloxifene", "times": ["08:00"]}]} |
| diuretic_losses          | drug_induced_cramps                | {"medicines": [{"name": "furosemide", "times": ["08:00"]}]} |
| ppi_low_magnesium        | -                                  | {"medicines": [{"name": "omeprazole", "times": ["08:00"]}]} |
| magnesium_retention      | drug_induced_cramps high_potassium | {"medicines": [{"name": "spironolactone", "times": ["08:00"]}]} |
| calcium_channel_blocker  | blood_pressure drug_induced_cramps | {"medicines": [{"name": "amlodipine", "times": ["08:00"]}]} |
| neuromuscular_blocker    | -                                  | {"medicines": [{"name": "rocuronium", "times": ["08:00"]}]} |
| aminoglycoside           | low_magnesium                      | {"medicines": [{"name": "gentamicin", "times": ["08:00"]}]} |
| lithium_toxicity         | -                                  | {"medicines": [{"name": "Priadel", "times": ["20:00"]}]} |
| digoxin                  | drug_binding                       | {"medicines": [{"name": "Lanoxin", "times": ["08:00"]}]} |
| tacrolimus               | low_magnesium                      | {"medicines": [{"name": "Prograf", "times": ["08:00"]}]} |
| platinum                 | drug_induced_cramps low_magnesium  | {"medicines": [{"name": "cisplatin"}]} |
| low_magnesium            | -                                  | {"labs": {"serum_magnesium": {"value": 0.62, "unit": "mmol/L"}}} |
| low_potassium            | -                                  | {"labs": {"potassium": {"value": 3.2, "unit": "mmol/L"}}} |
| high_potassium           | -                                  | {"labs": {"potassium": {"value": 5.7, "unit": "mmol/L"}}} |
| low_calcium              | -                                  | {"labs": {"calcium": {"value": 2.0, "unit": "mmol/L"}}} |
| rbc_magnesium_limits     | -                                  | {"labs": {"rbc_magnesium": {"value": 5.0, "unit": "mg/dL"}}} |
| restless_legs            | -                                  | {"symptoms": ["an urge to move my legs in the evening"]} |
| iron_low                 | -                                  | {"labs": {"ferritin": {"value": 30, "unit": "ng/mL"}}} |
| thyroid                  | -                                  | {"conditions": ["underactive thyroid"]} |
| dvt                      | -                                  | {"symptoms": ["left calf swollen and warm"]} |
| rhabdomyolysis           | -                                  | {"symptoms": ["cola coloured urine after a marathon"]} |
| neuro_red_flag           | -                                  | {"symptoms": ["my muscles waste away and I am getting weaker"]} |
| claudication             | -                                  | {"symptoms": ["calf pain when walking that goes when I stop"]} |
| limb_ischaemia           | neuro_red_flag                     | {"symptoms": ["my foot is cold, white and numb"]} |
| cauda_equina             | -                                  | {"symptoms": ["numb between the legs"]} |
| arrhythmia               | -                                  | {"symptoms": ["my heart skips beats"]} |
| compound_vs_elemental    | over_upper_level                   | {"supplements": [{"name": "magnesium glycinate 1000 mg"}]} |
| hidden_magnesium         | -                                  | {"medicines": [{"name": "Maalox", "dose": "10 ml"}]} |
| duplicate_product        | drug_binding                       | {"supplements": [{"name": "magnesium citrate", "elemental_mg": 50}, {"name": "ZMA", "elemental_mg": 50}]} |
| diet_already_high        | -                                  | {"diet_magnesium_mg": 480} |
| no_benefit               | -                                  | {"symptoms": ["calf cramps"], "supplements": [{"name": "magnesium citrate", "elemental_mg": 300, "since": "2026-01-01"}]} |
| topical_zero             | -                                  | {"supplements": [{"name": "magnesium oil spray"}]} |
| fluid_restriction        | kidney                             | {"conditions": ["heart failure"]} |
| unknown_name             | -                                  | {"medicines": [{"name": "Blorpamab", "times": ["08:00"]}]} |
"""  # noqa: E501


def test_the_table_holds_every_topic_of_the_contract():
    assert [row["topic"] for row in rows(PEOPLE)] == list(dict.fromkeys(get_args(Topic)))


@pytest.mark.parametrize("row", rows(PEOPLE), ids=lambda row: row["topic"])
def test_each_topic_is_raised_of_somebody_and_nothing_that_is_not_true(row):
    also = set() if row["and also"] == "-" else set(row["and also"].split())
    raised = topics(plan_for(**json.loads(row["of whom it is true"])))
    assert raised == {row["topic"], "evidence_weak", *also}


def test_of_the_healthy_man_nothing_is_said_but_the_weak_evidence():
    assert topics(plan_for()) == {"evidence_weak"}


def test_eight_weeks_of_magnesium_without_effect_add_nothing():
    taken = {"name": "magnesium citrate", "elemental_mg": 100, "since": "2026-03-01"}
    assert plan_for(supplements=[taken]).steps == ()
    assert plan_for(supplements=[taken | {"since": "2026-11-01"}]).steps != ()
    assert "no_benefit" not in topics(plan_for(supplements=[taken], symptoms=["tired"], goal=None))
