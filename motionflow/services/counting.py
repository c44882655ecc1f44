"""Closing polls, counting hands and paper, and what the rule says of the sum."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from motionflow.db import db
from motionflow.domain.errors import Code, Obstacle, RuleBroken, refuse_if
from motionflow.domain.polls import (
    ENDED,
    FOR,
    Channel,
    PollKind,
    PollMove,
    PollState,
    Secrecy,
    count_obstacles,
    state_at,
    take,
)
from motionflow.domain.roles import Action
from motionflow.domain.rounds import Decided, decide, needs_second_round
from motionflow.domain.secret_polls import paper_obstacles
from motionflow.domain.voting import CARRIES, Tie, Verdict
from motionflow.domain.voting import obstacles as tally_obstacles
from motionflow.models import Meeting, OpenBallot, Poll, PollCount
from motionflow.services import amendment_polls, bodies, rooms, secret_polls, silence
from motionflow.services.access import Viewer
from motionflow.services.poll_sums import sums_of as sums_of
from motionflow.services.poll_sums import tally_of as tally_of
from motionflow.services.polls import POLL_OPTIONS, facts_of, get_poll_for_change, moved

_CHOSEN_AT_TIE = frozenset({Tie.CHAIR_DECIDES, Tie.LOT})


def close_poll(viewer: Viewer, poll_id: str, *, seen: int, at: datetime) -> Poll:
    """Close a poll: whatever was taken before is counted, and nothing after."""
    poll = get_poll_for_change(viewer, poll_id, seen=seen)
    if state_at(poll.state, closes_at=poll.closes_at, at=at) is PollState.CLOSED is not poll.state:
        return _close(poll, None, at)  # its time ran out before the button was pressed
    take(PollMove.CLOSE, facts_of(poll, at=at))
    return _close(poll, viewer.id, at)


def close_due(*, at: datetime) -> int:
    """Close every poll whose time has run out, and return how many they were."""
    due = select(Poll.id).where(Poll.state == PollState.OPEN, Poll.closes_at <= at)
    closed = 0
    for poll_id in db.session.scalars(due).all():
        locked = select(Poll).where(Poll.id == poll_id).with_for_update()
        poll = db.session.scalars(locked.execution_options(populate_existing=True)).one()
        if poll.state is PollState.OPEN and poll.closes_at is not None and poll.closes_at <= at:
            _close(poll, None, at)
            closed += 1
    return closed


def close_if_due(poll: Poll, *, at: datetime) -> None:
    """Close a locked poll whose time has run out before anybody has noted it."""
    if state_at(poll.state, closes_at=poll.closes_at, at=at) is PollState.CLOSED is not poll.state:
        _close(poll, None, at)


def next_closing() -> datetime | None:
    """Return when the next poll closes by itself, or ``None``."""
    open_ones = select(func.min(Poll.closes_at)).where(Poll.state == PollState.OPEN)
    return db.session.scalar(open_ones)


def set_counts(
    viewer: Viewer, poll_id: str, *, channel: Channel, votes: Mapping[str, int], at: datetime
) -> Poll:
    """Write how many hands or papers each option got, as tellers counted; again is instead.

    Raises ``RuleBroken`` where they are more than those on the roll who have not voted otherwise.
    """
    poll = get_poll_for_change(viewer, poll_id, action=Action.VOTES_COUNT)
    takes = {Channel.HANDS: poll.takes_hands, Channel.PAPER: poll.takes_paper}
    is_over = poll.secrecy is Secrecy.SECRET and secret_polls.is_published(poll_id)
    if is_over or poll.state not in (PollState.OPEN, PollState.CLOSED) or not takes.get(channel, False):
        raise RuleBroken(Obstacle(Code.COUNT_NOT_NOW))
    found = [Obstacle(Code.NUMBER_INVALID, f"votes-{key}") for key, count in votes.items() if count < 0]
    if set(votes) != {option.key for option in poll.options}:
        found.append(Obstacle(Code.BALLOT_OPTION_UNKNOWN, "counts"))
    refuse_if(found or _too_many(poll, channel, sum(votes.values())))
    poll.counts = [each for each in poll.counts if each.channel is not channel]
    db.session.flush()
    poll.counts += [
        PollCount(channel=channel, option=key, votes=count, counted_by_id=viewer.id, counted_at=at)
        for key, count in votes.items()
    ]
    return moved(poll, "votes_counted_by_hand", viewer.id, at, channel=channel.value)


def _too_many(poll: Poll, channel: Channel, votes: int) -> list[Obstacle]:
    if poll.secrecy is Secrecy.SECRET:
        return paper_obstacles(votes, left=secret_polls.count_without_token(poll))
    return count_obstacles(channel, votes, sums=sums_of(poll, but=channel))


def count_poll(
    viewer: Viewer, poll_id: str, *, seen: int, at: datetime, tie_option: str | None = None
) -> Poll:
    """Count a closed poll by its rule, all channels together; polls that are not needed then fall away.

    ``tie_option`` is what the chair voted for, or the lot fell on. Raises ``RuleBroken``.
    """
    poll = get_poll_for_change(viewer, poll_id, seen=seen)
    close_if_due(poll, at=at)
    if poll.secrecy is Secrecy.SECRET and poll.state is PollState.CLOSED:
        refuse_if([] if secret_polls.is_published(poll_id) else [Obstacle(Code.BOX_NOT_OPENED)])
    rooms.lock_room(poll.meeting, at=at)
    tally = tally_of(poll, tie_option=tie_option or None)
    decided = decide(tally, rule=poll.rule)
    waits = decided.result.verdict is Verdict.UNDECIDED_AT_TIE and poll.tie in _CHOSEN_AT_TIE
    facts = facts_of(poll, at=at, cast=tally.cast, tie_is_open=waits)
    state = take(PollMove.COUNT, facts)
    refuse_if(tally_obstacles(tally, rule=poll.rule))
    poll.tie_option, poll.state, poll.counted_at = tie_option or None, state, at
    _note_result(poll, decided)
    moved(poll, "poll_counted", viewer.id, at, verdict=decided.result.verdict.value)
    _settle(poll, viewer, at)
    return poll


def declare_poll(viewer: Viewer, poll_id: str, *, seen: int, at: datetime) -> Poll:
    """Declare that the meeting adopted by acclamation. Raises ``RuleBroken`` when a vote is asked for."""
    poll = get_poll_for_change(viewer, poll_id, seen=seen)
    rooms.lock_room(poll.meeting, at=at)
    poll.state = take(PollMove.DECLARE, facts_of(poll, at=at))
    poll.closed_at = poll.counted_at = at
    poll.verdict, poll.result_option, poll.result_votes, poll.result_base = Verdict.CARRIED, FOR, 0, 0
    moved(poll, "poll_declared", viewer.id, at)
    _settle(poll, viewer, at)
    return poll


def forget_names(*, at: datetime) -> int:
    """Delete who voted for what where the body's rules say so; the counts stay. Return in how many polls.

    While a secret poll is open anywhere it waits: what is deleted names people too.
    """
    if silence.is_any():
        return 0
    rows = (
        select(Poll)
        .join(Poll.meeting)
        .where(Poll.ballots_salt.is_not(None), Poll.state.in_(ENDED), Meeting.ended_at.is_not(None))
        .options(*POLL_OPTIONS)
    )
    forgotten = 0
    for poll in db.session.scalars(rows).all():
        ended = poll.meeting.ended_at
        days = bodies.rules_on(poll.meeting.body, day=poll.meeting.starts_at.date()).voting.names_kept_days
        if days is not None and ended is not None and ended + timedelta(days=days) <= at:
            db.session.execute(delete(OpenBallot).where(OpenBallot.poll_id == poll.id))
            poll.ballots_salt = None  # without it the hash in the chain tells nothing of anybody
            moved(poll, "names_forgotten", None, at)
            forgotten += 1
    return forgotten


def _close(poll: Poll, by: str | None, at: datetime) -> Poll:
    """Close a poll that is locked: the ballots are counted and hashed, and none comes after."""
    is_timed = poll.closes_at is not None and poll.closes_at <= at
    poll.closed_at = poll.closes_at if is_timed else at
    poll.state = PollState.CLOSED
    tally: dict[str, int] = {}
    if poll.secrecy is Secrecy.OPEN and poll.kind is not PollKind.ACCLAMATION:
        tally = _count_ballots(poll, at)
    known = {f"votes_{key}": count for key, count in tally.items()}
    return moved(poll, "poll_closed", by, at, ballots_hash=poll.ballots_hash, **known)


def _count_ballots(poll: Poll, at: datetime) -> dict[str, int]:
    rows = select(OpenBallot.person_id, OpenBallot.option).where(OpenBallot.poll_id == poll.id)
    ballots = db.session.execute(rows.order_by(OpenBallot.person_id)).all()
    tally = {option.key: 0 for option in poll.options}
    for _, option in ballots:
        tally[option] += 1
    poll.ballots_salt = secrets.token_hex(16)
    lines = [poll.ballots_salt, *(f"{person_id}:{option}" for person_id, option in ballots)]
    poll.ballots_hash = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    poll.counts += [
        PollCount(channel=Channel.ONLINE, option=key, votes=count, counted_at=at)
        for key, count in tally.items()
    ]
    return tally


def _note_result(poll: Poll, decided: Decided) -> None:
    result = decided.result
    poll.verdict, poll.result_option = result.verdict, decided.option
    poll.result_votes, poll.result_base = result.votes, result.base


def _settle(poll: Poll, viewer: Viewer, at: datetime) -> None:
    """Let follow what follows: the amendment's vote is recorded, and polls that are not needed fall away."""
    amendment_polls.record(poll, viewer, at=at)
    for each in amendment_polls.needless_polls(poll):
        each.state = take(PollMove.FALL_AWAY, facts_of(each, at=at))
        moved(each, "poll_fell_away", viewer.id, at)
    _let_fall_away(poll, viewer.id, at)


def _let_fall_away(poll: Poll, by: str, at: datetime) -> None:
    """Let those polls fall away that this one's result, or its own falling away, makes needless.

    Where alternatives got no majority they wait for the second round.
    """
    if poll.kind is PollKind.ALTERNATIVES and needs_second_round(tally_of(poll), rule=poll.rule):
        return
    waiting = select(Poll).where(Poll.needs_id == poll.id).options(*POLL_OPTIONS)
    for each in db.session.scalars(waiting).all():
        if each.state not in (PollState.PLANNED, PollState.PREPARED):
            continue
        if is_needless(each, after=poll):
            each.state = take(PollMove.FALL_AWAY, facts_of(each, at=at))
            moved(each, "poll_fell_away", by, at)
            _let_fall_away(each, by, at)


def is_needless(poll: Poll, *, after: Poll) -> bool:
    """Return whether a poll is not needed after another has been counted, or has fallen away itself."""
    if after.state is PollState.FALLEN_AWAY:
        return True
    is_judged = poll.needs_carried is not None and after.verdict is not None
    return is_judged and poll.needs_carried != has_carried(after)


def has_carried(poll: Poll) -> bool:
    """Return whether a counted poll carried."""
    return poll.verdict in CARRIES
