"""Hard exercise late in the evening, seen against the hour of going to bed."""

from charley.dates import MINUTES_A_DAY, ClockTime, minute_of
from charley.diary.records import Activity

#: "Close to bedtime" is our reading of advice that names no figure; it only flags, and nothing is worked out from it.
CLOSE_MIN = 120


def minutes_before_bed(activity: Activity, bed: ClockTime) -> int:
    """From the end of an activity to the bedtime that follows its start, in minutes; negative where it ran past it.

    Where its length is not known, its start is taken.
    """
    start = activity.at.wall.hour * 60 + activity.at.wall.minute
    return (minute_of(bed) - start) % MINUTES_A_DAY - round(activity.minutes or 0)


def close_to_bed(activity: Activity, bed: ClockTime) -> bool:
    """Whether hard exercise ended shortly before bedtime, or ran on past it."""
    return activity.effort == "hard" and minutes_before_bed(activity, bed) <= CLOSE_MIN
