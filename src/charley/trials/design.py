"""The design of a trial: what is compared, in which order, and how it will be judged. Written once and sealed.

A design names no calendar date unless it is given one: its nights are numbered from 1, the first of the baseline.
Everything that can be changed later is an amendment, which stands beside the sealed part and never inside it.
"""

import hashlib
import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

from charley.dates import minute_of
from charley.diary.records import DAY_BEGINS
from charley.dosing.plan import Dose, StopRule
from charley.errors import BadInput, Problem
from charley.inference import model, priors
from charley.reading import Record, decode_json, read
from charley.trials import sequence
from charley.trials.decision import Rule
from charley.trials.seal import canonical, commitment, fingerprint

FORMAT: Literal["charley-trial-1"] = "charley-trial-1"
ArmId = Literal["A", "B", "C"]
ARMS: tuple[ArmId, ...] = get_args(ArmId)
#: The most periods in a row with the same arm. Pairs drawn by lot never have more than two.
MAX_RUN = 2
#: Years outside of which a date is a slip of the pen; a trial that reached them could not be counted.
FIRST_YEAR, LAST_YEAR = 1900, 2200
#: The largest mean or standard deviation of a prior on the log scale, and the smallest standard deviation.
PRIOR_REACH, LEAST_SD = 10.0, 0.001
#: The minute at which a day begins, as in the diary: half past midnight is the end of it.
MORNING = DAY_BEGINS // timedelta(minutes=1)
OUTCOME = "cramps in each night, noon to noon, on all nights that were recorded"

Days = Annotated[int, Meta(ge=1, le=400)]
BaselineDays = Annotated[
    int, Meta(ge=14, le=84, extra={"say": "should be 14 to 84 days: two weeks or more show what is usual for you"})
]
PeriodDays = Annotated[int, Meta(ge=7, le=28, extra={"say": "should be 7 to 28 days"})]
Blocks = Annotated[int, Meta(ge=1, le=14, extra={"say": "should be 1 to 14"})]
Seed = Annotated[int, Meta(ge=0, le=2**63 - 1, extra={"say": "should be a whole number, 0 or more"})]


class Arm(Record, frozen=True, kw_only=True):
    """What is done in the periods of one arm.

    Attributes:
        id: A, B or C; A is what the others are held against.
        name: for the person.
        parts: what may act in it; see :class:`charley.knowledge.protocols.ArmOf`.
        doses: cleared doses of each day; empty where nothing with magnesium is swallowed.
        measure: id of the remedy that is tried; None for all else.
        how: steps, for what is done and not swallowed.
    """

    id: ArmId
    name: str
    parts: tuple[str, ...] = ()
    doses: tuple[Dose, ...] = ()
    measure: str | None = None
    how: tuple[str, ...] = ()


class Prior(Record, frozen=True, kw_only=True):
    """A Gaussian prior of the log rate ratio."""

    name: str
    mean: Annotated[float, Meta(ge=-PRIOR_REACH, le=PRIOR_REACH)]
    sd: Annotated[float, Meta(ge=LEAST_SD, le=PRIOR_REACH)]


class ModelPriors(Record, frozen=True, kw_only=True):
    """The frozen priors of all that is not the answer; see :mod:`charley.inference.model`.

    Attributes:
        alpha: mean and sd of the log rate.
        part: mean and sd of every other part that may act, such as taking a pill at all.
        baseline: mean and sd of the log ratio of the baseline to later nights without treatment. People start a trial
            in bad times, so the baseline is never believed to be like the rest.
        sigma_scale, logit_rho, inv_sqrt_phi_scale, log_half_life: of the hyperparameters.
    """

    alpha: tuple[float, float] = (model.ALPHA.mean, model.ALPHA.sd)
    part: tuple[float, float] = (model.BETA.mean, model.BETA.sd)
    baseline: tuple[float, float] = (0.0, 0.7)
    sigma_scale: float = 0.7
    logit_rho: tuple[float, float] = (model.LOGIT_RHO.mean, model.LOGIT_RHO.sd)
    inv_sqrt_phi_scale: float = 0.7
    log_half_life: tuple[float, float] = (model.LOG_HALF_LIFE.mean, model.LOG_HALF_LIFE.sd)

    def faults(self) -> Iterator[Problem]:
        for name in self.__struct_fields__:
            given = getattr(self, name)
            mean, sd = given if isinstance(given, tuple) else (0.0, given)
            if not (abs(mean) <= PRIOR_REACH and LEAST_SD <= sd <= PRIOR_REACH):
                yield Problem(name, f"should be of a size that can be computed, at most {PRIOR_REACH:g}")


