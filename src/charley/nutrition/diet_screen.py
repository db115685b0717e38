"""The quick diet estimate, for people who will not log food: how often some twenty kinds of food are eaten.

Each answer is a range of helpings a day, and each helping a range of what foods of that kind hold. A question that
nobody answered stands for anything from none to a lot. The spreads of the questions are taken as independent of each
other, so that they add up as a sum of squares; the answer is where a usual day most likely lies, not a measurement.
"""

import math
from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from charley.errors import BadInput, Problem
from charley.knowledge.diet_questions import Question, questions
from charley.knowledge.nutrients import UNITS, Nutrient
from charley.nutrition.ledger import Range

Often = Literal["never", "monthly", "weekly", "2-4 a week", "5-6 a week", "daily", "2-3 a day", "4 or more a day"]
#: Helpings a day, from and to.
TIMES: Mapping[str, tuple[float, float]] = {
    "never": (0.0, 0.0),
    "monthly": (0.03, 0.10),
    "weekly": (0.12, 0.20),
    "2-4 a week": (0.28, 0.60),
    "5-6 a week": (0.70, 0.90),
    "daily": (0.90, 1.20),
    "2-3 a day": (1.80, 3.20),
    "4 or more a day": (4.00, 6.00),
}
#: The nutrients the questions say something about.
ESTIMATED: tuple[Nutrient, ...] = ("magnesium", "potassium", "calcium", "sodium", "fibre")
#: Helpings differ from person to person by about this share.
HELPING_SPREAD = 0.30
#: With fewer answers than this no estimate is given.
ENOUGH = 6
#: Where nobody answered, this share of the most is the likeliest.
LIKELY_SHARE = 0.12


class Part(NamedTuple):
    """What one question adds to the day.

    Attributes:
        question: which.
        answered: whether it was.
        amount: its own range.
    """

    question: Question
    answered: bool
    amount: Range


class Estimate(NamedTuple):
    """A usual day's intake of one nutrient.

    Attributes:
        nutrient: which.
        unit: of the range.
        usual: where it most likely lies.
        answered: how many questions were answered, of how many.
        of: all questions.
        parts: what each question adds, the largest first.
        message: for people.
    """

    nutrient: Nutrient
    unit: str
    usual: Range
    answered: int
    of: int
    parts: tuple[Part, ...]
    message: str


def estimate(answers: Mapping[str, str]) -> dict[Nutrient, Estimate]:
    """Usual intakes from the answers.

    Args:
        answers: for each question's id how often, in the words of :data:`Often`; those left out were not answered.

    Raises:
        BadInput: for unknown questions or answers, all of them, or for too few answers.
    """
    known = questions()
    problems = [Problem(name, "is not one of the questions") for name in answers if name not in known]
    choices = ", ".join(get_args(Often))
    problems += [
        Problem(name, f"should be one of: {choices}")
        for name, often in answers.items()
        if name in known and often not in TIMES
    ]
    if not problems and len(answers) < ENOUGH:
        problems = [Problem("answers", f"at least {ENOUGH} questions should be answered, not {len(answers)}")]
    if problems:
        raise BadInput(problems)
    return {nutrient: _estimate(nutrient, answers) for nutrient in ESTIMATED}


def _estimate(nutrient: Nutrient, answers: Mapping[str, str]) -> Estimate:
    middle, below, above = 0.0, 0.0, 0.0
    parts = []
    for question in questions().values():
        often = answers.get(question.id)
        low, likely, high = _amount(question, nutrient, often)
        middle += likely
        below += (likely - low) ** 2
        above += (high - likely) ** 2
        parts.append(Part(question, often is not None, Range(low, high)))
    parts.sort(key=lambda part: -(part.amount.high or 0.0))
    usual = Range(max(0.0, middle - math.sqrt(below)), middle + math.sqrt(above))
    unit, total = UNITS[nutrient], len(questions())
    message = (
        f"On a usual day your food brings about {usual.low:.0f} to {usual.high:.0f} {unit} of {nutrient}, by "
        f"{len(answers)} of {total} answers. It is an estimate; a few days of food log would narrow it."
    )
    if nutrient == "sodium":
        message += " Salt that you add yourself is not in it."
    return Estimate(nutrient, unit, usual, len(answers), total, tuple(parts), message)


def _amount(question: Question, nutrient: Nutrient, often: str | None) -> tuple[float, float, float]:
    """Least, likeliest and most that a question adds."""
    held = [
        amount * helping.grams / 100
        for helping in question.helpings
        if (amount := helping.food.per_100g(nutrient)) is not None
    ]
    mean = sum(held) / len(held)
    least, most = (1 - HELPING_SPREAD) * min(held), (1 + HELPING_SPREAD) * max(held)
    if often is None:
        return 0.0, LIKELY_SHARE * question.most_a_day * mean, question.most_a_day * mean
    low, high = TIMES[often]
    # Somebody who eats a thing often does not always eat the same of it: the spread of foods shrinks with the times.
    variety = 1 / math.sqrt(max(1.0, 7 * (low + high) / 2 / 2))
    least, most = mean - (mean - least) * variety, mean + (most - mean) * variety
    return low * least, (low + high) / 2 * mean, high * most
