"""A push service on this machine, with a certificate for the name of a real one, and a browser that reads its messages.

What is sent goes out as it always does, over TLS with its checks; only the connection is led here instead.
"""

import base64
import json
import os
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import urllib3.util.connection as wires
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from charley.services.web_push import Subscription

HOST = "updates.push.services.mozilla.com"


def in_base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def out_of_base64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class PushedTo:
    """A browser that asked for messages: it holds the keys, and reads what comes (RFC 8291 and RFC 8188)."""

    def __init__(self, name: str = "one") -> None:
        self._pair = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)
        self.endpoint = f"https://{HOST}/wpush/v2/{name}"

    @property
    def told(self) -> dict[str, str]:
        return {
            "endpoint": self.endpoint,
            "p256dh": in_base64(point_of(self._pair.public_key())),
            "auth": in_base64(self._secret),
        }

    @property
    def subscription(self) -> Subscription:
        return Subscription(**self.told)

    def read(self, body: bytes) -> str:
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self._pair.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        info = b"WebPush: info\0" + point_of(self._pair.public_key()) + theirs
        begun = _derived(self._secret, info, 32, shared)
        key = _derived(salt, b"Content-Encoding: aes128gcm\0", 16, begun)
        nonce = _derived(salt, b"Content-Encoding: nonce\0", 12, begun)
        padded = AESGCM(key).decrypt(nonce, sealed, None)
        words, _, padding = padded.rpartition(b"\x02")
        assert not padding.strip(b"\0")
        return words.decode()


def _derived(salt: bytes, info: bytes, length: int, secret: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


class Pushed(NamedTuple):
    """One request as the service got it."""

    path: str
    headers: dict[str, str]
    body: bytes

    def claims(self, public_key: str) -> dict[str, Any]:
        """What the signed token says, once its signature fits the key (RFC 8292)."""
        scheme, _, rest = self.headers["Authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert (scheme, parts["k"]) == ("vapid", public_key)
        head, claims, signature = parts["t"].split(".")
        raw = out_of_base64(signature)
        numbers = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), out_of_base64(public_key))
        key.verify(numbers, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        assert json.loads(out_of_base64(head))["alg"] == "ES256"
        return dict(json.loads(out_of_base64(claims)))


class PushService:
    """The service: what it got, and what it answers, to one address or to all."""

    def __init__(self) -> None:
        self.status = 201
        self.status_of: dict[str, int] = {}
        self.got: list[Pushed] = []


@contextmanager
def push_service(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """A service that every connection to :data:`HOST` reaches until the block ends; none may leave this machine."""
    service = PushService()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.got.append(Pushed(self.path, dict(self.headers), body))
            self.send_response(service.status_of.get(self.path, service.status))
            self.send_header("Content-Length", "0")
            if service.status == 307:
                self.send_header("Location", f"https://{HOST}/elsewhere")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quietly."""

    certificate = _certificate(folder)
    server = HTTPServer(("127.0.0.1", 0), Door)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    connect = wires.create_connection

    def led_here(address: tuple[str, int], *rest: Any, **more: Any) -> Any:
        assert address == (HOST, 443) or address[0] == "127.0.0.1", address
        return connect(("127.0.0.1", server.server_port) if address[0] == HOST else address, *rest, **more)

    patch.setattr(wires, "create_connection", led_here)
    patch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        patch.delenv(name, raising=False)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield service
    server.shutdown()
    server.server_close()


def _certificate(folder: Path) -> Path:
    """A certificate that signs itself, with its key, in one file."""
    pair = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(pair.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(pair, hashes.SHA256())
    )
    place = folder / "push-service.pem"
    key = pair.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    place.write_bytes(key + made.public_bytes(Encoding.PEM))
    return place
