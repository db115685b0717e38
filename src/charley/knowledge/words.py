"""The fixed words of the outside contract that fact tables use: topics, questions, referrals, urgencies.

They stand here, below every rule, so that a table cannot name a topic that no reader of a plan knows.
"""

from typing import Literal

#: ``findings[].topic`` of a plan.
Topic = Literal[
    "evidence_weak",
    "over_upper_level",
    "kidney",
    "hypermagnesaemia",
    "hypermagnesaemia_present",
    "pregnancy",
    "breastfeeding",
    "minor",
    "older_adult",
    "heart_block",
    "myasthenia",
    "bowel_obstruction",
    "stoma_losses",
    "malabsorption",
    "laxative_use",
    "diarrhoea",
    "drug_binding",
    "blood_pressure",
    "statin_muscle",
    "beta_agonist_cramps",
    "drug_induced_cramps",
    "diuretic_losses",
    "ppi_low_magnesium",
    "magnesium_retention",
    "calcium_channel_blocker",
    "neuromuscular_blocker",
    "aminoglycoside",
    "lithium_toxicity",
    "digoxin",
    "tacrolimus",
    "platinum",
    "low_magnesium",
    "low_potassium",
    "high_potassium",
    "low_calcium",
    "rbc_magnesium_limits",
    "restless_legs",
    "iron_low",
    "thyroid",
    "dvt",
    "rhabdomyolysis",
    "neuro_red_flag",
    "claudication",
    "limb_ischaemia",
    "cauda_equina",
    "arrhythmia",
    "compound_vs_elemental",
    "hidden_magnesium",
    "duplicate_product",
    "diet_already_high",
    "no_benefit",
    "topical_zero",
    "fluid_restriction",
    "unknown_name",
]

#: ``asks_for`` of a plan: what should be known or measured before more is decided.
AsksFor = Literal[
    "serum_magnesium",
    "potassium",
    "calcium",
    "kidney_function",
    "ck",
    "ecg",
    "lithium_level",
    "ferritin",
    "thyroid",
    "vitamin_b12",
    "cause",
]

#: ``refers_to`` of a plan.
RefersTo = Literal["clinician", "pharmacist", "maternity", "emergency"]

#: How soon somebody should look at it: ``emergency`` now, ``urgent`` the same day, ``soon`` within days, ``routine``.
Urgency = Literal["emergency", "urgent", "soon", "routine"]

#: Forms of magnesium as a plan names them.
Form = Literal[
    "citrate",
    "glycinate",
    "oxide",
    "hydroxide",
    "chloride",
    "lactate",
    "malate",
    "taurate",
    "threonate",
    "aspartate",
    "glycerophosphate",
    "sulfate",
    "carbonate",
    "orotate",
    "gluconate",
    "pidolate",
    "other",
]

#: From the most to the least urgent.
URGENCIES: tuple[Urgency, ...] = ("emergency", "urgent", "soon", "routine")
