"""What a row of nights takes where a dose or a covariate is not known, and saying so."""

from collections.abc import Sequence


def carried(name: str, row: Sequence[float | None], notes: list[str]) -> tuple[float, ...]:
    """A treatment's doses with the unknown nights taken as on the night before (0 before the first known one).

    The body keeps what it was given, so an unknown dose cannot be left out; ``notes`` is told how many were assumed.
    """
    filled: list[float] = []
    for share in row:
        filled.append(float(share) if share is not None else filled[-1] if filled else 0.0)
    unknown = sum(share is None for share in row)
    if unknown:
        notes.append(f"On {_nights(unknown)} the dose of {name} is not known; it was taken as on the night before.")
    return tuple(filled)


def filled_with_mean(name: str, row: Sequence[float | None], notes: list[str]) -> tuple[float, ...]:
    """A covariate with the unknown nights set to the mean of the known ones; ``notes`` is told how many."""
    known = [float(value) for value in row if value is not None]
    mean = sum(known) / len(known) if known else 0.0
    unknown = len(row) - len(known)
    if unknown:
        notes.append(f"On {_nights(unknown)} “{name}” is not known; it was taken as average.")
    return tuple(mean if value is None else float(value) for value in row)


def _nights(count: int) -> str:
    return "1 night" if count == 1 else f"{count} nights"
