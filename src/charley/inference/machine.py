"""What the engine asks of the machine it runs on: one thread for small matrices, and memory that is not handed back.

OpenBLAS gains nothing from threads on matrices of this size, and while they wait for the next one they burn the other
cores (measured: twice the CPU time of a fit). NumPy offers no switch, so its own copy of OpenBLAS is asked; where there
is none, nothing is done.
"""

import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

_NAMES = ("scipy_openblas_{}_num_threads64_", "scipy_openblas_{}_num_threads", "openblas_{}_num_threads64_")

#: A block of this size is asked for and given back untouched. The C library of GNU then keeps blocks up to that size
#: instead of fetching each one anew from the system, page by page (mallopt(3), M_MMAP_THRESHOLD, "dynamic"); elsewhere
#: it does nothing. Measured: a tenth to a fifth of a fit.
LARGEST_KEPT_BYTES = 30_000_000

_guard = threading.Lock()
_users = 0
_before = 0


@contextmanager
def one_thread() -> Iterator[None]:
    """Inside, OpenBLAS keeps to one thread; after the last caller has left, it is as it was before."""
    global _users, _before
    _keep_memory()
    switch = _switch()
    if switch is None:
        yield
        return
    get, put = switch
    with _guard:
        if _users == 0:
            _before = get()
            put(1)
        _users += 1
    try:
        yield
    finally:
        with _guard:
            _users -= 1
            if _users == 0:
                put(_before)


@cache
def _keep_memory() -> None:
    np.empty(LARGEST_KEPT_BYTES, dtype=np.uint8)


@cache
def _switch() -> tuple[Callable[[], int], Callable[[int], None]] | None:
    home = Path(np.__file__).parent
    for folder in (home.parent / "numpy.libs", home / ".dylibs"):
        for path in sorted(folder.glob("*openblas*")):
            try:
                library = ctypes.CDLL(str(path))
            except OSError:
                continue
            for name in _NAMES:
                get, put = getattr(library, name.format("get"), None), getattr(library, name.format("set"), None)
                if get is not None and put is not None:
                    put.argtypes, put.restype = [ctypes.c_int], None
                    return get, put
    return None
