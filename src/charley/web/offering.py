"""Which dose the start page offers as one tap: the plan's next one where a plan is followed, else the usual one."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from charley.diary.journal import Journal
from charley.diary.records import DAY_BEGINS, DoseTaken
from charley.errors import BadInput, Problem, UnreadTrial
from charley.reading import decode_json
from charley.services import planning
from charley.services.following import is_followed, standing
from charley.services.plan_review import review_due
from charley.services.profile_keeping import look_after_trial
from charley.web import words
from charley.web.clock import local_time, now, present
from charley.web.own_trials import own_book
from charley.web.people import own_store

if TYPE_CHECKING:
    from charley.services.trial_days import ToNote

#: Kinds of entry that are needed from the whole diary, however old.
KINDS = ("plan_change",)
#: What one dose takes over from the last: the product, not the occasion.
CARRIED = ("substance", "product", "form", "elemental_mg", "compound_mg", "tablets", "with_food")


class Offer(NamedTuple):
    """What stands under "Magnesium today".

    Attributes:
        said: the offered dose in words; empty where none is offered.
        time: the plan's time for it, or None.
        content: the entry that one tap makes, as JSON.
        note: what is said in place of a dose or beside it.
        of_trial: whether a running trial says so, and not the plan.
        review: whether the plan is due to be looked at again.
        decision: whether a decision about a trial is due to be looked at again.
    """

    said: str = ""
    time: str | None = None
    content: str = ""
    note: str = ""
    of_trial: bool = False
    review: bool = False
    decision: bool = False


class TrialDay(NamedTuple):
    """What a running trial says of a day.

    Attributes:
        name: its fingerprint.
        asked: what the day asks for.
        due: the hour of the dose to be offered now; None where none is.
        container: of a blind one, the one to take from.
        stopped: why it was stopped just now; empty while it runs.
    """

    name: str
    asked: "tuple[ToNote, ...]"
    due: str | None = None
    container: int | None = None
    stopped: str = ""

    def words_of(self, asked: "ToNote") -> str:
        """A dose in words, which tell nothing of a hidden one."""
        if asked.words:
            return asked.words
        if len(self.asked) > 1:  # each hour has a box of its own, and they are not alike
            words = {"n": self.container, "time": asked.time}
            return _("one capsule from container %(n)s, the box for %(time)s") % words
        return _("one capsule from container %(n)s") % {"n": self.container}


def offer(request: HttpRequest, journal: Journal, profile: Mapping[str, Any] | None) -> Offer:
    """The dose to be offered now.

    Args:
        request: asked for the person's own clock.
        journal: of the last weeks, with every change of the plan.
        profile: in force; without one there is no plan to follow.
    """
    if not own_store().trial_rows():  # the common case, for which the numerics need not be loaded
        return _without_trial(request, journal, profile)
    try:
        made = _of_trial(request, journal) or _without_trial(request, journal, profile)
    except UnreadTrial as fault:  # what it asks for is not known, so nothing is offered beside it
        return Offer(note=str(fault), of_trial=True)
    today = now(request).wall.date()
    return made._replace(decision=any(each.due_to_ask(today) for each in own_book(request).all()))


def _without_trial(request: HttpRequest, journal: Journal, profile: Mapping[str, Any] | None) -> Offer:
    if not is_followed(journal):
        return _usual(journal)
    made = planning.plan(profile or {}, now=local_time(request))
    place = standing(journal, made, now=now(request).wall)
    if place is None:
        return Offer(note=_("Your plan gives nothing today. Please look at it before you take any magnesium."))
    if place.proposal.decision in ("pause", "stop", "step_down", "switch_form"):
        return Offer(note=place.proposal.reason)
    review = review_due(journal, made, now=now(request).wall) is not None
    if place.due is None:
        return Offer(note=_("Today has had its magnesium. What was left out stays out."), review=review)
    return _planned(place.due)._replace(review=review)


def taken_up(content: str) -> dict[str, Any]:
    """The offer as a form sends it back.

    Raises:
        BadInput: where it is no entry.
    """
    fields = decode_json(content)
    if not isinstance(fields, dict) or fields.get("kind") != "dose":
        raise BadInput([Problem("offered", _("is no dose"))])
    return fields


def trial_day(request: HttpRequest, journal: Journal) -> TrialDay | None:
    """What a running trial says of today: its arm alone says what is taken. None where no trial runs.

    Raises:
        UnreadTrial: where it cannot be read.
    """
    if not own_store().trial_rows():  # the common case, for which the numerics need not be loaded
        return None
    from charley.services.trial_days import hour_due, to_note

    moment = now(request)
    stopped = look_after_trial(own_store(), now=moment, made_at=present())
    if stopped is not None:
        return TrialDay("", (), stopped=stopped)
    book = own_book(request)
    found = book.open_one()
    today = (moment.wall - DAY_BEGINS).date()
    if found is None or not found.running(today):
        return None
    told = book.running(found).today
    return TrialDay(
        found.design.fingerprint,
        to_note(found.design, told, journal.effective, today),
        due=hour_due(told, journal.effective, moment.wall),
        container=told.container,
    )


def _of_trial(request: HttpRequest, journal: Journal) -> Offer | None:
    """What is left of what a running trial asks for today. None where no trial runs."""
    trial = trial_day(request, journal)
    if trial is None:
        return None
    if trial.stopped:
        return Offer(note=_("Your trial was stopped. %(reason)s") % {"reason": trial.stopped}, of_trial=True)
    if not trial.asked:
        return Offer(note=_("Your trial asks for none today."), of_trial=True)
    left = next((each for each in trial.asked if not each.noted and each.time in (None, trial.due)), None)
    if left is None:
        return Offer(note=_("Your trial asks for nothing more today."), of_trial=True)
    if left.time is None:
        return Offer(note=_("Your trial has something for this evening."), of_trial=True)
    return Offer(trial.words_of(left), left.time, _entry(left.entry), of_trial=True)


def _planned(due: planning.Dose) -> Offer:
    fields = {"form": due.form, "elemental_mg": due.elemental_mg, "with_food": due.with_food, "planned": due.time}
    said = _("%(mg)s mg %(form)s") % {"mg": words.number(due.elemental_mg), "form": words.FORMS[due.form]}
    return Offer(said, due.time, _entry(fields))


def _usual(journal: Journal) -> Offer:
    """The dose taken last, if it was magnesium."""
    doses = [each for each in journal.of(DoseTaken) if each.substance == "magnesium" and each.elemental_mg != 0]
    if not doses:
        return Offer()
    last = doses[-1]
    return Offer(words.dose(last), None, _entry({name: getattr(last, name) for name in CARRIED}))


def _entry(fields: Mapping[str, Any]) -> str:
    return json.dumps({"kind": "dose", **{name: value for name, value in fields.items() if value is not None}})
