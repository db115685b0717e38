"""Nightscout: refused politely, with what it is, why, and what to do."""

import pytest

from charley.errors import BadInput
from support.imports import read


def test_a_nightscout_file_is_refused_and_the_reason_is_kind():
    with pytest.raises(BadInput) as caught:
        read("nightscout.json")

    message = str(caught.value)
    assert "Nightscout" in message
    assert "does not keep glucose" in message
    assert "Nothing was taken" in message
    assert "show your clinician" in message


def test_treatments_of_nightscout_are_refused_too(tmp_path):
    path = tmp_path / "treatments.json"
    path.write_text('[{"eventType": "Meal Bolus", "created_at": "2026-03-14T12:00:00Z", "insulin": 2}]')

    with pytest.raises(BadInput, match="Nightscout"):
        read(path)
