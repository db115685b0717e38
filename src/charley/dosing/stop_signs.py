"""Signs at which to stop or lower the dose, each with how firm its ground is."""

from collections.abc import Iterable

from charley.dosing.plan import StopRule, StopSign
from charley.knowledge.advice import advice
from charley.safety.findings import Finding, cite, firmness_words, strength_of

#: Sign of the contract -> row of ``data/advice.toml``.
_ROWS = {
    "diarrhoea": "stop-diarrhoea",
    "toxicity": "stop-toxicity",
    "low_blood_pressure": "stop-low-pressure",
}


def stop_signs(findings: Iterable[Finding]) -> tuple[StopSign, ...]:
    """What everybody should stop at, and what those should who have or treat a high blood pressure."""
    signs = ["diarrhoea", "toxicity"]
    if any(finding.topic in ("blood_pressure", "calcium_channel_blocker") for finding in findings):
        signs.append("low_blood_pressure")
    return tuple(_stop_sign(sign) for sign in signs)


def _stop_sign(sign: str) -> StopSign:
    row = advice(_ROWS[sign])
    return StopSign(
        sign=sign,
        message=row.message(),
        strength=strength_of(row.sources),
        confidence=row.confidence,
        sources=cite(row.sources),
    )


def ground_of_rule(rule: StopRule) -> str:
    """How firm the ground of a sign is as the facts stand now, in words.

    A sealed trial holds its signs without that, so it is looked up by the sign. A sign that is in no row any more has
    no source that could be named.
    """
    if rule.sign not in _ROWS:
        return firmness_words("own caution", "read")
    found = _stop_sign(rule.sign)
    return firmness_words(found.strength, found.confidence)
