"""``python -m charley`` and the ``charley`` command."""

import os
import signal
import sys


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:
        # While modules load, Ctrl-C just ends the program: an interrupted import speaks of ImportError and the like.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.umask(0o077)  # whatever is written from here on is its owner's alone
        _ready_streams()
        from charley.cli.main import run

        signal.signal(signal.SIGINT, signal.default_int_handler)
        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # while Charley was still loading
        status = 130
    sys.exit(status)


def _ready_streams() -> None:
    """See that anything can be printed: a closed stream swallows it, one of few letters shows "?" for the others."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - until the end
        else:
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
