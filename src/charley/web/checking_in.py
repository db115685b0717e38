"""From a filled check-in to entries, for the page and for a form that waited on a phone."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.datastructures import MultiValueDict

from charley.dates import Moment
from charley.db.repository import PersonStore
from charley.diary.journal import Journal
from charley.diary.records import DAY_BEGINS, EntryId, Observation
from charley.diary.tracking import Part, tracked
from charley.errors import BadInput, Problem, UnreadTrial
from charley.reading import Record, read
from charley.services import check_in, planning
from charley.services.check_in import Asked, When
from charley.services.following import is_followed, standing
from charley.services.planning import Dose
from charley.web.check_in_form import CheckInForm
from charley.web.clock import present

#: Kinds that are needed from the whole diary, however old.
KINDS = ("plan_change", "tracking")
#: How far back a plan's standing is read.
BACK = timedelta(days=28)
#: From this hour on the morning is over.
AFTERNOON = 14
#: What the two buttons say that mean "nothing".
OF_THE_REST, AT_ALL = "of_the_rest", "at_all"


class Filled(Record, frozen=True, kw_only=True):
    """A filled form as it waits on a phone.

    Attributes:
        id: made by the phone.
        part: of the day.
        at: when it was filled in.
        fields: what was filled in, by the names of the form.
    """

    id: EntryId
    part: Part
    at: Moment
    fields: Mapping[str, tuple[str, ...]]


class Sheet(NamedTuple):
    """A check-in as it is asked of one person.

    Attributes:
        when: the part and day.
        asked: what is asked.
        journal: of these weeks.
        plan: the doses of the day.
    """

    when: When
    asked: Asked
    journal: Journal
    plan: Sequence[Dose]

    def form(self, data: MultiValueDict[str, Any] | None = None) -> CheckInForm:
        """The form; doses whose time has come are ticked before."""
        over = [dose.time for dose in self.asked.doses if check_in.is_over(dose.time, self.when.now.wall)]
        return CheckInForm(data, asked=self.asked, initial={"taken": over})

    def entries(self, form: CheckInForm, *, id: str, nothing_else: str | None) -> list[Observation]:
        """What a filled form becomes; faults are shown at their fields.

        Args:
            form: as filled in.
            id: of the form.
            nothing_else: None, or :data:`OF_THE_REST` or :data:`AT_ALL`: what was not told did not happen. "Nothing at
                all" is no word about a dose that was ticked beforehand, so that stays unknown.

        Raises:
            BadInput: where something cannot be taken.
        """
        if not form.is_valid():
            raise BadInput([Problem(name, str(faults[0])) for name, faults in form.errors.items()])
        said = {**form.said(), "nothing_else": nothing_else is not None}
        if nothing_else == AT_ALL:
            said.pop("taken", None)
        return check_in.entries(
            said, self.when, id=id, journal=self.journal, plan=self.plan, asked_for=self.asked.topics
        )


def sheet(store: PersonStore, part: Part, *, day: date | None, moment: Moment, local: datetime) -> Sheet:
    """What one person is asked.

    Args:
        store: theirs.
        part: of the day.
        day: the one asked about; None is the present one, and only then doses of the plan are offered.
        moment: now by their clock, or when they filled it in.
        local: the same with its zone.
    """
    when = When(part, day or day_of(part, moment), moment)
    journal = store.journal(first=when.day - BACK, last=when.day + timedelta(days=1), whole=KINDS)
    plan = _plan(store, journal, moment, local) if part == "evening" and day is None else ()
    return Sheet(when, check_in.asked(journal, when, topics=tracked(journal), plan=plan), journal, plan)


def part_now(moment: Moment) -> Part:
    """Morning until two in the afternoon, then evening; the small hours still belong to the evening."""
    return "morning" if DAY_BEGINS <= timedelta(hours=moment.wall.hour) < timedelta(hours=AFTERNOON) else "evening"


def day_of(part: Part, moment: Moment) -> date:
    """The day the evening speaks of; in the morning the night that is over, by the day it began."""
    today = (moment.wall - DAY_BEGINS).date()
    return today if part == "evening" else today - timedelta(days=1)


def opened(raw: Mapping[str, Any], *, store: PersonStore, local: datetime) -> list[Observation]:
    """The entries of a form that waited on a phone.

    Args:
        raw: decoded JSON, with the form's ``id``, ``part``, ``at`` and ``fields`` (lists of texts by name).
        store: of the person who filled it in.
        local: now by their clock.

    Raises:
        BadInput: where it cannot be taken; nothing of it is kept then.
    """
    form = read(Filled, {name: raw.get(name) for name in Filled.__struct_fields__})
    asked = sheet(store, form.part, day=None, moment=form.at, local=local)
    filled = asked.form(MultiValueDict({name: list(values) for name, values in form.fields.items()}))
    return asked.entries(filled, id=form.id, nothing_else=next(iter(form.fields.get("nothing_else", ())), None))


def _plan(store: PersonStore, journal: Journal, moment: Moment, local: datetime) -> Sequence[Dose]:
    """The doses of a day where a plan is followed and still holds. While a trial runs, the plan waits: its page notes
    what it asks for."""
    if not is_followed(journal) or _trial_runs(store, moment):
        return ()
    document = store.profile()
    made = planning.plan({} if document is None else json.loads(document), now=local)
    place = standing(journal, made, now=moment.wall)
    return () if place is None or place.proposal.decision in ("pause", "stop") else place.doses


def _trial_runs(store: PersonStore, moment: Moment) -> bool:
    if not store.trial_rows():  # the common case, for which the numerics need not be loaded
        return False
    from charley.services.trial_book import TrialBook

    try:
        found = TrialBook(store, now=moment, made_at=present()).open_one()
    except UnreadTrial:  # what it asks for is not known, so nothing is offered beside it
        return True
    return found is not None and found.running((moment.wall - DAY_BEGINS).date())
