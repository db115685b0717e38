"""Write docs/reference/commands.md from the commands themselves. Run after a command was added or changed.

python tools/commands.py
"""

import sys
from pathlib import Path

from charley.cli.main import COMMANDS, build

TARGET = Path(__file__).parent.parent / "docs" / "reference" / "commands.md"
HEAD = """# Commands

Made from the commands' own help by `tools/commands.py`; a test fails where it is not up to date. Every command that
answers takes `--json` for one JSON document. Exit status: 0 done; 1 the answer is "no" or "not computed"; 2 bad input;
3 a fault of Charley's.

"""


def reference() -> str:
    """Every command with its words, options and examples, as Markdown."""
    app = build(*COMMANDS)
    running, sys.argv[0] = sys.argv[0], "charley"  # usage lines would name the program that runs, such as the tests
    try:
        written = app.generate_docs(heading_level=1, usage_name="charley")
    finally:
        sys.argv[0] = running
    return HEAD + "\n".join(line.rstrip() for line in written.split("\n", 1)[1].strip().splitlines()) + "\n"


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
