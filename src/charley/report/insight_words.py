"""More of the answer in plain sentences: amounts, patterns, other starting points, nights left out, a slow trend."""

from collections.abc import Sequence

from charley.report.answer_words import CLEAR, Range, chance

LAG_WORDS = ("on the same night", "one night later", "two nights later")
#: What each figure of the model check says where it lies too low, and where it lies too high.
CHECK_WORDS = {
    "zeros": ("fewer quiet nights than the calculation expects", "more quiet nights than the calculation expects"),
    "largest": ("a worst night milder than the calculation expects", "a night far worse than the calculation expects"),
    "weeks": ("weeks more alike than the calculation expects", "weeks that differ more than the calculation expects"),
    "memory": (
        "nights less like their neighbours than the calculation expects",
        "nights more like their neighbours than the calculation expects",
    ),
}
#: What each figure of the model check is.
CHECK_NAMES = {
    "zeros": "Share of quiet nights",
    "largest": "Cramps on the worst night",
    "weeks": "How far the weeks differ",
    "memory": "How alike neighbouring nights are",
}
#: The starting points by name.
PRIOR_NAMES = {
    "sceptical": "starting from doubt",
    "trials": "starting from what trials found",
    "flat": "starting from nothing",
}


def smallest_dose(name: str, smallest_mg: float | None, reason: str | None) -> str:
    """Which amount seems to work, if any."""
    if reason is not None:
        return f"No dose of {name} is shown to help: {reason}."
    if smallest_mg is None:
        return f"No dose of {name} is shown to help. That does not mean that none could."
    return (
        f"The smallest dose of {name} that seems to help is {smallest_mg:g} mg. A larger one is not better by itself."
    )


def dose_level(mg: float, nights: int, ratio: Range, p_fewer: float) -> str:
    """One amount."""
    return (
        f"{mg:g} mg on {_nights(nights)}: about {times(ratio)} as many cramps as without. "
        f"The chance of fewer is {chance(p_fewer)}."
    )


def link(exposure: str, lag: int, ratio: Range, *, yes_or_no: bool) -> str:
    """One pattern, as an association."""
    what = f"With {exposure}" if yes_or_no else f"With more {exposure}"
    way = "more" if ratio.middle > 1 else "fewer"
    return f"{what} there were {way} cramps {LAG_WORDS[lag]}: about {times(ratio)} as many."


def patterns(shown: int, asked: int, false_share: float) -> list[str]:
    """What stands before or after the links."""
    if not shown:
        return [f"We looked at {asked} possible links and none stands out from chance."]
    luck = max(1, round(100 * false_share))
    return [
        f"Of links found this way, about {luck} in 100 are luck.",
        "Going together is not the same as bringing it on. Something else may be behind both.",
    ]


#: What the shown links are held to, and when nothing is asked at all.
PATTERN_BOUND = (
    "A link stands out only while no more than about 1 in 10 of those standing out are expected to be luck. In diaries "
    "made up by chance alone, about 1 in 500 showed any."
)


def left_out(names: Sequence[str]) -> str:
    """What could not be asked about."""
    return f"Not looked at, as too few nights differ: {', '.join(names)}."


def not_asked(reason: str) -> str:
    """Why no patterns were looked for."""
    return f"No patterns were looked for: {reason}."


def under_prior(kind: str, ratio: Range, p_fewer: float) -> str:
    """The answer from one starting point."""
    begun = PRIOR_NAMES[kind].capitalize()
    return f"{begun}: about {times(ratio)} as many cramps; the chance of fewer is {chance(p_fewer)}."


def priors_agree(chances: Sequence[float]) -> str:
    """Whether the starting point matters."""
    if len({(p > CLEAR, p < 1 - CLEAR) for p in chances}) == 1:
        return "The verdict is the same whatever we start from."
    return "The verdict depends on what we start from, so the diary alone does not settle it yet."


def missing_nights(
    name: str, *, verdict: str, nights: int, count: int | None, most: int, usual: float, on: bool
) -> str:
    """What one kind of unrecorded night would need to have held."""
    kind = f"with {name}" if on else f"without {name}"
    if not nights:
        return f"No night {kind} was left out."
    if count is None:
        held = f"the {_nights(nights)} {kind} that were left out"
        return f"Whatever {held} held, up to {most} cramps each, the verdict stands."
    cramps = "1 cramp" if count == 1 else f"{count} cramps"
    turned = "would no longer be clear" if verdict != "undecided" else "would become clear"
    return (
        f"If each of the {_nights(nights)} {kind} that were left out had {cramps}, the verdict {turned}. "
        f"A night you wrote down had {usual:.1f}."
    )


def model_check(light: str, worst: str, *, too_high: bool) -> str:
    """The traffic light with its reason."""
    if light == "green":
        return "Green: the calculation fits this diary."
    said = CHECK_WORDS[worst][too_high]
    if light == "amber":
        return f"Amber: take the answer with care. This diary has {said}."
    return f"Red: do not lean on this answer. This diary has {said}."


def checked(draws: int, largest_move: float) -> str:
    """What the stronger check found, where it let the answer stand.

    Args:
        draws: how many.
        largest_move: of any mean, in its own standard deviations.
    """
    share = max(1, round(100 * largest_move))
    return (
        f"The calculation takes short cuts. Weighed against the exact one with {draws:,} draws, no middle moved by "
        f"more than {share} % of its own uncertainty."
    )


def slow_trend(ratio: Range) -> str:
    """What the cramps did by themselves from the first night to the last."""
    if ratio.low > 1 or ratio.high < 1:
        way = "rose" if ratio.middle > 1 else "fell"
        return f"By themselves cramps {way} from the first night to the last, to about {times(ratio)}."
    return f"By themselves cramps may have changed a little, to about {times(ratio)}; it could be no change."


def times(ratio: Range) -> str:
    """A rate ratio with its range: "0.8 times (0.5 to 1.2)"."""
    return f"{ratio.middle:.2g} times ({ratio.low:.2g} to {ratio.high:.2g})"


def _nights(count: int) -> str:
    return "1 night" if count == 1 else f"{count} nights"
