"""The order of a trial's periods: how many orders there are, and one of them drawn with equal chance.

Periods come in blocks (pairs for two arms, triples for three), and every block holds each arm once. On top of that no
arm may run for more than ``max_run`` periods in a row. All orders that keep both rules are counted exactly, numbered
in the order of the alphabet, and the number of one is drawn. So none is favoured, and nothing is drawn twice and thrown
away (with a tight rule hardly one shuffle in a million would pass).

The draw uses SHA-256 alone: the same seed gives the same order on every machine, in every version of Python.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, permutations

#: Longest list of orders that is written out in full.
MOST_LISTED = 100_000


def count(arms: int, blocks: int, max_run: int) -> int:
    """How many orders keep the rules.

    Args:
        arms: number of arms, 2 or more.
        blocks: blocks in a row, each with every arm once.
        max_run: the most periods in a row with the same arm.
    """
    return _completions(arms, blocks, max_run, None)


def draw(arms: int, blocks: int, max_run: int, seed: int) -> tuple[int, ...]:
    """One order with equal chance; arms are numbered from 0."""
    return numbered(arms, blocks, max_run, below(count(arms, blocks, max_run), f"sequence:{seed}"))


def numbered(arms: int, blocks: int, max_run: int, number: int) -> tuple[int, ...]:
    """The order with this number, counted from 0 in alphabetical order.

    Raises:
        IndexError: where there are not so many.
    """
    if not 0 <= number < count(arms, blocks, max_run):
        raise IndexError(f"there is no order number {number}")
    found: tuple[int, ...] = ()
    for left in range(blocks - 1, -1, -1):
        for block in _blocks(arms, max_run, found[-1] if found else None):
            below_it = _completions(arms, left, max_run, block[-1])
            if number < below_it:
                found += block
                break
            number -= below_it
    return found


def listed(arms: int, blocks: int, max_run: int) -> Iterator[tuple[int, ...]]:
    """Every order, in alphabetical order.

    Raises:
        ValueError: where there are more than can be listed.
    """
    if not can_be_listed(arms, blocks, max_run):
        raise ValueError("there are too many orders to list")
    yield from _listed(arms, blocks, max_run, ())


def can_be_listed(arms: int, blocks: int, max_run: int) -> bool:
    """Whether every order can be written out, as the exact test needs it."""
    return count(arms, blocks, max_run) <= MOST_LISTED


def could_be_drawn(order: Sequence[str], names: Sequence[str], max_run: int) -> bool:
    """Whether an order keeps the rules: each block holds every name once, and no name runs for too long."""
    size = len(names)
    blocks = [sorted(order[i : i + size]) for i in range(0, len(order), size)]
    runs = [len(list(same)) for _, same in groupby(order)]
    return all(block == sorted(names) for block in blocks) and max(runs, default=0) <= max_run


def below(limit: int, purpose: str) -> int:
    """A number from 0 to ``limit`` - 1 with equal chance, fixed by ``purpose``."""
    size = limit.bit_length() // 8 + 17  # so long that what the division leaves over is below one part in 2**120
    stretched = b"".join(
        hashlib.sha256(f"charley trial 1:{purpose}:{i}".encode()).digest() for i in range(size // 32 + 1)
    )
    return int.from_bytes(stretched[:size], "big") % limit


def _listed(arms: int, blocks: int, max_run: int, begun: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if not blocks:
        yield begun
        return
    for block in _blocks(arms, max_run, begun[-1] if begun else None):
        yield from _listed(arms, blocks - 1, max_run, begun + block)


@cache
def _completions(arms: int, blocks: int, max_run: int, last: int | None) -> int:
    """Orders of ``blocks`` blocks that may follow a period with the arm ``last``."""
    if not blocks:
        return 1
    return sum(_completions(arms, blocks - 1, max_run, block[-1]) for block in _blocks(arms, max_run, last))


@cache
def _blocks(arms: int, max_run: int, last: int | None) -> tuple[tuple[int, ...], ...]:
    """A block holds each arm once, so a run is at most two long and only the seam between two blocks can make it so."""
    every = permutations(range(arms))
    return tuple(block for block in every if max_run > 1 or block[0] != last)
