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


#: The only places where an amount to take comes into being, or is made smaller.
BUILDERS = {
    "Rung": {"dosing/regimen.py"},
    "Step": {"dosing/schedule.py"},
    "Dose": {"dosing/schedule.py", "knowledge/medicines.py"},  # the latter is the strength in a medicine's name
}
CHANGERS = {"services/following.py"}


def trees():
    return [(path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text("utf-8"))) for path in SOURCE.rglob("*.py")]


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_amounts_are_worked_out_in_one_place_only():
    """Daily amounts are built beside the clearance check, doses and steps from them, and nowhere else."""
    for name, homes in BUILDERS.items():
        found = {path for path, tree in trees() if any(called(node) == name for node in ast.walk(tree))}
        assert found == homes, name


def test_amounts_are_changed_only_where_a_plan_is_followed():
    found = {
        path
        for path, tree in trees()
        for node in ast.walk(tree)
        if called(node) in ("replace", "force_setattr")
        and {"elemental_mg", "mg_per_day"} & {k.arg for k in node.keywords}
    }
    assert found == CHANGERS


def test_only_the_planner_and_the_trials_screen():
    """Whoever needs an amount asks the planner; the trials look at the clearance and take the plan's own doses."""
    found = {path for path, tree in trees() if any(called(node) == "screen" for node in ast.walk(tree))}
    assert found == {"services/planning.py", "services/trials.py"}


def test_nothing_stores_a_clearance():
    """No record, table or file has a field for one, but the screening's own answer."""
    found = {
        path
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and "Clearance" in ast.unparse(node.annotation)
    }
    assert found == {"safety/screen.py"}
