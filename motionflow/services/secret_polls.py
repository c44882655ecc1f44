"""Secret polls until they open: tellers and their passphrases, check-in, and the tokens issued.

A token is signed blindly: it is known who was given one, and not which.
"""

import json
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import selectinload

from motionflow.ballots.ballot import Header, canonical
from motionflow.ballots.blind import CannotSign
from motionflow.ballots.keyring import Keyring, KeysGone
from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.polls import PollState, Secrecy
from motionflow.domain.secret_polls import (
    FEW_VOTERS,
    SILENT,
    OpeningFacts,
    TokenFacts,
    opening_obstacles,
    token_obstacles,
)
from motionflow.models import (
    IssuedToken,
    PaperVoter,
    Person,
    Poll,
    PollTeller,
    PublishedPoll,
    RollEntry,
    SecretPoll,
)
from motionflow.services.access import Viewer


@dataclass(frozen=True)
class Progress:
    """How far check-in has come, for the chair: whoever is left gets paper, or has not come yet."""

    roll: int
    issued: int
    paper: int
    unconfirmed: tuple[str, ...]

    @property
    def waiting(self) -> int:
        """Those who have neither a token nor asked for paper."""
        return self.roll - self.issued - self.paper

    @property
    def can_vote(self) -> int:
        """Those who could vote if it were opened now."""
        return self.issued + self.paper

    @property
    def is_small(self) -> bool:
        """Whether the roll is so small that the result may tell what each voted, whoever checks in."""
        return self.roll < FEW_VOTERS

    @property
    def is_small_yet(self) -> bool:
        """Whether it would be so if it were opened now, and not if others check in first."""
        return not self.is_small and self.can_vote < FEW_VOTERS


@dataclass(frozen=True)
class OwnCheckIn:
    """What a voter's page needs for check-in: what the token is bound to, and how far she has come."""

    header: str
    has_token: bool
    gets_paper: bool


@lru_cache(maxsize=64)
def read_header(text: str) -> Header:
    """Return the header that a poll's ballots are bound to, with its keys read."""
    return Header.from_json(json.loads(text))


def find_secret(poll_id: str) -> SecretPoll | None:
    """Return what makes a poll secret, or ``None`` before its check-in has begun."""
    return db.session.get(SecretPoll, poll_id)


def get_secret(poll_id: str) -> SecretPoll:
    """Return what makes a poll secret. Raises ``NotFound``."""
    secret = find_secret(poll_id)
    if secret is None:
        raise NotFound
    return secret


def keyring_of(secret: SecretPoll, *, keys: Path) -> Keyring:
    """Return the folder with a poll's keys. Raises ``RuleBroken`` when they are destroyed."""
    if secret.key_name is None:
        raise RuleBroken(Obstacle(Code.KEYS_GONE))
    return Keyring(keys / secret.key_name)


def make_secret(
    poll: Poll, *, tellers: Sequence[str], keys: Path, options: Sequence[str], at: datetime
) -> None:
    """Make the keys of a poll whose check-in begins, and bind its ballots to what is voted on.

    ``options`` are their names in the language of the body's papers. Raises ``RuleBroken`` when the keys
    cannot be written.
    """
    try:
        ring, public = Keyring.make(keys)
    except OSError as error:
        raise RuleBroken(Obstacle(Code.KEYS_NOT_WRITTEN)) from error
    header = Header(
        id=poll.id,
        check_in=1,
        number=poll.number,
        body=poll.meeting.body.name,
        day=day_in_oslo(poll.meeting.starts_at).isoformat(),
        question=poll.question,
        options=tuple(options),
        blind_public=public.blind,
        sealing_public=public.sealing,
        signing_public=public.signing,
    )
    secret = SecretPoll(poll_id=poll.id, key_name=ring.name, header=_as_text(header), made_at=at)
    secret.tellers = [PollTeller(number=n, person_id=person) for n, person in enumerate(tellers, start=1)]
    db.session.add(secret)
    db.session.flush()


