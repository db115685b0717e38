"""Who wants to be reminded, how, and of what they were reminded already."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from charley.db.faults import named
from charley.db.models import Person, Reminded, Reminding

#: What was said longer ago than this is forgotten.
REMEMBERED = timedelta(days=3)


def wish_of(person: Person) -> Reminding | None:
    """What a person wants to be reminded of; None where nothing, which is how everybody begins."""
    with _named():
        return Reminding.objects.filter(person=person).first()


def wish(person: Person, *, address: str | None = None, says_what: bool | None = None) -> Reminding:
    """Begin to remind a person, or change how; what is None stays as it was.

    Args:
        person: whom.
        address: where to send the words, as the notification library writes it; empty to print them only.
        says_what: whether the words name the dose.
    """
    given = {"address": address, "says_what": says_what}
    with _named():
        fields = {name: value for name, value in given.items() if value is not None}
        return Reminding.objects.update_or_create(person=person, defaults=fields)[0]


def leave_alone(person: Person) -> None:
    """Remind a person no more, and forget where the words went."""
    with _named():
        Reminding.objects.filter(person=person).delete()


def everybody_to_remind() -> list[Reminding]:
    """All who want it."""
    with _named():
        return list(Reminding.objects.select_related("person").order_by("person_id"))


def first_time(person: Person, *, day: date, time: str, now: datetime) -> bool:
    """Note that a person is reminded of a dose now. Says no where that was done before, also by a second program."""
    with _named():
        Reminded.objects.filter(person=person, at__lt=now - REMEMBERED).delete()
        try:
            with transaction.atomic():
                Reminded.objects.create(person=person, day=day, time=time, at=now)
        except IntegrityError:
            return False
    return True


def _named() -> AbstractContextManager[None]:
    return named(connection.settings_dict["NAME"])
