"""Eight floating-point numbers side by side, as one value in compiled code.

numba leaves it to LLVM to find what can be done side by side, and in a recurrence over the nights LLVM finds nothing.
With eight points in one value the recurrence is written as for one point, and every operation of it is one vector
instruction (or two or four, on processors with shorter registers).
"""

# ruff: noqa: ARG001 -- numba reads an operation's arguments off its signature
# Numba and what it compiles have no types.
# mypy: disable-error-code="no-untyped-call, no-untyped-def"

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import extending, njit, types
from numba.core import cgutils
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import lower_builtin, models, register_model

WIDTH = 8

_DOUBLES = ir.VectorType(ir.DoubleType(), WIDTH)
_WORDS = ir.VectorType(ir.IntType(64), WIDTH)
#: What LLVM may do to the operators: fuse a product into a sum. It may not change the order of sums.
_FLAGS = ("contract", "nsz", "arcp")
#: Added to a double, it leaves the nearest whole number in the lowest bits.
_ROUNDING = 1.5 * 2.0**52
_ROUNDING_BITS = 0x4338000000000000
_FRACTION_BITS = 52
_BITS_OF_ROOT_HALF = 0x3FE6A09E667F3BCD

Lower = Callable[[Any, Any, Any, Any], Any]
intrinsic: Callable[[Callable[..., tuple[Any, Lower]]], Callable[..., Any]] = extending.intrinsic


class Lanes(types.Type):
    """The type of the eight numbers."""

    def __init__(self) -> None:
        super().__init__(name="Lanes")


lanes = Lanes()


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Lanes) -> None:
        super().__init__(manager, kind, _DOUBLES)


def _spread(builder: Any, value: Any) -> Any:
    none = ir.Constant(_DOUBLES, ir.Undefined)
    one = builder.insert_element(none, value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(one, none, ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH))


def _teach(operation: Callable[..., Any], instruction: str) -> None:
    """Let an operator of Python work on lanes, and on lanes and one number for all of them."""

    def lower(_context: Any, builder: Any, sig: Any, args: Any) -> Any:
        both = [
            value if isinstance(kind, Lanes) else _spread(builder, value)
            for kind, value in zip(sig.args, args, strict=True)
        ]
        return getattr(builder, instruction)(*both, flags=_FLAGS)

    pairs = ((lanes, lanes), (lanes, types.float64), (types.float64, lanes))
    cases = [signature(lanes, *pair) for pair in pairs]
    infer_global(operation)(type(f"_Lanes_{instruction}", (ConcreteTemplate,), {"cases": cases}))
    for pair in pairs:
        lower_builtin(operation, *pair)(lower)


for _operation, _instruction in (
    (operator.add, "fadd"),
    (operator.iadd, "fadd"),
    (operator.sub, "fsub"),
    (operator.isub, "fsub"),
    (operator.mul, "fmul"),
    (operator.imul, "fmul"),
    (operator.truediv, "fdiv"),
    (operator.itruediv, "fdiv"),
):
    _teach(_operation, _instruction)


def _address(context: Any, builder: Any, kind: Any, array: Any, index: Any) -> Any:
    first = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(
        builder.gep(first, [builder.mul(index, ir.Constant(index.type, WIDTH))]), _DOUBLES.as_pointer()
    )


@intrinsic
def load(_typing: Any, array: Any, index: Any) -> tuple[Any, Lower]:
    """Numbers 8 index to 8 index + 7 of a contiguous row."""

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.load(_address(context, builder, sig.args[0], *args), align=8)

    return lanes(array, types.intp), lower


@intrinsic
def take(_typing: Any, array: Any, index: Any) -> tuple[Any, Lower]:
    """Numbers index to index + 7 of a contiguous row."""

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        first = context.make_array(sig.args[0])(context, builder, args[0]).data
        return builder.load(builder.bitcast(builder.gep(first, [args[1]]), _DOUBLES.as_pointer()), align=8)

    return lanes(array, types.intp), lower


@intrinsic
def store(_typing: Any, array: Any, index: Any, value: Any) -> tuple[Any, Lower]:
    """Put the lanes in their place in a contiguous row."""

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        builder.store(args[2], _address(context, builder, sig.args[0], *args[:2]), align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, lanes), lower


@intrinsic
def splat(_typing: Any, value: Any) -> tuple[Any, Lower]:
    """One number in every lane."""
    return lanes(types.float64), lambda _context, builder, _sig, args: _spread(builder, args[0])


