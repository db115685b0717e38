"""Made-up trials for tests."""

from typing import Any

import msgspec

from charley.services import trials
from charley.services.trials import Design, Opened, Refusal, Wish
from support.people import NOW, someone


def opened(*, seed: int = 7, nonce: str | None = None, person: dict[str, Any] | None = None, **wish: Any) -> Opened:
    """A sealed trial of the healthy person."""
    found = trials.design(person or someone(), Wish(**wish), seed=seed, nonce=nonce, now=NOW)
    assert isinstance(found, Opened), found
    return found


def refused(person: dict[str, Any], **wish: Any) -> Refusal:
    """Why this person gets none."""
    found = trials.design(person, Wish(**wish), seed=7, now=NOW)
    assert isinstance(found, Refusal), found
    return found


def sealed(**wish: Any) -> Design:
    """The design alone."""
    return opened(**wish).design


def plain(document: Any) -> Any:
    """As JSON would hold it."""
    return msgspec.json.decode(msgspec.json.encode(document))
