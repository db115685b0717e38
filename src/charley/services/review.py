"""What one person's diary says so far: its nights in a row, and the engine's answer to them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from charley.diary.doses import daily_mg
from charley.diary.factors import factors
from charley.diary.journal import Journal
from charley.diary.nights import MAX_NIGHTS, NightTable, night_table, span
from charley.diary.records import CrampEpisode, Note, SideEffect
from charley.diary.unknowns import filled_with_mean
from charley.evidence.prior import TrialsPrior
from charley.services.following import GUT_SIGNS, PRESSURE_SIGNS, SEVERE_SIGNS, SOON_AFTER, rise_days
from charley.services.insight import Answer, Asked, analyse_table
from charley.services.patterns import Patterns, patterns_table

TREATMENT = "magnesium"
#: Most people begin once and go on. Cramps often fall by themselves in that time; that must not be read as an effect.
ASKED = Asked(trend=True)
#: The same with everything that tells how firm the answer is.
FIRM = ASKED._replace(check=True, priors="all", missing_nights=True, model_check=True)
#: A factor is looked at for patterns if its value is known on this share of the nights.
MOSTLY = 0.5


class Review(NamedTuple):
    """The nights of a diary and what they say.

    Attributes:
        table: from the first night that says something to the last night asked for.
        answer: of the engine; it says itself where it was not computed.
        target_mg: elemental mg of magnesium a day that count as the whole dose; None where none was taken.
        pains: for a night, the pain of each leg cramp whose pain was given.
        taken_mg: for a day, the elemental mg of magnesium noted.
        diet_changes: the days a change of diet was noted, with the person's words.
        too_much: the days with signs that can come from too much magnesium, with the signs and whether the dose had
            been raised shortly before.
    """

    table: NightTable
    answer: Answer
    target_mg: float | None
    pains: Mapping[date, Sequence[float]]
    taken_mg: Mapping[date, float]
    diet_changes: Sequence[tuple[date, str]]
    too_much: Sequence[tuple[date, str]]


def review(journal: Journal, *, last: date) -> Review | None:
    """Look at a whole diary.

    Args:
        journal: one person's.
        last: the night to end with, most often the last one that is over. Nights after the last entry count as not
            recorded.

    Returns:
        None where the diary says nothing of any night yet.
    """
    nights = nights_so_far(journal, last)
    if nights is None:
        return None
    table, target = nights
    pains: dict[date, list[float]] = defaultdict(list)
    for cramp in journal.of(CrampEpisode):
        if cramp.in_leg and cramp.pain is not None:
            pains[cramp.night].append(cramp.pain)
    return Review(
        table,
        analyse_table(table, asked=ASKED),
        target,
        pains=pains,
        taken_mg=daily_mg(journal.effective, TREATMENT),
        diet_changes=[(note.day, note.text) for note in journal.of(Note) if note.about == "diet_change"],
        too_much=signs_of_too_much(journal),
    )


def signs_of_too_much(journal: Journal) -> list[tuple[date, str]]:
    """The days on which signs were noted that can come from too much magnesium: gut, low pressure, and the grave ones.

    Args:
        journal: one person's.

    Returns:
        each day with its signs in words; "soon after a rise" where the dose was raised within days before.
    """
    signs: dict[date, set[str]] = defaultdict(set)
    for effect in journal.of(SideEffect):
        if effect.sign in GUT_SIGNS | PRESSURE_SIGNS | SEVERE_SIGNS:
            signs[effect.day].add(effect.sign.replace("_", " "))
    rises = rise_days(journal)
    said = []
    for day, found in sorted(signs.items()):
        soon = any(timedelta(0) <= day - rise <= SOON_AFTER for rise in rises)
        said.append((day, ", ".join(sorted(found)) + (", soon after a rise of the dose" if soon else "")))
    return said


def review_firmness(journal: Journal, *, last: date, trials: TrialsPrior) -> Answer | None:
    """How firm the answer is: other starting points, the nights left out, whether the calculation fits and is exact.

    Args:
        journal: one person's.
        last: as for :func:`review`.
        trials: what trials suggest for a person like this one.

    Returns:
        None where the diary says nothing of any night yet.
    """
    nights = nights_so_far(journal, last)
    if nights is None:
        return None
    return analyse_table(nights[0], asked=FIRM._replace(trials={TREATMENT: (trials.mean, trials.sd)}))


def review_patterns(journal: Journal, *, last: date, chosen: Collection[str] | None = None) -> Patterns | None:
    """Which noted things go with more or fewer cramps.

    Args:
        journal: one person's.
        last: as for :func:`review`.
        chosen: names of ``diary.factors.FACTORS``; by default all that were noted.

    Returns:
        None where the diary says nothing of any night yet.

    Raises:
        BadInput: for names that are not known.
    """
    nights = nights_so_far(journal, last)
    if nights is None:
        return None
    table, _ = nights
    rows = factors(journal.effective, table.dates, chosen)
    known = {name: row for name, row in rows.items() if sum(value is not None for value in row) >= len(row) * MOSTLY}
    notes: list[str] = []
    covariates = {name: filled_with_mean(name, row, notes) for name, row in known.items()}
    found = patterns_table(msgspec.structs.replace(table, covariates=covariates), notes)
    rarely = [name for name in rows if name not in known]
    return msgspec.structs.replace(found, left_out=[*found.left_out, *rarely])


def nights_so_far(journal: Journal, last: date) -> tuple[NightTable, float | None] | None:
    """The nights of a whole diary, and the amount that counts as the whole dose."""
    told = span(journal.effective)
    if told is None:
        return None
    end = max(last, told[1])
    first = max(told[0], end - timedelta(days=MAX_NIGHTS - 1))
    target = usual_daily_mg(journal)
    return night_table(journal.effective, first, end, target_mg={TREATMENT: target} if target else None), target


def usual_daily_mg(journal: Journal) -> float | None:
    """The amount of magnesium taken on most days, in elemental mg; the largest of equals, None without a dose."""
    counts = Counter(mg for mg in daily_mg(journal.effective, TREATMENT).values() if mg > 0)
    return max(counts, key=lambda mg: (counts[mg], mg), default=None)
