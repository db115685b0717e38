"""Reading pages as a browser without scripts would."""

import re
from typing import Any


def text(page: Any) -> str:
    """What a page says, without its marks and with single blanks."""
    import html

    body = page.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body.partition(">")[2])).split())


def ids(page: Any) -> list[str]:
    """The entry ids that a page's forms carry, in their order."""
    return re.findall(r'name="id" value="([^"]+)"', page.content.decode())
