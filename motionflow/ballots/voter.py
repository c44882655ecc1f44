"""What a voter's browser does, in Python: for the example, for tests and for measuring.

Browsers do the same in ``static/ballot.js``.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from motionflow.ballots import blind
from motionflow.ballots.ballot import Ballot, Header, cast_message, sealed_choice, token_message


class Voter:
    """A key pair made for one poll, and what becomes of it."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.key = Ed25519PrivateKey.generate()
        self.token = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._blinded = blind.blind(header.blind_key, token_message(header.context, self.token))
        self._signature = b""

    @property
    def blinded(self) -> bytes:
        """What is sent at check-in: the server cannot see the token in it."""
        return self._blinded.message

    def take(self, blind_signature: bytes) -> None:
        """Finish the signature that check-in answered. Raises ``CannotSign`` when it is not one."""
        self._signature = blind.finish(self.header.blind_key, self._blinded, blind_signature)

    def vote(self, choice: int) -> Ballot:
        """Return a ballot for an option."""
        sealed = sealed_choice(self.header, choice, token_key=self.key)
        cast = self.key.sign(cast_message(self.header.context, sealed))
        prefix = self._blinded.prepared[: blind.PREFIX_BYTES]
        return Ballot(self.token, prefix, self._signature, cast, sealed)
