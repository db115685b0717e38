"""Items 1 to 12 of a trial's report: what was asked, how it was done, and how it was to be judged."""

import math
from collections.abc import Iterator, Mapping, Sequence

from charley.knowledge.figures import figures
from charley.knowledge.printed import value
from charley.report import trial_words
from charley.report.sheet import Table
from charley.report.trial_report import Item, Part, Told, not_applicable
from charley.trials.design import Arm, Design

#: The pooled difference of magnesium and dummy pills.
POOLED = "mg-count"
ONE_PERSON = "there is one person, and no series of trials"


def methods(told: Told) -> Iterator[Item]:
    """The items in order."""
    for number, (topic, parts) in enumerate(_ITEMS.items(), start=1):
        yield Item(number=number, topic=topic, parts=tuple(parts(told)))


def _title(told: Told) -> Iterator[Part]:
    design = told.papers.design
    yield Part(letter="a", asks="Named as a trial in one person", said=(f"N-of-1 trial. {design.question}",))
    yield Part(
        letter="b",
        asks="Summary",
        said=(f"{_lengths(design)} Outcome: {design.outcome}.", told.words[0], *_number(told)),
        run=told.id,
    )


def _number(told: Told) -> Iterator[str]:
    effect = told.found.as_assigned
    if effect is not None:
        ratio = effect.rate_ratio
        yield (
            f"Cramps with {_treated(told).name} were {ratio.q50:.2f} times those without (95 % interval "
            f"{ratio.q025:.2f} to {ratio.q975:.2f})."
        )


def _background(told: Told) -> Iterator[Part]:
    design = told.papers.design
    row = figures()[POOLED]
    known = (
        f"In pooled trials magnesium changed cramps by {value(row.value):+.2f} a week against a dummy pill (95 % "
        f"interval {value(row.low or row.value):+.2f} to {value(row.high or row.value):+.2f}; {row.who}; "
        f"{row.sources[0].title})."
        if design.answer == "magnesium"
        else "What trials found in others is on the page of what is known."
    )
    yield Part(letter="a.1", asks="Background", said=(known,))
    yield Part(
        letter="a.2",
        asks="Why in one person",
        said=("An average says little of one person. Cramps come and go by themselves, so the order was left to the "
              "lot.",),
    )  # fmt: skip
    line = design.rule.worthwhile
    yield Part(
        letter="b",
        asks="Objective",
        said=(
            f"Whether {_treated(told).name} lowers the count of cramps against {_against(told).name}; a change is "
            f"worth the trouble from {1 - line:.0%} fewer on.",
        ),
    )


def _design(told: Told) -> Iterator[Part]:
    design = told.papers.design
    left_out = f"The first {design.discard_days} nights of each period are left out of the comparison of periods."
    yield Part(
        letter="a",
        asks="Design, periods and their lengths",
        said=(_lengths(design), left_out if design.discard_days else "No night of a period is left out."),
    )
    asks = "Changes after the trial began, with reasons"
    if not design.amendments:
        yield Part(letter="b", asks=asks, said=("None. What was sealed stands as it was sealed.",))
        return
    rows = tuple(
        (
            f"{each.on:%Y-%m-%d}",
            f"{each.what.replace('_', ' ')}{f' until {each.until}' if each.until else ''}",
            each.why,
        )
        for each in design.amendments
    )
    yield Part(
        letter="b",
        asks=asks,
        said=("Amendments stand beside the sealed design, each with its date; none changes the order.",),
        table=Table(head=("Date", "What", "Why"), rows=rows, narrow=(0, 1)),
    )


def _participant(told: Told) -> Iterator[Part]:
    person = told.papers.person
    yield Part(letter="a", asks="The person, conditions and medicines", said=tuple(_about(person)))
    yield Part(letter="b", asks="Where", said=("At home. The person kept the diary; nobody visited.",))
    yield not_applicable(
        "Research, and an ethics committee",
        "it is a trial of the person's own, for their own decision, so no committee was asked",
        "c",
    )


def _about(person: Mapping[str, object] | None) -> Iterator[str]:
    if person is None:
        yield "Leg cramps, by the person's own account. Nothing else about the person is in this record."
        return
    yield "Leg cramps, by the person's own account."
    yield f"Age {_known(person.get('age_years'))}, sex {_known(person.get('sex'))}."
    for name, words in (("conditions", "Conditions"), ("medicines", "Medicines"), ("supplements", "Supplements")):
        yield f"{words}: {_listed(person.get(name))}."


def _known(given: object) -> str:
    return "not told" if given is None else f"{given:g}" if isinstance(given, float) else str(given)


def _listed(given: object) -> str:
    if not isinstance(given, Sequence) or isinstance(given, str):
        return "not told"
    names = [str(each.get("name", "not named")) if isinstance(each, Mapping) else str(each) for each in given]
    return ", ".join(names) or "none"


def _interventions(told: Told) -> Iterator[Part]:
    design = told.papers.design
    rows = tuple((f"{arm.id}, {arm.name}", _done(arm)) for arm in design.arms)
    yield Part(
        asks="What was done in each period",
        said=("Amounts are elemental magnesium, from the person's own plan as the safety screen cleared it."
              if any(arm.doses for arm in design.arms) else "Nothing with magnesium was swallowed for this trial.",),
        table=Table(head=("Arm", "Each day of its periods"), rows=rows, narrow=(0,)),
    )  # fmt: skip


def _done(arm: Arm) -> str:
    doses = "; ".join(trial_words.dose_line(dose) for dose in arm.doses)
    return " ".join(filter(None, (doses, *arm.how))) or ("a dummy, at the same times" if arm.parts else "nothing")


