"""``python -m charley`` and the ``charley`` command."""

import sys


def main() -> None:
    """Run the command line and leave with its exit status."""
    from charley.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
