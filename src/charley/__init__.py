"""Charley: a cramp diary, a safe personal plan, and an honest answer to "does it work for me?"

    import charley

    answer = charley.analyse(cramps=[2, None, 0, 1], doses={"magnesium": [0, 0, 1, 1]})
    plan = charley.plan({"setting": "US", "age_years": 45})

Importing the package loads nothing heavy: each name is fetched when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from charley import errors
    from charley.services.insight import Asked, analyse, patterns
    from charley.services.planning import check, plan

__version__ = "0.1.0"

#: Public name -> where it lives.
_HOME = {
    "Asked": "charley.services.insight",
    "analyse": "charley.services.insight",
    "check": "charley.services.planning",
    "errors": "charley",
    "patterns": "charley.services.insight",
    "plan": "charley.services.planning",
}

__all__ = ["Asked", "__version__", "analyse", "check", "errors", "patterns", "plan"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'charley' has no attribute {name!r}")
    if name == "errors":
        return import_module("charley.errors")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
