"""What to do next, from what was noted: keep, step up, step back, pause, change the salt, or stop.

The rules are tried in this order, and the first that speaks decides:

    a severe sign                                           stop, emergency
    loose stools or belly trouble on two of three days      halve, or pause at the lowest dose; another salt if this
                                                            one is laxative
    gut trouble or low pressure within days of a rise       step back
    more cramps in the fortnight after a rise               step back, and a question for the clinician
    eight weeks without effect                              stop, and a clinician; never more
    four weeks without effect on the highest step           stop is offered, or another salt
    the goal is met                                         keep: the smallest dose that works
    gut trouble since this step began                       keep, no step up
    less than two weeks on this step                        keep, no step up
    too few nights noted                                    keep noting
    still needed, well borne, a next step in the plan       step up

Before and after in a diary prove nothing: people get better on nothing too. So these rules only ever stop, lower or
follow the plan, and whether magnesium helps is for a trial to say.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Annotated, Literal

from msgspec import Meta

from charley.knowledge import compounds
from charley.knowledge.words import Form
from charley.language import marked, said
from charley.reading import Record

#: Least time on a step; how long before and after a rise is compared.
HOLD_DAYS = 14
#: Without effect after so long: offer to stop; stop.
OFFER_STOP_DAYS, STOP_DAYS = 28, 56
#: Loose stools on so many of the last so many days.
GUT_DAYS, GUT_WINDOW_DAYS = 2, 3
#: A sign so soon after a rise is laid to it.
SOON_DAYS = 5
#: Fewer noted nights say nothing.
ENOUGH_NIGHTS = 7
#: An improvement worth having: a fifth fewer cramps a night.
WORTHWHILE_SHARE = 0.8
#: Halves below this are no dose.
LOWEST_MG = 50.0

Decision = Literal["keep", "step_up", "step_down", "pause", "stop", "switch_form"]


class NotedDay(Record, frozen=True, kw_only=True):
    """What was noted of a night and the day around it.

    Attributes:
        night: its date.
        cramps: leg cramps; None = not noted, which is never zero.
        gut_trouble: loose stools or belly trouble; None = nothing noted.
        low_pressure: dizziness on standing up, or a low blood pressure.
        severe_sign: great weakness, trouble breathing, an uneven pulse, fainting.
    """

    night: date
    cramps: Annotated[int, Meta(ge=0)] | None = None
    gut_trouble: bool | None = None
    low_pressure: bool | None = None
    severe_sign: bool = False


class Course(Record, frozen=True, kw_only=True):
    """Where the person is in the plan.

    Attributes:
        started: first day of magnesium.
        step_since: first day of the present step.
        mg_per_day: of the present step.
        before_mg: of the step before; None on the first.
        next_mg: of the next step; None on the last.
        form: the salt.
        goal_per_week: cramps a week at which the person is content; None = not told.
    """

    started: date
    step_since: date
    mg_per_day: Annotated[float, Meta(gt=0)]
    before_mg: float | None = None
    next_mg: float | None = None
    form: Form = "glycinate"
    goal_per_week: Annotated[float, Meta(ge=0)] | None = None


class Proposal(Record, frozen=True, kw_only=True):
    """What to do, and why.

    Attributes:
        decision: see the table above.
        mg_per_day: from now on; 0 for pause and stop.
        form: the salt from now on.
        reason: in plain words.
        ask_clinician: whether it belongs on the list for the clinician.
        emergency: whether help is needed now.
        choices: what may be chosen at this review, the proposal first.
    """

    decision: Decision
    mg_per_day: float
    form: Form
    reason: str
    ask_clinician: bool = False
    emergency: bool = False
    choices: tuple[Decision, ...] = ()


class _Notes:
    """The diary as the rules ask for it."""

    def __init__(self, days: Sequence[NotedDay], course: Course, today: date) -> None:
        self.days, self.course, self.today = days, course, today

    def between(self, first: date, last: date) -> list[NotedDay]:
        """Days from ``first`` to ``last``, both included."""
        return [day for day in self.days if first <= day.night <= last]

    def rate(self, first: date, last: date) -> float | None:
        """Cramps per noted night; None where too few were noted."""
        counts = [day.cramps for day in self.between(first, last) if day.cramps is not None]
        return sum(counts) / len(counts) if len(counts) >= ENOUGH_NIGHTS else None

    @property
    def days_in(self) -> int:
        return (self.today - self.course.started).days

    @property
    def days_on_step(self) -> int:
        return (self.today - self.course.step_since).days

    def no_effect(self) -> bool:
        """Whether the last fortnight is no better than the four weeks before the start; unknown is no."""
        before = self.rate(self.course.started - timedelta(days=28), self.course.started - timedelta(days=1))
        lately = self.rate(self.today - timedelta(days=HOLD_DAYS), self.today)
        return before is not None and lately is not None and lately > WORTHWHILE_SHARE * before


def propose(days: Sequence[NotedDay], course: Course, today: date) -> Proposal:
    """What to do next.

    Args:
        days: notes from before the start and since, in any order.
        course: where the person is in the plan.
        today: the day of asking.
    """
    notes = _Notes(days, course, today)
    for rule in _RULES:
        proposal = rule(notes)
        if proposal is not None:
            return proposal
    raise AssertionError("the last rule always speaks")


class Choice(Record, frozen=True, kw_only=True):
    """One of the three answers at a review.

    Attributes:
        choice: keep, change or stop.
        reason: what speaks for it.
        proposed: whether the notes speak for this one.
    """

    choice: Literal["keep", "change", "stop"]
    reason: str
    proposed: bool


_CHOICE_OF: dict[Decision, Literal["keep", "change", "stop"]] = {
    "keep": "keep",
    "step_up": "change",
    "step_down": "change",
    "switch_form": "change",
    "pause": "stop",
    "stop": "stop",
}
_REASONS: dict[Literal["keep", "change", "stop"], str] = {
    "keep": marked("You are content, or want to see more nights before you decide."),
    "change": marked("Less, another time of day or another salt may suit you better; never more than the plan."),
    "stop": marked("Stopping is always open: it shows whether the cramps stay away without it."),
}


def review(days: Sequence[NotedDay], course: Course, today: date) -> tuple[Choice, ...]:
    """Keep, change or stop, each with its reason; the one the notes speak for comes first.

    Args:
        days: as for :func:`propose`.
        course: as for :func:`propose`.
        today: the day of the review.
    """
    proposal = propose(days, course, today)
    chosen = _CHOICE_OF[proposal.decision]
    choices = [Choice(choice=chosen, reason=proposal.reason, proposed=True)]
    others = (choice for choice in _REASONS if choice != chosen)
    return (*choices, *(Choice(choice=other, reason=said(_REASONS[other]), proposed=False) for other in others))


def review_dates(started: date) -> tuple[date, ...]:
    """The days to look back: after four and after eight weeks."""
    return (started + timedelta(days=OFFER_STOP_DAYS), started + timedelta(days=STOP_DAYS))


def _severe(notes: _Notes) -> Proposal | None:
    if not any(day.severe_sign for day in notes.between(notes.course.started, notes.today)):
        return None
    reason = said(
        "You noted a sign that can come from far too much magnesium. Stop it and call the emergency number now."
    )
    return _to(notes, "stop", 0.0, reason, ask=True, emergency=True)


def _gut(notes: _Notes) -> Proposal | None:
    recent = notes.between(notes.today - timedelta(days=GUT_WINDOW_DAYS - 1), notes.today)
    if sum(day.gut_trouble is True for day in recent) < GUT_DAYS:
        return None
    course = notes.course
    gentle = compounds.forms()[course.form].laxative_tendency != "low"
    form: Form = "glycinate" if gentle else course.form
    half = course.mg_per_day / 2
    if half < LOWEST_MG:
        reason = said("Your gut has been upset on two days at the lowest dose. Pause until it has settled.")
        return _to(notes, "pause", 0.0, reason, form=form)
    reason = said("Your gut has been upset on two days, so take half, and stop if it goes on.")
    if gentle:
        reason += " " + said("Glycinate is easier on the gut than what you take now.")
    return _to(notes, "step_down", half, reason, form=form)


def _unwell_after_rise(notes: _Notes) -> Proposal | None:
    course = notes.course
    if course.before_mg is None:
        return None
    after = notes.between(course.step_since, course.step_since + timedelta(days=SOON_DAYS))
    if notes.days_on_step > SOON_DAYS or not any(day.gut_trouble or day.low_pressure for day in after):
        return None
    reason = said("You felt unwell within days of the last rise. Go back to the step before and stay there.")
    return _to(notes, "step_down", course.before_mg, reason)


def _worse_after_rise(notes: _Notes) -> Proposal | None:
    course = notes.course
    if course.before_mg is None or notes.days_on_step > 2 * HOLD_DAYS:
        return None
    fortnight = timedelta(days=HOLD_DAYS)
    before = notes.rate(course.step_since - fortnight, course.step_since - timedelta(days=1))
    since = notes.rate(course.step_since, min(notes.today, course.step_since + fortnight))
    if before is None or since is None or since <= before:
        return None
    reason = said("There were more cramps after the last rise. Go back a step and ask your clinician about it.")
    return _to(notes, "step_down", course.before_mg, reason, ask=True)


def _no_effect(notes: _Notes) -> Proposal | None:
    if notes.days_in < OFFER_STOP_DAYS or not notes.no_effect():
        return None
    if notes.days_in >= STOP_DAYS:
        reason = said(
            "After eight weeks your cramps are about as before. More would not be wiser; stop, and ask a clinician."
        )
        return _to(notes, "stop", 0.0, reason, ask=True, choices=("stop",))
    if notes.course.next_mg is not None:  # the plan has not been tried to its end
        return None
    reason = said(
        "After four weeks your cramps are about as before. You can stop, or try another salt for four weeks more."
    )
    return _to(notes, "stop", 0.0, reason, ask=True, choices=("stop", "switch_form", "keep"))


def _goal_met(notes: _Notes) -> Proposal | None:
    lately = notes.rate(notes.today - timedelta(days=HOLD_DAYS), notes.today)
    goal = notes.course.goal_per_week
    if lately is None or goal is None or 7 * lately > goal:
        return None
    return _keep(notes, said("You are where you wanted to be. The smallest dose that does it is enough."))


def _gut_since_step(notes: _Notes) -> Proposal | None:
    if any(day.gut_trouble for day in notes.between(notes.course.step_since, notes.today)):
        return _keep(notes, said("Your gut was upset on this step, so there is no step up."))
    return None


def _too_soon(notes: _Notes) -> Proposal | None:
    if notes.days_on_step < HOLD_DAYS:
        return _keep(notes, said("It is too early to tell. Each step is held for two weeks."))
    return None


def _too_few_notes(notes: _Notes) -> Proposal | None:
    if notes.rate(notes.course.step_since, notes.today) is None:
        return _keep(notes, said("Too few nights are noted to decide anything. Keep noting, quiet nights too."))
    return None


def _step_up(notes: _Notes) -> Proposal | None:
    if notes.course.next_mg is None:
        return _keep(notes, said("This is the highest step of your plan. Keep it until the next review."))
    reason = said(
        "Two weeks are over, your gut is fine, and there are still cramps: the next step of the plan may begin."
    )
    return _to(notes, "step_up", notes.course.next_mg, reason, choices=("step_up", "keep", "stop"))


_RULES: tuple[Callable[[_Notes], Proposal | None], ...] = (
    _severe,
    _gut,
    _unwell_after_rise,
    _worse_after_rise,
    _no_effect,
    _goal_met,
    _gut_since_step,
    _too_soon,
    _too_few_notes,
    _step_up,
)


def _keep(notes: _Notes, reason: str) -> Proposal:
    return _to(notes, "keep", notes.course.mg_per_day, reason, choices=("keep", "stop"))


def _to(
    notes: _Notes,
    decision: Decision,
    mg_per_day: float,
    reason: str,
    *,
    form: Form | None = None,
    ask: bool = False,
    emergency: bool = False,
    choices: tuple[Decision, ...] = (),
) -> Proposal:
    return Proposal(
        decision=decision,
        mg_per_day=mg_per_day,
        form=form if form is not None else notes.course.form,
        reason=reason,
        ask_clinician=ask,
        emergency=emergency,
        choices=choices or (decision,),
    )
