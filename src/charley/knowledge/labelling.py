"""What 100 % of a daily value on a label stands for; it differs between the United States and Europe."""

from functools import cache
from typing import Annotated

from msgspec import Meta

from charley.knowledge.nutrients import Setting
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load


class DailyValue(Fact, frozen=True, kw_only=True):
    """The reference amount of labels in one setting."""

    setting: Setting
    magnesium_mg: Annotated[float, Meta(gt=0)]


@cache
def daily_value_mg(setting: Setting) -> float:
    """Milligrams of magnesium that a label's 100 % means."""
    return next(row.magnesium_mg for row in load(DailyValue, "daily_values") if row.setting == setting)
