"""One thread inside, as it was before outside."""

import pytest

from charley.inference import machine


def test_openblas_is_as_it_was_after_the_last_has_left() -> None:
    switch = machine._switch()
    if switch is None:
        pytest.skip("this NumPy brings no OpenBLAS of its own")
    get, put = switch
    before = get()
    put(2)
    try:
        with machine.one_thread():
            assert get() == 1
            with pytest.raises(ValueError, match="inside"), machine.one_thread():
                raise ValueError("inside")
            assert get() == 1
        assert get() == 2
    finally:
        put(before)
