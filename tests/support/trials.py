"""Made-up trials for tests."""

from datetime import date, timedelta
from typing import Any

import msgspec
import numpy as np

from charley.diary.nights import NightTable
from charley.services import trials
from charley.services.trials import Design, Opened, Refusal, Wish
from charley.trials.timeline import timeline
from support.people import NOW, someone


def opened(*, seed: int = 7, nonce: str | None = None, person: dict[str, Any] | None = None, **wish: Any) -> Opened:
    """A sealed trial of the healthy person."""
    found = trials.design(person or someone(), Wish(**wish), seed=seed, nonce=nonce, now=NOW)
    assert isinstance(found, Opened), found
    return found


def refused(person: dict[str, Any], **wish: Any) -> Refusal:
    """Why this person gets none."""
    found = trials.design(person, Wish(**wish), seed=7, now=NOW)
    assert isinstance(found, Refusal), found
    return found


def sealed(**wish: Any) -> Design:
    """The design alone."""
    return opened(**wish).design


def plain(document: Any) -> Any:
    """As JSON would hold it."""
    return msgspec.json.decode(msgspec.json.encode(document))


def kept(
    design: Design,
    *,
    ratio: float = 1.0,
    rate: float = 1.0,
    order: tuple[str, ...] | None = None,
    start: date = date(2026, 12, 1),
    share: float = 1.0,
    missing: float = 0.0,
    nights: int | None = None,
    seed: int = 3,
) -> NightTable:
    """A diary of a trial, drawn from the cramp model.

    Args:
        design: its plan.
        ratio: true rate ratio of the answer.
        rate: cramps a night without it.
        order: of a blind trial.
        start: the first night.
        share: of each dose that is taken.
        missing: chance that a night is not recorded.
        nights: how many; all by default.
        seed: of the draw.
    """
    random = np.random.default_rng(seed)
    size = design.nights if nights is None else nights
    chosen = order or design.sequence or ()
    stands = timeline(design, start, start + timedelta(days=size - 1))
    treated = {arm.id for arm in design.arms if design.answer in arm.parts}
    given = [float(s.period is not None and chosen[s.period - 1] in treated) for s in stands]
    level, built, cramps = 0.5 * random.standard_normal(), 0.0, []
    for a in given:
        built += (1 - 2 ** (-1 / 5)) * (a * share - built)
        level = 0.7 * level + 0.5 * np.sqrt(0.51) * random.standard_normal()
        mean = rate * np.exp(level + built * np.log(ratio))
        count = int(random.poisson(random.gamma(4.0, mean / 4.0)))
        cramps.append(None if random.random() < missing else count)
    return NightTable(
        start=start,
        cramps=tuple(cramps),
        observed=(1.0,) * size,
        doses={"magnesium": tuple(a * share for a in given)},
        covariates={},
    )
