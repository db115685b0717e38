"""``charley schema``: the JSON Schema of a document that people exchange with Charley."""

from importlib import import_module
from typing import Literal

from charley.cli import output

#: Document -> the function that makes its schema from the code.
SCHEMAS = {
    "profile": "charley.services.planning:profile_schema",
    "plan": "charley.services.planning:plan_schema",
    "diary": "charley.services.insight:diary_schema",
    "posterior": "charley.services.insight:posterior_schema",
    "cramp-profile": "charley.report.document:schema",
    "trial-report": "charley.report.trial_report:schema",
    "trial-pool": "charley.services.pooling:schema",
    "design": "charley.services.trials:design_schema",
}


Document = Literal["profile", "plan", "diary", "posterior", "design", "cramp-profile", "trial-report", "trial-pool"]


def schema(document: Document, /, *, json: bool = True) -> int:  # noqa: ARG001
    """Print the JSON Schema of a document, generated from the code.

    Parameters
    ----------
    document
        Which document: profile, plan, diary (as JSON rows), posterior, design, cramp-profile, trial-report or
        trial-pool.
    json
        Always JSON; the flag is taken so that scripts may give it everywhere.
    """
    module, _, function = SCHEMAS[document].partition(":")
    output.print_json(getattr(import_module(module), function)())
    return output.DONE