def _outcomes(told: Told) -> Iterator[Part]:
    yield Part(
        letter="a.1",
        asks="Outcome chosen beforehand",
        said=(f"{told.papers.design.outcome.capitalize()}. It is the only one the verdict is about.",),
    )
    yield Part(
        letter="a.2",
        asks="How well the measure measures",
        said=("The person counts their own cramps, by touch of a button or the next morning. How well such counts "
              "agree with another observer's is not known.",),
    )  # fmt: skip
    yield not_applicable("Changes of the outcome", "it is sealed and cannot be changed", "b")


def _size(told: Told) -> Iterator[Part]:
    design = told.papers.design
    yield Part(
        letter="a",
        asks="How the length was chosen",
        said=(f"By the person, before sealing. With {design.orders} orders that could be drawn, no comparison of "
              f"periods alone can be surer than p {design.smallest_p:.3f}.",),
    )  # fmt: skip
    looks = ", ".join(map(str, design.looks))
    planned = f"Looks were planned after nights {looks}." if looks else "No look before the end was planned."
    stops = tuple(rule.message for rule in design.stop_rules)
    yield Part(letter="b", asks="Looks and rules to stop", said=(planned, *stops))


def _sequence(told: Told) -> Iterator[Part]:
    design = told.papers.design
    yield Part(
        letter="a",
        asks="How the order came about",
        said=(f"Drawn by lot, each of {design.orders} orders with equal chance, from SHA-256 of a seed that is kept.",),
    )
    yield Part(
        letter="b",
        asks="Kind of randomisation",
        said=(f"In {design.blocks} blocks of {len(design.arms)} periods, each arm once in every block; no arm more "
              f"than {design.max_run} periods in a row.",),
    )  # fmt: skip
    order = " ".join(told.run.order) if told.shows_order else "hidden until the trial is over"
    yield Part(letter="c", asks="The whole order", said=(f"{order}.",))


def _concealment(told: Told) -> Iterator[Part]:
    design, asks = told.papers.design, "How the order was kept hidden until each period began"
    if not design.blind:
        yield not_applicable(asks, "the trial was open and the order known from the day of sealing")
    else:
        yield Part(asks=asks, said=(f"A key was sealed by a promise made beforehand ({design.key_commitment[:16]}) and "
                                    "checked against it at the end.",))  # fmt: skip


def _implementation(told: Told) -> Iterator[Part]:
    helper = "A helper filled numbered containers by the key." if told.papers.design.blind else "No helper was needed."
    yield Part(asks="Who drew, who carried it out", said=(f"{told.papers.design.program} drew the lot. {helper}",))


def _blinding(told: Told) -> Iterator[Part]:
    design = told.papers.design
    if not design.blind:
        reason = "nobody was blinded: " + (design.advice[1] if len(design.advice) > 1 else "the trial was open")
        yield not_applicable("Who was blinded, and how", reason.rstrip("."), "a")
        yield not_applicable("How alike the arms were", "nothing was hidden", "b")
        return
    yield Part(
        letter="a", asks="Who was blinded, and how", said=("The person, by numbered containers; not the helper.",)
    )
    alike = (
        "The capsules were to look, smell and taste alike; loose stools can give magnesium away."
        if design.hours
        else "Both kinds were to look, smell and feel alike."
    )
    yield Part(letter="b", asks="How alike the arms were", said=(alike,))


def _statistics(told: Told) -> Iterator[Part]:
    design = told.papers.design
    rule, frozen = design.rule, design.model
    yield Part(
        letter="a",
        asks="Methods for the outcome",
        said=(
            "Counts of nights by a negative binomial model with a slowly moving level, fitted by Bayes; the baseline "
            "has a level of its own.",
            f"Verdict: helps, with at least {rule.sure_of_fewer:.0%} probability of fewer cramps and "
            f"{rule.likely_worthwhile:.0%} of {1 - rule.worthwhile:.0%} fewer; does not help enough, with at most "
            f"{rule.hardly_worthwhile:.0%} of that; else cannot tell yet. The first prior decides.",
        ),
        table=Table(
            head=("Prior of the log rate ratio", "Mean", "Standard deviation"),
            rows=tuple((each.name, f"{each.mean:.3f}", f"{each.sd:.3f}") for each in design.priors),
            right=(1, 2),
        ),
    )
    yield not_applicable("Methods across people", ONE_PERSON, "b")
    yield Part(
        letter="c",
        asks="Carry-over, periods, and nights that resemble each other",
        said=(
            f"Effects build up and wear off with a half-life that is estimated (prior median "
            f"{math.exp(frozen.log_half_life[0]):.1f} days). The level moves from night to night with a correlation "
            "that is estimated, so it takes up periods and runs of nights.",
        ),
    )


def _lengths(design: Design) -> str:
    return (
        f"Baseline of {design.baseline_days} nights, then {len(design.periods)} periods of {design.period_days} days "
        f"in {design.blocks} blocks: {design.nights} nights."
    )


def _treated(told: Told) -> Arm:
    return told.papers.design.arm(told.run.treated)


def _against(told: Told) -> Arm:
    return told.papers.design.arm(told.run.against)


#: Topic -> what writes its points.
_ITEMS = {
    "Title and summary": _title,
    "Background and objectives": _background,
    "Trial design": _design,
    "Participant": _participant,
    "Interventions": _interventions,
    "Outcomes": _outcomes,
    "Sample size": _size,
    "Randomisation: sequence": _sequence,
    "Randomisation: concealment": _concealment,
    "Randomisation: implementation": _implementation,
    "Blinding": _blinding,
    "Statistical methods": _statistics,
}
