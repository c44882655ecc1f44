"""A secret poll on its way: check-in begun and begun anew, what is asked before it opens, the box opened."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from motionflow.domain.errors import RuleBroken, refuse_if
from motionflow.domain.polls import PollMove, take
from motionflow.domain.roles import Action
from motionflow.domain.secret_polls import CheckInFacts, check_in_obstacles
from motionflow.i18n import words
from motionflow.labels import option_name
from motionflow.models import Poll
from motionflow.services import counting, polls, rolls, rooms, secret_counts, secret_polls
from motionflow.services.access import Viewer


def begin_check_in(
    viewer: Viewer,
    poll_id: str,
    *,
    tellers: Sequence[str],
    keys: Path,
    is_secure: bool,
    seen: int,
    at: datetime,
) -> Poll:
    """Begin check-in to a secret poll: its roll is frozen, its keys are made, tokens can be asked for.

    Raises ``RuleBroken``. ``is_secure`` says that browsers reach the pages in a way that lets them seal.
    """
    poll = polls.get_poll_for_change(viewer, poll_id, seen=seen)
    rooms.lock_room(poll.meeting, at=at)
    here = frozenset(voter.person_id for voter in rolls.roll_of(poll.meeting).voters)
    facts = CheckInFacts(poll.secrecy, tuple(tellers), here, is_secure)
    refuse_if(check_in_obstacles(facts))
    poll.state = take(PollMove.CHECK_IN, polls.facts_of(poll, at=at))
    poll.may_change_vote, poll.takes_paper, poll.takes_hands = False, True, False
    rolls.freeze_roll(poll, roll=rolls.roll_of(poll.meeting, poll=poll))
    language = words(poll.meeting.body.language)
    options = [option.label or option_name(option.key, language=language) for option in poll.options]
    secret_polls.make_secret(poll, tellers=tellers, keys=keys, options=options, at=at)
    return polls.moved(poll, "check_in_begun", viewer.id, at, roll=poll.roll_count, roll_hash=poll.roll_hash)


def restart_check_in(viewer: Viewer, poll_id: str, *, keys: Path, seen: int, at: datetime) -> Poll:
    """Begin check-in anew for all under a new key. Raises ``RuleBroken`` once the poll is open."""
    poll = polls.get_poll_for_change(viewer, poll_id, seen=seen)
    check_in = secret_polls.renew(poll, keys=keys)
    return polls.moved(poll, "check_in_restarted", viewer.id, at, check_in=check_in)


def open_box(
    viewer: Viewer,
    poll_id: str,
    *,
    passphrases: Mapping[int, str],
    keys: Path,
    at: datetime,
) -> Poll:
    """Open, count and publish a closed secret poll for two tellers' passphrases. Raises ``RuleBroken``.

    Where no tie waits to be decided, and the viewer runs the meeting, its result is declared too.
    """
    poll = polls.get_poll_for_change(viewer, poll_id, action=Action.VOTES_COUNT)
    counting.close_if_due(poll, at=at)
    secret_counts.publish(viewer, poll, passphrases=passphrases, keys=keys, at=at)
    if rooms.may_in_room(Action.POLL_RUN, viewer, poll.meeting):
        try:
            return counting.count_poll(viewer, poll_id, seen=poll.version, at=at)
        except RuleBroken:  # a tie: the chair decides it on the page of the room
            return poll
    rooms.tell_room(poll.meeting_id)
    return poll