class Period(Record, frozen=True, kw_only=True):
    """One stretch under one arm. Nights count from 1; both ends belong to it.

    Attributes:
        number: from 1.
        block: which pair (or triple) it belongs to, from 1.
        arm: None while the trial is blind.
        first, last: nights, before any pause.
    """

    number: int
    block: int
    arm: str | None
    first: int
    last: int

    @property
    def place(self) -> tuple[int, int, int, int]:
        """Where it stands, whatever its arm."""
        return self.number, self.block, self.first, self.last


class Key(Record, frozen=True, kw_only=True):
    """What a blind trial hides until its end.

    Attributes:
        seed: from which the order was drawn.
        sequence: the arm of each period.
        containers: which arm the numbered containers 1, 2, ... hold, one for each period.
        nonce: makes the commitment impossible to guess.
    """

    seed: int
    sequence: tuple[str, ...]
    nonce: str

    @property
    def containers(self) -> dict[int, str]:
        """Number on the container -> arm; one container for each period."""
        return dict(enumerate(self.sequence, start=1))


class Sealed(Record, frozen=True, kw_only=True):
    """The part of a design over which the fingerprint runs.

    Attributes:
        format: of this document.
        program: version of Charley that wrote it.
        facts: version of the fact tables the screening used.
        protocol: id in the library of protocols.
        question: as the person asks it.
        outcome: the one outcome chosen beforehand.
        arms: two or three.
        answer: the part the verdict is about.
        baseline_days, period_days, blocks: lengths; a block holds each arm once.
        discard_days: first nights of each period that the comparison of periods leaves out.
        max_run: the most periods in a row with the same arm.
        first_night: date of night 1; None where the diary's first night is meant.
        blind: whether the order is hidden until the end.
        orders: how many orders could have been drawn.
        smallest_p: smallest one-sided p the exact test can reach.
        seed, sequence: None while hidden.
        key_commitment: hash of the key that the end is checked against.
        periods: in order.
        priors: the first is the one that decides.
        model: priors of everything else.
        rule: how the verdict is given.
        looks: nights after which a look at the result was planned; none but the end by default.
        clearance: fingerprint of the screening behind the doses; None where nothing is swallowed.
        stop_rules: signs at which to stop.
        advice: what to know beforehand.
    """

    format: Literal["charley-trial-1"] = FORMAT
    program: str
    facts: str
    protocol: str
    question: str
    outcome: str = OUTCOME
    arms: Annotated[tuple[Arm, ...], Meta(min_length=2, max_length=3)]
    answer: str
    baseline_days: BaselineDays
    period_days: PeriodDays
    blocks: Blocks
    discard_days: Annotated[int, Meta(ge=0, le=14)]
    max_run: Annotated[int, Meta(ge=1, le=2)] = MAX_RUN
    first_night: date | None = None
    blind: bool = False
    orders: int
    smallest_p: float
    seed: Seed | None = None
    sequence: tuple[str, ...] | None = None
    key_commitment: str
    periods: tuple[Period, ...]
    priors: Annotated[tuple[Prior, ...], Meta(min_length=1)]
    model: ModelPriors = msgspec.field(default_factory=ModelPriors)
    rule: Rule = msgspec.field(default_factory=Rule)
    looks: tuple[Days, ...] = ()
    clearance: str | None = None
    stop_rules: tuple[StopRule, ...] = ()
    advice: tuple[str, ...] = ()

    def faults(self) -> Iterator[Problem]:
        if not self.priors:
            yield Problem("priors", "should have one entry at least: the first decides")
        if not 2 <= len(self.arms) <= len(ARMS) or tuple(arm.id for arm in self.arms) != ARMS[: len(self.arms)]:
            yield Problem("arms", "should be A, B and, where there are three, C, in this order")
        elif self.answer not in self.parts:
            yield Problem("answer", "is nothing that the arms differ in")
        if self.clearance is None and any(arm.doses for arm in self.arms):
            yield Problem("clearance", "is missing: every dose should be cleared by the safety screen")
        unknown = [""] * (len(self.arms) * self.blocks)
        expected = _periods(self.baseline_days, self.period_days, len(self.arms), unknown, blind=True)
        if [each.place for each in self.periods] != [each.place for each in expected]:
            yield Problem("periods", "do not fit the lengths")

    @property
    def nights(self) -> int:
        """Nights in all, without pauses."""
        return self.baseline_days + self.period_days * len(self.periods)

    @property
    def parts(self) -> tuple[str, ...]:
        """What may act and is not in the first arm too; each has a coefficient."""
        common = set(self.arms[0].parts)
        return tuple(dict.fromkeys(part for arm in self.arms[1:] for part in arm.parts if part not in common))

    @property
    def hours(self) -> tuple[str, ...]:
        """Clock times at which something is swallowed in any arm; in a blind trial at each of them in every arm."""
        times = {dose.time for arm in self.arms for dose in arm.doses}
        return tuple(sorted(times, key=lambda time: (minute_of(time) - MORNING) % (24 * 60)))

    @property
    def treated(self) -> Arm:
        """The arm the verdict is about."""
        return next(arm for arm in self.arms if self.answer in arm.parts)

    def arm(self, name: str) -> Arm:
        """The arm with this id."""
        return next(arm for arm in self.arms if arm.id == name)


