"""What the server's worker process runs.

It leaves the terminal's process group first: Ctrl-C then reaches only the parent, which stops the worker in order. A
worker that is told to stop twice at once, by the terminal and by its parent, can hang.
"""

import os

from charley.web.wsgi import application

if hasattr(os, "setpgrp"):
    os.setpgrp()

__all__ = ["application"]
