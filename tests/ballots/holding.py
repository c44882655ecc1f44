"""A poll held by cryptography alone, and every way to tamper with one field of its published file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from motionflow.ballots import published
from motionflow.ballots.ballot import Ballot, Header
from motionflow.ballots.keyring import Keyring
from motionflow.ballots.published import Numbers
from motionflow.ballots.voter import Voter

NOW = datetime(2027, 3, 13, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Held:
    """A poll with seven ballots."""

    header: Header
    ring: Keyring
    phrases: dict[int, str]
    voters: tuple[Voter, ...]
    ballots: tuple[Ballot, ...]
    file: bytes


def voter_of(header: Header, ring: Keyring) -> Voter:
    voter = Voter(header)
    voter.take(ring.sign_token(voter.blinded, check_in=header.check_in))
    return voter


def hold(folder: Path, choices: Sequence[int]) -> Held:
    """Hold a poll with these choices, and one vote on paper for each of the first two options."""
    ring, keys = Keyring.make(folder)
    phrases = {teller: ring.passphrase_of(teller) or "" for teller in (1, 2, 3)}
    header = Header(
        *("0123456789abcdef", 1, 3, "Eksempelby lag", "2027-03-13", "Skal gangveien bygges?"),
        *(("For", "Mot", "Blank"), keys.blind, keys.sealing, keys.signing),
    )
    voters = tuple(voter_of(header, ring) for _ in choices)
    cast = tuple(voter.vote(choice) for voter, choice in zip(voters, choices, strict=True))
    key = ring.unwrap({1: phrases[1], 3: phrases[3]}, at=NOW)
    there = len(choices) + 4
    numbers = Numbers(roll=there + 1, present=there, issued=len(choices) + 1, paper=(1, 1, 0))
    file, _ = published.make(header, cast, numbers=numbers, sealing_key=key, sign=ring.sign)
    return Held(header, ring, phrases, voters, cast, file)


def changed(value: Any) -> Any:
    """Return a value of the same kind that is another."""
    if isinstance(value, int):
        return value + 1
    if re.fullmatch("[0-9a-f]{16,}", value):
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    return value + "x"


def tampered(content: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield a file's content with one field changed, removed, doubled or swapped, for every field."""
    if isinstance(content, dict):
        for name, value in content.items():
            for what, new in tampered(value, f"{path}.{name}"):
                yield what, content | {name: new}
            yield f"{path}.{name} removed", {key: kept for key, kept in content.items() if key != name}
        yield f"{path} with one field more", content | {"extra": 1}
        yield f"{path} in another order", dict(reversed(content.items()))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            for what, new in tampered(value, f"{path}[{number}]"):
                yield what, [*content[:number], new, *content[number + 1 :]]
            yield f"{path}[{number}] removed", [*content[:number], *content[number + 1 :]]
            yield f"{path}[{number}] twice", [*content[: number + 1], *content[number:]]
        if len(content) > 1 and content[0] != content[-1]:
            yield f"{path} in another order", content[::-1]
    else:
        yield f"{path} changed", changed(content)
