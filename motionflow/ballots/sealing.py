"""Sealed choices: HPKE (RFC 9180), base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.

P-256 because every browser of the last ten years has it; all that is sealed has one length.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ENCAPSULATED_BYTES = 65
TAG_BYTES = 16


class NotOpened(Exception):
    """It was sealed to another key, for another poll, or has been changed."""


def make_key() -> ec.EllipticCurvePrivateKey:
    """Return a new key that the choices of one poll are sealed to."""
    return ec.generate_private_key(_CURVE)


def private_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a key's secret number, 32 bytes."""
    return key.private_numbers().private_value.to_bytes(32, "big")


def read_private(content: bytes) -> ec.EllipticCurvePrivateKey:
    """Return the key of a secret number. Raises ``ValueError`` for what is none."""
    number = int.from_bytes(content, "big")
    if len(content) != 32 or not 0 < number < _ORDER:
        raise ValueError("not a sealing key")
    return ec.derive_private_key(number, _CURVE)


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as a browser reads it: an uncompressed point, 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def read_public(content: bytes) -> ec.EllipticCurvePublicKey:
    """Return the public key of these bytes. Raises ``ValueError`` for what is none."""
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, content)


def seal(key: ec.EllipticCurvePublicKey, content: bytes, *, context: bytes) -> bytes:
    """Return the content sealed to a key, for one context only."""
    return _SUITE.encrypt(content, key, context)


def unseal(key: ec.EllipticCurvePrivateKey, sealed: bytes, *, context: bytes) -> bytes:
    """Return what was sealed. Raises ``NotOpened``."""
    try:
        return _SUITE.decrypt(sealed, key, context)
    except (InvalidTag, ValueError) as error:
        raise NotOpened from error
