"""A made-up person and a made-up diary, to look around in. The same seed and last night give the same diary."""

import json
import math
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from charley.dates import Moment, nights
from charley.diary.records import AnyEntry, CrampEpisode, DoseTaken, QuietNight, Sleep
from charley.services.intake import food_by_id, food_eaten

SEED = 7
NIGHTS = 124
#: The made-up person starts to take magnesium after so many nights.
DOSE_FROM = 45
DOSE_MG = 100.0
#: Two stretches without any entry, as counted from the first night: a journey and an illness.
AWAY = (range(28, 34), range(88, 92))
#: Chances and levels the diary is drawn from; they describe nobody.
FORGETS, MISSES_DOSE, TELLS_MORE = 0.09, 0.12, 0.75
CRAMPS_A_NIGHT, WITH_DOSE = 0.62, 0.66
#: Food is noted on the last days before ``until``, by how many days before, without the third: one day is forgotten.
FOOD_DAYS = (1, 2, 4, 5, 6, 7, 8)
#: An ordinary day of food: the hour, the food and how much. Every other day has the second lunch and supper.
BREAKFAST = ((8, "fdc:174924", "2 slices"), (8, "fdc:173410", "2 tbsp"), (8, "fdc:171890", "2 cups"))
LUNCH = (
    ((13, "fdc:172684", "2 slices"), (13, "fdc:173414", "1 oz"), (13, "fdc:170457", "1"), (16, "fdc:174987", "1")),
    ((13, "fdc:172421", "½ cup"), (13, "fdc:170457", "1"), (16, "fdc:171688", "1"), (16, "fdc:170273", "20 g")),
)
SUPPER = (
    ((19, "fdc:171477", "120 g"), (19, "fdc:168878", "1 cup"), (19, "fdc:169967", "80 g"), (20, "fdc:173944", "1")),
    ((19, "fdc:170440", "200 g"), (19, "fdc:171956", "120 g"), (20, "fdc:170273", "15 g")),
)

SAMPLE_PROFILE = json.dumps(
    {
        "setting": "EU",
        "age_years": 58,
        "sex": "female",
        "pregnant": False,
        "lactating": False,
        "conditions": [],
        "egfr_ml_min": 88,
        "medicines": [{"name": "levothyroxine", "dose": "75 mcg", "times": ["07:00"]}],
        "supplements": [],
        "diet_magnesium_mg": 200,
        "symptoms": ["painful calf cramps in bed"],
        "schedule": {"wake": "07:00", "bed": "22:30", "meals": ["07:45", "12:30", "18:30"]},
        "goal": "fewer night cramps",
    }
)


def sample_entries(*, until: date, seed: int = SEED) -> list[AnyEntry]:
    """The made-up diary, ending with the night before ``until``."""
    chance = Random(seed)  # noqa: S311 drawn to be the same each time, not to be secret
    first = until - timedelta(days=NIGHTS)
    drawn: list[AnyEntry] = []
    for number, night in enumerate(nights(first, until - timedelta(days=1))):
        if any(number in stretch for stretch in AWAY):
            continue
        drawn += _dose(chance, night) if number >= DOSE_FROM else ()
        drawn += _night(chance, night, dosed=number >= DOSE_FROM)
    return drawn + [entry for back in FOOD_DAYS for entry in _food(chance, until - timedelta(days=back))]


def _food(chance: Random, day: date) -> Iterator[AnyEntry]:
    """What the made-up person ate on a day, in everyday portions."""
    kind = day.toordinal() % 2
    for hour, food, amount in (*BREAKFAST, *LUNCH[kind], *SUPPER[kind]):
        yield food_eaten(food_by_id(food), amount, _at(day, hour, chance.randint(0, 25)), entry_id=_id(chance))


def _dose(chance: Random, night: date) -> Iterator[AnyEntry]:
    if chance.random() < MISSES_DOSE:
        return
    at = _at(night, 21, chance.randint(10, 50))
    yield DoseTaken(id=_id(chance), at=at, entered=at, form="glycinate", elemental_mg=DOSE_MG, with_food=False)


def _night(chance: Random, night: date, *, dosed: bool) -> Iterator[AnyEntry]:
    if chance.random() < FORGETS:
        return
    # The level drifts slowly, as real diaries do, so that the picture is no straight line.
    drift = 1 + 0.35 * math.sin(night.toordinal() / 17)
    cramps = _poisson(chance, CRAMPS_A_NIGHT * drift * (WITH_DOSE if dosed else 1))
    morning = _at(night, 31, chance.randint(0, 40))
    if not cramps:
        yield QuietNight(id=_id(chance), at=morning, entered=morning, night=night)
    for _ in range(cramps):
        yield _cramp(chance, night)
    if chance.random() < 0.6:
        rating = max(1, 4 - cramps + chance.choice((0, 0, 1)))
        yield Sleep(id=_id(chance), at=morning, entered=morning, night=night, rating=rating, cramp_wakings=cramps)


def _cramp(chance: Random, night: date) -> AnyEntry:
    at = _at(night, chance.choice((24, 25, 26, 27, 27, 28)), chance.randint(0, 59))
    if chance.random() > TELLS_MORE:
        return CrampEpisode(id=_id(chance), at=at, entered=at)
    return CrampEpisode(
        id=_id(chance),
        at=at,
        entered=at,
        site=chance.choice(("calf", "calf", "calf", "foot", "toes")),
        side=chance.choice(("left", "left", "right")),
        pain=min(10, max(2, round(chance.gauss(6, 1.6)))),
        duration_s=float(chance.choice((30, 45, 60, 90, 120, 180))),
        doing="asleep",
        woke=True,
    )


def _poisson(chance: Random, mean: float) -> int:
    """A Poisson draw by multiplying uniforms (Knuth)."""
    floor, product, count = math.exp(-mean), chance.random(), 0
    while product > floor:
        product *= chance.random()
        count += 1
    return count


def _at(night: date, hour: int, minute: int) -> Moment:
    """A wall time counted on from the day the night begins: hour 27 is three in the morning."""
    return Moment(wall=datetime.combine(night, time()) + timedelta(hours=hour, minutes=minute))


def _id(chance: Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
