"""The command line: which word leads where, and what becomes of an error.

Exit status: 0 done; 1 the answer is "no" or "not computed"; 2 bad input; 3 a fault of ours.
Every command is loaded only when it is called, so that none pays for another's imports.
"""

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from charley.cli import output
from charley.errors import BadInput, CharleyError
from charley.language import ENGLISH, speaking

HELP = """Charley: a cramp diary, a safe personal plan, and an honest answer to "does it work for me?"

It gives information, not medical advice; it makes no diagnosis."""

#: The language of sentences, such as es, in the commands whose answers are wholly made of sentences that have it. The
#: machine's own language is not asked: what others read from us must not change with it.
LANGUAGE = "CHARLEY_LANGUAGE"
TRANSLATED = ("plan", "check")

#: Word -> where its function or its own tree of commands is, and the first sentence of that one's help: the list of
#: commands shows it without importing anything. In the order of the list.
COMMANDS = {
    "serve": ("charley.cli.serve:serve", "Open Charley in the browser, with the diary in a folder of your own."),
    "demo": (
        "charley.cli.serve:demo",
        "Open Charley with a made-up, clearly labelled sample person. Your own diary is not touched.",
    ),
    "log": ("charley.cli.diary:log", "Write one line into the diary, such as: left calf 7/10 3am 2 min"),
    "plan": (
        "charley.cli.plan:plan",
        "Make a plan from a profile: what was found, what to take and when, when to stop.",
    ),
    "check": (
        "charley.cli.plan:check",
        "Look at a profile for what speaks against magnesium, without making a plan.",
    ),
    "analyse": (
        "charley.cli.analyse:analyse",
        "Say what a diary shows about each treatment, and how sure one can be.",
    ),
    "trial": (
        "charley.cli.trial:trial",
        "Find out whether it works for you: a design drawn by lot, sealed, run and judged.",
    ),
    "report": (
        "charley.cli.report:report",
        "Make a page to show to a doctor, nurse or pharmacist. It stays on this machine until you share it.",
    ),
    "rebuild": (
        "charley.cli.report:rebuild",
        "Make a report again from its bundle, and say whether it is the same to the last byte.",
    ),
    "doctor": (
        "charley.cli.doctor:doctor",
        "Look whether the diary is whole, its backups open, and facts and engine give the answers they should.",
    ),
    "erase": (
        "charley.cli.erase:erase",
        "Take the whole diary off this machine: entries, profile, backups, keys. There is no way back.",
    ),
    "people": (
        "charley.cli.people:people",
        "Keep diaries for several people on this machine: add, name, lock. Without a word: list them.",
    ),
    "remind": (
        "charley.cli.remind:remind",
        "Remind of the dose whose time it is; off for everybody until turned on.",
    ),
    "foods": ("charley.cli.foods:foods", "Find foods and what they hold; import USDA's food tables."),
    "evidence": (
        "charley.cli.evidence:evidence",
        "What is known of cramps and magnesium, how sure it is, and where it comes from.",
    ),
    "import": (
        "charley.cli.data:import_files",
        "Take other diaries into this one. The same file twice changes nothing.",
    ),
    "export": (
        "charley.cli.data:export",
        "Write everything into one zip that needs no Charley to be read and that can be imported again.",
    ),
    "backup": (
        "charley.cli.backup:backup",
        "Copy the whole diary into one file, checked; also while Charley is running.",
    ),
    "restore": (
        "charley.cli.backup:restore",
        "Put a backup in the place of the present diary, which is kept aside.",
    ),
    "encrypt": (
        "charley.cli.encrypt:encrypt",
        "Encrypt the file of the diary, so that whoever takes it cannot read it.",
    ),
    "schema": (
        "charley.cli.schema:schema",
        "Print the JSON Schema of a document, generated from the code.",
    ),
}


def build(*called: str) -> App:
    """The command tree. A command is a function that returns its exit status (None is 0).

    Args:
        called: the words that are called; their help is their own, in full.
    """
    app = App(
        name="charley",
        help=HELP,
        result_action="return_value",
        version_flags=["--version"],
        suppress_keyboard_interrupt=False,  # it would end the program without a word
        console=output.console,
    )
    for place_in_list, (word, (place, sentence)) in enumerate(COMMANDS.items()):
        app.command(place, name=word, help=None if word in called else sentence, sort_key=place_in_list)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: the words after ``charley``.

    Returns:
        the exit status.
    """
    try:
        status = _run(arguments, as_json="--json" in arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # the reader (head, less) has gone
        output.abandon_answer()
        return output.DONE
    except OSError as fault:
        output.abandon_answer()
        return output.own_fault(output.refused(fault, "The answer could not be written"), as_json=False)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Nothing was left half-written.\n")
        return 130


def _let_ask() -> None:
    """Should the diary turn out to be encrypted, its passphrase is asked for at the terminal."""
    from charley.cli.asking import diary_passphrase
    from charley.db.secrecy import ask_with

    ask_with(diary_passphrase)


def _run(arguments: Sequence[str], *, as_json: bool) -> int:
    called = [word for word in arguments if word in COMMANDS][:1]
    if called:
        _let_ask()
    try:
        with speaking(os.environ.get(LANGUAGE, ENGLISH) if called and called[0] in TRANSLATED else ENGLISH):
            status = build(*called)(list(arguments), exit_on_error=False, print_error=False)
        return status if isinstance(status, int) else output.DONE
    except CycloptsError as fault:
        return output.bad_words(fault, as_json=as_json)
    except BadInput as fault:
        return output.bad_input(fault, as_json=as_json)
    except CharleyError as fault:
        return output.own_fault(fault, as_json=as_json)
    except BrokenPipeError:
        raise
    except OSError as fault:
        return output.own_fault(output.refused(fault, "The machine did not do what was asked of it"), as_json=as_json)
    except Exception as fault:  # a traceback could show personal values
        return output.unexpected(fault, as_json=as_json)
