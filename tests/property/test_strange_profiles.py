"""Whatever is sent as a profile: a plan within the limit, or an error that names fields. Nothing else comes out."""

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from charley.errors import BadInput
from charley.services import planning
from support.people import NOW, someone

FULL = someone(
    medicines=[{"name": "Euthyrox", "dose": "75 mcg", "times": ["07:00"], "days": ["mon"], "since": "2026-08-01"}],
    supplements=[
        {"name": "magnesium malate", "form": "malate", "compound_mg": 1250, "times": ["21:00"]},
        {"name": "magnesium chloride", "amount": {"value": 5, "unit": "mEq"}, "tablets": 2},
    ],
    labs={"serum_magnesium": {"value": 0.82, "unit": "mmol/L", "date": "2026-10-01"}},
    wanted_mg_per_day=300,
)

words = st.sampled_from(("", " ", "mg", "magnesium", "NaN", "24:00", "2026-02-30", "no", "chest pain", "💊", "\ud800"))
leaves = st.none() | st.booleans() | st.integers() | st.floats() | words | st.text(max_size=20)
keys = words | st.text(max_size=8)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


def places(of: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, as the keys that lead there."""
    inside = of.items() if isinstance(of, dict) else enumerate(of) if isinstance(of, list) else ()
    return [path, *(place for key, each in inside for place in places(each, (*path, key)))]


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A full profile in which some places hold something else, are gone, or have a stranger beside them."""
    document = copy.deepcopy(FULL)
    for _ in range(draw(st.integers(1, 4))):
        *way, last = draw(st.sampled_from([place for place in places(document) if place]))
        home = document
        for key in way:
            home = home[key]
        what = draw(st.sampled_from(("other", "gone", "beside")))
        if what == "gone":
            del home[last]
        elif what == "beside" and isinstance(home, dict):
            home[draw(words)] = draw(anything)
        else:
            home[last] = draw(anything)
    return document


@settings(max_examples=300, deadline=None)
@given(damaged())
def test_a_damaged_profile_is_answered_or_its_fields_are_named(document):
    try:
        plan, answer = planning.plan(document, now=NOW), None
    except BadInput as fault:
        plan, answer = None, fault.as_dict()
    json.dumps(answer or plan.as_dict(), allow_nan=False, ensure_ascii=False).encode()
    assert answer is None or answer["error"]["fields"]
    for step in plan.steps if plan is not None else ():
        assert 0 < step.mg_per_day <= plan.limit_mg - plan.current.kept_mg
