"""Who wants to be reminded, how, and of what they were reminded already."""

import hashlib
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from charley.db.faults import named
from charley.db.models import Person, Reminded, RemindedBrowser, Reminding
from charley.errors import BadInput, Problem
from charley.language import said
from charley.services.web_push import Subscription

#: What was said longer ago than this is forgotten.
REMEMBERED = timedelta(days=3)
#: So many browsers of one person; each is one more call of another machine at every dose.
MOST_BROWSERS = 10


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


def add_browser(person: Person, told: Subscription) -> None:
    """Remind a person in this browser too; who was not reminded at all before is now.

    Raises:
        BadInput: where there are as many as can be.
    """
    with _named(), transaction.atomic():
        wished = Reminding.objects.get_or_create(person=person)[0]
        digest = _digest_of(told.endpoint)
        if wished.browsers.exclude(digest=digest).count() >= MOST_BROWSERS:
            message = said("{n} browsers are reminded already; “No” above forgets them all", n=MOST_BROWSERS)
            raise BadInput([Problem("subscription", message)])
        wished.browsers.update_or_create(digest=digest, defaults=told._asdict())


def browsers(wished: Reminding) -> list[tuple[str, Subscription]]:
    """The browsers in which a person is reminded: the digest of each one's address, and what it told."""
    with _named():
        rows = wished.browsers.order_by("id")
        return [(row.digest, Subscription(row.endpoint, row.p256dh, row.auth)) for row in rows]


def forget_browser(person: Person, endpoint: str) -> bool:
    """Remind a person in this browser no more. Says whether another person still is, in the same browser."""
    with _named():
        same = RemindedBrowser.objects.filter(digest=_digest_of(endpoint))
        same.filter(reminding__person=person).delete()
        return same.exists()


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


def _digest_of(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode(errors="surrogatepass")).hexdigest()  # one to forget may be any text


def _named() -> AbstractContextManager[None]:
    return named(connection.settings_dict["NAME"])