def _named(name: str, arguments: int) -> tuple[Any, Lower]:
    """An operation that LLVM itself has."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        kind = ir.FunctionType(_DOUBLES, [_DOUBLES] * arguments)
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{WIDTH}f64"), args)

    return lanes(*[lanes] * arguments), lower


@intrinsic
def sqrt(_typing: Any, x: Any) -> tuple[Any, Lower]:
    """Square root."""
    return _named("sqrt", 1)


@intrinsic
def absolute(_typing: Any, x: Any) -> tuple[Any, Lower]:
    """Absolute value."""
    return _named("fabs", 1)


@intrinsic
def larger(_typing: Any, x: Any, y: Any) -> tuple[Any, Lower]:
    """The larger of two, lane by lane."""
    return _named("maxnum", 2)


@intrinsic
def smaller(_typing: Any, x: Any, y: Any) -> tuple[Any, Lower]:
    """The smaller of two, lane by lane."""
    return _named("minnum", 2)


@intrinsic
def where_less(_typing: Any, one: Any, other: Any, if_less: Any, if_not: Any) -> tuple[Any, Lower]:
    """Lane by lane ``if_less`` where one < other, else ``if_not``."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        return builder.select(builder.fcmp_ordered("<", *args[:2]), *args[2:])

    return lanes(*[lanes] * 4), lower


def _words(number: int) -> Any:
    return ir.Constant(_WORDS, [number] * WIDTH)


def _doubles(number: float) -> Any:
    return ir.Constant(_DOUBLES, [number] * WIDTH)


@intrinsic
def _whole(_typing: Any, x: Any) -> tuple[Any, Lower]:
    """The nearest whole number."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        return builder.fsub(builder.fadd(args[0], _doubles(_ROUNDING)), _doubles(_ROUNDING))

    return lanes(lanes), lower


@intrinsic
def _doubled(_typing: Any, x: Any, times: Any) -> tuple[Any, Lower]:
    """x 2^times, for whole times and as long as the result is a normal number."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        lowest = builder.bitcast(builder.fadd(args[1], _doubles(_ROUNDING)), _WORDS)
        bits = builder.add(builder.bitcast(args[0], _WORDS), builder.shl(lowest, _words(_FRACTION_BITS)))
        return builder.bitcast(bits, _DOUBLES)

    return lanes(lanes, lanes), lower


@intrinsic
def _exponent(_typing: Any, x: Any) -> tuple[Any, Lower]:
    """n of x = m 2^n, with m between the roots of 1/2 and of 2; x a positive normal number."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        above = builder.sub(builder.bitcast(args[0], _WORDS), _words(_BITS_OF_ROOT_HALF))
        whole = builder.add(builder.ashr(above, _words(_FRACTION_BITS)), _words(_ROUNDING_BITS))
        return builder.fsub(builder.bitcast(whole, _DOUBLES), _doubles(_ROUNDING))

    return lanes(lanes), lower


#: log 2 in two parts: a multiple of the first by any exponent is exact.
_LOG2_HIGH, _LOG2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_LOG2_OF_E = 1.4426950408889634
#: Beyond this exp is neither zero nor infinite, but as here.
LARGEST_EXPONENT = 700.0
#: Taylor's series of exp, from 1/13! down: for |x| < log(2)/2 the rest is below half a unit in the last place.
_TAYLOR = (
    1 / 6227020800.0, 1 / 479001600.0, 1 / 39916800.0, 1 / 3628800.0, 1 / 362880.0, 1 / 40320.0, 1 / 5040.0,
    1 / 720.0, 1 / 120.0, 1 / 24.0, 1 / 6.0, 0.5, 1.0, 1.0,
)  # fmt: skip
#: 2 artanh(s) = 2 s + s^3 (2/3 + 2/5 s^2 + ...), from the last term down: |s| < 0.172, thirteen terms.
_ARTANH = tuple(2.0 / odd for odd in range(25, 1, -2))


# Without the word ``fastmath`` numba would lend these functions their caller's leave to change the order of sums, and
# they live by rounding.
@njit(error_model="numpy", fastmath=False)
def exp(x):
    """exp(x), to a unit in the last place."""
    x = smaller(larger(x, splat(-LARGEST_EXPONENT)), splat(LARGEST_EXPONENT))
    n = _whole(x * _LOG2_OF_E)
    r = (x - n * _LOG2_HIGH) - n * _LOG2_LOW
    series = splat(0.0)
    for coefficient in _TAYLOR:
        series = series * r + coefficient
    return _doubled(series, n)


@njit(error_model="numpy", fastmath=False)
def log(x):
    """log(x) of positive normal numbers, to two units in the last place of it or of x - 1."""
    n = _exponent(x)
    f = _doubled(x, 0.0 - n) - 1.0
    return n * _LOG2_HIGH + (_log_near_one(f) + n * _LOG2_LOW)


@njit(error_model="numpy", fastmath=False)
def log1p(x):
    """log(1 + x) for x >= 0, exact for small x too."""
    u = x + 1.0
    return log(u) + (x - (u - 1.0)) / u  # the second term is what rounding 1 + x has lost


@njit(error_model="numpy", fastmath=False)
def _log_near_one(f):
    s = f / (f + 2.0)
    square = s * s
    series = splat(0.0)
    for coefficient in _ARTANH:
        series = series * square + coefficient
    return s * 2.0 + s * square * series