def renew(poll: Poll, *, keys: Path) -> int:
    """Give a locked poll a new key for its tokens, and return how often check-in has been begun.

    For when somebody has lost her phone: tokens given before are worth nothing after it. Raises
    ``RuleBroken`` once check-in is over.
    """
    if poll.state is not PollState.CHECK_IN:
        raise RuleBroken(Obstacle(Code.CHECK_IN_OVER))
    secret = get_secret(poll.id)
    ring = keyring_of(secret, keys=keys)
    secret.check_in += 1
    header = read_header(secret.header)
    renewed = replace(
        header, check_in=secret.check_in, blind_public=ring.make_token_key(check_in=secret.check_in)
    )
    secret.header = _as_text(renewed)
    for table in (IssuedToken, PaperVoter):
        db.session.execute(delete(table).where(table.poll_id == poll.id))
    db.session.flush()
    return secret.check_in


def obstacles_to_open(poll: Poll, *, keys: Path | None) -> list[Obstacle]:
    """Return what stands in the way of opening a poll because it, or another, is secret.

    Nobody on the roll of an open secret poll is in another open poll at the same time.
    """
    mine = select(RollEntry.person_id).where(RollEntry.poll_id == poll.id)
    shared = (
        select(Poll.number)
        .join(RollEntry, RollEntry.poll_id == Poll.id)
        .where(Poll.id != poll.id, Poll.state.in_(SILENT), RollEntry.person_id.in_(mine))
    )
    if poll.secrecy is not Secrecy.SECRET:
        busy = db.session.scalars(shared.where(Poll.secrecy == Secrecy.SECRET).distinct()).all()
        return [Obstacle(Code.ROLL_IS_BUSY, None, {"number": number}) for number in busy[:1]]
    secret = find_secret(poll.id)
    ring = None if secret is None or secret.key_name is None else Keyring((keys or Path()) / secret.key_name)
    facts = OpeningFacts(
        state=poll.state,
        has_keys=ring is not None and secret is not None and ring.is_whole(check_in=secret.check_in),
        unconfirmed=len(ring.unconfirmed()) if ring else 0,
        busy=db.session.scalars(shared.where(Poll.state == PollState.OPEN).distinct()).all(),
    )
    return opening_obstacles(facts)


def issue_token(viewer: Viewer, poll_id: str, *, blinded: bytes, check_in: int, keys: Path) -> bytes:
    """Return the blind signature of a viewer's token. Raises ``RuleBroken``.

    The same request again gets the same answer; another one is refused, for a token is one device's.
    """
    poll = _locked_for(viewer, poll_id)
    secret = get_secret(poll_id)
    if check_in != secret.check_in:
        raise RuleBroken(Obstacle(Code.CHECK_IN_RESTARTED))
    issued = db.session.get(IssuedToken, (poll_id, viewer.id))
    has_other = issued is not None and issued.blinded != blinded
    refuse_if(token_obstacles(TokenFacts(poll.state, is_on_roll=True, has_other=has_other)))
    try:
        signature = keyring_of(secret, keys=keys).sign_token(blinded, check_in=check_in)
    except CannotSign as error:
        raise RuleBroken(Obstacle(Code.TOKEN_NOT_READ)) from error
    except KeysGone as error:
        raise RuleBroken(Obstacle(Code.KEYS_GONE)) from error
    if issued is None:
        db.session.execute(
            delete(PaperVoter).where(PaperVoter.poll_id == poll_id, PaperVoter.person_id == viewer.id)
        )
        db.session.add(IssuedToken(poll_id=poll_id, person_id=viewer.id, blinded=blinded))
        db.session.flush()
    return signature


def ask_for_paper(viewer: Viewer, poll_id: str) -> None:
    """Note that a viewer cannot be given a token and votes on paper. Raises ``RuleBroken``.

    Whoever has a token keeps it and gets no paper: the token still votes, and nobody can tell whose it is.
    """
    poll = _locked_for(viewer, poll_id)
    has_token = db.session.get(IssuedToken, (poll_id, viewer.id)) is not None
    refuse_if(token_obstacles(TokenFacts(poll.state, is_on_roll=True, has_other=has_token)))
    if db.session.get(PaperVoter, (poll_id, viewer.id)) is None:
        db.session.add(PaperVoter(poll_id=poll_id, person_id=viewer.id))
        db.session.flush()


def count_without_token(poll: Poll) -> int:
    """Return how many on the roll have no token; they are those who may vote on paper."""
    return (poll.roll_count or 0) - _count(IssuedToken, poll.id)


def is_published(poll_id: str) -> bool:
    """Return whether the ballots of a secret poll have been opened and published."""
    return db.session.get(PublishedPoll, poll_id) is not None


def let_go_of_keys(poll_id: str) -> None:
    """Let the keys of a poll that is annulled be destroyed, by the worker."""
    secret = find_secret(poll_id)
    if secret is not None:
        secret.key_name = None


