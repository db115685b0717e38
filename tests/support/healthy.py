"""Ordinary healthy adults with ordinary cramps: a screening should leave them in peace.

Nobody here has an illness that bears on magnesium, a medicine that needs a word, a sign that calls for help, or a value
out of range. Two hundred of them, the same every time.
"""

import random
from typing import Any

PEOPLE = 200

HARMLESS_CONDITIONS = (
    "hay fever",
    "migraine",
    "osteoarthritis",
    "eczema",
    "acid reflux",
    "asthma",
    "insomnia",
    "vegan",
)
HARMLESS_MEDICINES = ("paracetamol", "cetirizine", "loratadine", "vitamin D", "amoxicillin", "sumatriptan")
COMPLAINTS = (
    "calf cramps at night",
    "my calf cramps when I stretch in bed",
    "foot cramps in the evening, no swelling",
    "cramps after football",
    "charley horse twice a week",
    "thigh cramp when cycling, no pain now",
    "toe cramps",
    "cramp wakes me, gone after a minute",
    "sore calf the day after a cramp",
    "muscle twitch in the eyelid when tired",
    "legs feel heavy after standing all day",
    "cold feet in winter",
    "tired after work",
    "a bit stressed, poor sleep",
)
GOALS = ("fewer night cramps", "sleep through", "run without cramps", None)
#: Usual results, as laboratories print them.
RESULTS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"serum_magnesium": {"value": 0.85, "unit": "mmol/L"}},
    {"serum_magnesium": {"value": 2.0, "unit": "mg/dL"}, "potassium": {"value": 4.2, "unit": "mmol/L"}},
    {"potassium": {"value": 4.0, "unit": "mEq/L"}, "calcium": {"value": 9.4, "unit": "mg/dL"}},
    {"ck": {"value": 180, "unit": "U/L"}, "vitamin_d": {"value": 70, "unit": "nmol/L"}},
)
DAYS: tuple[dict[str, Any] | None, ...] = (
    {"wake": "07:00", "bed": "22:30", "meals": ["07:30", "12:30", "19:00"]},
    {"wake": "06:00", "bed": "21:30", "meals": ["06:30", "12:00", "18:00"]},
    {"wake": "15:00", "bed": "07:00", "meals": ["16:00", "22:00", "03:00"]},
    None,
)


def person(number: int) -> dict[str, Any]:
    """The healthy person of this number."""
    chance = random.Random(number)
    sex = chance.choice(("female", "male"))
    medicines = [{"name": chance.choice(HARMLESS_MEDICINES), "times": ["08:00"]}] if chance.random() < 0.3 else []
    return {
        "setting": chance.choice(("US", "EU", "UK")),
        "age_years": chance.randrange(18, 65),
        "sex": sex,
        "pregnant": False,
        "lactating": False,
        "weight_kg": chance.randrange(50, 100),
        "conditions": [chance.choice(HARMLESS_CONDITIONS)] if chance.random() < 0.3 else [],
        "egfr_ml_min": chance.choice((None, 75, 90, 100)),
        "medicines": medicines,
        "supplements": [{"name": "vitamin D", "times": ["08:00"]}] if chance.random() < 0.2 else [],
        "diet_magnesium_mg": chance.choice((None, 150, 220, 280, 350)),
        "symptoms": chance.sample(COMPLAINTS, chance.choice((1, 1, 2))),
        "labs": chance.choice(RESULTS),
        "schedule": chance.choice(DAYS),
        "goal": chance.choice(GOALS),
    }
