"""Counting a hundred thousand votes against ten thousand: openly, and in secret, which is verified too.

The ballots of the secret poll are made here as browsers make them, but that their tokens are not blinded for
signing: the signature that is left in the end is the same, and made sooner. What else the database holds of
the polls is put in by hand. Each count has a process of its own, whose time and memory are what is measured.

``python -m tests.bench.vote_count open|secret <poll> <chair>`` is such a process; its database is in the
environment.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from sqlalchemy import insert, update

from motionflow import clock, create_app
from motionflow.ballots import blind, published
from motionflow.ballots.ballot import Ballot, Header, cast_message, sealed_choice, token_message
from motionflow.config import Settings
from motionflow.db import db, new_id
from motionflow.domain.deadlines import day_in_oslo
from motionflow.models import IssuedToken, OpenBallot, Person, Poll, RollEntry, SealedBallot, SecretPoll
from motionflow.services import access, counting, secret_counts, secret_moves
from motionflow.transaction import writing
from tests.bench.measuring import Figure
from tests.bench.vote_hall import BOTH, BenchHall, addresses
from tests.bench.vote_sealed import SealedBox
from tests.test_server import ROOT, environment

FEW, MANY = 10_000, 100_000
MOST_TIMES_AS_MUCH = 12.0
OPTIONS = ("for", "against", "blank")
_PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=blind.SALT_BYTES)


@dataclass(frozen=True)
class Spent:
    """What a count took: seconds of the processor, and kilobytes of memory above what was there before."""

    seconds: float
    kilobytes: float


@dataclass(frozen=True)
class Sealed:
    """The ballots of a secret poll, with its head, the files of its keys and the tellers' words."""

    header: str
    keys: dict[str, bytes]
    words: dict[int, str]
    ballots: list[Ballot]


def measure() -> Iterator[Figure]:
    """Yield how many times the time and the memory grow when there are ten times as many votes."""
    sealed: Sealed | None = None
    for kind in BOTH:
        with addresses(kind, "ours") as (home, (address,)):
            hall = BenchHall(address, home, voters=1)
            people = _fill(hall)
            spent = [_count_open(hall, people[:size]) for size in (FEW, MANY)]
            yield from _figures(f"vote_count_open_{kind}", *spent)
            box = SealedBox(hall)
            sealed = sealed or _seal(box)
            spent = [_count_secret(hall, box, sealed, people[:FEW])]
            spent.append(_count_secret(hall, SealedBox(hall), sealed, people))
            yield from _figures(f"vote_count_secret_{kind}", *spent)
            hall.let_go()


def _figures(name: str, few: Spent, many: Spent) -> Iterator[Figure]:
    for what, unit, less, more in (
        ("time", "s", few.seconds, many.seconds),
        ("memory", "MB", few.kilobytes / 1000, many.kilobytes / 1000),
    ):
        ratio = more / less
        is_kept = ratio <= MOST_TIMES_AS_MUCH
        yield Figure(f"{name}_{what}", more, unit, less, ratio, MOST_TIMES_AS_MUCH, is_kept)


def _fill(hall: BenchHall) -> list[str]:
    """Return the ids of as many people as there are votes at most."""
    people = [new_id() for _ in range(MANY)]
    with hall.app.app_context(), writing():
        rows = [{"id": each, "name": "Velger", "language": "nb", "made_at": clock.now()} for each in people]
        db.session.execute(insert(Person), rows)
    return people


def _count_open(hall: BenchHall, voters: Sequence[str]) -> Spent:
    poll_id, at = hall.open_poll(), clock.now()
    with hall.app.app_context(), writing():
        _stand_on_roll(poll_id, voters)
        rows = [
            {"poll_id": poll_id, "person_id": voter, "option": option, "cast_at": at, "form_key": voter}
            for voter, option in zip(voters, cycle(OPTIONS))
        ]
        db.session.execute(insert(OpenBallot), rows)
    return _in_its_own_process(hall, "open", poll_id, {}, votes=len(voters))


