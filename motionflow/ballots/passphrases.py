"""Passphrases of six plain words, and a secret that any two of three of them open."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from motionflow.paths import PACKAGE

# Plain Norwegian words in the letters a to z, written for this program: at least 1,024, so that six of
# them are 60 random bits and more.
WORDS = tuple((PACKAGE / "ballots" / "words.txt").read_text(encoding="ascii").split())
WORDS_IN_A_PHRASE = 6
TELLERS = (1, 2, 3)
NEEDED = 2
_SALT_BYTES = 16
_NONCE_BYTES = 12
COST = 2**15
"""scrypt's n for secrets that are wrapped from now on: 32 MB and about 0.1 s a try."""
_COST_BEFORE_IT_WAS_KEPT = 2**15


class WrongPassphrase(Exception):
    """At least one of the two passphrases is not the one that was given out."""


@dataclass(frozen=True)
class Wrapped:
    """A secret as two tellers can open it together."""

    tellers: tuple[int, int]
    cost: int
    salt: bytes
    nonce: bytes
    content: bytes

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Wrapped":
        """Return what ``as_json`` wrote."""
        first, second = given["tellers"]
        cost = int(given.get("cost", _COST_BEFORE_IT_WAS_KEPT))
        salt, nonce, content = (bytes.fromhex(given[name]) for name in ("salt", "nonce", "content"))
        return cls((first, second), cost, salt, nonce, content)

    def as_json(self) -> dict[str, object]:
        """Return it as it is kept."""
        return {
            "tellers": list(self.tellers),
            "cost": self.cost,
            "salt": self.salt.hex(),
            "nonce": self.nonce.hex(),
            "content": self.content.hex(),
        }


def make_passphrase() -> str:
    """Return six words chosen at random: more than 60 bits."""
    return " ".join(secrets.choice(WORDS) for _ in range(WORDS_IN_A_PHRASE))


def tidy(passphrase: str) -> str:
    """Return a passphrase as it is compared: small letters, single spaces, commas and hyphens forgiven."""
    return " ".join("".join(each if each.isalpha() else " " for each in passphrase.lower()).split())


def wrap(secret: bytes, passphrases: Sequence[str]) -> list[Wrapped]:
    """Return a secret wrapped for each pair of the three tellers."""
    given = dict(zip(TELLERS, passphrases, strict=True))
    wrapped = []
    for first, second in combinations(TELLERS, NEEDED):
        salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
        key = AESGCM(_key_of(given[first], given[second], salt, cost=COST))
        wrapped.append(Wrapped((first, second), COST, salt, nonce, key.encrypt(nonce, secret, None)))
    return wrapped


def unwrap(wrapped: Sequence[Wrapped], passphrases: Mapping[int, str]) -> bytes:
    """Return the secret for two tellers' passphrases, by teller. Raises ``WrongPassphrase``."""
    for each in wrapped:
        if set(each.tellers) == set(passphrases):
            first, second = (passphrases[teller] for teller in each.tellers)
            try:
                key = _key_of(first, second, each.salt, cost=each.cost)
                return AESGCM(key).decrypt(each.nonce, each.content, None)
            except InvalidTag:
                raise WrongPassphrase from None
    raise WrongPassphrase


def _key_of(first: str, second: str, salt: bytes, *, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(f"{tidy(first)}\n{tidy(second)}".encode())
