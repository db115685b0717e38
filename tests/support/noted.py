"""Half a year of nights with what was noted on their evenings, and a link between the two that is known."""

from datetime import date, datetime, time, timedelta
from random import Random

from charley.dates import Moment
from charley.diary.records import AnyEntry, Drink, Exposure, NightCount

NIGHTS = 180


def noted(link: float, *, first: date) -> list[AnyEntry]:
    """Alcohol on three in ten evenings, with ``link`` times the cramps that night; heat, and three weeks of water."""
    random = Random(4)
    entries: list[AnyEntry] = []
    for number in range(NIGHTS):
        night = first + timedelta(days=number)
        evening = Moment(wall=datetime.combine(night, time(19)))
        morning = Moment(wall=datetime.combine(night + timedelta(days=1), time(8)))
        drank = random.random() < 0.3
        rate = 0.8 * (link if drank else 1.0)
        count = sum(random.random() < rate / 12 for _ in range(12))
        entries.append(NightCount(id=f"night-{number:04d}", at=morning, night=night, cramps=count))
        if drank:
            entries.append(Exposure(id=f"drink-{number:04d}", at=evening, what="alcohol"))
        if random.random() < 0.4:
            entries.append(Exposure(id=f"heat-{number:05d}", at=evening, what="heat"))
        if number < 20:
            entries.append(Drink(id=f"water-{number:04d}", at=evening, ml=200 + 10 * number))
    return entries
