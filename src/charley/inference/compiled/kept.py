"""Compiled code that is kept between runs, and no longer used once any file of the engine has changed.

Numba's cache looks at the file of a function alone. What is compiled here is made of several files (lanes.py is in all
of it, and so are constants of laplace.py), so after a change to one of them the code of yesterday would be served. Each
state of the engine therefore has a place of its own in the cache.
"""

# Numba puts its options into the module as it starts.
# mypy: disable-error-code="attr-defined"

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from numba import config, njit

HERE = Path(__file__).parent


def fingerprint(folder: Path) -> str:
    """Of all Python files in a folder and below, their names included."""
    found = sha256()
    for path in sorted(folder.rglob("*.py")):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


#: Beside the code, where numba would keep it too; if that may not be written to, numba looks for another place.
PLACE = str(Path(config.CACHE_DIR or HERE / "__pycache__") / f"charley-{fingerprint(HERE.parent)}")


def compiled(**options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``numba.njit`` with numpy's rules of division and a cache that knows the whole engine."""

    def decorated(function: Callable[..., Any]) -> Callable[..., Any]:
        before, config.CACHE_DIR = config.CACHE_DIR, PLACE
        try:
            ready: Callable[..., Any] = njit(cache=True, error_model="numpy", **options)(function)
        finally:
            config.CACHE_DIR = before
        return ready

    return decorated