class Amendment(Record, frozen=True, kw_only=True):
    """A change after sealing. It never changes the order.

    Attributes:
        what: ``start`` fixes the date of night 1; ``pause`` extends the period it falls into, until its last night or a
            ``resume``; ``stop`` ends the trial; ``second_change`` marks it as confounded from that date;
            ``screened_again`` says that the safety screen was run anew and the arms stand; ``unblinded`` that the key
            was opened early; ``note`` is anything else.
        on: its date.
        until: last night of a pause; None while it lasts.
        why: in the person's words.
        after: fingerprint of the design with the amendments before this one.
    """

    what: Literal["start", "pause", "resume", "stop", "second_change", "screened_again", "unblinded", "note"]
    on: date
    until: date | None = None
    why: Annotated[str, Meta(min_length=1, max_length=1000)]
    after: str

    def faults(self) -> Iterator[Problem]:
        if self.until is not None and (self.what != "pause" or self.until < self.on):
            yield Problem("until", "belongs to a pause and should not come before its first night")
        for name, day in (("on", self.on), ("until", self.until)):
            if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
                yield Problem(name, f"should lie between the years {FIRST_YEAR} and {LAST_YEAR}, not {day}")


class Design(Sealed, frozen=True, kw_only=True):
    """A sealed design as it is kept and handed on.

    Attributes:
        fingerprint: SHA-256 over the sealed part.
        amendments: in order.
    """

    fingerprint: str
    amendments: tuple[Amendment, ...] = ()

    def faults(self) -> Iterator[Problem]:
        if self.fingerprint != fingerprint(self.sealed):
            yield Problem("fingerprint", "does not fit the design: something was changed after it was sealed")
            return
        yield from tuple(super().faults()) or self._faults_of_the_lot()
        for i, (amendment, before) in enumerate(zip(self.amendments, self._states(), strict=False)):
            if amendment.after != before:
                yield Problem(f"amendments[{i}]", "does not follow on what stands before it")

    def _faults_of_the_lot(self) -> Iterator[Problem]:
        """What cannot be of an order that was drawn by lot, and of the promise of it."""
        names = [arm.id for arm in self.arms]
        if self.blind != (self.sequence is None):
            yield Problem("sequence", "should be hidden in a blind trial, and in no other")
        elif (self.sequence or (None,) * len(self.periods)) != tuple(period.arm for period in self.periods):
            yield Problem("sequence", "is not the order of the periods")
        elif self.sequence is not None:
            if not sequence.could_be_drawn(self.sequence, names, self.max_run):
                yield Problem("sequence", "is no order that could have been drawn")
            if self.key_commitment != commitment(Key(seed=self.seed or 0, sequence=self.sequence, nonce="")):
                yield Problem("key_commitment", "does not fit the order and its seed")
        if self.orders != sequence.count(len(names), self.blocks, self.max_run) or self.smallest_p != 1 / self.orders:
            yield Problem("orders", "is not how many orders could have been drawn")

    @property
    def sealed(self) -> dict[str, Any]:
        """The sealed part as plain values."""
        raw = msgspec.to_builtins(self)
        return {field: raw[field] for field in Sealed.__struct_fields__}

    @property
    def state(self) -> str:
        """Fingerprint over the design and all amendments so far."""
        return self._states()[-1]

    def _states(self) -> list[str]:
        states = [self.fingerprint]
        for amendment in self.amendments:
            states.append(hashlib.sha256(states[-1].encode() + canonical(amendment)).hexdigest())
        return states

    def amended(self, what: str, on: date, why: str, until: date | None = None) -> "Design":
        """The same design with one more amendment.

        Raises:
            BadInput: where the amendment cannot be taken.
        """
        raw = {"what": what, "on": on, "until": until, "why": why, "after": self.state}
        amendment = read(Amendment, raw, f"amendments[{len(self.amendments)}]")
        if what == "start" and (self.first_night is not None or any(a.what == "start" for a in self.amendments)):
            raise BadInput([Problem("start", "the first night is fixed already")])
        return msgspec.structs.replace(self, amendments=(*self.amendments, amendment))

    def joined(self, amendment: Amendment) -> "Design":
        """With an amendment that was kept elsewhere. One written beside others, on another device, comes after them.

        Raises:
            BadInput: where it follows on nothing that stands here.
        """
        after = self.state if amendment.after in self._states() else amendment.after
        kept = msgspec.structs.replace(amendment, after=after)
        return msgspec.structs.replace(self, amendments=(*self.amendments, kept))

    @property
    def pauses(self) -> tuple[tuple[date, date | None], ...]:
        """First and last night of each pause; None while it lasts. One taken back on its first day is none."""
        found = []
        for place, a in enumerate(self.amendments):
            taken_back = any(b.what == "resume" and b.on == a.on for b in self.amendments[place:])
            if a.what == "pause" and not taken_back:
                back = min((b.on for b in self.amendments if b.what == "resume" and b.on > a.on), default=None)
                until = a.until if back is None else back - timedelta(days=1)
                found.append((a.on, until if a.until is None or until is None else min(until, a.until)))
        return tuple(sorted(found, key=lambda pause: pause[0]))

    @property
    def start(self) -> date | None:
        """Date of night 1, where it is fixed."""
        return next((a.on for a in self.amendments if a.what == "start"), self.first_night)

    def since(self, what: str) -> date | None:
        """Date of the first amendment of this kind."""
        return min((a.on for a in self.amendments if a.what == what), default=None)


