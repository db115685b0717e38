"""Which diary this browser has open, and whether it may: two cookies, one for the choice, one for an opened lock.

The second is signed, ends with the browser, after a quarter of an hour without a page, and with every change or closing
of the lock. Changing over takes a new token against foreign forms, so that a page left open from before cannot send
its form into the other diary.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from charley.db.models import Person
from charley.db.people import everybody, somebody
from charley.db.repository import LOCAL, person_named
from charley.web.clock import present
from charley.web.people import LOOK_COOKIE

PERSON_COOKIE, OPEN_COOKIE = "charley_person", "charley_open"
MESSAGES_COOKIE = "messages"
YEAR_S = 31_536_000
#: A locked diary closes by itself after so long without a page.
IDLE = timedelta(minutes=15)


def chosen(request: HttpRequest) -> Person | None:
    """The person this browser is about: the one it chose, or the only one; None where that has to be asked."""
    key = request.COOKIES.get(PERSON_COOKIE)
    if key:
        return somebody(key)
    people = everybody()
    if not people:
        return person_named(LOCAL, made_at=present())
    return people[0] if len(people) == 1 else None


def may_see(request: HttpRequest, person: Person) -> bool:
    """Whether the diary is not locked, or this browser opened it a short while ago."""
    if not person.is_locked:
        return True
    try:
        opened = _signer(person).unsign(request.COOKIES.get(OPEN_COOKIE, ""), max_age=IDLE)
    except BadSignature:  # none, another's, too old, or from before the lock was changed
        return False
    return opened == _told(person)


def closed_others(request: HttpRequest) -> list[Person]:
    """Those whose lock this browser has not opened: nothing that holds everybody's diaries may be handed out."""
    return [person for person in everybody() if not may_see(request, person)]


def enter(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """This browser is about this person from now on; the caller has seen that it may."""
    _set(request, response, PERSON_COOKIE, person.key, YEAR_S)
    response.delete_cookie(LOOK_COOKIE, samesite="Lax")
    response.delete_cookie(MESSAGES_COOKIE, samesite="Lax")  # what was said to the one is not for the other
    if person.is_locked:
        stay(request, response, person)
    else:
        response.delete_cookie(OPEN_COOKIE, samesite="Lax")
    rotate_token(request)


def stay(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """An opened lock stays open for another while."""
    _set(request, response, OPEN_COOKIE, _signer(person).sign(_told(person)), None)


def shut(request: HttpRequest, response: HttpResponse) -> None:
    """This browser has no opened lock any more."""
    response.delete_cookie(OPEN_COOKIE, samesite="Lax")
    response.delete_cookie(MESSAGES_COOKIE, samesite="Lax")
    rotate_token(request)


def leave(request: HttpRequest, response: HttpResponse) -> None:
    """This browser has chosen nobody any more."""
    response.delete_cookie(PERSON_COOKIE, samesite="Lax")
    shut(request, response)


def _set(request: HttpRequest, response: HttpResponse, name: str, value: str, max_age: int | None) -> None:
    secure = request.is_secure() or settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=max_age, httponly=True, samesite="Lax", secure=secure)


def _signer(person: Person) -> TimestampSigner:
    """Bound to the lock as it is: another passphrase, another signature."""
    return TimestampSigner(salt=f"charley.door.{person.passphrase}")


def _told(person: Person) -> str:
    return f"{person.key}.{person.turn}"
