"""Items 13 to 25 of a trial's report: what became of it, what it found, and what that is worth."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import numpy as np

from charley.report import trial_report_pictures
from charley.report.sheet import Table
from charley.report.trial_report import Item, Part, Told, not_applicable
from charley.report.trial_report_methods import ONE_PERSON
from charley.trials.analysis import Effect
from charley.trials.blinding import blinding

#: Number of the first item here.
FIRST = 13
EARLY = "the trial is not over, and nothing is shown before its end"


def results(told: Told) -> Iterator[Item]:
    """The items in order."""
    for number, (topic, parts) in enumerate(_ITEMS.items(), start=FIRST):
        yield Item(number=number, topic=topic, parts=tuple(parts(told)))


def _flow(told: Told) -> Iterator[Part]:
    asks = "Periods as planned and as they went"
    seen = told.found.nights
    said = [f"{seen.passed} of {seen.planned} nights passed; {seen.recorded} were recorded, {seen.late} of them late."]
    adherence = told.found.adherence
    if adherence is not None:
        said.append(f"{adherence.share:.0%} of the planned doses were noted as taken.")
    if not told.shows_order:
        yield Part(letter="a", asks=asks, said=tuple(said), run=told.id)
    else:
        head = ("Period", "Arm", "First night", "Last night", "Nights", "Recorded")
        table = Table(head=head, rows=tuple(_period_rows(told)), right=(4, 5), narrow=(0, 1))
        yield Part(letter="a", asks=asks, said=tuple(said), table=table, run=told.id)
    pauses = [f"paused {first} to {end or 'not yet over'}" for first, end in told.papers.design.pauses]
    unseen = seen.passed - seen.recorded
    yield Part(
        letter="b",
        asks="Losses and interruptions",
        said=(f"{unseen} nights that passed were not recorded; they count as unknown and never as zero.",
              f"Pauses: {'; '.join(pauses) or 'none'}."),
        run=told.id,
    )  # fmt: skip
    yield not_applicable("Flow of people", ONE_PERSON, "c")


def _period_rows(told: Told) -> Iterator[tuple[str, ...]]:
    for number, arm in enumerate(told.run.order, start=1):
        at = [i for i, stand in enumerate(told.run.stands) if stand.period == number]
        if not at:
            yield str(number), arm, "not reached", "", "0", "0"
            continue
        nights = [told.run.stands[i].night for i in at]
        recorded = sum(not np.isnan(told.run.counts[i]) for i in at)
        yield str(number), arm, f"{nights[0]}", f"{nights[-1]}", str(len(nights)), str(recorded)


def _dates(told: Told) -> Iterator[Part]:
    first, last = told.run.stands[0].night, told.run.stands[-1].night
    yield Part(letter="a", asks="Dates", said=(f"First night {first}, last night of this record {last}.",))
    stops = [each for each in told.papers.design.amendments if each.what == "stop"]
    asks = "Stopped early"
    if stops and told.found.state == "stopped":
        yield Part(letter="b", asks=asks, said=(f"Yes, on {stops[0].on}. Reason: {stops[0].why}",))
    else:
        yield Part(letter="b", asks=asks, said=("No." if told.is_over else "Not so far.",))


def _baseline(told: Told) -> Iterator[Part]:
    at = [i for i, stand in enumerate(told.run.stands) if stand.phase == "baseline"]
    seen = [i for i in at if not np.isnan(told.run.counts[i])]
    cramps = int(sum(told.run.counts[i] for i in seen))
    observed = float(sum(told.run.observed[i] for i in seen))
    per_week = f"{7 * cramps / observed:.1f}" if observed else "not known"
    yield Part(
        asks="The nights before anything was changed",
        said=("Counted as everything else.",),
        table=Table(
            head=("Nights", "Recorded", "Cramps", "Cramps a week"),
            rows=((str(len(at)), str(len(seen)), str(cramps), per_week),),
            right=(0, 1, 2, 3),
        ),
        run=told.id,
    )


def _analysed(told: Told) -> Iterator[Part]:
    asks = "Numbers analysed, by arm"
    if told.found.state == "too_early" or not told.shows_order:
        yield not_applicable(asks, EARLY)
        return
    arms, counts = told.run.arms, told.run.counts
    rows = []
    for arm in told.papers.design.arms:
        nights = [i for i, each in enumerate(arms) if each == arm.id]
        recorded = [i for i in nights if not np.isnan(counts[i])]
        periods = {told.run.stands[i].period for i in recorded}
        rows.append((f"{arm.id}, {arm.name}", str(len(periods)), str(len(nights)), str(len(recorded))))
    yield Part(
        asks=asks,
        said=("All recorded nights, by the arm that was drawn, whatever was taken. Baseline nights have a level "
              "of their own.",),
        table=Table(head=("Arm", "Periods", "Nights", "Recorded"), rows=tuple(rows), right=(1, 2, 3)),
        run=told.id,
    )  # fmt: skip


def _estimation(told: Told) -> Iterator[Part]:
    found, design = told.found, told.papers.design
    each, effect = "Results of each period", "Size of the effect, with its interval"
    if found.as_assigned is None:
        reason = EARLY if told.found.state == "too_early" else f"there is no answer: {found.reason or 'not computed'}"
        yield not_applicable(each, reason, "a.1")
        yield not_applicable(effect, reason, "a.2")
    else:
        picture = trial_report_pictures.periods(design, found.periods, told.run.treated)
        table = Table(
            head=("Period", "Arm", "Nights counted", "Cramps", "Cramps a week"),
            rows=tuple(
                (str(p.number), p.arm, f"{p.nights:.3g}", str(p.cramps), _told(p.per_week)) for p in found.periods
            ),
            right=(2, 3, 4),
        )
        yield Part(
            letter="a.1",
            asks=each,
            said=(f"The first {design.discard_days} nights of each period are left out here and not in the model.",),
            table=table,
            pictures=() if picture is None else (picture,),
            run=told.id,
        )
        yield Part(letter="a.2", asks=effect, said=tuple(_effect(found.as_assigned)), run=told.id)
    yield not_applicable("Shares and risks", "the outcome is a count and not yes or no", "b")


def _effect(effect: Effect) -> Iterator[str]:
    ratio, log, avoided = effect.rate_ratio, effect.log_rate_ratio, effect.avoided_per_week
    yield (
        f"Rate ratio {ratio.q50:.2f} (95 % interval {ratio.q025:.2f} to {ratio.q975:.2f}); log rate ratio "
        f"{log.mean:.3f}, standard deviation {log.sd:.3f}."
    )
    yield f"Cramps avoided a week {avoided.q50:.1f} ({avoided.q025:.1f} to {avoided.q975:.1f})."
    yield (
        f"Probability of fewer cramps {effect.p_fewer:.3f}; of a change worth the trouble {effect.p_worthwhile:.3f}."
    )


def _told(number: float | None) -> str:
    return "not known" if number is None else f"{number:.1f}"


def _ancillary(told: Told) -> Iterator[Part]:
    found, asks = told.found, "What stands beside the answer; the verdict rests on none of it"
    if found.as_assigned is None:
        early = told.found.state == "too_early"
        yield not_applicable(asks, EARLY if early else "there is no answer that they could stand beside")
        return
    picture = trial_report_pictures.answers(found)
    yield Part(
        asks=f"{asks}. Fixed by the program before the first night",
        said=tuple(_beside(told)),
        pictures=() if picture is None else (picture,),
        run=told.id,
    )


def _beside(told: Told) -> Iterator[str]:
    found = told.found
    test, sizes, tip = found.randomisation, found.effect_sizes, found.tipping
    if test is None:
        yield "No exact test: in no block was every period recorded."
    else:
        yield (
            f"Exact test on {test.blocks} blocks: {test.fewer_per_week:+.2f} cramps a week fewer, one-sided p "
            f"{test.p:.3f}, two-sided {test.p_two_sided:.3f}; p cannot be below {test.smallest_p:.3f}."
        )
    if sizes is not None:
        yield f"Measures of single-case research: NAP {sizes.nap:.2f}, Tau {sizes.tau:.2f}, Tau-U {sizes.tau_u:.2f}."
        if sizes.log_response_ratio is not None and sizes.log_response_ratio_se is not None:
            error = f"standard error {sizes.log_response_ratio_se:.2f}"
            yield f"Log response ratio {sizes.log_response_ratio:.2f} ({error})."
    if tip is not None:
        yield (
            f"{tip.treated_nights} unrecorded nights with it, {tip.other_nights} others. Cramps on each that would "
            f"turn the verdict: {_count(tip.treated_count, tip.most)} and {_count(tip.other_count, tip.most)}."
        )
    if found.placebo is not None:
        share = found.placebo
        known = (
            f"How much the dummy pill did cannot be said: {share.reason}"
            if share.q50 is None
            else f"Share of the dummy pill {share.q50:.0%} ({share.q025:.0%} to {share.q975:.0%})"
        )
        yield f"{known}."
    if found.exchange is not None:
        net = found.exchange.net_per_week
        yield (
            f"At {found.exchange.cramps_per_day:g} cramps for a day of side effects: {net.q50:.1f} cramps a week "
            f"avoided net ({net.q025:.1f} to {net.q975:.1f})."
        )
    yield from _blinded(told)


def _blinded(told: Told) -> Iterator[str]:
    guessed = told.papers.dossier.guessed()
    check = blinding(guessed) if len({each.truth for each in guessed}) <= 2 else None
    if check is None:
        return
    james = check.james
    index = (
        "not known" if james.value is None else f"{james.value:.2f} ({_ends(james.low, james.high)}); 0.5 is guessing"
    )
    yield f"Guesses after periods: {check.right} of {check.guesses} right. James index {index}."
    for arm, bang in check.bang.items():
        if bang.value is not None:
            yield f"Bang index of {arm}: {bang.value:.2f} ({_ends(bang.low, bang.high)}); 0 is guessing."


def _ends(low: float | None, high: float | None) -> str:
    return "no interval" if low is None or high is None else f"{low:.2f} to {high:.2f}"


def _count(count: int | None, most: int) -> str:
    return f"none up to {most}" if count is None else str(count)


def _harms(told: Told) -> Iterator[Part]:
    noted, asks = told.papers.unwanted, "Side effects, by arm"
    if noted is None:
        yield not_applicable(asks, "this diary is a table of nights, which has no place for them")
        return
    if not noted:
        yield Part(asks=asks, said=("None was noted. That none was noted does not say that there was none.",))
        return
    where = {stand.night: arm for stand, arm in zip(told.run.stands, told.run.arms, strict=True)}
    hidden = not told.shows_order
    counted = Counter((each.sign, _arm(where, each.day, hidden=hidden), each.severity) for each in noted)
    rows = tuple(
        (sign.replace("_", " "), arm, severity or "not said", str(times))
        for (sign, arm, severity), times in sorted(counted.items(), key=lambda row: [str(part) for part in row[0]])
    )
    yield Part(
        asks=asks,
        said=("As the person noted them; nobody judged where they came from.",),
        table=Table(head=("What", "Arm", "How bad", "Times"), rows=rows, right=(3,)),
        run=told.id,
    )


def _arm(where: dict[date, str | None], day: date, *, hidden: bool) -> str:
    if day not in where:
        return "outside"
    return "hidden" if hidden else where[day] or "none"


def _limits(told: Told) -> Iterator[Part]:
    found, design = told.found, told.papers.design
    said = ["The person counts their own cramps, and may count more loosely in some weeks than in others."]
    if not design.blind:
        said.append("The trial was open, so hope can do a part of the work.")
    if found.light is not None:
        said.append(f"Check of the model, {found.light.light}: {found.light.reason}.")
    if found.adherence is not None and found.adherence.poor:
        said.append("Fewer than four fifths of the planned doses were noted.")
    if found.confounded_from is not None:
        said.append(
            f"Something else was changed on {found.confounded_from}; the two cannot be told apart from then on."
        )
    if design.looks:
        said.append("Looks before the end were planned; each makes luck likelier to pass as an effect.")
    yield Part(asks="Bias, imprecision, many looks", said=tuple(said), run=told.id)


def _general(told: Told) -> Iterator[Part]:  # noqa: ARG001
    yield Part(asks="For whom it holds", said=("For this person, in this time of their life. Nobody else.",))


def _interpretation(told: Told) -> Iterator[Part]:
    said = list(told.words)
    decided = [
        f"The person decided, apart from the result: {each.what} (on {each.on}){f'; {each.why}' if each.why else ''}."
        for each in told.papers.decisions
    ]
    yield Part(asks="What follows", said=(*said, *decided), run=told.id)


def _registration(told: Told) -> Iterator[Part]:
    yield not_applicable(
        "Register and number",
        f"it is in no register; its seal ({told.papers.design.fingerprint}) shows whether the plan was changed",
    )


def _protocol(told: Told) -> Iterator[Part]:
    design = told.papers.design
    yield Part(
        asks="Where the protocol can be seen",
        said=(f"In the sealed design, which comes with the trial's bundle: {design.protocol}, written by "
              f"{design.program} with facts {design.facts}.",),
    )  # fmt: skip


def _funding(told: Told) -> Iterator[Part]:  # noqa: ARG001
    yield not_applicable("Money and its part", "it is the person's own trial, and of any money nothing was told")


#: Topic -> what writes its points.
_ITEMS = {
    "Flow of periods": _flow,
    "Dates": _dates,
    "Baseline": _baseline,
    "Numbers analysed": _analysed,
    "Outcome and estimation": _estimation,
    "Ancillary analyses": _ancillary,
    "Harms": _harms,
    "Limitations": _limits,
    "Generalisability": _general,
    "Interpretation": _interpretation,
    "Registration": _registration,
    "Protocol": _protocol,
    "Funding": _funding,
}
