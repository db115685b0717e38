"""How heavy and how quick the night page is, on a first visit with nothing kept."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from support.serving import Served

pytestmark = pytest.mark.browser

MEASURE = """() => {
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const bytes = all.reduce((sum, each) => sum + each.transferSize, 0);
    const blocking = all.filter((each) => each.renderBlockingStatus === "blocking").map((each) => each.name);
    return { requests: all.length, bytes, blocking };
}"""


def visit(browser: Browser, address: str) -> dict[str, Any]:
    """Requests, bytes over the wire, and the addresses the first paint waits for."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    found: dict[str, Any] = page.evaluate(MEASURE)
    context.close()
    return found


def test_the_night_page_is_light_and_its_paint_waits_for_one_sheet(app: Served, chromium_browser: Browser) -> None:
    """The milliseconds are measured by benchmarks/paint.py on a quiet machine; this is what they are made of."""
    found = visit(chromium_browser, app.address)
    assert found["bytes"] < 100_000
    assert found["requests"] <= 10
    assert len(found["blocking"]) == 1
    assert found["blocking"][0].endswith(".css")


@pytest.mark.parametrize("address", ["/insight/", "/insight/firm/"])
def test_a_page_with_pictures_stays_light(demo: Served, chromium_browser: Browser, address: str) -> None:
    assert visit(chromium_browser, demo.address + address)["bytes"] < 100_000
