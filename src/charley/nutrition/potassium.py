"""The gate before any advice on potassium: closed where kidneys or medicines may hold it back, or where we do not know.

More potassium is good for many people and dangerous for some. So nothing is shown until the profile says that the
kidneys work well and that no illness or medicine of the person keeps potassium in the body.
"""

from typing import NamedTuple

from charley.knowledge import conditions, medicines
from charley.language import marked, said
from charley.profile import Profile

#: Below this kidney function (mL/min/1.73 m², KDIGO stage G3) potassium can build up.
ENOUGH_EGFR = 60.0

CLOSED = marked(
    "Potassium foods are not shown. Please ask your doctor or a dietitian how much potassium is right for you."
)
NO_TABLETS = marked("Take no potassium tablets and no salt substitute without asking a clinician first.")


class Gate(NamedTuple):
    """Whether advice on potassium may be shown, and why not.

    Attributes:
        open: whether it may.
        reasons: why not, for people; empty where it is open.
    """

    open: bool
    reasons: tuple[str, ...]


def gate(profile: Profile) -> Gate:
    """Look at kidneys, illnesses and medicines. Unknown is not safe: an open question keeps the gate closed."""
    reasons = [*_kidneys(profile), *_conditions(profile), *_medicines(profile), *_blood(profile)]
    return Gate(not reasons, tuple(dict.fromkeys(reasons)))


def _kidneys(profile: Profile) -> list[str]:
    if profile.egfr_ml_min is None:
        return [said("Your kidney function is not known, and weak kidneys can hold potassium back.")]
    if profile.egfr_ml_min < ENOUGH_EGFR:
        return [said("Your kidneys work less than they should, so potassium can build up in the blood.")]
    return []


def _conditions(profile: Profile) -> list[str]:
    if profile.conditions is None:
        return [said("Your illnesses were not asked about yet; some of them hold potassium back.")]
    reasons = []
    for written in profile.conditions:
        meaning = conditions.recognise(written)
        if not meaning.known:
            reasons.append(said("We do not know “{written}”; it may matter for potassium.", written=written))
        reasons += [
            said("{illness} can hold potassium back.", illness=said(row.name))
            for row in meaning.conditions
            if row.keeps_potassium
        ]
    return reasons


def _medicines(profile: Profile) -> list[str]:
    if profile.medicines is None:
        return [said("Your medicines were not asked about yet; some of them hold potassium back.")]
    reasons = []
    for medicine in profile.medicines:
        meaning = medicines.recognise(medicine.name, dose=medicine.dose)
        if not meaning.known or meaning.unread:
            reasons.append(said("We do not know “{written}”; it may hold potassium back.", written=medicine.name))
        elif meaning.keeps_potassium:
            reasons.append(said("{medicine} can raise the potassium in the blood.", medicine=medicine.name))
    return reasons


def _blood(profile: Profile) -> list[str]:
    if profile.labs is not None and profile.labs.potassium is not None:
        return [said("A blood test of your potassium stands in the profile: let the clinician who read it advise you.")]
    return []
