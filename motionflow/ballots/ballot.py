"""A sealed ballot: what it is bound to, how it is put together, and when it may be laid in the box.

A voter has a *token*: the public half of a key pair that her browser made for this one poll, signed
blindly by the server. The ballot is the token with its signature, and the sealed choice signed by the
token. The choice is signed once more inside the seal; outside it that signature would give it away.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from motionflow.ballots import blind, sealing

FORMAT = "motionflow-poll-1"
TOKEN_BYTES = 32
_SIGNATURE_BYTES = 64
_BLIND_BYTES = blind.MODULUS_BITS // 8
_CHOICE_BYTES = 2
SEALED_BYTES = sealing.ENCAPSULATED_BYTES + _CHOICE_BYTES + _SIGNATURE_BYTES + sealing.TAG_BYTES
BODY_BYTES = blind.PREFIX_BYTES + _BLIND_BYTES + _SIGNATURE_BYTES + SEALED_BYTES


class NotAccepted(Exception):
    """The ballot is not one of this poll; ``why`` says in English what is wrong with it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Header:
    """What every token and every ballot of a poll is bound to, by the hash ``context``.

    ``check_in`` counts how often check-in was begun; each time with a new ``blind_public``.
    """

    id: str
    check_in: int
    number: int
    body: str
    day: str
    question: str
    options: tuple[str, ...]
    blind_public: bytes
    sealing_public: bytes
    signing_public: bytes

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Header":
        """Return the header that ``as_json`` gave. Raises ``ValueError`` for anything else."""
        try:
            made = cls(
                id=given["id"],
                check_in=int(given["check_in"]),
                number=int(given["number"]),
                body=given["body"],
                day=given["day"],
                question=given["question"],
                options=tuple(given["options"]),
                blind_public=bytes.fromhex(given["blind_public"]),
                sealing_public=bytes.fromhex(given["sealing_public"]),
                signing_public=bytes.fromhex(given["signing_public"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("not the head of a poll") from error
        if canonical(made.as_json()) != canonical(given):
            raise ValueError("not the head of a poll")
        return made

    def as_json(self) -> dict[str, object]:
        """Return the header as it stands in the published file and is read by browsers."""
        return {
            "format": FORMAT,
            "id": self.id,
            "check_in": self.check_in,
            "number": self.number,
            "body": self.body,
            "day": self.day,
            "question": self.question,
            "options": list(self.options),
            "blind_public": self.blind_public.hex(),
            "sealing_public": self.sealing_public.hex(),
            "signing_public": self.signing_public.hex(),
        }

    @cached_property
    def context(self) -> bytes:
        """The hash that binds: change a word of the question, and no ballot of the poll opens."""
        return hashlib.sha256(canonical(self.as_json())).digest()

    @cached_property
    def blind_key(self) -> RSAPublicKey:
        """The key that signs tokens."""
        return blind.read_public(self.blind_public)

    @cached_property
    def sealing_key(self) -> EllipticCurvePublicKey:
        """The key that choices are sealed to."""
        return sealing.read_public(self.sealing_public)

    @cached_property
    def signing_key(self) -> Ed25519PublicKey:
        """The key that signs receipts and the published file."""
        return Ed25519PublicKey.from_public_bytes(self.signing_public)


@dataclass(frozen=True)
class Ballot:
    """A token and what was cast with it, in its parts."""

    token: bytes
    prefix: bytes
    signature: bytes
    cast: bytes
    sealed: bytes

    @classmethod
    def from_body(cls, token: bytes, body: bytes) -> "Ballot":
        """Return the parts of a ballot as it was sent. Raises ``NotAccepted`` for one of another size."""
        if len(token) != TOKEN_BYTES or len(body) != BODY_BYTES:
            raise NotAccepted("it has another size")
        parts = []
        for length in (blind.PREFIX_BYTES, _BLIND_BYTES, _SIGNATURE_BYTES, SEALED_BYTES):
            parts.append(body[:length])
            body = body[length:]
        return cls(token, *parts)

    @property
    def body(self) -> bytes:
        """The parts put together, as they are sent and kept."""
        return self.prefix + self.signature + self.cast + self.sealed

    @property
    def tracker(self) -> str:
        """The number under which the voter finds her ballot in the published file."""
        return hashlib.sha256(self.token + self.body).hexdigest()


def canonical(content: object) -> bytes:
    """Return JSON as both Python and a browser's ``JSON.stringify`` write it, keys as they stand."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def token_message(context: bytes, token: bytes) -> bytes:
    """Return what is signed blindly."""
    return b"motionflow token\n" + context + token


def cast_message(context: bytes, sealed: bytes) -> bytes:
    """Return what the token signs outside the seal."""
    return b"motionflow cast\n" + context + sealed


def choice_message(context: bytes, choice: int) -> bytes:
    """Return what the token signs inside the seal."""
    return b"motionflow choice\n" + context + choice.to_bytes(_CHOICE_BYTES, "big")


def receipt_message(context: bytes, tracker: str) -> bytes:
    """Return what the poll signs when a ballot lies in the box."""
    return b"motionflow receipt\n" + context + bytes.fromhex(tracker)


def check(header: Header, ballot: Ballot) -> None:
    """Raise ``NotAccepted`` unless the token was signed for this poll and has signed what is cast."""
    message = token_message(header.context, ballot.token)
    if not blind.verifies(header.blind_key, ballot.signature, prefix=ballot.prefix, message=message):
        raise NotAccepted("its token was not signed for this poll")
    if not is_signed(ballot.token, ballot.cast, cast_message(header.context, ballot.sealed)):
        raise NotAccepted("it was not signed by its token")


def opened(header: Header, ballot: Ballot, *, key: EllipticCurvePrivateKey) -> int:
    """Return the number of the option that was chosen. Raises ``NotAccepted``."""
    try:
        content = sealing.unseal(key, ballot.sealed, context=header.context)
    except sealing.NotOpened:
        raise NotAccepted("its seal does not open") from None
    choice = int.from_bytes(content[:_CHOICE_BYTES], "big")
    if not is_signed(ballot.token, content[_CHOICE_BYTES:], choice_message(header.context, choice)):
        raise NotAccepted("its choice was not signed by its token")
    if choice >= len(header.options):
        raise NotAccepted("it is for an option that does not exist")
    return choice


def sealed_choice(header: Header, choice: int, *, token_key: Ed25519PrivateKey) -> bytes:
    """Return a choice, signed by the token and sealed to the poll."""
    signature = token_key.sign(choice_message(header.context, choice))
    content = choice.to_bytes(_CHOICE_BYTES, "big") + signature
    return sealing.seal(header.sealing_key, content, context=header.context)


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether an Ed25519 signature of a message is this key's."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