def _count_secret(hall: BenchHall, box: SealedBox, sealed: Sealed, voters: Sequence[str]) -> Spent:
    """Count a poll whose keys and ballots are those that were made for the first of them."""
    poll_id = box.poll_id
    for name, content in sealed.keys.items():
        (box.ring.folder / name).write_bytes(content)
    with hall.app.app_context(), writing():
        _stand_on_roll(poll_id, voters)
        db.session.execute(
            update(SecretPoll).where(SecretPoll.poll_id == poll_id).values(header=sealed.header)
        )
        issued = [{"poll_id": poll_id, "person_id": voter, "blinded": b""} for voter in voters]
        db.session.execute(insert(IssuedToken), issued)
        rows = [
            {"poll_id": poll_id, "token": each.token, "body": each.body}
            for each in sealed.ballots[: len(voters)]
        ]
        db.session.execute(insert(SealedBallot), rows)
    words = {number: sealed.words[number] for number in (1, 2)}
    return _in_its_own_process(hall, "secret", poll_id, words, votes=len(voters))


def _stand_on_roll(poll_id: str, voters: Sequence[str]) -> None:
    db.session.execute(insert(RollEntry), [{"poll_id": poll_id, "person_id": each} for each in voters])
    many = {"entitled": len(voters) + 2, "roll_count": len(voters) + 2}
    db.session.execute(update(Poll).where(Poll.id == poll_id).values(**many))


def _seal(box: SealedBox) -> Sealed:
    """Return ballots for a box, made by both cores."""
    key = box.ring.folder / "token-1.key"
    make = partial(_ballots, box.header_text, key.read_bytes())
    with ProcessPoolExecutor(2) as makers:
        made = [each for some in makers.map(make, [1000] * (MANY // 1000)) for each in some]
    keys = {file.name: file.read_bytes() for file in box.ring.folder.iterdir() if file.is_file()}
    return Sealed(box.header_text, keys, box.words, made)


def _ballots(header_text: str, key: bytes, count: int) -> list[Ballot]:
    header, signing = Header.from_json(json.loads(header_text)), load_der_private_key(key, None)
    assert isinstance(signing, rsa.RSAPrivateKey)
    return [_ballot(header, signing, number % len(header.options)) for number in range(count)]


def _ballot(header: Header, signing: rsa.RSAPrivateKey, choice: int) -> Ballot:
    token_key, prefix = Ed25519PrivateKey.generate(), secrets.token_bytes(blind.PREFIX_BYTES)
    token = token_key.public_key().public_bytes_raw()
    signature = signing.sign(prefix + token_message(header.context, token), _PSS, hashes.SHA384())
    sealed = sealed_choice(header, choice, token_key=token_key)
    return Ballot(token, prefix, signature, token_key.sign(cast_message(header.context, sealed)), sealed)


def _in_its_own_process(
    hall: BenchHall, what: str, poll_id: str, words: dict[int, str], *, votes: int
) -> Spent:
    hall.let_go()
    settings: Settings = hall.app.config["SETTINGS"]
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.vote_count", what, poll_id, hall.hall.chair.id],
        input=json.dumps(words),
        env=environment(settings.database_url, home=settings.home),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    counted, seconds, kilobytes = json.loads(said.stdout)
    assert counted == votes, (counted, votes)
    return Spent(seconds, kilobytes)


def main(what: str, poll_id: str, chair_id: str) -> None:
    """Close and count a poll, a secret one by two tellers' words; print votes, seconds and kilobytes."""
    words = {int(number): phrase for number, phrase in json.loads(sys.stdin.read()).items()}
    app = create_app(Settings.from_environment(os.environ, port=0))
    with app.app_context():
        at = clock.now() + timedelta(minutes=1)
        chair = access.viewer_of(db.session.get_one(Person, chair_id), on=day_in_oslo(at))
        db.session.remove()
        before, begun = _memory("VmRSS"), time.process_time()
        Path("/proc/self/clear_refs").write_text("5")  # the most until now is forgotten
        with writing():
            seen = db.session.get_one(Poll, poll_id).version
            counting.close_poll(chair, poll_id, seen=seen, at=at)
        with writing():
            poll = db.session.get_one(Poll, poll_id)
            if what == "open":
                counting.count_poll(chair, poll_id, seen=poll.version, at=at)
            else:
                keys = app.config["SETTINGS"].keys
                secret_moves.open_box(chair, poll_id, passphrases=words, keys=keys, at=at)
            votes = sum(each.votes for each in poll.counts)
        if what == "secret":
            recount = published.recount(secret_counts.get_published_with_bytes(poll_id).content)
            assert recount.faults == ()
            assert sum(recount.counts) == votes
        spent = [time.process_time() - begun, _memory("VmHWM") - before]
    print(json.dumps([votes, *spent]))


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
