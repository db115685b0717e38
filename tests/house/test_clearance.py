"""Only the screening makes a clearance, and nothing works out a dose without one."""

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "charley"


def makers(tree: ast.AST) -> list[int]:
    """Lines that build a Clearance, by its name or as a changed copy."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "Clearance":
                lines.append(node.lineno)
    return lines


def test_only_the_screening_makes_a_clearance():
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if makers(ast.parse(path.read_text("utf-8")))
    }
    assert found == {"safety/screen.py"}


def test_the_search_would_see_a_breach():
    assert makers(ast.parse("x = screen.Clearance(scope='take')")) == [1]
    assert makers(ast.parse("from charley.safety.screen import Clearance\ny = Clearance()")) == [2]


def test_amounts_are_worked_out_in_one_place_only():
    """Daily amounts are built beside the clearance check, doses and steps from them, and nowhere else."""
    builders = {"Rung": "dosing/regimen.py", "Step": "dosing/schedule.py", "Dose": "dosing/schedule.py"}
    for name, home in builders.items():
        for path in (SOURCE / "dosing").rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == name]
            assert not calls or path.relative_to(SOURCE).as_posix() == home
