"""The small language for how a sign is written."""

import pytest

from charley.knowledge.patterns import Patterns, parse

CALF = Patterns(
    [
        ("calf|leg swollen|swell* !bath", "swollen"),
        ("short_of_breath", "breath"),
        ("no_pulse foot", "pulse"),
        ("8+ tablets !mg", "many"),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my left calf is swollen", [("swollen", "present")]),
        ("swelling of the leg", [("swollen", "present")]),
        ("my leg is not swollen", [("swollen", "denied")]),
        ("calf swollen after a bath", []),
        ("calf pain. Swollen ankle", []),
        ("calf then one two three four five six seven eight nine ten eleven twelve swollen", []),
        ("short of breath", [("breath", "present")]),
        ("short breath", []),
        ("no pulse in the foot", [("pulse", "present")]),
        ("7 tablets", []),
        ("8 tablets", [("many", "present")]),
        ("took 120 tablets", [("many", "present")]),
        ("120 mg tablets", []),
        ("tablets 99999999", []),
    ],
)
def test_search(text: str, found: list[tuple[str, str]]) -> None:
    assert list(CALF.search(text)) == found


@pytest.mark.parametrize("written", ["", "!bath", "Swollen", "sw*|leg", "don't", "8+"])
def test_a_pattern_that_cannot_work_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="x"):
        parse(written, "x")
