"""Numbered containers, and whether the arms stayed hidden."""

from datetime import date, timedelta

import pytest
from msgspec import structs

from charley.errors import BadInput
from charley.report.trial_sheets import helper_sheet, person_sheet
from charley.trials.blinding import Guessed, blinding, containers, periods_with_container
from charley.trials.design import sealed as seal
from charley.trials.dossier import Dossier
from charley.trials.running import today
from support.people import someone
from support.trials import opened, sealed

START = date(2026, 12, 1)


def guessed(table):
    """From (truth, guess) -> how often."""
    return [Guessed(truth, guess) for (truth, guess), often in table.items() for _ in range(often)]


#: The CRISP trial as in table 7 of Bang and others (2004): 277 on treatment (B), 139 on placebo (A).
CRISP = guessed({("B", "B"): 82, ("A", "B"): 27, ("B", "A"): 25, ("A", "A"): 29, ("B", None): 170, ("A", None): 83})


def test_the_published_indices_of_the_crisp_trial():
    found = blinding(CRISP)
    assert found.bang["B"].value == pytest.approx(0.21, abs=0.005)
    assert found.bang["A"].value == pytest.approx(0.01, abs=0.005)
    assert found.james.value == pytest.approx(0.75, abs=0.005)
    # The closed form of the variance in James and others (1996) gives 0.7053 to 0.7905.
    assert (found.james.low, found.james.high) == (pytest.approx(0.7053, abs=1e-4), pytest.approx(0.7905, abs=1e-4))
    assert not found.seen_through


def test_by_hand_all_right_all_wrong_and_nobody_knew():
    right = blinding(guessed({("A", "A"): 4, ("B", "B"): 4}))
    assert right.james.value == pytest.approx(0.0)
    assert [right.bang[arm].value for arm in "AB"] == [1.0, 1.0]
    assert right.seen_through
    wrong = blinding(guessed({("A", "B"): 4, ("B", "A"): 4}))
    assert [wrong.bang[arm].value for arm in "AB"] == [-1.0, -1.0]
    assert wrong.right == 0
    nobody = blinding(guessed({("A", None): 4, ("B", None): 4}))
    assert (nobody.james.value, nobody.seen_through) == (1.0, False)


def test_random_guessing_is_one_half_and_four_periods_say_little():
    found = blinding(guessed({("A", "A"): 1, ("A", "B"): 1, ("B", "A"): 1, ("B", "B"): 1}))
    assert found.james.value == pytest.approx(0.5)
    assert found.bang["A"].value == 0.0
    assert found.bang["A"].high - found.bang["A"].low > 1.0


def test_without_guesses_there_is_nothing_to_say():
    assert blinding([]) is None


def test_the_helper_fills_one_container_for_each_period():
    found = opened(protocol="magnesium-or-placebo", nonce="n" * 32)
    filled = containers(found.design, found.key)
    assert [each.number for each in filled] == list(range(1, 9))
    assert tuple(each.arm.id for each in filled) == found.key.sequence
    assert {each.capsules for each in filled} == {16}  # one a day for 14 days, and two to spare


def of_a_day(found, number):
    """What the boxes of one container give in a day."""
    boxes = [each for each in containers(found.design, found.key) if each.number == number]
    return sum(each.dose.elemental_mg for each in boxes if each.dose is not None)


@pytest.mark.parametrize(
    "wish",
    [
        {"protocol": "magnesium-or-placebo"},
        {"protocol": "nothing-placebo-magnesium"},
        {"protocol": "bedtime-or-split"},
        {"protocol": "less-or-more", "person": someone(diet_magnesium_mg=60, setting="US")},
        {"protocol": "form-or-form", "form": "citrate"},
    ],
    ids=lambda wish: wish["protocol"],
)
def test_a_day_from_a_container_is_a_day_of_its_arm_and_never_more(wish):
    found = opened(nonce="n" * 32, period=14, pairs=2, **wish)
    for period in periods_with_container(found.design, found.key):
        arm = found.design.arm(found.key.containers[period.number])
        assert of_a_day(found, period.number) == sum(dose.elemental_mg for dose in arm.doses)


