"""An independent judge of plans: from the fact tables and the contract alone, by another route than the planner.

It reads the files of the tables itself, looks names up letter for letter, and knows nothing of the code that screens,
doses or recognises. What it cannot know, such as what a misspelt name was meant to be, the writer of a profile tells.

    for fault in judge(profile, plan):
        print(fault)
"""

from collections.abc import Mapping
from typing import Any

from support.checker import answer, doses, ledger, names, who
from support.checker.case import Case

RULES = (*who.RULES, *doses.RULES, *ledger.RULES, *names.RULES, *answer.RULES)


def judge(
    profile: Mapping[str, Any],
    plan: Mapping[str, Any],
    meant: Mapping[str, str | None] | None = None,
    red_flags: Mapping[str, tuple[str, str]] | None = None,
) -> list[str]:
    """Every broken rule, as ``rule: what is wrong``; an empty list is a plan that stands.

    Args:
        profile: contract section 1.
        plan: contract section 2, plain JSON.
        meant: written name -> name in the tables, None for nonsense, "none" for words that deny an illness.
        red_flags: written symptom -> the least status it asks for, and its topic.
    """
    case = Case(profile, plan, meant, red_flags)
    return [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(case)]


__all__ = ["RULES", "judge"]
