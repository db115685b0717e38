"""Kidney function from creatinine, by the published equations.

CKD-EPI 2021, without race: Inker LA and others, New creatinine- and cystatin C-based equations to estimate GFR without
race, N Engl J Med 2021;385:1737-49, https://doi.org/10.1056/NEJMoa2102953:

    eGFR = 142 x min(Scr/k, 1)^a x max(Scr/k, 1)^-1.200 x 0.9938^age (x 1.012 if female)
    female: k = 0.7 mg/dL, a = -0.241        male: k = 0.9 mg/dL, a = -0.302

Stages: KDIGO 2024 guideline for chronic kidney disease, https://kdigo.org/guidelines/ckd-evaluation-and-management/
"""

from typing import Literal

Stage = Literal["G1", "G2", "G3a", "G3b", "G4", "G5"]

#: Molar mass of creatinine (C4H7N3O, 113.12 g/mol): 1 mg/dL is 88.4 µmol/L.
UMOL_L_PER_MG_DL = 88.4

#: The equation was made for adults.
ADULT_YEARS = 18


def egfr_ckd_epi_2021(creatinine_mg_dl: float, age_years: float, sex: Literal["female", "male"]) -> float:
    """Estimated glomerular filtration rate, mL/min/1.73 m².

    Args:
        creatinine_mg_dl: serum creatinine, standardised assay, above zero.
        age_years: 18 or more.
        sex: as the equation knows it; where it is unknown, take the lower of both answers.

    Raises:
        ValueError: outside the equation's range.
    """
    if creatinine_mg_dl <= 0 or age_years < ADULT_YEARS:
        raise ValueError("CKD-EPI 2021 needs a creatinine above zero and an adult")
    kappa, alpha, factor = (0.7, -0.241, 1.012) if sex == "female" else (0.9, -0.302, 1.0)
    ratio = creatinine_mg_dl / kappa
    power = alpha if ratio < 1 else -1.200
    return float(142.0 * ratio**power * 0.9938**age_years * factor)


def stage(egfr_ml_min: float) -> Stage:
    """KDIGO's word for a filtration rate in mL/min/1.73 m²."""
    floors: tuple[tuple[float, Stage], ...] = ((90, "G1"), (60, "G2"), (45, "G3a"), (30, "G3b"), (15, "G4"))
    return next((name for floor, name in floors if egfr_ml_min >= floor), "G5")
