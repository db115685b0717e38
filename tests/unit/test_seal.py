"""Equal documents have equal bytes; any change has another fingerprint."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from charley.trials.seal import canonical, commitment, fingerprint

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def test_keys_are_in_order_and_nothing_is_spaced():
    assert canonical({"b": [1, 2.5], "a": "é"}) == '{"a":"é","b":[1,2.5]}'.encode()


@given(st.dictionaries(st.text(max_size=5), documents, max_size=5))
def test_the_order_of_keys_does_not_matter(document):
    assert fingerprint(dict(reversed(document.items()))) == fingerprint(document)


def test_the_fingerprint_is_sha256_of_the_bytes():
    assert fingerprint({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


def test_a_commitment_is_no_fingerprint_and_depends_on_the_nonce():
    assert commitment({"seed": 7, "nonce": "x"}) != commitment({"seed": 7, "nonce": "y"})
    assert commitment({"a": 1}) != fingerprint({"a": 1})
