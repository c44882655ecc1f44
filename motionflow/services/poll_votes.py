"""A counted poll as the votes of a decision, or of an amendment."""

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from motionflow.db import db
from motionflow.domain.polls import PollKind, PollState
from motionflow.models import AgendaItem, Poll, PollCase
from motionflow.services.poll_sums import tally_of
from motionflow.services.votes import VotesGiven


def votes_of(poll: Poll) -> VotesGiven:
    """Return a counted poll's votes as they are given with a decision: named options, rule and tie."""
    tally, names = tally_of(poll), {option.key: option.label or option.key for option in poll.options}
    return VotesGiven(
        options=tuple((names[key], count) for key, count in tally.votes.items()),
        deciding_option=names.get(poll.result_option or "", poll.result_option or ""),
        blanks=tally.blanks,
        entitled=poll.entitled,
        present=poll.roll_count,
        tie_option=names.get(poll.tie_option) if poll.tie_option else None,
        rule=poll.rule_name,
    )


def find_votes_on(step_id: str, *, meeting_id: str) -> VotesGiven | None:
    """Return the votes of the latest poll that a meeting counted on a step itself, or ``None``.

    One that was held en bloc with other cases is among them.
    """
    counted = (
        select(Poll)
        .where(
            or_(Poll.step_id == step_id, Poll.cases.any(PollCase.item.has(AgendaItem.step_id == step_id))),
            Poll.meeting_id == meeting_id,
            Poll.amendment_id.is_(None),
            Poll.state == PollState.COUNTED,
            Poll.kind != PollKind.ACCLAMATION,
        )
        .options(selectinload(Poll.options), selectinload(Poll.counts))
        .order_by(Poll.number.desc())
        .limit(1)
    )
    poll = db.session.scalar(counted)
    return None if poll is None else votes_of(poll)
