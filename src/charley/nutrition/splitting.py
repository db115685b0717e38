"""Why smaller doses: the share taken up falls as one dose grows. Shown as a range; never used to raise a dose."""

from typing import NamedTuple

from charley.knowledge.absorption import factors


class Splitting(NamedTuple):
    """What is said about taking a day's amount in one dose or in several.

    Attributes:
        share_from: the least share that was seen to be taken up, with the largest single amounts.
        share_to: the most, with the smallest.
        message: for people.
    """

    share_from: float
    share_to: float
    message: str


def about_splitting(dose_mg: float, times: int) -> Splitting:
    """What splitting does, in words and with the measured range.

    Args:
        dose_mg: the day's amount.
        times: in how many doses.
    """
    seen = factors()["dose-share"]
    share_from, share_to = seen.share_from or 0.0, seen.share_to or 1.0
    each = dose_mg / max(1, times)
    advice = (
        f"{times} doses of {each:.0f} mg are taken up better, and are easier on the gut, than {dose_mg:.0f} mg at once."
        if times > 1
        else "Two smaller doses would be taken up better than one; the day's amount stays the same."
    )
    message = f"{seen.say} {advice} How much of it you take up nobody can tell; this is no reason to take more."
    return Splitting(share_from, share_to, message)
