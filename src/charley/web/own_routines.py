"""Routines as they are for the person the page is about."""

from django.http import HttpRequest

from charley.profile import Profile
from charley.reading import read
from charley.services import routines
from charley.services.routines import Offered
from charley.web.clock import now
from charley.web.people import own_store, profile_to_go_on_with


def on_offer(request: HttpRequest) -> tuple[Offered, ...]:
    """Every routine, screened; those held back carry the reason and no step."""
    return routines.on_offer(profile_read(), own_store(), now(request).wall)


def profile_read() -> Profile | None:
    """The profile in force; None where there is none, or none that can be read: then questions stand in its place."""
    told = profile_to_go_on_with()
    return None if told is None else read(Profile, told)
