"""The command line: which word leads where, and what becomes of an error.

Exit status: 0 done; 1 the answer is "no" or "not computed"; 2 bad input; 3 a fault of ours.
Every command is loaded only when it is called, so that none pays for another's imports.
"""

import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from charley.cli import output
from charley.errors import BadInput, CharleyError

HELP = """Charley: a cramp diary, a safe personal plan, and an honest answer to "does it work for me?"

It gives information, not medical advice; it makes no diagnosis."""

COMMANDS = {
    "plan": "charley.cli.plan:plan",
    "check": "charley.cli.plan:check",
    "analyse": "charley.cli.analyse:analyse",
    "report": "charley.cli.report:report",
    "serve": "charley.cli.serve:serve",
    "demo": "charley.cli.serve:demo",
    "log": "charley.cli.diary:log",
    "import": "charley.cli.data:import_files",
    "export": "charley.cli.data:export",
    "backup": "charley.cli.data:backup",
    "restore": "charley.cli.data:restore",
    "foods": "charley.cli.foods:foods",
    "evidence": "charley.cli.evidence:evidence",
    "trial": "charley.cli.trial:trial",
    "schema": "charley.cli.schema:schema",
}


def build() -> App:
    """The command tree. A command is a function that returns its exit status (None is 0)."""
    app = App(name="charley", help=HELP, result_action="return_value", version_flags=["--version"])
    for word, place in COMMANDS.items():
        app.command(place, name=word)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: the words after ``charley``.

    Returns:
        the exit status.
    """
    as_json = "--json" in arguments
    try:
        status = build()(list(arguments), exit_on_error=False, print_error=False)
        return status if isinstance(status, int) else 0
    except CycloptsError as fault:
        return output.bad_words(fault, as_json=as_json)
    except BadInput as fault:
        return output.bad_input(fault, as_json=as_json)
    except CharleyError as fault:
        return output.own_fault(fault, as_json=as_json)
    except BrokenPipeError:  # the reader (head, less) has gone
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Nothing was left half-written.\n")
        return 130
    except Exception as fault:  # a traceback could show personal values
        return output.unexpected(fault, as_json=as_json)
