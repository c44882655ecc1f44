"""The published file of a counted poll: made once, and recounted by whoever wants to.

It holds the sealing key too: the seal only kept the result unknown until the end, and a token leads to
nobody. ``static/recount/recount.js`` recounts the same file in a browser.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from motionflow.ballots import sealing
from motionflow.ballots.ballot import (
    TOKEN_BYTES,
    Ballot,
    Header,
    NotAccepted,
    canonical,
    check,
    is_signed,
    opened,
)

_PARTS = ("token", "prefix", "signature", "cast", "sealed")
_FIELDS = ("poll", "roll", "present", "issued", "paper", "counts", "sealing_private", "ballots", "signature")


@dataclass(frozen=True)
class Numbers:
    """What the file says beside the ballots.

    ``roll`` and ``present`` are how many were entitled and how many of them were there; ``issued`` how
    many tokens were signed; ``paper`` the votes on paper for each option.
    """

    roll: int
    present: int
    issued: int
    paper: tuple[int, ...]


@dataclass(frozen=True)
class Recount:
    """What a file says when it is counted again: faults in English, and the votes for each option."""

    header: Header | None
    faults: tuple[str, ...]
    counts: tuple[int, ...]
    ballots: int


def make(
    header: Header,
    ballots: Iterable[Ballot],
    *,
    numbers: Numbers,
    sealing_key: EllipticCurvePrivateKey,
    sign: Callable[[bytes], bytes],
) -> tuple[bytes, tuple[int, ...]]:
    """Return the published file and the votes for each option, online and on paper.

    Raises ``NotAccepted`` for a ballot that should never have come into the box.
    """
    counts, rows = list(numbers.paper), []
    for ballot in sorted(ballots, key=lambda each: each.token):
        check(header, ballot)
        counts[opened(header, ballot, key=sealing_key)] += 1
        rows.append({name: getattr(ballot, name).hex() for name in _PARTS})
    content: dict[str, object] = {
        "poll": header.as_json(),
        "roll": numbers.roll,
        "present": numbers.present,
        "issued": numbers.issued,
        "paper": list(numbers.paper),
        "counts": counts,
        "sealing_private": sealing.private_bytes(sealing_key).hex(),
        "ballots": rows,
    }
    content["signature"] = sign(_message(content)).hex()
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n", tuple(counts)


def recount(content: bytes) -> Recount:
    """Return what a published file says when every ballot is opened and counted again."""
    try:
        given = json.loads(content, object_pairs_hook=_once)
        if not isinstance(given, dict) or tuple(given) != _FIELDS:
            raise ValueError("its fields are not those of a published poll")
        header = Header.from_json(given["poll"])
        _check_types(given, len(header.options))
        key = sealing.read_private(bytes.fromhex(given["sealing_private"]))
        _read_keys(header)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        return Recount(None, (f"The file is not a published poll: {error}.",), (), 0)
    counts = list(given["paper"])
    faults = list(_faults_of_head(header, given, key))
    faults += _faults_of_ballots(header, given["ballots"], key, counts)
    if counts != given["counts"]:
        faults.append(f"The votes are {counts}, but the file says {given['counts']}.")
    faults += _faults_of_numbers(given, sum(counts))
    return Recount(header, tuple(faults), tuple(counts), len(given["ballots"]))


def checksum(content: bytes) -> str:
    """Return the checksum of a published file, as it is printed in the minutes."""
    return hashlib.sha256(content).hexdigest()


def _message(content: Mapping[str, object]) -> bytes:
    signed = {name: value for name, value in content.items() if name != "signature"}
    return b"motionflow published\n" + hashlib.sha256(canonical(signed)).digest()


def _faults_of_head(header: Header, given: Mapping[str, Any], key: EllipticCurvePrivateKey) -> Iterator[str]:
    if not is_signed(header.signing_public, bytes.fromhex(given["signature"]), _message(given)):
        yield "The poll's signature of the file does not hold: something in it has been changed."
    if sealing.public_bytes(key.public_key()) != header.sealing_public:
        yield "The sealing key is not the one that the ballots were sealed to."


def _faults_of_ballots(
    header: Header, rows: Sequence[Mapping[str, str]], key: EllipticCurvePrivateKey, counts: list[int]
) -> list[str]:
    faults, before = [], b""
    for number, row in enumerate(rows, start=1):
        ballot = Ballot(*(bytes.fromhex(row[name]) for name in _PARTS))
        if not before < ballot.token:
            faults.append(f"Ballot {number} does not stand in order: its token may be there twice.")
        before = ballot.token
        try:
            Ballot.from_body(ballot.token, ballot.body)
            check(header, ballot)
            counts[opened(header, ballot, key=key)] += 1
        except NotAccepted as refused:
            faults.append(f"Ballot {number} does not count: {refused.why}.")
    return faults


def _faults_of_numbers(given: Mapping[str, Any], votes: int) -> Iterator[str]:
    online, issued, present, roll = len(given["ballots"]), given["issued"], given["present"], given["roll"]
    if not online <= issued <= present <= roll:
        yield (
            f"{online} ballots, {issued} tokens signed, {present} present and {roll} entitled: "
            "each may be at most as large as the next."
        )
    if votes > present:
        yield f"There are {votes} votes for {present} present."


def _read_keys(header: Header) -> None:
    # Reading raises ValueError for a key that is none.
    for name in ("blind_key", "sealing_key", "signing_key"):
        getattr(header, name)


def _check_types(given: Mapping[str, Any], options: int) -> None:
    for name in ("roll", "present", "issued"):
        if type(given[name]) is not int or given[name] < 0:
            raise ValueError(f"{name} is no number")
    for name in ("paper", "counts"):
        if len(given[name]) != options or any(type(each) is not int or each < 0 for each in given[name]):
            raise ValueError(f"{name} does not hold one number for each option")
    rows = given["ballots"]
    if not isinstance(rows, list) or any(tuple(row) != _PARTS for row in rows):
        raise ValueError("ballots are not as they should be")
    for text in (given["signature"], *(value for row in rows for value in row.values())):
        if not isinstance(text, str) or text != text.lower():
            raise ValueError("something is not written in hexadecimal digits")
        bytes.fromhex(text)
    if any(len(row["token"]) != 2 * TOKEN_BYTES for row in rows):
        raise ValueError("a token has another size")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a field stands twice")
    return made
