"""Polls on amendments: planned in the order of votes, and recorded on the amendment when they are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.amendments import WAITING, AmendmentState
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.polls import UNDER_WAY, Channel, PollKind, PollState
from motionflow.domain.voting import CARRIES, Verdict
from motionflow.i18n import N_, words
from motionflow.models import AgendaItem, Amendment, Poll
from motionflow.services import amendment_votes, poll_plans, poll_votes
from motionflow.services.access import Viewer
from motionflow.services.cases import get_step_for
from motionflow.services.poll_plans import PollGiven

# What says nothing of the amendment: it waits for another vote.
_SAYS_NOTHING = frozenset({Verdict.NO_VOTES, Verdict.NO_QUORUM, Verdict.UNDECIDED_AT_TIE})
_NOT_HELD = frozenset({PollState.PLANNED}) | UNDER_WAY


@dataclass(frozen=True)
class NextRound:
    """The next vote of the order on an item's case: one amendment, or two set against each other."""

    item_id: str
    amendments: tuple[Amendment, ...]


def next_round(item: AgendaItem | None) -> NextRound | None:
    """Return the next vote on amendments to an item's case that no poll is planned for, or ``None``."""
    if item is None or item.step is None:
        return None
    waiting = {row.id: row for row in item.step.amendments if row.state in WAITING}
    if not waiting or _polled(waiting):
        return None
    first = amendment_votes.order_of(item.step).rounds[0]
    return NextRound(item.id, tuple(waiting[each] for each in first.ids))


def plan_next(
    viewer: Viewer, meeting_id: str, *, item_id: str, channels: frozenset[Channel], at: datetime
) -> Poll:
    """Plan a poll on the next vote of the order. Raises ``RuleBroken`` where none is left to plan."""
    item = db.session.get(AgendaItem, item_id)
    found = next_round(item) if item is not None and item.meeting_id == meeting_id else None
    if found is None or item is None:
        raise RuleBroken(Obstacle(Code.NO_AMENDMENT_WAITS))
    given = given_for(found.amendments, language=item.meeting.body.language, channels=channels)
    return poll_plans.plan_poll(viewer, meeting_id, item_id=item_id, given=given, at=at)


def given_for(rows: Sequence[Amendment], *, language: str, channels: frozenset[Channel]) -> PollGiven:
    """Return a poll on one amendment, or on two against each other, in the body's language."""
    say = words(language)
    if len(rows) == 1:
        question = say(N_("Amendment {number}"), number=rows[0].shown_number)
        return PollGiven(
            PollKind.FOR_AGAINST, question, amendment_id=rows[0].id, text=rows[0].text, channels=channels
        )
    first, second = (row.shown_number for row in rows)
    return PollGiven(
        PollKind.PAIR,
        say(N_("Amendment {first} against {second}"), first=first, second=second),
        options=(first, second),
        amendment_id=rows[0].id,
        channels=channels,
    )


def record(poll: Poll, viewer: Viewer, *, at: datetime) -> None:
    """Record a counted poll's result on its amendment, as the vote of the meeting; nothing for other polls.

    One that has been withdrawn or settled otherwise meanwhile stays as it is.
    """
    if poll.amendment is None or poll.verdict in _SAYS_NOTHING:
        return
    step = get_step_for(viewer, poll.amendment.step_id, for_change=True)
    rows = {row.shown_number: row for row in step.amendments if row.state in WAITING}
    if poll.amendment not in rows.values():
        return
    votes = None if poll.kind is PollKind.ACCLAMATION else poll_votes.votes_of(poll)
    if poll.kind is not PollKind.PAIR:
        amendment_votes.settle_by_poll(
            poll.amendment, viewer, carried=poll.verdict in CARRIES, votes=votes, rule=poll.rule, at=at
        )
        return
    other = next((rows.get(o.label) for o in poll.options if o.label != poll.amendment.shown_number), None)
    if other is None or votes is None or poll.verdict not in CARRIES:
        return
    winner = rows[votes.deciding_option]
    loser = other if winner is poll.amendment else poll.amendment
    amendment_votes.settle_pair_by_poll(winner, loser, viewer, votes=votes, rule=poll.rule, at=at)


def needless_polls(poll: Poll) -> list[Poll]:
    """Return the polls not yet held on amendments to the same case that wait no longer."""
    if poll.amendment is None:
        return []
    rows = (
        select(Poll)
        .join(Amendment, Amendment.id == Poll.amendment_id)
        .where(
            Poll.meeting_id == poll.meeting_id,
            Poll.id != poll.id,
            Poll.state.in_((PollState.PLANNED, PollState.PREPARED)),
            Amendment.step_id == poll.amendment.step_id,
            Amendment.state != AmendmentState.SUBMITTED,
        )
    )
    return list(db.session.scalars(rows))


def _polled(waiting: dict[str, Amendment]) -> bool:
    planned = select(Poll.id).where(Poll.amendment_id.in_(waiting), Poll.state.in_(_NOT_HELD)).limit(1)
    return db.session.scalar(planned) is not None