def test_taken_at_two_hours_each_container_has_a_box_for_each_with_dummies_where_an_arm_has_no_dose():
    found = opened(protocol="bedtime-or-split", nonce="n" * 32, period=14, pairs=2)
    split = found.design.arm("B")
    assert found.design.hours == tuple(dose.time for dose in split.doses)
    for each in containers(found.design, found.key):
        whole = each.arm.id == "A"
        evening = each.hour == found.design.hours[-1]
        assert each.capsules == 16
        assert (each.dose is None) == (whole and not evening)
    said = list(helper_sheet(found.design, found.key))
    total = sum(dose.elemental_mg for dose in found.design.arm("A").doses)
    number = found.key.sequence.index("A") + 1
    assert f"Container {number}, box for 07:30: 16 capsules, all at bedtime, a dummy without magnesium in each." in said
    assert f"Container {number}, box for 21:30: 16 capsules, all at bedtime, {total:g} mg glycinate in each." in said
    assert any("one capsule at 07:30 and one capsule at 21:30, each from the box for that hour" in line
               for line in person_sheet(found.design, found.key))  # fmt: skip


def test_hours_of_two_arms_that_do_not_meet_are_all_kept_and_each_arm_has_its_own():
    """As where a larger step moves the evening dose: three capsules a day, and dummies at the other arm's hours."""
    found = opened(protocol="bedtime-or-split", nonce="n" * 32, pairs=2)
    doses = [
        structs.replace(dose, time=time)
        for dose, time in zip(found.design.arm("B").doses, ("12:30", "00:30"), strict=True)
    ]
    moved = structs.replace(found.design.arm("B"), doses=tuple(doses))
    same = {name: getattr(found.design, name) for name in ("program", "facts", "protocol", "question", "answer")}
    arms, lengths = (found.design.arm("A"), moved), {"baseline_days": 14, "period_days": 14, "blocks": 2}
    design, key = seal(**same, **lengths, arms=arms, seed=7, nonce="n" * 32, clearance=found.design.clearance)
    assert design.hours == ("12:30", "21:30", "00:30")
    full = {(each.arm.id, each.hour) for each in containers(design, key) if each.dose is not None}
    assert full == {("A", "21:30"), ("B", "12:30"), ("B", "00:30")}
    begun = Dossier(design.amended("start", START, "begins"), key)
    assert [dose.time for dose in today(begun, START + timedelta(days=14)).doses] == list(design.hours)


def test_a_cream_is_filled_into_jars_and_has_no_hour():
    found = opened(protocol="on-the-skin", nonce="n" * 32, period=14, pairs=2)
    assert {(each.hour, each.dose, each.days) for each in containers(found.design, found.key)} == {(None, None, 16)}
    said = [*helper_sheet(found.design, found.key), *person_sheet(found.design, found.key)]
    assert not any("capsule" in line or "Loose stools" in line for line in said)
    assert "Container 1: " + found.design.arm(found.key.sequence[0]).name + ", enough for 16 days." in said
    assert any("container 1, each day as below." in line for line in said)
    assert set(found.design.arm("B").how) <= set(said)


def test_periods_with_nothing_need_no_container():
    found = opened(protocol="nothing-placebo-magnesium", nonce="n" * 32, pairs=2)
    assert len(periods_with_container(found.design, found.key)) == 4


def test_an_open_trial_has_nothing_to_hide_and_a_wrong_key_opens_nothing():
    found = opened(protocol="magnesium-or-placebo", nonce="n" * 32)
    other = opened(protocol="magnesium-or-placebo", nonce="m" * 32)
    with pytest.raises(BadInput):
        containers(found.design, other.key)
    with pytest.raises(BadInput):
        containers(sealed(), found.key)
