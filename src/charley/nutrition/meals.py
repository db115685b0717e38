"""Better meals: the smallest changes of a day's food that close the gap, and the meal challenge.

A change is a portion of a food added, or put in the place of something eaten. Which changes is a small integer
programme, solved by HiGHS within scipy; it is loaded only when it is asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from charley.errors import BadInput, Problem
from charley.knowledge.foods import Food, foods, rich_in_oxalate
from charley.knowledge.nutrients import UNITS, Nutrient
from charley.nutrition.ledger import Range
from charley.reading import Record

#: Energy a day may gain by the changes, unless another room is given.
ENERGY_ROOM_KCAL = 250.0
#: No single food is proposed more often than this on one day.
MOST_PORTIONS = 2
#: What an avoided part is called in the food table, by the filter that avoids it.
FILTERS: Mapping[str, frozenset[str]] = {
    "vegan": frozenset({"meat", "fish", "egg", "milk", "honey"}),
    "vegetarian": frozenset({"meat", "fish"}),
    "lactose_free": frozenset({"milk"}),
    "nut_allergy": frozenset({"nut", "peanut"}),
}
#: What nobody adds to a meal for its magnesium: drinks among them, for the strongest are coffee and cola.
NO_MEAL = frozenset({"Water", "Drinks", "Alcoholic drinks", "Herbs, spices and condiments", "Fats and oils"})
#: More changes than this on one day are no small change.
MOST_CHANGES = 4
#: What giving a food up weighs: little for sweet and refined food and drinks, more for what a meal is built on.
LIGHT_TO_GIVE_UP = frozenset({"Sweets, chocolate and snacks", "Bread and bakery", "Drinks", "Alcoholic drinks"})


class Eaten(NamedTuple):
    """A food of the table and how much of it is eaten."""

    food: Food
    grams: float


class Wishes(Record, frozen=True, kw_only=True):
    """What the changes have to respect.

    Attributes:
        filters: of :data:`FILTERS`, and ``low_cost``.
        energy_room_kcal: how much more energy the day may have.
        low_oxalate: leave foods rich in oxalate out.
        most: for a nutrient that a clinician limits, how much more of it the day may have.
        dislikes: words in the names of foods that are not wanted.
    """

    filters: tuple[str, ...] = ()
    energy_room_kcal: float = ENERGY_ROOM_KCAL
    low_oxalate: bool = False
    most: Mapping[Nutrient, float] = {}
    dislikes: tuple[str, ...] = ()

    def faults(self) -> Iterable[Problem]:
        for name in self.filters:
            if name not in FILTERS and name != "low_cost":
                known = ", ".join([*FILTERS, "low_cost"])
                yield Problem("filters", f"“{name}” is not known; there are {known}")


class Change(NamedTuple):
    """One change: portions of a food to add, in the place of something eaten where ``instead_of`` names it."""

    food: Food
    portions: int
    instead_of: Food | None

    @property
    def grams(self) -> float:
        """How much of the food is added."""
        return self.portions * self.food.portion.grams


class Proposal(NamedTuple):
    """A set of changes and what it does to the day.

    Attributes:
        changes: what to add or swap.
        magnesium_mg: how much more magnesium the day has.
        energy_kcal: how much more energy.
        reaches: whether the gap is closed.
    """

    changes: tuple[Change, ...]
    magnesium_mg: float
    energy_kcal: float
    reaches: bool


def propose(gap_mg: float, eaten: Sequence[Eaten], wishes: Wishes, *, alternatives: int = 3) -> list[Proposal]:
    """The smallest changes that close a gap, and others as small.

    Args:
        gap_mg: how much magnesium is missing from the day's food.
        eaten: what the person eats on that day.
        wishes: filters and restrictions.
        alternatives: how many different proposals.

    Returns:
        proposals, the smallest change first; none where the gap is nothing or no change is allowed. Where no change
        within the restrictions closes the gap, one proposal comes as near as it can and says so.
    """
    if gap_mg <= 0:
        return []
    candidates = [food for food in foods().values() if _allowed(food, wishes)]
    found: list[Proposal] = []
    barred: set[str] = set()
    while len(found) < alternatives:
        offered = [food for food in candidates if food.id not in barred]
        proposal = _solve(gap_mg, eaten, offered, wishes)
        if proposal is None:
            break
        found.append(proposal)
        barred.update(change.food.id for change in proposal.changes)
    if not found:
        nearest = _solve(gap_mg, eaten, candidates, wishes, as_near_as_possible=True)
        return [] if nearest is None else [nearest]
    return found


def _allowed(food: Food, wishes: Wishes) -> bool:
    """Only foods whose figures are known and that surely fit: what is not known is not proposed."""
    name = food.name.lower()
    avoided = frozenset[str]().union(*(FILTERS.get(each, frozenset()) for each in wishes.filters))
    return (
        bool(food.as_eaten and food.magnesium_mg and food.energy_kcal is not None)
        and food.group not in NO_MEAL
        and (not avoided or food.free_of(avoided))
        and not ("low_cost" in wishes.filters and not food.cheap)
        and not (wishes.low_oxalate and rich_in_oxalate(food))
        and not any(word.lower() in name for word in wishes.dislikes)
        and all(food.per_100g(nutrient) is not None for nutrient in wishes.most)
    )


def _of_portion(food: Food, figure: float | None) -> float:
    return (figure or 0.0) * food.portion.grams / 100


def _solve(
    gap_mg: float, eaten: Sequence[Eaten], offered: Sequence[Food], wishes: Wishes, *, as_near_as_possible: bool = False
) -> Proposal | None:
    """One proposal, or None where no change within the restrictions does it.

    Variables, for n foods offered and m foods eaten: portions (0 to 2) of each offered food, whether it is used at all,
    and whether each eaten food is given up. A food is given up only for one that is added.
    """
    if not offered:
        return None
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    n, m = len(offered), len(eaten)
    magnesium = np.array([_of_portion(food, food.magnesium_mg) for food in offered])
    energy = np.array([_of_portion(food, food.energy_kcal) for food in offered])
    given_up_mg = np.array([each.grams / 100 * (each.food.magnesium_mg or 0.0) for each in eaten])
    given_up_kcal = np.array([each.grams / 100 * (each.food.energy_kcal or 0.0) for each in eaten])
    none = np.zeros(n)
    gain = np.concatenate([magnesium, none, -given_up_mg])
    rows = [np.concatenate([energy, none, -given_up_kcal])]
    highest = [wishes.energy_room_kcal]
    for nutrient, room in wishes.most.items():
        added = [_of_portion(food, food.per_100g(nutrient)) for food in offered]
        # A figure that is not known lets nothing be gained by giving the food up.
        freed = [each.grams / 100 * (each.food.per_100g(nutrient) or 0.0) for each in eaten]
        rows.append(np.concatenate([added, none, -np.array(freed)]))
        highest.append(room)
    constraints = [LinearConstraint(np.array(rows), -np.inf, highest)]
    use = np.hstack([np.eye(n), -MOST_PORTIONS * np.eye(n), np.zeros((n, m))])
    constraints.append(LinearConstraint(use, -np.inf, 0))
    constraints.append(LinearConstraint(np.concatenate([none, -np.ones(n), np.ones(m)]), -np.inf, 0))
    constraints.append(LinearConstraint(_one_a_group(offered, m), -np.inf, 1))
    constraints.append(LinearConstraint(np.concatenate([none, np.ones(n), np.zeros(m)]), -np.inf, MOST_CHANGES))
    missed = np.array([0.5 if each.food.group in LIGHT_TO_GIVE_UP else 1.5 for each in eaten])
    effort = np.concatenate([np.full(n, 0.2), np.ones(n), missed])
    effort = effort + np.concatenate([energy / 20_000, none, np.zeros(m)])
    if as_near_as_possible:
        effort = effort / 1000 - gain
        constraints.append(LinearConstraint(gain, -np.inf, gap_mg * 1.2))
    else:
        constraints.append(LinearConstraint(gain, gap_mg, np.inf))
    bounds = Bounds(0, np.concatenate([np.full(n, MOST_PORTIONS), np.ones(n), np.ones(m)]))
    answer = milp(effort, constraints=constraints, integrality=np.ones(2 * n + m), bounds=bounds)
    if answer.x is None:
        return None
    chosen = np.rint(answer.x)
    if not chosen[:n].any():
        return None
    changes = _paired(
        [(food, int(count)) for food, count in zip(offered, chosen[:n], strict=True) if count],
        [each.food for each, up in zip(eaten, chosen[2 * n :], strict=True) if up],
    )
    gained = float(gain @ chosen)
    return Proposal(changes, gained, float(rows[0] @ chosen), gained >= gap_mg - 1e-6)


def _one_a_group(offered: Sequence[Food], eaten: int) -> "np.ndarray":  # type: ignore[name-defined]  # noqa: F821
    """No two foods of one group in a proposal, so that it is a meal and not a heap of seeds."""
    import numpy as np

    groups = sorted({food.group for food in offered})
    rows = np.zeros((len(groups), 2 * len(offered) + eaten))
    for place, food in enumerate(offered):
        rows[groups.index(food.group), len(offered) + place] = 1
    return rows


def _paired(added: list[tuple[Food, int]], given_up: list[Food]) -> tuple[Change, ...]:
    """Each food given up beside the added one that is nearest to it in energy."""
    changes = []
    left = list(given_up)
    for food, count in added:
        instead = min(left, key=lambda old: abs((old.energy_kcal or 0) - (food.energy_kcal or 0)), default=None)
        if instead is not None:
            left.remove(instead)
        changes.append(Change(food, count, instead))
    return tuple(changes)


class Challenge(NamedTuple):
    """A meal put together from several foods.

    Attributes:
        magnesium: its sum; a range where a figure is missing.
        listed: the foods of the magnesium list in it.
        passed: whether enough different ones are in it.
        potassium_mg, calcium_mg, sodium_mg: known sums, for looking at.
    """

    magnesium: Range
    listed: tuple[str, ...]
    passed: bool
    potassium_mg: float
    calcium_mg: float
    sodium_mg: float


#: So many different foods of the list make the challenge.
SEVERAL = 3


def challenge(meal: Sequence[Eaten]) -> Challenge:
    """Total a meal, and see whether several foods of the magnesium list are in it.

    Raises:
        BadInput: for an empty meal or a portion of nothing.
    """
    if not meal:
        raise BadInput([Problem("meal", "has no food in it yet")])
    problems = [
        Problem(f"meal[{i}]", "should be more than nothing") for i, each in enumerate(meal) if not each.grams > 0
    ]
    if problems:
        raise BadInput(problems)
    known = sum((each.food.magnesium_mg or 0.0) * each.grams / 100 for each in meal)
    unknown = any(each.food.magnesium_mg is None for each in meal)
    listed = tuple(dict.fromkeys(each.food.name for each in meal if each.food.listed))
    sums = {n: sum((each.food.per_100g(n) or 0.0) * each.grams / 100 for each in meal) for n in UNITS}
    return Challenge(
        Range(known, None if unknown else known),
        listed,
        len(listed) >= SEVERAL,
        sums["potassium"],
        sums["calcium"],
        sums["sodium"],
    )