def has_token(viewer: Viewer, poll_id: str) -> bool:
    """Return whether a viewer was given a token in a poll."""
    return db.session.get(IssuedToken, (poll_id, viewer.id)) is not None


def gets_paper(viewer: Viewer, poll_id: str) -> bool:
    """Return whether a viewer has asked for a ballot of paper."""
    return db.session.get(PaperVoter, (poll_id, viewer.id)) is not None


def find_own_check_in(viewer: Viewer, poll: Poll) -> OwnCheckIn | None:
    """Return what a voter's page needs for check-in; ``None`` when there is none to a poll now."""
    secret = find_secret(poll.id) if poll.state is PollState.CHECK_IN else None
    if secret is None:
        return None
    return OwnCheckIn(secret.header, has_token(viewer, poll.id), gets_paper(viewer, poll.id))


def is_on_roll(viewer: Viewer, poll_id: str) -> bool:
    """Return whether a viewer may vote in a poll."""
    return viewer.person_id is not None and db.session.get(RollEntry, (poll_id, viewer.id)) is not None


def list_issued(poll: Poll) -> tuple[str, ...]:
    """Return the names of those who were given a token; the members see it."""
    rows = (
        select(Person)
        .join(IssuedToken, IssuedToken.person_id == Person.id)
        .where(IssuedToken.poll_id == poll.id)
        .options(selectinload(Person.known_as))
    )
    names = (person.name_in(poll.meeting.body_id) or "" for person in db.session.scalars(rows))
    return tuple(sorted(names, key=str.casefold))


def names_of_tellers(secret: SecretPoll, *, numbers: Container[int] = range(1, 4)) -> tuple[str, ...]:
    """Return what the body calls the tellers of a poll, or those with some numbers."""
    body_id = secret.poll.meeting.body_id
    return tuple(each.person.name_in(body_id) or "" for each in secret.tellers if each.number in numbers)


def progress_of(secret: SecretPoll, *, keys: Path) -> Progress:
    """Return how far check-in has come."""
    missing: set[int] = set()
    if secret.key_name is not None:
        missing = set(Keyring(keys / secret.key_name).unconfirmed())
    return Progress(
        roll=_count(RollEntry, secret.poll_id),
        issued=_count(IssuedToken, secret.poll_id),
        paper=_count(PaperVoter, secret.poll_id),
        unconfirmed=names_of_tellers(secret, numbers=missing),
    )


# The tellers' passphrases


def teller_of(viewer: Viewer, poll_id: str) -> PollTeller:
    """Return the viewer as a teller of a secret poll. Raises ``NotFound`` for whoever is none."""
    found = db.session.scalar(
        select(PollTeller).where(PollTeller.poll_id == poll_id, PollTeller.person_id == viewer.person_id)
    )
    if found is None:
        raise NotFound
    return found


def read_passphrase(viewer: Viewer, poll_id: str, *, keys: Path) -> str | None:
    """Return a teller's own passphrase; ``None`` once she has noted it. Raises ``NotFound``."""
    teller = teller_of(viewer, poll_id)
    return keyring_of(get_secret(poll_id), keys=keys).passphrase_of(teller.number)


def confirm_passphrase(viewer: Viewer, poll_id: str, *, typed: str, keys: Path) -> None:
    """Forget a teller's passphrase when she has typed it as given. Raises ``RuleBroken`` otherwise."""
    teller = teller_of(viewer, poll_id)
    ring = keyring_of(get_secret(poll_id), keys=keys)
    if teller.number in ring.unconfirmed() and not ring.confirm_passphrase(teller.number, typed):
        raise RuleBroken(Obstacle(Code.PASSPHRASE_NOT_AS_GIVEN, "passphrase"))


def _locked_for(viewer: Viewer, poll_id: str) -> Poll:
    # Shared: any number may check in at once, and opening waits for them.
    poll = db.session.scalar(select(Poll).where(Poll.id == poll_id).with_for_update(read=True))
    if poll is None or not is_on_roll(viewer, poll_id):
        raise NotFound
    db.session.refresh(poll, ["state"])
    return poll


def _count(table: type[RollEntry] | type[IssuedToken] | type[PaperVoter], poll_id: str) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(table.poll_id == poll_id)) or 0


def _as_text(header: Header) -> str:
    return canonical(header.as_json()).decode()
