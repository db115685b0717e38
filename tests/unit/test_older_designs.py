"""Every design that a release has ever sealed is read by this version with its seal whole and its order as drawn.

The files are kept for ever. Where this fails, a field was added to the sealed part or to something in it: what is new
has to stay out of the fingerprint of the old.
"""

from pathlib import Path

import pytest

from charley.services.trials import read_key, verdict
from charley.trials.design import opened, read_design
from support.trials import kept

DESIGNS = Path(__file__).parent / "designs"
OPEN = sorted(DESIGNS.glob("*-open.json"))
BLIND = sorted(DESIGNS.glob("*-blind.json"))
#: As they were drawn and written down on the day of the release.
ORDERS = {"0.1.0-open": "CABCAB", "0.1.0-blind": "BAABAB"}


@pytest.mark.parametrize("file", OPEN, ids=lambda file: file.stem)
def test_an_open_design_keeps_seal_order_and_amendments(file):
    design = read_design(file.read_bytes())
    assert "".join(design.sequence) == ORDERS[file.stem]
    assert [each.what for each in design.amendments] == ["start", "pause", "second_change"]
    found = verdict(design, kept(design, start=design.start, nights=30))
    assert found.state == "too_early"


@pytest.mark.parametrize("file", BLIND, ids=lambda file: file.stem)
def test_a_blind_design_is_opened_by_the_key_of_its_day(file):
    design = read_design(file.read_bytes())
    key = read_key(file.with_name(f"{file.stem}-key.json").read_bytes())
    assert "".join(opened(design, key)) == ORDERS[file.stem]


def test_there_is_one_of_each_for_the_first_release():
    assert {file.stem for file in (*OPEN, *BLIND)} >= {"0.1.0-open", "0.1.0-blind"}
