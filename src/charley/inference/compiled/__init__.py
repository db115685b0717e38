"""The engine's loops compiled by numba, for those who fit many diaries.

Optional (the ``compiled`` extra brings numba) and never on the way to a first answer: the very first use compiles for
some ten seconds, and numba keeps the result in its cache.
"""

from charley.inference.compiled.level import CompiledLevel
from charley.inference.compiled.points import condition
from charley.inference.compiled.surface import choose, read
from charley.inference.quadrature import Loops

ENGINE = Loops(condition, read, choose, CompiledLevel)

__all__ = ["ENGINE", "condition"]
