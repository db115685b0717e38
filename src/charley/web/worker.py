"""What the server's worker process runs.

It leaves the terminal's process group first: Ctrl-C then reaches only the parent, which stops the worker in order. A
worker that is told to stop twice at once, by the terminal and by its parent, can hang.
"""

import logging
import os
import threading
import time
from datetime import UTC, datetime
from importlib import import_module

from django.conf import settings

from charley.errors import CharleyError
from charley.web.wsgi import application

__all__ = ["application"]

#: After the first page has most likely been shown.
WARM_AFTER_S = 1.5

#: How often the worker looks whether the process that started it is still there.
LOOK_AROUND_S = 1.0

#: The first look at whether a backup is due, and the later ones.
BACKUP_AFTER_S, BACKUP_EVERY_S = 3.0, 3600.0


def warm() -> None:
    """Load the numerics and the fact tables, so that the first look at the insight or the plan does not wait for it."""
    import_module("charley.services.review")
    import_module("charley.services.planning").check({})


def keep_safe() -> None:
    """Let the diary back itself up whenever that is due; a fault is said and tried again.

    Here and not in the parent: a thread there could hold a lock while the worker is forked, which would then hang.
    """
    while True:
        try:
            import_module("charley.db.rotation").keep_safe(settings.DATA, datetime.now(UTC))
        except CharleyError as fault:
            logging.getLogger("charley").warning("The diary could not back itself up: %s", fault)
        time.sleep(BACKUP_EVERY_S)


def end_with(parent: int) -> None:
    """End when the process that started this one has gone without a word, as when it was killed.

    Left alone, the worker would hold its port and its diary for ever, and go on with simulated trials nobody waits for.
    """
    while os.getppid() == parent:
        time.sleep(LOOK_AROUND_S)
    os._exit(1)


if hasattr(os, "setpgrp"):
    os.setpgrp()

threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
for _after, _what in ((WARM_AFTER_S, warm), *([] if settings.CHARLEY_DEMO else [(BACKUP_AFTER_S, keep_safe)])):
    _timer = threading.Timer(_after, _what)
    _timer.daemon = True
    _timer.start()
