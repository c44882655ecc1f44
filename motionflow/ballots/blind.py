"""Blind signatures: RSABSSA-SHA384-PSS-Randomized of RFC 9474.

Whoever signs does not see what is signed, and cannot tell afterwards which of the signatures was whose.
A browser blinds and finishes (``static/vendor/ballot-crypto.js``); ``blind`` and ``finish`` here do the
same for the example and for tests. gmpy2 does the arithmetic: it is quick, and takes the same time
whatever the secret exponent is.
"""

import hashlib
import secrets
from dataclasses import dataclass

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

MODULUS_BITS = 2048
PREFIX_BYTES = 32
SALT_BYTES = 48
_HASH_BYTES = 48
_PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT_BYTES)


class CannotSign(Exception):
    """What was sent is no blinded message of this key, or the signing itself went wrong."""


@dataclass(frozen=True)
class Blinded:
    """What is sent to be signed, and what only the one who blinded it knows."""

    prepared: bytes
    message: bytes
    inverse: bytes


def make_key() -> rsa.RSAPrivateKey:
    """Return a new key for the signing of one poll."""
    return rsa.generate_private_key(public_exponent=65537, key_size=MODULUS_BITS)


def public_bytes(key: rsa.RSAPublicKey) -> bytes:
    """Return a public key as a browser reads it (SubjectPublicKeyInfo)."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def read_public(content: bytes) -> rsa.RSAPublicKey:
    """Return the public key of these bytes. Raises ``ValueError`` for what is none of ours."""
    key = serialization.load_der_public_key(content)
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("not an RSA key")
    return key


def sign(key: rsa.RSAPrivateKey, blinded: bytes) -> bytes:
    """Return the blind signature of a blinded message. Raises ``CannotSign``.

    By the Chinese remainder theorem; checked before it is given away, since a faulty one would tell the
    key's factors (RFC 9474 §7.1).
    """
    numbers = key.private_numbers()
    n, e = numbers.public_numbers.n, numbers.public_numbers.e
    message = gmpy2.mpz(int.from_bytes(blinded, "big"))
    if len(blinded) != _length(n) or not 0 < message < n:
        raise CannotSign
    by_p = gmpy2.powmod_sec(message % numbers.p, numbers.dmp1, numbers.p)
    by_q = gmpy2.powmod_sec(message % numbers.q, numbers.dmq1, numbers.q)
    signature = by_q + numbers.q * ((numbers.iqmp * (by_p - by_q)) % numbers.p)
    if gmpy2.powmod(signature, e, n) != message:
        raise CannotSign
    return int(signature).to_bytes(len(blinded), "big")


def verifies(key: rsa.RSAPublicKey, signature: bytes, *, prefix: bytes, message: bytes) -> bool:
    """Return whether a finished signature is the key's, over a prefix and a message."""
    try:
        key.verify(signature, prefix + message, _PSS, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def blind(
    key: rsa.RSAPublicKey,
    message: bytes,
    *,
    prefix: bytes | None = None,
    salt: bytes | None = None,
    factor: int | None = None,
) -> Blinded:
    """Return a message blinded; what is chosen at random is given by tests only (RFC 9474 §4.2)."""
    numbers = key.public_numbers()
    prepared = (secrets.token_bytes(PREFIX_BYTES) if prefix is None else prefix) + message
    encoded = _encoded(prepared, numbers.n.bit_length() - 1, salt)
    chosen = secrets.randbelow(numbers.n - 1) + 1 if factor is None else factor
    hidden = encoded * gmpy2.powmod(chosen, numbers.e, numbers.n) % numbers.n
    length = _length(numbers.n)
    inverse = int(gmpy2.invert(chosen, numbers.n))
    return Blinded(prepared, int(hidden).to_bytes(length, "big"), inverse.to_bytes(length, "big"))


def finish(key: rsa.RSAPublicKey, blinded: Blinded, blind_signature: bytes) -> bytes:
    """Return the signature of what was blinded. Raises ``CannotSign`` when the signer did not sign it."""
    n = key.public_numbers().n
    hidden, inverse = (int.from_bytes(each, "big") for each in (blind_signature, blinded.inverse))
    signature = (hidden * inverse % n).to_bytes(_length(n), "big")
    if not verifies(key, signature, prefix=b"", message=blinded.prepared):
        raise CannotSign
    return signature


def _length(n: int) -> int:
    return (n.bit_length() + 7) // 8


def _encoded(message: bytes, bits: int, salt: bytes | None) -> int:
    """EMSA-PSS-ENCODE of RFC 8017 §9.1.1."""
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    length = (bits + 7) // 8
    inner = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - _HASH_BYTES - 2) + b"\x01" + salt
    mask = _mask(inner, len(block))
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return int.from_bytes(bytes(masked) + inner + b"\xbc", "big")


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 of RFC 8017 §B.2.1."""
    rounds = range((length + _HASH_BYTES - 1) // _HASH_BYTES)
    return b"".join(hashlib.sha384(seed + n.to_bytes(4, "big")).digest() for n in rounds)[:length]
