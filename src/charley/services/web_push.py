"""A reminder in a browser: what a browser has to tell for it, and how the words go out.

The words are encrypted for the one browser (RFC 8291) and signed with a key of this machine (RFC 8292). They pass
through the browser maker's server, which cannot read them and learns the time.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from charley.errors import BadInput, Problem
from charley.knowledge.push_services import push_services
from charley.language import said
from charley.reading import describe

#: The first Apprise that sends to the address a browser gave, and knows when it is gone.
FIRST_APPRISE = (2, 2)
#: The longest address that is kept. Those of today's services are shorter than half of it.
LONGEST_ADDRESS = 1000
#: A host's name and nothing beside it. Other signs end the name for one reader of addresses and not for the next one.
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
#: A browser that cannot be reached for so long gets nothing: a reminder that comes late could bring a second dose.
KEPT_FOR_S = 60
#: Whom a push service may write to: nobody. It asks for an address, and a person's own would say who sends.
CONTACT = "nobody@example.org"
#: An uncompressed point of P-256, and the secret that goes with it (RFC 8291, section 3.2).
POINT_BYTES, SECRET_BYTES = 65, 16

#: The service has the words; it could not be reached or did not take them; the browser is there no more.
Outcome = Literal["sent", "lost", "gone"]


class Subscription(NamedTuple):
    """What a browser tells of itself to be reminded.

    Attributes:
        endpoint: its address at the push service.
        p256dh: its public key, in base64 for addresses.
        auth: its secret, likewise.
    """

    endpoint: str
    p256dh: str
    auth: str


def is_installed() -> bool:
    """Whether what sending needs is on this machine."""
    try:
        found = tuple(int(part) for part in version("apprise").split(".")[:2])
    except (PackageNotFoundError, ValueError):
        return False
    return found >= FIRST_APPRISE and find_spec("cryptography") is not None


def subscription(told: object) -> Subscription:
    """What a browser told, once it is seen that it can be used and leads to a known push service.

    Raises:
        BadInput: naming every field that is wrong.
    """
    if not isinstance(told, Mapping):
        raise BadInput(
            [Problem("subscription", said("should be a group of named fields, not {raw}", raw=describe(told)))]
        )
    given = {name: told.get(name) for name in Subscription._fields}
    problems = [Problem(name, fault) for name, value in given.items() if (fault := _FAULT_OF[name](value))]
    problems += [Problem(str(name)[:40], said("is not a known field")) for name in told if name not in given]
    if problems:
        raise BadInput(problems)
    return Subscription(**given)  # type: ignore[arg-type] # seen to be text


def send(to: Subscription, words: str, *, key: Path) -> Outcome:
    """Send words to one browser, once.

    Args:
        to: the browser.
        words: as they are shown there.
        key: the file of the private key that signs.
    """
    from apprise import Apprise, AppriseAsset

    # In memory alone: the library would else keep the addresses in a folder of its own.
    asset = AppriseAsset(storage_mode="memory", pem_autogen=False)
    plugin = {"schema": "vapid", "subscriber": CONTACT, "targets": ["browser"], "keyfile": str(key)}
    once = {"ttl": KEPT_FOR_S, "redirect": "no", "retry": 0}
    sender: Any = Apprise.instantiate(plugin | once, asset=asset, suppress_exceptions=False)
    keys = {"p256dh": to.p256dh, "auth": to.auth}
    sender.subscriptions.add({"endpoint": to.endpoint, "keys": keys}, name="browser")
    if sender.notify(body=words):
        return "sent"
    return "lost" if "browser" in sender.subscriptions else "gone"


def _address_fault(value: object) -> str | None:
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS or not (value.isascii() and value.isprintable()):
        return said("should be an address of at most {n} letters", n=LONGEST_ADDRESS)
    try:
        parts = urlsplit(value)
        host = parts.netloc.lower()
        plain = parts.scheme == "https" and HOST.fullmatch(host) is not None and " " not in value
    except ValueError:
        plain, host = False, ""
    if not plain or not any(service.is_named(host) for service in push_services()):
        return said("should be an https address of a push service that Charley knows")
    return None


def _key_fault(value: object) -> str | None:
    found = _decoded(value)
    if found is None or len(found) != POINT_BYTES or not _is_on_the_curve(found):
        return said("should be the browser’s public key")
    return None


def _secret_fault(value: object) -> str | None:
    found = _decoded(value)
    return said("should be the browser’s secret") if found is None or len(found) != SECRET_BYTES else None


def _decoded(value: object) -> bytes | None:
    if not isinstance(value, str) or len(value) > 2 * POINT_BYTES:
        return None
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def _is_on_the_curve(point: bytes) -> bool:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError:
        return False
    return True


_FAULT_OF: dict[str, Callable[[object], str | None]] = {
    "endpoint": _address_fault,
    "p256dh": _key_fault,
    "auth": _secret_fault,
}
