"""The sums of a poll: how votes were given, and the tally that the rule judges."""

from sqlalchemy import func, select

from motionflow.db import db
from motionflow.domain.polls import BLANK, Channel, PollState, Secrecy, Sums
from motionflow.domain.voting import Tally
from motionflow.models import OpenBallot, Poll


def sums_of(poll: Poll, *, but: Channel | None = None) -> Sums:
    """Return how many voted through each channel so far; ``but`` leaves one channel out."""
    per_channel = dict.fromkeys(Channel, 0)
    for count in poll.counts:
        per_channel[count.channel] += count.votes
    if poll.state is PollState.OPEN and poll.secrecy is Secrecy.OPEN:
        ballots = select(func.count()).select_from(OpenBallot).where(OpenBallot.poll_id == poll.id)
        per_channel[Channel.ONLINE] = db.session.scalar(ballots) or 0
    if but is not None:
        per_channel[but] = 0
    return Sums(
        roll=poll.roll_count or 0,
        online=per_channel[Channel.ONLINE],
        hands=per_channel[Channel.HANDS],
        paper=per_channel[Channel.PAPER],
    )


def tally_of(poll: Poll, *, tie_option: str | None = None) -> Tally:
    """Return the sum of all channels, as the rule judges it."""
    votes = {option.key: 0 for option in poll.options}
    for count in poll.counts:
        votes[count.option] += count.votes
    blanks = votes.pop(BLANK, 0)
    return Tally(votes, blanks, poll.entitled, poll.roll_count, None, tie_option or poll.tie_option)
