"""Photograph every page of the app, to be looked at: phone, tablet and desk, night and day.

    python tools/shots.py FOLDER [--address http://127.0.0.1:8000/] [--pages tonight,insight] [--sizes phone]

Serves the made-up person from a folder of its own unless an address is given. Needs Debian's chromium.
"""

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desk": (1280, 800)}
THEMES = ("dark", "light")
PAGES = {
    "tonight": "/",
    "now": "/now/",
    "dose": "/tonight/dose",
    "history": "/history/",
    "plan": "/plan/",
    "profile": "/plan/profile/",
    "bring": "/plan/bring/",
    "insight": "/insight/",
    "food": "/food/?q=oats",
    "report": "/report/",
    "medicines": "/report/medicines/",
    "data": "/data/",
    "you": "/you/",
    "more": "/more/",
}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
]


def main() -> int:
    """Take the pictures; say where any page is wider than its screen."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--address")
    ask.add_argument("--pages", default=",".join(PAGES))
    ask.add_argument("--sizes", default=",".join(SIZES))
    ask.add_argument("--themes", default=",".join(THEMES))
    ask.add_argument("--scale", type=float, default=1, help="device pixels for each pixel of the page")
    ask.add_argument("--visible", action="store_true", help="only what fits the screen, not the whole page")
    chosen = ask.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with served(chosen.address) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for theme in chosen.themes.split(","):
            for size in chosen.sizes.split(","):
                width, height = SIZES[size]
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    device_scale_factor=chosen.scale,
                    color_scheme=theme,
                    service_workers="block",
                )
                context.add_cookies([{"name": "charley_theme", "value": theme, "url": address}])
                page = context.new_page()
                for name in chosen.pages.split(","):
                    shoot(
                        page,
                        address + PAGES.get(name, name),
                        chosen.folder / f"{name}-{size}-{theme}.png",
                        chosen.visible,
                    )
                context.close()
        browser.close()
    return 0


def shoot(page: Page, address: str, file: Path, visible: bool) -> None:
    """One picture."""
    page.goto(address)
    page.evaluate("() => document.fonts.ready")
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        print(f"{file.stem}: {wide} px wider than the screen")
    page.screenshot(path=file, full_page=not visible)


@contextmanager
def served(address: str | None) -> Iterator[str]:
    """The address without its last slash; of a demo started for this run where none was given."""
    if address:
        yield address.rstrip("/")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "charley", "demo", "--port", str(port), "--data", folder, "--no-browser"]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def wait_for(address: str) -> None:
    """Until the app answers."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the app did not come up")


if __name__ == "__main__":
    sys.exit(main())
