"""Faults are told all at once, with the place where each stands."""

import pytest

from charley.errors import BadInput, Problem, join, noted


@pytest.mark.parametrize(
    ("outer", "inner", "path"),
    [
        ("medicines[0]", "name", "medicines[0].name"),
        ("times", "[1]", "times[1]"),
        ("", "age_years", "age_years"),
        ("labs", "", "labs"),
    ],
)
def test_join_builds_the_path_a_person_can_follow(outer: str, inner: str, path: str) -> None:
    assert join(outer, inner) == path


def test_bad_input_names_each_field_once_and_keeps_every_fault() -> None:
    fault = BadInput([("age", "is missing"), ("name", "is empty"), ("age", "is not a number")])
    assert fault.fields == ("age", "name")
    assert [p.message for p in fault.problems] == ["is missing", "is empty", "is not a number"]


def test_bad_input_seen_from_one_level_up() -> None:
    assert BadInput([("times[0]", "x"), ("", "y")]).under("doses[2]").fields == ("doses[2].times[0]", "doses[2]")


def test_the_json_document_holds_fields_and_one_message() -> None:
    document = BadInput([Problem("age", "is missing"), Problem("", "the file is empty")]).as_dict()
    assert document["error"]["fields"] == ["age", ""]  # type: ignore[index]
    assert document["error"]["message"] == "age: is missing; the file is empty"  # type: ignore[index]


def test_an_error_without_a_fault_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="at least one"):
        BadInput([])


def test_faults_of_several_readings_are_noted_together() -> None:
    def wrong() -> int:
        raise BadInput([("", "is no file"), ("age_years", "is missing")])

    problems: list[Problem] = []
    assert noted(problems, lambda: 5) == 5
    assert noted(problems, wrong, "profile") is None
    assert problems == [("profile", "is no file"), ("age_years", "is missing")]
