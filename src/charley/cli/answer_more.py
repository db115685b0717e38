"""What ``charley analyse`` prints of whatever was asked for beside the answer itself."""

from collections.abc import Iterator

from charley.report import insight_words as words
from charley.report.answer_words import Range
from charley.services.cramp_model import Spread
from charley.services.firmness import MissingNights
from charley.services.insight import DoseLevels, PosteriorDocument
from charley.services.patterns import Patterns

Section = tuple[str, list[str]]


def said(document: PosteriorDocument) -> Iterator[Section]:
    """Headings with their sentences, in the order in which they are printed."""
    for name, levels in document.dose_levels.items():
        yield f"{name} by amount", _amounts(name, levels)
    if document.slow_trend is not None:
        yield "Slow trend", [words.slow_trend(_range(document.slow_trend))]
    if document.weekdays is not None:
        days = [f"{day}: {words.times(_range(spread))}" for day, spread in document.weekdays.items()]
        yield "Weekdays, against an average one", days
    for name, answers in (document.priors or {}).items():
        usable = [
            (kind, _range(under.rate_ratio), under.p_below_1)
            for kind, under in answers.items()
            if under.rate_ratio is not None and under.p_below_1 is not None
        ]
        lines = [words.under_prior(*each) for each in usable]
        yield f"{name} from other starting points", [*lines, words.priors_agree([p for _, _, p in usable])]
    for name, turned in (document.missing_nights or {}).items():
        yield f"{name} and the nights left out", _left_out(name, turned)
    if document.model_check is not None:
        found = document.model_check
        worst = next(check for check in found.checks if check.name == found.worst)
        yield (
            "Does the calculation fit?",
            [words.model_check(found.light, found.worst, too_high=worst.found > worst.middle)],
        )
    if document.patterns is not None:
        yield "Patterns", _patterns(document.patterns)


def _amounts(name: str, levels: DoseLevels) -> list[str]:
    lines = [words.dose_level(each.mg, each.nights, _range(each.rate_ratio), each.p_below_1) for each in levels.levels]
    return [words.smallest_dose(name, levels.smallest_mg, levels.reason), *lines]


def _left_out(name: str, turned: MissingNights) -> list[str]:
    kinds = ((True, turned.with_nights, turned.with_count), (False, turned.without_nights, turned.without_count))
    return [
        words.missing_nights(
            name, verdict=turned.verdict, nights=nights, count=count, most=turned.most, usual=turned.usual, on=on
        )
        for on, nights, count in kinds
    ]


def _patterns(found: Patterns) -> list[str]:
    if found.reason is not None:
        return [words.not_asked(found.reason)]
    lines = [
        words.link(each.exposure, each.lag, _range(each.rate_ratio), yes_or_no=each.yes_or_no) for each in found.shown
    ]
    lines += words.patterns(len(found.shown), len(found.links), found.expected_false_share)
    return [*lines, words.left_out(found.left_out)] if found.left_out else lines


def _range(spread: Spread) -> Range:
    return Range(spread.q025, spread.q50, spread.q975)