def sealed(
    *,
    program: str,
    facts: str,
    protocol: str,
    question: str,
    arms: Sequence[Arm],
    answer: str,
    baseline_days: int,
    period_days: int,
    blocks: int,
    seed: int,
    nonce: str | None = None,
    slow: bool = True,
    max_run: int = MAX_RUN,
    most_looks: int | None = None,
    **further: Any,
) -> tuple[Design, Key]:
    """Draw the order and seal everything.

    Args:
        program, facts, protocol, question, arms, answer, baseline_days, period_days, blocks, max_run: see
            :class:`Sealed`.
        seed: fixes the order.
        nonce: for a blind trial: something nobody can guess. None for an open one, whose order anyone may see.
        slow: whether the first nights of each period are left out of the comparison of periods.
        most_looks: the most looks before the end; None for any number, as when they are only thought about.
        further: other fields of :class:`Sealed`.

    Returns:
        the design, and the key that a blind design hides.

    Raises:
        BadInput: naming every field that cannot be taken.
    """
    blind = nonce is not None
    looks = tuple(sorted(set(further.pop("looks", ()))))
    see_lengths(
        baseline=baseline_days, period=period_days, pairs=blocks, seed=seed, max_run=max_run, arms=len(arms),
        look=looks, most_looks=most_looks, start=further.get("first_night"),
    )  # fmt: skip
    order = tuple(ARMS[i] for i in sequence.draw(len(arms), blocks, max_run, seed))
    key = Key(seed=seed, sequence=order, nonce=nonce or "")
    orders = sequence.count(len(arms), blocks, max_run)
    half_life = further.get("model", ModelPriors()).log_half_life[0]
    raw = {
        "program": program,
        "facts": facts,
        "protocol": protocol,
        "question": question,
        "arms": tuple(arms),
        "answer": answer,
        "baseline_days": baseline_days,
        "period_days": period_days,
        "blocks": blocks,
        "discard_days": min(math.ceil(math.exp(half_life) - 1e-9), period_days // 2) if slow else 0,
        "max_run": max_run,
        "blind": blind,
        "orders": orders,
        "smallest_p": 1.0 / orders,
        "seed": None if blind else seed,
        "sequence": None if blind else order,
        "key_commitment": commitment(key),
        "periods": _periods(baseline_days, period_days, len(arms), order, blind=blind),
        "looks": looks,
        **further,
    }
    if "priors" not in raw:
        raw["priors"] = frozen_priors()
    head = read(Sealed, raw)
    fields = {name: getattr(head, name) for name in Sealed.__struct_fields__}
    return Design(**fields, fingerprint=fingerprint(head)), key


def frozen_priors(from_trials: tuple[float, float] | None = None) -> tuple[Prior, ...]:
    """The priors of the answer, the sceptical one first: it decides, the others stand beside it."""
    given = None if from_trials is None else model.Gaussian(*from_trials)
    return tuple(Prior(name=name, mean=mean, sd=sd) for name, (mean, sd) in priors.named(given).items())


def read_design(data: bytes) -> Design:
    """Read a design and check its seal.

    Raises:
        BadInput: naming every fault; a changed design names ``fingerprint``.
    """
    return read(Design, decode_json(data))


def opened(design: Design, key: Key) -> tuple[str, ...]:
    """The order of a blind design, checked against what was promised.

    Raises:
        BadInput: where the key is not the one that was sealed.
    """
    if commitment(key) != design.key_commitment:
        raise BadInput([Problem("key", "is not the key that was sealed with this design")])
    names = [arm.id for arm in design.arms]
    fits = len(key.sequence) == len(design.periods) and sequence.could_be_drawn(key.sequence, names, design.max_run)
    if not fits:
        raise BadInput([Problem("key", "holds no order that could have been drawn")])
    return key.sequence


def see_lengths(**chosen: Any) -> None:
    """See that a design can be of these lengths.

    Args:
        chosen: the fields of ``_Lengths``, all of them.

    Raises:
        BadInput: naming every one that cannot be.
    """
    read(_Lengths, chosen)


class _Lengths(Record, frozen=True, kw_only=True):
    """What a person chooses, under the names they know it by."""

    baseline: BaselineDays
    period: PeriodDays
    pairs: Blocks
    seed: Seed
    max_run: Annotated[int, Meta(ge=1, le=2, extra={"say": "should be 1 or 2 periods"})]
    arms: int
    look: tuple[int, ...]
    most_looks: int | None
    start: date | None

    def faults(self) -> Iterator[Problem]:
        if self.start is not None and not FIRST_YEAR <= self.start.year < LAST_YEAR:
            yield Problem("start", f"should lie between the years {FIRST_YEAR} and {LAST_YEAR}, not {self.start}")
        if self.most_looks is not None and len(self.look) > self.most_looks:
            yield Problem(
                "look", f"should be {self.most_looks} at most: each look makes luck likelier to pass as effect"
            )
        fitting = (each for each in range(self.pairs, 0, -1) if sequence.can_be_listed(self.arms, each, self.max_run))
        if self.pairs > (most := next(fitting, 1)):
            yield Problem(
                "pairs", f"should be {most} at most with {self.arms} sides, so that all orders can be compared"
            )
        block = self.arms * self.period
        first, end = self.baseline + block, self.baseline + self.pairs * block
        for night in self.look:
            if not first <= night < end:
                yield Problem(
                    "look", f"night {night} should not come before night {first}, when each side was seen once, and "
                    f"should come before the last night, {end}"
                )  # fmt: skip


def _periods(baseline: int, length: int, arms: int, order: Sequence[str], *, blind: bool) -> tuple[Period, ...]:
    return tuple(
        Period(
            number=i + 1,
            block=i // arms + 1,
            arm=None if blind else arm,
            first=baseline + i * length + 1,
            last=baseline + (i + 1) * length,
        )
        for i, arm in enumerate(order)
    )
