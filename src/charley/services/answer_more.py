"""What is said of whatever was asked for beside the answer itself, alike in the app and in ``charley analyse``."""

from collections.abc import Iterator, Mapping

from charley.report import insight_words as words
from charley.report.answer_words import Range
from charley.services.cramp_model import Spread
from charley.services.firmness import MissingNights, ModelCheck, UnderPrior
from charley.services.insight import CheckNote, DoseLevels, PosteriorDocument
from charley.services.patterns import Patterns

Section = tuple[str, list[str]]


def said(document: PosteriorDocument) -> Iterator[Section]:
    """Headings with their sentences, in the order in which they are printed."""
    for name, levels in document.dose_levels.items():
        yield f"{name} by amount", amounts(name, levels)
    if document.slow_trend is not None:
        yield "Slow trend", [words.slow_trend(range_of(document.slow_trend))]
    if document.weekdays is not None:
        days = [f"{day}: {words.times(range_of(spread))}" for day, spread in document.weekdays.items()]
        yield "Weekdays, against an average one", days
    for name, answers in (document.priors or {}).items():
        yield f"{name} from other starting points", [*from_each_start(answers).values(), starts_agree(answers)]
    for name, turned in (document.missing_nights or {}).items():
        yield f"{name} and the nights left out", left_out(name, turned)
    if document.model_check is not None:
        yield "Does the calculation fit?", [fits(document.model_check)]
    if document.engine.check is not None:
        yield "Checked by sampling", [checked(document.engine.check)]
    if document.patterns is not None:
        yield "Patterns", links(document.patterns)


def amounts(name: str, levels: DoseLevels) -> list[str]:
    """The smallest amount that seems to work, if any, and then each amount."""
    lines = [
        words.dose_level(each.mg, each.nights, range_of(each.rate_ratio), each.p_below_1) for each in levels.levels
    ]
    return [words.smallest_dose(name, levels.smallest_mg, levels.reason), *lines]


def from_each_start(answers: Mapping[str, UnderPrior]) -> dict[str, str]:
    """The answer from each starting point that gave one."""
    return {
        kind: words.under_prior(kind, range_of(under.rate_ratio), under.p_below_1)
        for kind, under in answers.items()
        if under.rate_ratio is not None and under.p_below_1 is not None
    }


def starts_agree(answers: Mapping[str, UnderPrior]) -> str:
    """Whether the starting point matters."""
    return words.priors_agree([under.p_below_1 for under in answers.values() if under.p_below_1 is not None])


def fits(found: ModelCheck) -> str:
    """The traffic light with its reason."""
    worst = next(check for check in found.checks if check.name == found.worst)
    return words.model_check(found.light, found.worst, too_high=worst.found > worst.middle)


def checked(found: CheckNote) -> str:
    """The stronger check."""
    return words.checked(found.draws, found.largest_move)


def left_out(name: str, turned: MissingNights) -> list[str]:
    """What the unrecorded nights with and without a treatment would need to have held."""
    kinds = ((True, turned.with_nights, turned.with_count), (False, turned.without_nights, turned.without_count))
    return [
        words.missing_nights(
            name, verdict=turned.verdict, nights=nights, count=count, most=turned.most, usual=turned.usual, on=on
        )
        for on, nights, count in kinds
    ]


def links(found: Patterns) -> list[str]:
    """The links that stand out, or that none does, or why nothing was asked."""
    if found.reason is not None:
        return [words.not_asked(found.reason)]
    lines = [
        words.link(each.exposure, each.lag, range_of(each.rate_ratio), yes_or_no=each.yes_or_no) for each in found.shown
    ]
    lines += words.patterns(len(found.shown), len(found.links), found.expected_false_share)
    return [*lines, words.left_out(found.left_out)] if found.left_out else lines


def range_of(spread: Spread) -> Range:
    """Middle and limits."""
    return Range(spread.q025, spread.q50, spread.q975)
