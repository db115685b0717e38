"""A phone with a browser that remembers whom it talked to and what it complained of."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page

#: What a console line may say because the test itself did it: it cut the network, or asked for what is not there.
NETWORK = (
    "EMPTY_RESPONSE",
    "CONNECTION_REFUSED",
    "CONNECTION_RESET",
    "CONNECTION_CLOSED",
    "SOCKET_NOT_CONNECTED",
    "FAILED",
)
EXPECTED = (*(f"net::ERR_{fault}" for fault in NETWORK), "422", "404", "400")


class Phone:
    """One browser context with one open page.

    Attributes:
        page: the open page.
        complaints: errors and warnings of its console, violations of the security policy among them.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.complaints: list[str] = []
        self._asked: list[str] = []
        context.on("request", lambda request: self._asked.append(request.url))
        context.on("console", self._note)
        context.on("weberror", lambda fault: self.complaints.append(str(fault.error)))
        self.page: Page = context.new_page()

    def leave(self) -> None:
        """Close everything. A context that is closed while a page is still on its way somewhere can hang, so each page
        is led to an empty one first; a way that was begun meanwhile is let end."""
        for page in self.context.pages:
            page.wait_for_load_state()
            try:
                page.goto("about:blank")
            except Error:
                page.wait_for_load_state()
                page.goto("about:blank")
            page.close()
        self.context.close()

    def elsewhere(self) -> list[str]:
        """Addresses that were asked for and are not on this machine."""
        return [url for url in self._asked if urlsplit(url).hostname not in ("127.0.0.1", None)]

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(word in message.text for word in EXPECTED):
            self.complaints.append(message.text)


@contextmanager
def a_phone(browser: Browser, **more: Any) -> Iterator[Phone]:
    """A phone in Berlin, with nothing kept on it; at the end no request may have left this machine, and no page may
    have broken its own security policy or thrown an error.

    Args:
        more: of the browser's context, such as another language.
    """
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        timezone_id="Europe/Berlin",
        has_touch=True,
        color_scheme="dark",
        **more,
    )
    held = Phone(context)
    yield held
    held.leave()
    assert held.elsewhere() == [], held.elsewhere()
    assert held.complaints == [], held.complaints


def until(page: Page, asked: str) -> None:
    """Ask again until the script's promise comes true, for ten seconds.

    ``wait_for_function`` will not do: it takes a promise itself for true.
    """
    ends = time.monotonic() + 10
    while not page.evaluate(asked):
        assert time.monotonic() < ends, asked
        page.wait_for_timeout(50)
