"""What waited on a phone and now comes in: entries, filled forms, and how far the phone's clock is off."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from charley.dates import Moment
from charley.db.repository import PersonStore
from charley.diary.records import EntryId, Observation, read_entry
from charley.errors import BadInput, Problem
from charley.language import said
from charley.reading import Record, read
from charley.services.diary import AHEAD, Diary, Receipt
from charley.web import checking_in
from charley.web.date_words import date_format
from charley.web.forms import DoseForm
from charley.web.symptom_form import SymptomForm

#: Clocks of phones and of small servers differ by minutes; more is a clock that is wrong.
CLOCKS_AGREE_WITHIN = timedelta(minutes=10)

_Opener: TypeAlias = Callable[[Mapping[str, Any], PersonStore, datetime], list[Observation]]


class Filled(Record, frozen=True, kw_only=True):
    """A filled form of one entry as it waits on a phone.

    Attributes:
        id: made by the phone.
        at: when it was filled in.
        fields: what was filled in, by the names of the form.
    """

    id: EntryId
    at: Moment
    fields: Mapping[str, tuple[str, ...]]


def answers(batch: Sequence[object], *, store: PersonStore, diary: Diary, local: datetime) -> list[dict[str, object]]:
    """Keep what waited on a phone, entries and filled forms; one answer for each, in the order given.

    Args:
        batch: decoded JSON.
        store, diary: of the person it belongs to.
        local: now by their clock.
    """
    forms = [isinstance(raw, Mapping) and raw.get("kind") in FORMS for raw in batch]
    plain = iter(diary.add([raw for raw, is_form in zip(batch, forms, strict=True) if not is_form]))
    return [
        _of_form(raw, store, diary, local) if is_form else next(plain).as_dict()  # type: ignore[arg-type]
        for raw, is_form in zip(batch, forms, strict=True)
    ]


def clock_difference(sent: object, now: datetime) -> str | None:
    """What to say where a phone's clock is wrong; None where it agrees, or where the phone did not say.

    Args:
        sent: what its clock showed when it sent, as decoded JSON of a moment.
        now: by our clock.
    """
    try:
        shown = read(Moment, sent)
    except BadInput:
        return None
    if shown.utc is None or abs(shown.utc - now) < CLOCKS_AGREE_WITHIN:
        return None
    own = now.astimezone(shown.utc.tzinfo).replace(tzinfo=None) + timedelta(minutes=shown.offset_min or 0)
    return _("Clock of this device: %(shown)s. Charley’s: %(own)s. One is wrong, and times noted here may be too.") % {
        "shown": date_format(shown.wall, "j M, H:i"),
        "own": date_format(own, "j M, H:i"),
    }


def _of_form(raw: Mapping[str, Any], store: PersonStore, diary: Diary, local: datetime) -> dict[str, object]:
    """One answer for a whole form: all of it is kept, or nothing."""
    form_id = str(raw.get("id", ""))
    try:
        _check_time(raw, local)
        receipts = diary.add(FORMS[raw["kind"]](raw, store, local))
        problems = tuple(problem for receipt in receipts for problem in receipt.problems)
    except BadInput as fault:
        return Receipt(form_id, "refused", None, fault.problems).as_dict()
    outcomes = {receipt.outcome for receipt in receipts}
    outcome = next((each for each in ("refused", "conflict", "kept") if each in outcomes), "already")
    return Receipt(form_id, outcome if outcomes else "kept", None, problems).as_dict()


def _check_time(raw: Mapping[str, Any], local: datetime) -> None:
    at = read(Moment, raw.get("at"), at="at")
    if at.wall > local.replace(tzinfo=None) + AHEAD:
        time = f"{at.wall:%Y-%m-%d %H:%M}"
        raise BadInput([Problem("at", said("{time} lies in the future; is the date right?", time=time))])


def _check_in(raw: Mapping[str, Any], store: PersonStore, local: datetime) -> list[Observation]:
    return checking_in.opened(raw, store=store, local=local)


def _one_entry(kind: str, form_of: Callable[..., SymptomForm | DoseForm]) -> _Opener:
    """Opens a form that asks when, and becomes one entry."""

    def open_it(raw: Mapping[str, Any], store: PersonStore, local: datetime) -> list[Observation]:  # noqa: ARG001
        filled = read(Filled, {name: raw.get(name) for name in Filled.__struct_fields__})
        data = MultiValueDict({name: list(values) for name, values in filled.fields.items()})
        form = form_of(data, zone=filled.at.zone or "UTC", before=filled.at)
        at = form.moment() if form.is_valid() else None
        if at is None or not form.is_valid():
            raise BadInput([Problem(name, str(faults[0])) for name, faults in form.errors.items()])
        whole = {"kind": kind, "id": filled.id, "at": at, "entered": filled.at, **form.said()}
        return [read_entry(whole)]  # type: ignore[list-item]

    return open_it


#: Kind of a filled form, none of the diary's own -> what makes its entries.
FORMS: Mapping[str, _Opener] = {
    "check_in": _check_in,
    "symptom_form": _one_entry("symptom", SymptomForm),
    "dose_form": _one_entry("dose", DoseForm),
}
