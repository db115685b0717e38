"""The servers through which browsers take messages: a reminder goes to these and to no other machine."""

from functools import cache
from typing import Annotated

from msgspec import Meta

from charley.knowledge.sources import Fact
from charley.knowledge.tables import load


class PushService(Fact, frozen=True, kw_only=True):
    """One of them.

    Attributes:
        host: its name.
        below: whether its servers have names that end with this one.
    """

    host: Annotated[str, Meta(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", extra={"say": "should be the name of a host"})]
    below: bool = False

    def is_named(self, host: str) -> bool:
        """Whether a host is this service's."""
        return host.endswith(f".{self.host}") if self.below else host == self.host


@cache
def push_services() -> tuple[PushService, ...]:
    """All that are known."""
    return load(PushService, "push_services")
