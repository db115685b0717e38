"""What ``import charley`` offers, and what it costs."""

import json
import subprocess
import sys

import charley


def test_the_public_names_are_these() -> None:
    assert charley.__all__ == ["Asked", "__version__", "analyse", "check", "errors", "patterns", "plan"]
    for name in charley.__all__:
        assert getattr(charley, name) is not None


def test_importing_brings_in_neither_django_nor_a_compiler_nor_numerics() -> None:
    code = "import sys, json, charley; print(json.dumps(sorted(sys.modules)))"
    names = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    heavy = {"django", "numba", "llvmlite", "numpy", "scipy", "rich", "cyclopts"}
    assert not heavy & {name.split(".")[0] for name in names}
