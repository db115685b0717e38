"""Sealing: one way to write a document, a fingerprint over it, and a commitment to what must stay hidden for now."""

import hashlib
import json
from typing import Any

import msgspec


def canonical(document: Any) -> bytes:
    """The one way a document is written: UTF-8, keys in order, no spaces. Equal documents give equal bytes."""
    plain = msgspec.to_builtins(document)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def fingerprint(document: Any) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def commitment(key: Any) -> str:
    """What may be shown of a key before it is opened. The key should hold a nonce that nobody can guess."""
    return hashlib.sha256(b"charley key 1\0" + canonical(key)).hexdigest()
