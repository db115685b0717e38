"""How firm an answer is: priors by name and side by side, nights left out, the traffic light, with names."""

import pytest

from charley.evidence.prior import from_trials
from charley.inference.model import Gaussian
from charley.services.firmness import treatment_priors
from charley.services.insight import Answer, Asked, analyse
from support.diaries import made

MODEL = made(112, seed=6, rate=1.5, rate_ratio=0.5)
DIARY = {
    "cramps": [int(c) if s else None for c, s in zip(MODEL.counts, MODEL.recorded, strict=True)],
    "doses": {"magnesium": MODEL.washed[0].tolist(), "calcium": ([0.0] * 7 + [1.0] * 7) * 8},
}


@pytest.fixture(scope="module")
def answer() -> Answer:
    return analyse(**DIARY, asked=Asked(priors="all", missing_nights=True, model_check=True))


def test_only_what_has_trials_is_shown_under_them(answer: Answer) -> None:
    assert answer.document.priors is not None
    assert set(answer.document.priors["magnesium"]) == {"sceptical", "trials", "flat"}
    assert set(answer.document.priors["calcium"]) == {"sceptical", "flat"}


def test_the_sceptical_one_is_the_answer_itself(answer: Answer) -> None:
    assert answer.document.priors is not None
    for name, effect in answer.treatments.items():
        shown = answer.document.priors[name]["sceptical"]
        assert shown.log_rate_ratio is not None
        assert shown.log_rate_ratio.q975 == pytest.approx(effect.log_rate_ratio.q975)
        assert shown.p_below_1 == effect.p_below_1
    assert answer.document.prior == "sceptical"


def test_the_trials_prior_is_that_of_the_evidence(answer: Answer) -> None:
    known = from_trials()
    assert answer.document.priors is not None
    shown = answer.document.priors["magnesium"]["trials"]
    assert (shown.prior_mean, shown.prior_sd) == (known.mean, known.sd)
    assert shown.curve is not None
    assert len(shown.curve.prior) == len(shown.curve.posterior) == len(shown.curve.log_rate_ratio)


def test_trials_of_other_treatments_can_be_given() -> None:
    given = {"calcium": (-0.1, 0.2)}
    assert treatment_priors(["calcium", "tea"], "trials", given) == {"calcium": Gaussian(-0.1, 0.2)}
    found = analyse(**DIARY, asked=Asked(priors="trials", trials=given))
    assert found.document.prior == "trials"
    assert not any("No trials" in note for note in found.notes)


def test_without_trials_the_sceptical_prior_is_used_and_that_is_said() -> None:
    found = analyse(**DIARY, asked=Asked(priors="trials"))
    assert "No trials are known for calcium; the sceptical prior was used." in found.notes


def test_a_flat_prior_widens_the_answer(answer: Answer) -> None:
    flat = analyse(**DIARY, asked=Asked(priors="flat")).treatments["magnesium"]
    sceptical = answer.treatments["magnesium"]
    assert flat.log_rate_ratio.sd > sceptical.log_rate_ratio.sd  # type: ignore[operator]


def test_nights_left_out_are_counted_by_treatment(answer: Answer) -> None:
    turned = answer.document.missing_nights
    assert turned is not None
    left_out = sum(count is None for count in DIARY["cramps"])  # type: ignore[union-attr]
    for name in DIARY["doses"]:
        assert turned[name].with_nights + turned[name].without_nights == left_out


def test_the_light_is_that_of_its_worst_check(answer: Answer) -> None:
    found = answer.document.model_check
    assert found is not None
    assert {check.name for check in found.checks} == {"zeros", "largest", "weeks", "memory"}
    assert found.worst == min(found.checks, key=lambda check: check.tail).name
    assert found.light == "green"


def test_what_was_not_asked_is_not_there() -> None:
    plain = analyse(**DIARY).document
    assert plain.priors is plain.missing_nights is plain.model_check is plain.patterns is plain.weekdays is None
