"""CKD-EPI 2021 against worked values, and KDIGO's stages at their edges."""

import pytest

from charley import renal

#: creatinine mg/dL, age, sex, eGFR: the first is the National Kidney Foundation's own example; the others were worked
#: by hand from the published coefficients, on both sides of each kink.
WORKED = [
    (1.2, 55, "male", 71),
    (1.0, 50, "male", 92),
    (1.0, 50, "female", 69),
    (0.5, 30, "female", 129),
    (0.9, 40, "male", 111),
    (2.0, 70, "female", 26),
    (5.0, 60, "male", 12),
]


@pytest.mark.parametrize(("creatinine", "age", "sex", "expected"), WORKED)
def test_worked_values(creatinine, age, sex, expected):
    assert round(renal.egfr_ckd_epi_2021(creatinine, age, sex)) == expected


@pytest.mark.parametrize(
    ("egfr", "stage"),
    [
        (90, "G1"),
        (89.9, "G2"),
        (60, "G2"),
        (59.9, "G3a"),
        (45, "G3a"),
        (44, "G3b"),
        (30, "G3b"),
        (29, "G4"),
        (14, "G5"),
    ],
)
def test_stages_change_at_their_floor(egfr, stage):
    assert renal.stage(egfr) == stage


@pytest.mark.parametrize(("creatinine", "age"), [(0.0, 50), (-1.0, 50), (1.0, 17)])
def test_outside_its_range_it_gives_no_number(creatinine, age):
    with pytest.raises(ValueError, match="adult"):
        renal.egfr_ckd_epi_2021(creatinine, age, "female")
