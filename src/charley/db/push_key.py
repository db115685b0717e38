"""The key pair by which push services know this machine. Its private half never leaves the data folder."""

import base64
import secrets
from pathlib import Path

from charley.db.folder import PRIVATE_FILE, PUSH_KEY, folder_fault, settle
from charley.errors import StorageFault


def key_file(folder: Path) -> Path:
    """The file of the private key, which is made once and readable by its owner only.

    Raises:
        StorageFault: where it can be neither found nor made.
    """
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    place = folder / PUSH_KEY
    try:
        if not place.exists():
            made = generate_private_key(SECP256R1())
            draft = folder / f"{PUSH_KEY}.{secrets.token_hex(4)}"
            draft.touch(mode=PRIVATE_FILE)
            draft.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            settle(draft, place)
    except OSError as fault:
        raise folder_fault(folder, fault) from None
    return place


def public_key(folder: Path) -> str:
    """The public half, as a browser takes it: an uncompressed point in base64 for addresses.

    Raises:
        StorageFault: where the pair cannot be read or made.
    """
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    place = key_file(folder)
    try:
        pair = load_pem_private_key(place.read_bytes(), password=None)
    except (OSError, ValueError):
        pair = None
    if not isinstance(pair, EllipticCurvePrivateKey):
        raise StorageFault(
            f"The file {place} cannot be read. It signs reminders in browsers and nothing else: take it away, and "
            "a new one is made. Every browser then has to be turned on again."
        )
    point = pair.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
