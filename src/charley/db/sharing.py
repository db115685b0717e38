"""Links to a person's report that end by themselves and can be ended before. The link itself is kept nowhere."""

import hashlib
import secrets
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from charley.db.faults import named
from charley.db.models import Person, Share
from charley.errors import BadInput, Problem

#: How long a link may be good for, in days.
DAYS = (1, 7, 30)
MOST_LETTERS = 60
#: A person needs few links at a time; more are a slip.
MOST_LINKS = 20


def share(person: Person, *, label: str, days: int, zone: str, now: datetime) -> str:
    """Make a link.

    Args:
        person: whose report.
        label: for whom, in the person's own words; shown to nobody else.
        days: how long it is good for, one of :data:`DAYS`.
        zone: of the person's clock, by which the report counts nights.
        now: this moment.

    Returns:
        the secret end of the link; it cannot be had again.

    Raises:
        BadInput: where it cannot be made so.
    """
    tidy = " ".join(label.split())
    problems = []
    if not tidy or len(tidy) > MOST_LETTERS or not tidy.isprintable():
        problems.append(Problem("label", f"should have 1 to {MOST_LETTERS} letters"))
    if days not in DAYS:
        problems.append(Problem("days", f"should be one of {', '.join(map(str, DAYS))}"))
    if len(links(person, now=now)) >= MOST_LINKS:
        problems.append(Problem("label", f"there are {MOST_LINKS} links already; end one first"))
    if problems:
        raise BadInput(problems)
    secret = secrets.token_urlsafe(32)
    with _named():
        Share.objects.create(
            person=person,
            digest=_digest(secret),
            label=tidy,
            zone=zone,
            made_at=now,
            ends_at=now + timedelta(days=days),
        )
    return secret


def links(person: Person, *, now: datetime) -> list[Share]:
    """The links that are good now; those that ended are forgotten."""
    with _named():
        Share.objects.filter(person=person, ends_at__lte=now).delete()
        return list(Share.objects.filter(person=person))


def end(person: Person, share_id: int) -> None:
    """End a link of this person's; one that is not there is no fault."""
    with _named():
        Share.objects.filter(person=person, pk=share_id).delete()


def opened_by(secret: str, *, now: datetime) -> Share | None:
    """The share a link opens, which is noted for the person to see; None where it ended or never was."""
    with _named():
        found = Share.objects.select_related("person").filter(digest=_digest(secret), ends_at__gt=now).first()
        if found is not None:
            Share.objects.filter(pk=found.pk).update(opened=F("opened") + 1, opened_at=now)
        return found


def _digest(secret: str) -> str:
    """Fast is enough: the secret is 256 bits of chance and cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _named() -> AbstractContextManager[None]:
    return named(connection.settings_dict["NAME"])
