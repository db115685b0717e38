"""The cramp profile as one A4 page."""

from datetime import datetime
from typing import Any

import msgspec

from charley.report.document import CrampProfile
from charley.report.profile_pictures import Picture, night_clock, weeks
from charley.report.profile_words import face
from charley.report.typesetting import typeset


def pdf(page: CrampProfile) -> bytes:
    """Set the page; the same page gives the same bytes."""
    data: dict[str, Any] = msgspec.to_builtins(face(page))
    pictures = {"clock": _picture(night_clock(page)), "weeks": _picture(weeks(page))}
    return typeset("profile", data | pictures, made_at=datetime.fromisoformat(page.run.made_at))


def _picture(picture: Picture) -> dict[str, str]:
    return {"svg": picture.svg, "text": picture.text}
