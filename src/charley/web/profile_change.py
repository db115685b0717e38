"""A change of one part of the profile from a page other than the profile's own."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from charley.services import planning
from charley.services.profile_keeping import keep_profile
from charley.web.clock import local_time, now, present
from charley.web.people import own_store


def change_profile(request: HttpRequest, document: Mapping[str, Any]) -> None:
    """Keep a version of the whole profile, screened like any other. A trial that it ends is said.

    Raises:
        BadInput: naming every field that cannot be taken; nothing is kept then.
    """
    planning.check(document, now=local_time(request))
    stopped = keep_profile(own_store(), document, now=now(request), made_at=present())
    if stopped is not None:
        messages.warning(request, stopped)
