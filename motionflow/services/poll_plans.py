"""Planning polls: what is put to the vote and how, a second round, and a poll annulled and held anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from motionflow.db import db
from motionflow.domain.amendments import WAITING
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, Obstacle, RuleBroken, refuse_if
from motionflow.domain.polls import (
    AGAINST,
    BLANK,
    FOR,
    PROPOSAL_KINDS,
    Channel,
    PollKind,
    PollMove,
    PollState,
    RequestKind,
    Secrecy,
    take,
)
from motionflow.domain.roles import Action
from motionflow.domain.rounds import finalist_obstacles
from motionflow.domain.voting import RuleName
from motionflow.models import AgendaItem, Amendment, Meeting, Poll, PollCase, PollOption
from motionflow.services import bodies, rooms, secret_polls
from motionflow.services.access import Viewer
from motionflow.services.polls import facts_of, get_poll_for_change, moved

LONGEST_QUESTION = 300
LONGEST_OPTION = 300
MOST_OPTIONS = 12
_KEYS = "ABCDEFGHIJKL"


@dataclass(frozen=True)
class PollGiven:
    """A poll as it is planned. ``options`` are the alternatives' names, where there are alternatives.

    ``rule`` is set where another majority than the body's usual one applies. ``needs_id`` names a poll
    that this one is held after, if that one ``needs_carried`` (or did not carry). ``amendment_id`` is the
    amendment that is voted on, or the first of two, whose numbers then are the ``options``.
    """

    kind: PollKind
    question: str
    text: str = ""
    secrecy: Secrecy = Secrecy.OPEN
    options: Sequence[str] = ()
    rule: RuleName | None = None
    may_change_vote: bool = True
    channels: frozenset[Channel] = field(default_factory=lambda: frozenset({Channel.ONLINE}))
    case_item_ids: Sequence[str] = ()
    needs_id: str | None = None
    needs_carried: bool | None = None
    amendment_id: str | None = None


def plan_poll(viewer: Viewer, meeting_id: str, *, item_id: str, given: PollGiven, at: datetime) -> Poll:
    """Plan a poll on an item of a meeting. Raises ``RuleBroken`` with everything that is lacking."""
    meeting = rooms.get_room_meeting_for(viewer, meeting_id, action=Action.POLL_RUN)
    item = next((each for each in meeting.agenda if each.id == item_id), None)
    if item is None:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "item"))
    if meeting.ended_at is not None:
        raise RuleBroken(Obstacle(Code.MEETING_ENDED))
    refuse_if(_given_obstacles(given, meeting))
    refuse_if(_amendment_obstacles(given, item))
    rooms.lock_room(meeting, at=at)
    poll = _new_poll(meeting, item, given, viewer, at)
    poll.set_rule(bodies.majority_by(meeting.body, given.rule, day=day_in_oslo(meeting.starts_at)))
    _add_options(poll, given.options)
    poll.cases = [PollCase(item_id=each) for each in dict.fromkeys(given.case_item_ids)]
    return _planned(poll, viewer, at)


def plan_second_round(
    viewer: Viewer, poll_id: str, *, finalists: Sequence[str], seen: int, at: datetime
) -> Poll:
    """Plan a second round between the two with most votes, where none got a majority in the first."""
    first = get_poll_for_change(viewer, poll_id, seen=seen)
    if first.state is not PollState.COUNTED or first.round != 1 or first.kind is not PollKind.ALTERNATIVES:
        raise RuleBroken(Obstacle(Code.POLL_NOT_FROM_HERE, None, {"state": first.state}))
    votes = {option.key: 0 for option in first.options if option.key != BLANK}
    for count in first.counts:
        if count.option in votes:
            votes[count.option] += count.votes
    refuse_if(finalist_obstacles(finalists, votes=votes))
    rooms.lock_room(first.meeting, at=at)
    second = _copy_of(first, viewer, at)
    second.round, second.first_round_id, second.kind = 2, first.id, PollKind.PAIR
    for option in first.options:
        if option.key in {*finalists, BLANK}:
            second.options.append(
                PollOption(key=option.key, position=option.position, label=option.label, text=option.text)
            )
    return _instead_of(first, _planned(second, viewer, at))


def annul_poll(
    viewer: Viewer, poll_id: str, *, reason: str, seen: int, at: datetime, secrecy: Secrecy | None = None
) -> Poll:
    """Annul a poll with a reason, and return the same poll planned anew; it is never reopened.

    ``secrecy`` is given where the new one shall be secret, or open, unlike this one. Where somebody asked
    that votes are counted, they are in the new one.
    """
    poll = get_poll_for_change(viewer, poll_id, seen=seen)
    rooms.lock_room(poll.meeting, at=at)
    poll.state = take(PollMove.ANNUL, facts_of(poll, at=at, reason=reason))
    poll.annulled_at, poll.annul_reason = at, " ".join(reason.split())[:LONGEST_QUESTION]
    secret_polls.let_go_of_keys(poll.id)
    moved(poll, "poll_annulled", viewer.id, at)
    anew = _copy_of(poll, viewer, at)
    anew.replaces_id, anew.secrecy = poll.id, secrecy or poll.secrecy
    if any(each.kind is RequestKind.POLL for each in poll.requests):
        anew.kind = PollKind.FOR_AGAINST  # one asked for it: no acclamation again
        _add_options(anew, ())
    else:
        anew.options = [
            PollOption(key=each.key, position=each.position, label=each.label, text=each.text)
            for each in poll.options
        ]
    return _instead_of(poll, _planned(anew, viewer, at))


def _given_obstacles(given: PollGiven, meeting: Meeting) -> list[Obstacle]:
    found = []
    if not given.question.strip():
        found.append(Obstacle(Code.POLL_QUESTION_MISSING, "question"))
    if len(given.question) > LONGEST_QUESTION:
        found.append(Obstacle(Code.TEXT_TOO_LONG, "question", {"most": LONGEST_QUESTION}))
    names = [" ".join(name.split()) for name in given.options if name.strip()]
    if given.kind not in PROPOSAL_KINDS:
        most = 2 if given.kind is PollKind.PAIR else MOST_OPTIONS
        if len(names) < 2:
            found.append(Obstacle(Code.POLL_OPTIONS_TOO_FEW, "options"))
        elif len(names) > most:
            found.append(Obstacle(Code.POLL_OPTIONS_TOO_MANY, "options", {"most": most}))
        if len({name.casefold() for name in names}) < len(names):
            found.append(Obstacle(Code.OPTION_TWICE, "options"))
    if not given.channels and given.kind is not PollKind.ACCLAMATION:
        found.append(Obstacle(Code.POLL_CHANNEL_MISSING, "channels"))
    if not set(given.case_item_ids) <= {item.id for item in meeting.agenda}:
        found.append(Obstacle(Code.CHOICE_INVALID, "cases"))
    if given.kind is PollKind.EN_BLOC and len(set(given.case_item_ids)) < 2:
        found.append(Obstacle(Code.POLL_CASES_TOO_FEW, "cases"))
    return found


def _amendment_obstacles(given: PollGiven, item: AgendaItem) -> list[Obstacle]:
    if given.amendment_id is None:
        return []
    row = db.session.get(Amendment, given.amendment_id)
    is_on_item = row is not None and item.step_id is not None and row.step_id == item.step_id
    if row is None or not is_on_item or row.state not in WAITING:
        return [Obstacle(Code.CHOICE_INVALID, "amendment")]
    is_single = given.kind in (PollKind.FOR_AGAINST, PollKind.ACCLAMATION)
    if not is_single and not (given.kind is PollKind.PAIR and row.shown_number in given.options):
        return [Obstacle(Code.AMENDMENT_POLL_KIND, "kind")]
    return []


def _new_poll(meeting: Meeting, item: AgendaItem, given: PollGiven, viewer: Viewer, at: datetime) -> Poll:
    return Poll(
        meeting=meeting,
        item=item,
        step_id=item.step_id,
        amendment_id=given.amendment_id,
        number=_next_number(meeting.id),
        kind=given.kind,
        secrecy=given.secrecy,
        question=" ".join(given.question.split()),
        text=given.text.strip(),
        may_change_vote=given.may_change_vote,
        takes_online=Channel.ONLINE in given.channels or given.kind is PollKind.ACCLAMATION,
        takes_hands=Channel.HANDS in given.channels,
        takes_paper=Channel.PAPER in given.channels,
        needs_id=given.needs_id or None,
        needs_carried=given.needs_carried if given.needs_id else None,
        planned_at=at,
        planned_by_id=viewer.id,
    )


def _add_options(poll: Poll, names: Sequence[str]) -> None:
    if poll.kind in PROPOSAL_KINDS:
        keyed = [(FOR, ""), (AGAINST, "")]
    else:
        tidy = [" ".join(name.split()) for name in names if name.strip()]
        keyed = list(zip(_KEYS, tidy, strict=False))
    if poll.allows_blanks and poll.kind is not PollKind.ACCLAMATION:
        keyed.append((BLANK, ""))
    poll.options = [
        PollOption(key=key, position=position, label=label)
        for position, (key, label) in enumerate(keyed, start=1)
    ]


def _copy_of(poll: Poll, viewer: Viewer, at: datetime) -> Poll:
    copy = Poll(
        meeting=poll.meeting,
        item=poll.item,
        step_id=poll.step_id,
        amendment_id=poll.amendment_id,
        number=_next_number(poll.meeting_id),
        kind=poll.kind,
        secrecy=poll.secrecy,
        question=poll.question,
        text=poll.text,
        may_change_vote=poll.may_change_vote,
        takes_online=poll.takes_online,
        takes_hands=poll.takes_hands,
        takes_paper=poll.takes_paper,
        round=poll.round,
        first_round_id=poll.first_round_id,
        needs_id=poll.needs_id,
        needs_carried=poll.needs_carried,
        planned_at=at,
        planned_by_id=viewer.id,
    )
    copy.set_rule(poll.rule)
    copy.cases = [PollCase(item_id=each.item_id) for each in poll.cases]
    return copy


def _planned(poll: Poll, viewer: Viewer, at: datetime) -> Poll:
    db.session.add(poll)
    db.session.flush()
    return moved(poll, "poll_planned", viewer.id, at, kind=poll.kind.value, secrecy=poll.secrecy.value)


def _instead_of(poll: Poll, anew: Poll) -> Poll:
    """Let those polls that are held after one poll be held after the one that takes its place."""
    waiting = select(Poll).where(Poll.needs_id == poll.id, Poll.state == PollState.PLANNED)
    for each in db.session.scalars(waiting).all():
        each.needs_id = anew.id
    db.session.flush()
    return anew


def _next_number(meeting_id: str) -> int:
    highest = db.session.scalar(select(func.max(Poll.number)).where(Poll.meeting_id == meeting_id))
    return (highest or 0) + 1
