"""Blind signatures are those of RFC 9474, and a signer learns nothing it should not."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from motionflow.ballots import blind

# RFC 9474, appendix A.1: RSABSSA-SHA384-PSS-Randomized.
VECTOR = json.loads((Path(__file__).parent / "rfc9474.json").read_text(encoding="ascii"))


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    p, q, n, e, d = (int(VECTOR[name], 16) for name in "pqned")
    numbers = rsa.RSAPrivateNumbers(
        *(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p)), rsa.RSAPublicNumbers(e, n)
    )
    return numbers.private_key()


@pytest.fixture(scope="module")
def poll_key() -> rsa.RSAPrivateKey:
    return blind.make_key()


def given(name: str) -> bytes:
    return bytes.fromhex(VECTOR[name])


def test_blinding_gives_the_vector_of_the_rfc(key: rsa.RSAPrivateKey) -> None:
    factor = pow(int(VECTOR["inv"], 16), -1, int(VECTOR["n"], 16))

    made = blind.blind(
        key.public_key(),
        given("msg"),
        prefix=given("msg_prefix"),
        salt=given("salt"),
        factor=factor,
    )

    assert made.prepared == given("prepared_msg")
    assert made.message == given("blinded_msg")
    assert made.inverse == given("inv")


def test_signing_gives_the_vector_of_the_rfc(key: rsa.RSAPrivateKey) -> None:
    assert blind.sign(key, given("blinded_msg")) == given("blind_sig")


def test_finishing_gives_the_vector_of_the_rfc(key: rsa.RSAPrivateKey) -> None:
    blinded = blind.Blinded(given("prepared_msg"), given("blinded_msg"), given("inv"))

    signature = blind.finish(key.public_key(), blinded, given("blind_sig"))

    assert signature == given("sig")
    prefix, message = given("msg_prefix"), given("msg")
    assert blind.verifies(key.public_key(), signature, prefix=prefix, message=message)
    assert not blind.verifies(key.public_key(), signature, prefix=prefix, message=message + b".")


def test_a_signature_is_finished_only_by_whoever_blinded_the_message(poll_key: rsa.RSAPrivateKey) -> None:
    public = poll_key.public_key()
    mine, other = blind.blind(public, b"token"), blind.blind(public, b"token")
    signed = blind.sign(poll_key, mine.message)

    finished = blind.finish(public, mine, signed)

    assert blind.verifies(public, finished, prefix=b"", message=mine.prepared)
    with pytest.raises(blind.CannotSign):
        blind.finish(public, other, signed)


@pytest.mark.parametrize("length", [0, 1, 255, 257, 4096])
def test_what_is_not_as_long_as_the_modulus_is_not_signed(poll_key: rsa.RSAPrivateKey, length: int) -> None:
    with pytest.raises(blind.CannotSign):
        blind.sign(poll_key, b"\1" * length)


def test_what_is_out_of_range_is_not_signed(poll_key: rsa.RSAPrivateKey) -> None:
    for outside in (bytes(256), b"\xff" * 256):
        with pytest.raises(blind.CannotSign):
            blind.sign(poll_key, outside)


def test_a_public_key_is_read_as_it_was_written(poll_key: rsa.RSAPrivateKey) -> None:
    content = blind.public_bytes(poll_key.public_key())

    assert blind.read_public(content).public_numbers() == poll_key.public_key().public_numbers()
