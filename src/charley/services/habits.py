"""Habits for one person: what their answers and their diary show, how much to drink, and a week of moving."""

from datetime import datetime, timedelta
from typing import NamedTuple

from charley.diary.fluids import Fluids, fluids
from charley.diary.journal import Journal
from charley.diary.records import DAY_BEGINS
from charley.dosing import habits as rules
from charley.dosing.moving import Week, week
from charley.dosing.plan import Habit, Plan
from charley.dosing.schedule import hours_of
from charley.profile import Profile
from charley.safety.case import understand
from charley.safety.fluids import FluidGoal, fluid_goal

#: So much of the diary is looked at.
LOOKED_AT = timedelta(days=21)


class Habits(NamedTuple):
    """What the page shows.

    Attributes:
        found: habits, those that answers or diary show first.
        goal: how much to drink today.
        drunk: what was noted of today's drinks.
        week: sessions of moderate activity.
    """

    found: tuple[Habit, ...]
    goal: FluidGoal
    drunk: Fluids
    week: Week


def habits(profile: Profile, plan: Plan, journal: Journal, *, now: datetime) -> Habits:
    """Look at one person.

    Args:
        profile: as read; what was not told is unknown.
        plan: made of the same profile, at the same time.
        journal: at least of the last three weeks.
        now: by the clock on the wall.
    """
    today = (now - DAY_BEGINS).date()
    case = understand(profile, now.date())
    entries = journal.effective
    effort, hot = rules.effort_hours(entries, today), rules.was_hot(entries, today)
    doses = plan.steps[0].doses if plan.steps else ()
    goal = fluid_goal(case, effort_hours=effort, hot=hot)
    return Habits(
        found=rules.habits(case, entries=entries, doses=doses, today=today),
        goal=goal,
        drunk=fluids(entries, today),
        week=week(case, hours_of(case), plan.findings, entries, today),
    )
