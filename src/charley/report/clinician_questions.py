"""Questions to bring to a clinician: medicines that may cause cramps, tests, what was found and what stayed open."""

from collections.abc import Iterable, Iterator, Mapping

from charley.knowledge.words import AsksFor, Topic
from charley.language import marked, said
from charley.safety.findings import Finding
from charley.safety.risk import Risk

_MEDICINE_CRAMPS: frozenset[Topic] = frozenset(
    {"drug_induced_cramps", "statin_muscle", "beta_agonist_cramps", "diuretic_losses"}
)

_ABOUT_TEST: Mapping[AsksFor, str] = {
    "serum_magnesium": marked("Would a blood test for magnesium make sense for me?"),
    "potassium": marked("Should my potassium be checked?"),
    "calcium": marked("Should my calcium be checked?"),
    "kidney_function": marked("How well do my kidneys work (eGFR), and is extra magnesium safe with that?"),
    "ck": marked("Should the muscle enzyme CK be checked?"),
    "ecg": marked("Should I have a heart tracing (ECG)?"),
    "lithium_level": marked("Should my lithium level be checked if I take magnesium?"),
    "ferritin": marked("Should my iron store (ferritin) be checked? It matters for restless legs."),
    "thyroid": marked("Should my thyroid (TSH) be checked?"),
    "vitamin_b12": marked("Should my vitamin B12 be checked?"),
    "cause": marked("Could something else be behind my cramps?"),
}


def questions(findings: Iterable[Finding], risk: Risk, not_understood: Iterable[str]) -> tuple[str, ...]:
    """The list, without repetition, in the order in which they matter."""
    return tuple(dict.fromkeys(_questions(tuple(findings), risk, not_understood)))


def _questions(findings: tuple[Finding, ...], risk: Risk, not_understood: Iterable[str]) -> Iterator[str]:
    for finding in findings:
        if finding.topic in _MEDICINE_CRAMPS:
            yield said(
                "Could {medicine} be causing my cramps? (I will not stop it on my own.)",
                medicine=said(finding.about),
            )
    for finding in findings:
        for what in finding.asks_for:
            yield said(_ABOUT_TEST[what])
    if risk.ask_about_testing:
        yield said(_ABOUT_TEST["serum_magnesium"])
    if any(finding.topic == "pregnancy" for finding in findings):
        yield said("May I take magnesium while pregnant, which product and how much?")
    for written in not_understood:
        yield said("Does “{written}” go together with magnesium?", written=written)
