"""What the server's worker process runs.

It leaves the terminal's process group first: Ctrl-C then reaches only the parent, which stops the worker in order. A
worker that is told to stop twice at once, by the terminal and by its parent, can hang.
"""

import os
import threading
from importlib import import_module

from charley.web.wsgi import application

__all__ = ["application"]

#: After the first page has most likely been shown.
WARM_AFTER_S = 1.5


def warm() -> None:
    """Load the numerics and the fact tables, so that the first look at the insight or the plan does not wait for it."""
    import_module("charley.services.review")
    import_module("charley.services.planning").check({})


if hasattr(os, "setpgrp"):
    os.setpgrp()

_timer = threading.Timer(WARM_AFTER_S, warm)
_timer.daemon = True
_timer.start()
