"""A secret poll of the example: five members vote on their phones, and two tellers open the box."""

import random
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from motionflow.ballots.passphrases import TELLERS
from motionflow.ballots.voter import Voter
from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.polls import PollKind, Secrecy
from motionflow.models import Meeting, Poll
from motionflow.services import (
    counting,
    poll_plans,
    polls,
    rolls,
    sealed_box,
    secret_moves,
    secret_polls,
)
from motionflow.services.example import agendas
from motionflow.services.example.cast import BERIT, BRANCH, GRETE, HASSAN, KARI, PER
from motionflow.services.example.stage import Sitting, Stage
from motionflow.services.poll_plans import PollGiven

QUESTION = "Skal lagskontingenten økes til 150 kroner i året?"
_VOTERS = (KARI, PER, GRETE, BERIT, HASSAN)
_TELLERS = (KARI, GRETE, HASSAN)
_FOR, _AGAINST, _BLANK = 0, 1, 2
_CHOICES = (_FOR, _FOR, _FOR, _AGAINST, _BLANK)


def hold(stage: Stage, *, on: date, announced_on: date) -> None:
    """Hold a members' meeting that votes in secret on one thing."""
    sitting = Sitting(
        BRANCH,
        MeetingKind.MEMBERS,
        on,
        time(18, 30),
        time(19, 45),
        "Løken samfunnshus",
        KARI,
        agendas.BRANCH_FEES,
        announced_on=announced_on,
        officers=((OfficerKind.CHAIR, PER), (OfficerKind.SECRETARY, KARI), (OfficerKind.SIGNER, BERIT)),
        was_called=True,
    )
    meeting = stage.begin(sitting)
    stage.gather(sitting, meeting)
    for name in _VOTERS:
        rolls.check_in_other(
            stage.viewer(KARI), meeting.id, person_id=stage.people[name].id, at=meeting.starts_at
        )
    # What is left in it when the poll is counted is nothing.
    with TemporaryDirectory() as keys:
        _vote(stage, meeting, on=on, keys=Path(keys))
    stage.close(sitting, meeting)


def _vote(stage: Stage, meeting: Meeting, *, on: date, keys: Path) -> None:
    chair = stage.viewer(PER)
    item = next(each for each in meeting.agenda if each.number == "2")
    given = PollGiven(kind=PollKind.FOR_AGAINST, question=QUESTION, secrecy=Secrecy.SECRET)
    poll = poll_plans.plan_poll(chair, meeting.id, item_id=item.id, given=given, at=_clock(on, 55))
    polls.prepare_poll(chair, poll.id, seen=poll.version, at=_clock(on, 56))
    phrases, voters = _check_in(stage, poll, keys=keys, at=_clock(on, 57))
    polls.open_poll(chair, poll.id, seen=poll.version, at=_clock(on, 58), keys=keys)
    box = sealed_box.read_box(poll.id)
    # In no order: here too nothing shall tell whose a ballot is.
    for voter, choice in random.SystemRandom().sample(list(zip(voters, _CHOICES, strict=True)), len(voters)):
        sealed_box.cast(box, voter.vote(choice), keys=keys, clock=lambda: _clock(on, 58))
    counting.close_poll(chair, poll.id, seen=poll.version, at=_clock(on, 59))
    opening = {1: phrases[1], 3: phrases[3]}
    secret_moves.open_box(chair, poll.id, passphrases=opening, keys=keys, at=_clock(on, 59))


def _check_in(stage: Stage, poll: Poll, *, keys: Path, at: datetime) -> tuple[dict[int, str], list[Voter]]:
    """Begin check-in; return the tellers' words, noted and forgotten, and what the phones have."""
    secret_moves.begin_check_in(
        stage.viewer(PER),
        poll.id,
        tellers=[stage.people[name].id for name in _TELLERS],
        keys=keys,
        is_secure=True,
        seen=poll.version,
        at=at,
    )
    phrases = {}
    for number, name in zip(TELLERS, _TELLERS, strict=True):
        phrases[number] = secret_polls.read_passphrase(stage.viewer(name), poll.id, keys=keys) or ""
        secret_polls.confirm_passphrase(stage.viewer(name), poll.id, typed=phrases[number], keys=keys)
    header = secret_polls.read_header(secret_polls.get_secret(poll.id).header)
    voters = [Voter(header) for _ in _VOTERS]
    for name, voter in zip(_VOTERS, voters, strict=True):
        signature = secret_polls.issue_token(
            stage.viewer(name), poll.id, blinded=voter.blinded, check_in=header.check_in, keys=keys
        )
        voter.take(signature)
    return phrases, voters


def _clock(on: date, minute: int) -> datetime:
    return moment_in_oslo(on, time(18, minute))
