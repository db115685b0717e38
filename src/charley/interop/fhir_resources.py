"""FHIR R4 resources held against the standard by a maintained library (its R4B models, which take R4)."""

from typing import Any

from charley.errors import BadInput, Problem

#: More faults than these say nothing new.
MOST_FAULTS = 5


def checked(resource: Any, at: str = "") -> dict[str, Any]:
    """The resource, if it is one the standard allows.

    Args:
        resource: decoded JSON.
        at: where it stands, to name the fields.

    Raises:
        BadInput: naming the fields that do not fit, or the kind that is not known.
    """
    from fhir.resources.R4B import get_fhir_model_class
    from pydantic import ValidationError

    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if not isinstance(kind, str) or not kind.isidentifier():
        raise BadInput([Problem("resourceType", "this is no FHIR resource")]).under(at)
    try:
        model = get_fhir_model_class(kind)
    except (ValueError, LookupError):
        raise BadInput([Problem("resourceType", f"“{kind[:60]}” is no resource of FHIR R4")]).under(at) from None
    try:
        model.model_validate(resource)
    except ValidationError as fault:
        found = [".".join(str(part) for part in each["loc"]) for each in fault.errors(include_input=False)]
        problems = [Problem(field, f"does not fit FHIR R4’s {kind}") for field in found[:MOST_FAULTS]]
        raise BadInput(problems).under(at) from None
    except RecursionError:
        raise BadInput([Problem("", "it is nested too deeply")]).under(at) from None
    return dict(resource)
