"""The keys of one poll, as files in a folder outside the database and its backups.

``token-N.key`` signs tokens, N being how often check-in was begun; ``receipt.key`` receipts and the published
file. ``wrapped.json`` is the sealing key as any two of three tellers open it, and ``passphrase-N`` lies there
until teller N has noted it.
The plain sealing key is never written.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from motionflow.ballots import blind, passphrases, sealing
from motionflow.ballots.passphrases import TELLERS, Wrapped, WrongPassphrase

MOST_TRIES = 5
WAIT = timedelta(minutes=1)
_RECEIPT_KEY, _WRAPPED, _TRIES = "receipt.key", "wrapped.json", "tries.json"


class MustWait(Exception):
    """Too many wrong tries; ``until`` says for how long."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class KeysGone(Exception):
    """The files of the keys are not there, or cannot be read."""


@dataclass(frozen=True)
class PublicKeys:
    """The public halves, as they go into the head of a poll."""

    blind: bytes
    sealing: bytes
    signing: bytes


class Keyring:
    """The folder with the keys of one poll."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def make(cls, parent: Path) -> tuple["Keyring", PublicKeys]:
        """Make the keys of a poll in a new folder; its name is ``keyring.name``.

        The wrapping is tried for every pair of tellers, on a ballot sealed for the purpose, before the
        plain key is forgotten. Raises ``OSError`` when the folder cannot be written to.
        """
        ring = cls(parent / secrets.token_hex(8))
        ring.folder.mkdir(parents=True, mode=0o700)
        sealing_key, signing_key = sealing.make_key(), Ed25519PrivateKey.generate()
        phrases = [passphrases.make_passphrase() for _ in TELLERS]
        wrapped = passphrases.wrap(sealing.private_bytes(sealing_key), phrases)
        _try_canary(wrapped, dict(zip(TELLERS, phrases, strict=True)), sealing_key.public_key())
        ring._write(_WRAPPED, json.dumps([each.as_json() for each in wrapped]).encode())
        ring._write(_RECEIPT_KEY, signing_key.private_bytes_raw())
        for teller, phrase in zip(TELLERS, phrases, strict=True):
            ring._write(f"passphrase-{teller}", phrase.encode())
        keys = PublicKeys(
            ring.make_token_key(check_in=1),
            sealing.public_bytes(sealing_key.public_key()),
            signing_key.public_key().public_bytes_raw(),
        )
        return ring, keys

    @property
    def name(self) -> str:
        """The folder's name, which the database keeps."""
        return self.folder.name

    def make_token_key(self, *, check_in: int) -> bytes:
        """Make the key that signs tokens from a beginning of check-in on, and return its public half."""
        key = blind.make_key()
        content = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self._write(_token_key(check_in), content)
        return blind.public_bytes(key.public_key())

    def sign_token(self, blinded: bytes, *, check_in: int) -> bytes:
        """Return the blind signature of a token. Raises ``CannotSign`` or ``KeysGone``."""
        content = self._read(_token_key(check_in))
        # Ours, and validating it takes longer than signing.
        key = serialization.load_der_private_key(content, None, unsafe_skip_rsa_key_validation=True)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise KeysGone
        return blind.sign(key, blinded)

    def sign(self, message: bytes) -> bytes:
        """Return the poll's signature of a receipt or of the published file. Raises ``KeysGone``."""
        return Ed25519PrivateKey.from_private_bytes(self._read(_RECEIPT_KEY)).sign(message)

    def passphrase_of(self, teller: int) -> str | None:
        """Return a teller's passphrase; ``None`` once she has noted it."""
        try:
            return self._read(f"passphrase-{teller}").decode()
        except KeysGone:
            return None

    def confirm_passphrase(self, teller: int, typed: str) -> bool:
        """Forget a passphrase that has been typed in right, and return whether it was."""
        phrase = self.passphrase_of(teller)
        if phrase is None or passphrases.tidy(typed) != phrase:
            return False
        _shred(self.folder / f"passphrase-{teller}")
        return True

    def unconfirmed(self) -> list[int]:
        """Return the tellers whose passphrases still lie here."""
        return [teller for teller in TELLERS if (self.folder / f"passphrase-{teller}").exists()]

    def is_whole(self, *, check_in: int) -> bool:
        """Return whether every key of the poll is here."""
        names = (_token_key(check_in), _RECEIPT_KEY, _WRAPPED)
        return all((self.folder / name).is_file() for name in names)

    def unwrap(self, given: Mapping[int, str], *, at: datetime) -> ec.EllipticCurvePrivateKey:
        """Return the sealing key for two tellers' passphrases.

        Raises ``WrongPassphrase``; ``MustWait`` after five wrong ones; ``KeysGone``.
        """
        wrapped = [Wrapped.from_json(each) for each in json.loads(self._read(_WRAPPED))]
        with self._locked():
            wrong, until = self._tries()
            if until is not None and at < until:
                raise MustWait(until)
            try:
                content = passphrases.unwrap(wrapped, given)
            except WrongPassphrase:
                wrong = (wrong if until is None else 0) + 1
                until = at + WAIT if wrong >= MOST_TRIES else None
                self._write(_TRIES, json.dumps([wrong, until and until.isoformat()]).encode())
                if until is not None:
                    raise MustWait(until) from None
                raise
            self._write(_TRIES, json.dumps([0, None]).encode())
        return sealing.read_private(content)

    def destroy(self) -> None:
        """Overwrite and remove every key of the poll."""
        if self.folder.is_dir():
            for file in self.folder.iterdir():
                _shred(file)
            shutil.rmtree(self.folder, ignore_errors=True)

    def _tries(self) -> tuple[int, datetime | None]:
        try:
            wrong, until = json.loads(self._read(_TRIES))
        except KeysGone:
            return 0, None
        return wrong, datetime.fromisoformat(until) if until else None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise KeysGone from error

    def _write(self, name: str, content: bytes) -> None:
        # Whole or not at all, and on the disk before anything is answered that depends on it.
        new = self.folder / f"{name}.new"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        place = self.folder / name
        with place.open("r+b") if place.exists() else nullcontext() as old:
            new.replace(place)
            folder = os.open(self.folder, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
            if old is not None:
                _overwrite(old)


def _token_key(check_in: int) -> str:
    return f"token-{check_in}.key"


def _try_canary(
    wrapped: list[Wrapped], phrases: Mapping[int, str], public: ec.EllipticCurvePublicKey
) -> None:
    canary, context = secrets.token_bytes(66), secrets.token_bytes(32)
    sealed = sealing.seal(public, canary, context=context)
    for each in wrapped:
        content = passphrases.unwrap(wrapped, {teller: phrases[teller] for teller in each.tellers})
        if sealing.unseal(sealing.read_private(content), sealed, context=context) != canary:
            raise sealing.NotOpened


def _overwrite(opened: BinaryIO) -> None:
    opened.write(bytes(os.fstat(opened.fileno()).st_size))
    opened.flush()
    os.fsync(opened.fileno())


def _shred(file: Path) -> None:
    with file.open("r+b") as opened:
        _overwrite(opened)
    file.unlink()
