"""What minutes say of the polls a meeting held: counts, how the votes were given, rule and result."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from motionflow.db import db
from motionflow.documents import pieces
from motionflow.domain.polls import BLANK, PollKind, PollState, Secrecy
from motionflow.domain.voting import CARRIES
from motionflow.models import AgendaItem, Poll, PublishedPoll
from motionflow.services.poll_sums import sums_of, tally_of


def polls_of(item: AgendaItem) -> tuple[pieces.PollFacts, ...]:
    """Return the polls held on an item, counted or annulled, in their order."""
    held = (
        select(Poll)
        .where(Poll.item_id == item.id, Poll.state.in_((PollState.COUNTED, PollState.ANNULLED)))
        .order_by(Poll.number)
        .options(selectinload(Poll.options), selectinload(Poll.counts))
    )
    return tuple(_facts(poll) for poll in db.session.scalars(held))


def _facts(poll: Poll) -> pieces.PollFacts:
    sums = sums_of(poll)
    published = db.session.get(PublishedPoll, poll.id) if poll.secrecy is Secrecy.SECRET else None
    is_counted = poll.state is PollState.COUNTED and poll.kind is not PollKind.ACCLAMATION
    return pieces.PollFacts(
        number=poll.number,
        question=poll.question,
        vote=_vote(poll) if is_counted else None,
        roll=poll.roll_count,
        online=sums.online if poll.takes_online else None,
        hands=sums.hands if poll.takes_hands else None,
        paper=sums.paper if poll.takes_paper else None,
        not_voted=max(sums.not_voted, 0),
        is_second_round=poll.round == 2,
        is_secret=poll.secrecy is Secrecy.SECRET,
        annulled=poll.annul_reason,
        checksum=published.sha256 if published is not None else "",
    )


def _vote(poll: Poll) -> pieces.VoteFacts:
    tally, labels = tally_of(poll), {option.key: option.label for option in poll.options}
    has_blank = BLANK in labels
    rule = pieces.RuleFacts(
        name=poll.rule_name,
        base=poll.base,
        threshold=poll.threshold,
        is_strict=poll.is_strict,
        quorum=poll.quorum,
        quorum_of=poll.quorum_of,
        quorum_is_strict=poll.quorum_is_strict,
    )
    result = None
    if poll.verdict is not None:
        result = pieces.ResultFacts(
            rule=rule,
            votes=poll.result_votes or 0,
            base_count=poll.result_base or 0,
            verdict=poll.verdict,
        )
    return pieces.VoteFacts(
        options=tuple(
            pieces.OptionCount(
                key=labels[key] or key,
                count=count,
                is_ours=key == poll.result_option and poll.verdict in CARRIES,
            )
            for key, count in tally.votes.items()
        ),
        blanks=tally.blanks if has_blank else None,
        result=result,
    )
