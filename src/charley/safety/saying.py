"""A row of advice made into a finding."""

from charley.knowledge.advice import advice
from charley.safety.findings import Finding, Severity, Status, cite, severity_of, strength_of


def say(
    name: str,
    *,
    about: str,
    status: Status = "ok",
    at_least: Severity = "info",
    shows_amount: bool = False,
    stops_current: bool = False,
    waits_for: tuple[str, ...] = (),
    **values: object,
) -> Finding:
    """The finding that a row of ``data/advice.toml`` describes.

    Args:
        name: the row's id; it needs a topic.
        about: whom or what it concerns.
        status: what it demands.
        at_least: a severity it has whatever the status.
        shows_amount: see :class:`Finding`.
        stops_current: see :class:`Finding`.
        waits_for: see :class:`Finding`.
        values: for the words in braces.
    """
    row = advice(name)
    if row.topic is None:
        raise ValueError(f"the advice {name} is no finding")
    return Finding(
        topic=row.topic,
        severity=severity_of(status, at_least=at_least),
        about=about,
        message=row.message(**values),
        sources=cite(row.sources),
        strength=strength_of(row.sources),
        confidence=row.confidence,
        status=status,
        asks_for=row.asks_for,
        refers_to=row.refers_to,
        shows_amount=shows_amount,
        stops_current=stops_current,
        waits_for=waits_for,
    )
