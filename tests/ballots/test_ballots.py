"""A poll by cryptography alone: tokens, ballots, the published file, and whoever tampers with it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from motionflow.ballots import ballot as ballots
from motionflow.ballots import blind, published, sealing
from motionflow.ballots.ballot import Ballot, NotAccepted
from motionflow.ballots.keyring import Keyring
from motionflow.ballots.published import Numbers
from motionflow.ballots.voter import Voter
from tests.ballots.holding import NOW, Held, hold, tampered, voter_of

CHOICES = (0, 0, 0, 1, 1, 2, 0)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return hold(tmp_path_factory.mktemp("keys"), CHOICES)


def test_the_recount_agrees_with_what_was_voted(held: Held) -> None:
    recount = published.recount(held.file)

    assert recount.faults == ()
    assert recount.counts == (5, 3, 1)
    assert recount.ballots == 7
    assert recount.header == held.header


def test_a_poll_without_a_vote_is_counted_and_recounted(held: Held) -> None:
    key = held.ring.unwrap({1: held.phrases[1], 2: held.phrases[2]}, at=NOW)
    numbers = Numbers(roll=3, present=3, issued=0, paper=(0, 0, 0))

    file, counts = published.make(held.header, [], numbers=numbers, sealing_key=key, sign=held.ring.sign)

    assert counts == (0, 0, 0)
    assert published.recount(file).faults == ()


def test_ballots_have_one_length_and_say_nothing_in_the_open(held: Held) -> None:
    assert {len(each.body) for each in held.ballots} == {ballots.BODY_BYTES}
    one, other = held.voters[0].vote(1), held.voters[0].vote(1)
    assert one.sealed != other.sealed


def test_the_choice_cannot_be_tried_against_what_lies_outside_the_seal(held: Held) -> None:
    cast = held.ballots[0]

    for choice in range(len(held.header.options)):
        message = ballots.choice_message(held.header.context, choice)
        assert not ballots.is_signed(cast.token, cast.cast, message)


def test_a_body_of_another_size_is_no_ballot(held: Held) -> None:
    cast = held.ballots[0]

    for token, body in ((cast.token[1:], cast.body), (cast.token, cast.body + b"."), (b"", b"")):
        with pytest.raises(NotAccepted):
            Ballot.from_body(token, body)
    assert Ballot.from_body(cast.token, cast.body) == cast


@pytest.mark.parametrize("part", ["token", "prefix", "signature", "cast", "sealed"])
def test_a_ballot_with_a_changed_part_is_not_accepted(held: Held, part: str) -> None:
    cast = held.ballots[0]
    changed = bytearray(getattr(cast, part))
    changed[-1] ^= 1

    with pytest.raises(NotAccepted):
        ballots.check(held.header, replace(cast, **{part: bytes(changed)}))


def test_a_token_that_was_never_signed_is_not_accepted(held: Held) -> None:
    stranger = Voter(held.header)
    stranger._signature = held.ballots[0].signature

    with pytest.raises(NotAccepted):
        ballots.check(held.header, stranger.vote(0))


def test_a_ballot_of_one_poll_is_none_of_another(held: Held) -> None:
    for other in (replace(held.header, question="Skal veien bygges?"), replace(held.header, check_in=2)):
        with pytest.raises(NotAccepted):
            ballots.check(other, held.ballots[0])


def test_an_option_that_does_not_exist_does_not_count(held: Held) -> None:
    key = held.ring.unwrap({2: held.phrases[2], 3: held.phrases[3]}, at=NOW)

    with pytest.raises(NotAccepted, match="does not exist"):
        ballots.opened(held.header, held.voters[0].vote(3), key=key)


def test_another_key_does_not_open(held: Held) -> None:
    with pytest.raises(NotAccepted, match="does not open"):
        ballots.opened(held.header, held.ballots[0], key=sealing.make_key())


def test_a_receipt_is_the_polls(held: Held) -> None:
    tracker = held.ballots[0].tracker
    receipt = held.ring.sign(ballots.receipt_message(held.header.context, tracker))

    message = ballots.receipt_message(held.header.context, tracker)
    assert ballots.is_signed(held.header.signing_public, receipt, message)
    other = ballots.receipt_message(held.header.context, held.ballots[1].tracker)
    assert not ballots.is_signed(held.header.signing_public, receipt, other)


def test_a_new_check_in_has_a_new_key(held: Held, tmp_path: Path) -> None:
    ring, keys = Keyring.make(tmp_path)
    header = replace(held.header, blind_public=keys.blind, sealing_public=keys.sealing)
    lost = voter_of(header, ring)
    again = replace(header, check_in=2, blind_public=ring.make_token_key(check_in=2))

    with pytest.raises(NotAccepted):
        ballots.check(again, lost.vote(0))
    with pytest.raises(blind.CannotSign):
        Voter(header).take(ring.sign_token(Voter(header).blinded, check_in=1))
    ballots.check(again, voter_of(again, ring).vote(0))


def test_every_changed_field_of_a_published_poll_is_found(held: Held) -> None:
    found = [
        (what, published.recount(json.dumps(new).encode())) for what, new in tampered(json.loads(held.file))
    ]

    assert len(found) > 120
    assert [what for what, recount in found if not recount.faults] == []


def test_a_field_changed_and_signed_anew_by_another_key_is_found(held: Held) -> None:
    """Whoever lacks the poll's key can swap it for her own; then no token and no seal holds."""
    content = json.loads(held.file)
    other = Voter(held.header)
    content["poll"]["signing_public"] = other.token.hex()
    content["counts"][0] += 1
    content["signature"] = other.key.sign(published._message(content)).hex()

    assert len(published.recount(json.dumps(content).encode()).faults) > 7


def test_without_the_signature_a_ballot_taken_away_would_pass(held: Held) -> None:
    """The negative control: what the poll's signature is for."""
    content = json.loads(held.file)
    content["ballots"].pop(0)
    counts = [0, 0, 0]
    recount = published.recount(json.dumps(content).encode())
    content["counts"] = list(recount.counts)
    assert counts != content["counts"]

    faults = published.recount(json.dumps(content).encode()).faults

    assert len(faults) == 1
    assert "signature" in faults[0]
    content["signature"] = held.ring.sign(published._message(content)).hex()
    assert published.recount(json.dumps(content).encode()).faults == ()


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 100_000, b'{"poll": 1, "poll": 2}'),
        *(b'{"poll":{},"roll":1}', b'"poll"', b"7" * 5000),
    ],
)
def test_what_is_no_published_poll_is_said_to_be_none(content: bytes) -> None:
    recount = published.recount(content)

    assert len(recount.faults) == 1
    assert recount.header is None


def test_odd_values_are_refused_and_not_stumbled_over(held: Held) -> None:
    content = json.loads(held.file)
    odd: tuple[Any, ...] = (None, -1, 1.5, True, "x", [], {}, "ff" * 5000, "ÆØÅ", 10**30)

    for name in content:
        for value in odd:
            assert published.recount(json.dumps(content | {name: value}).encode()).faults, (name, value)
    for name in content["poll"]:
        for value in odd:
            poll = content["poll"] | {name: value}
            assert published.recount(json.dumps(content | {"poll": poll}).encode()).faults, (name, value)
