"""What waits for each role now: cases dated from the day of loading, and a meeting that is held."""

from datetime import date, time, timedelta

from motionflow.domain.flow import Outcome, Route
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.recommendations import Verb
from motionflow.models import Meeting, Step
from motionflow.services import agendas as usual
from motionflow.services.decisions import DecisionGiven, VotesGiven
from motionflow.services.example import agendas, evening, group_now, present_texts, secret_vote
from motionflow.services.example.cast import (
    ANNE,
    BERIT,
    BRANCH,
    COUNCIL,
    ELI,
    GRETE,
    GROUP,
    HASSAN,
    KARI,
    LIV,
    NINA,
    NYNORSK_BRANCH,
    OLAV,
    PARTY,
    PER,
    TURID,
)
from motionflow.services.example.stage import Sitting, Stage
from motionflow.services.steps import SendTo

_WEDNESDAY = 2


class Calendar:
    """Days counted from the latest Wednesday before the day of loading, when the branches meet."""

    def __init__(self, today: date) -> None:
        self._wednesday = today - timedelta(days=(today.weekday() - _WEDNESDAY - 1) % 7 + 1)

    def __call__(self, days: int) -> date:
        """Return the day that is so many days after that Wednesday, or before it."""
        return self._wednesday + timedelta(days=days)


def play(stage: Stage) -> None:
    """Let cases come as far as today, call the party's annual meeting, and begin the branch's."""
    day = Calendar(stage.today)
    at_party, at_group, cafe = _branch_adopts(stage, day)
    meeting = _call_annual_meeting(stage, day)
    stage.accept(NINA, at_party, on=day(-28))
    stage.put_on_list(NINA, at_party, meeting, "6.1")
    grounds = present_texts.APPRENTICES_PARTY_GROUNDS
    stage.advise(NINA, at_party, Verb.ADOPT, on=day(-1), grounds=grounds)
    _group_asks(stage, at_group, day)
    group_now.promise_to_ask(stage, at_group, told_on=day(-3), due_on=day(24))
    group_now.take_up_cafe(stage, cafe, on=day(-28))
    _nynorsk_branch_adopts(stage, day)
    secret_vote.hold(stage, on=day(-5), announced_on=day(-40))
    stage.hand_in(HASSAN, BRANCH, present_texts.BENCHES, on=day(0))
    evening.hold(stage, announced_on=day(-30), moved_on=day(-21), advised_on=day(-10))


def _branch_adopts(stage: Stage, day: Calendar) -> tuple[Step, Step, Step]:
    """Løken adopts a motion and sends it to the party and the group at once, and one to the group alone."""
    party, group = stage.bodies[PARTY], stage.bodies[GROUP]
    sitting = Sitting(
        BRANCH,
        MeetingKind.MEMBERS,
        day(-35),
        time(18, 30),
        time(20, 30),
        "Løken samfunnshus",
        KARI,
        agendas.BRANCH_MEMBERS,
        announced_on=day(-70),
        officers=((OfficerKind.CHAIR, PER), (OfficerKind.SECRETARY, KARI), (OfficerKind.SIGNER, BERIT)),
        numbers=(21, 15, 1),
        was_called=True,
    )
    meeting = stage.begin(sitting)
    step = stage.hand_in(GRETE, BRANCH, present_texts.APPRENTICES, on=day(-58)).steps[0]
    stage.accept(KARI, step, on=day(-55))
    stage.put_on_list(KARI, step, meeting, "3.1")
    stage.advise(KARI, step, Verb.ADOPT, on=day(-45), grounds=present_texts.APPRENTICES_BOARD_GROUNDS)
    cafe = _put_cafe_on_list(stage, meeting, day)
    stage.make_booklet(sitting, meeting, on=day(-43))
    stage.gather(sitting, meeting)
    given = DecisionGiven(
        Outcome.ADOPTED,
        sitting.on,
        present_texts.APPRENTICES_DECISION,
        meeting_id=meeting.id,
        next_body_id=party.id,
        proposed_decision=present_texts.APPRENTICES_TO_PARTY,
        votes=VotesGiven((("for", 15), ("against", 0)), entitled=21, present=15),
    )
    stage.decide(KARI, step, given)
    _adopt_cafe(stage, cafe, meeting, on=sitting.on)
    stage.close(sitting, meeting)
    at_party, at_group = stage.send_on(
        KARI,
        step,
        SendTo(party, present_texts.APPRENTICES_TO_PARTY),
        SendTo(group, present_texts.APPRENTICES_TO_GROUP),
        on=day(-33),
    )
    [cafe] = stage.send_on(KARI, cafe, SendTo(group, present_texts.CAFE_TO_GROUP), on=day(-33))
    return at_party, at_group, cafe


def _put_cafe_on_list(stage: Stage, meeting: Meeting, day: Calendar) -> Step:
    step = stage.hand_in(HASSAN, BRANCH, present_texts.CAFE, on=day(-57)).steps[0]
    stage.accept(KARI, step, on=day(-55))
    stage.put_on_list(KARI, step, meeting, "3.2")
    stage.advise(KARI, step, Verb.ADOPT, on=day(-45), grounds=present_texts.CAFE_BOARD_GROUNDS)
    return step


def _adopt_cafe(stage: Stage, step: Step, meeting: Meeting, *, on: date) -> None:
    given = DecisionGiven(
        Outcome.ADOPTED,
        on,
        present_texts.CAFE_DECISION,
        meeting_id=meeting.id,
        next_body_id=stage.bodies[GROUP].id,
        proposed_decision=present_texts.CAFE_TO_GROUP,
        votes=VotesGiven((("for", 14), ("against", 1)), entitled=21, present=15),
    )
    stage.decide(KARI, step, given)


def _call_annual_meeting(stage: Stage, day: Calendar) -> Meeting:
    """Call the party's annual meeting in good time; it is still to come."""
    sitting = Sitting(
        PARTY,
        MeetingKind.ANNUAL,
        day(24),
        time(10, 0),
        time(15, 0),
        "Rådhuset, Bjørkelangen",
        NINA,
        usual.usual_agenda(MeetingKind.ANNUAL, language=stage.bodies[PARTY].language),
        announced_on=day(-20),
        was_called=True,
    )
    return stage.begin(sitting)


def _group_asks(stage: Stage, step: Step, day: Calendar) -> None:
    """The group asks the council a question; the answer waits to be recorded."""
    council = stage.bodies[COUNCIL]
    sitting = Sitting(
        GROUP,
        MeetingKind.GROUP,
        day(-16),
        time(18, 0),
        time(20, 0),
        "Rådhuset, Bjørkelangen",
        TURID,
        agendas.GROUP_NOW,
        announced_on=day(-23),
        officers=((OfficerKind.CHAIR, ANNE), (OfficerKind.SECRETARY, TURID)),
        numbers=(14, 12, None),
    )
    meeting = stage.begin(sitting)
    stage.accept(TURID, step, on=day(-28))
    stage.put_on_list(TURID, step, meeting, "3.1")
    stage.gather(sitting, meeting)
    given = DecisionGiven(
        Outcome.ADOPTED,
        sitting.on,
        present_texts.APPRENTICES_GROUP_DECISION,
        meeting_id=meeting.id,
        next_body_id=council.id,
        proposed_decision=present_texts.APPRENTICES_QUESTION,
        votes=VotesGiven((("for", 11), ("against", 1)), entitled=14, present=12),
    )
    stage.decide(TURID, step, given)
    stage.close(sitting, meeting)
    question = SendTo(council, present_texts.APPRENTICES_QUESTION, Route.QUESTION)
    stage.send_on(TURID, step, question, on=day(-14))


def _nynorsk_branch_adopts(stage: Stage, day: Calendar) -> None:
    """Setskog adopts a motion and sends it on; it waits in the party's inbox."""
    party = stage.bodies[PARTY]
    sitting = Sitting(
        NYNORSK_BRANCH,
        MeetingKind.MEMBERS,
        day(-7),
        time(19, 0),
        time(21, 0),
        "Setskog grendehus",
        LIV,
        agendas.NYNORSK_MEMBERS,
        announced_on=day(-41),
        officers=((OfficerKind.CHAIR, OLAV), (OfficerKind.SECRETARY, LIV), (OfficerKind.SIGNER, ELI)),
        numbers=(14, 12, None),
        was_called=True,
    )
    meeting = stage.begin(sitting)
    motion = stage.hand_in(
        ELI,
        NYNORSK_BRANCH,
        present_texts.TRANSPORT,
        on=day(-23),
        sources=present_texts.TRANSPORT_SOURCES,
    )
    step = motion.steps[0]
    stage.accept(LIV, step, on=day(-21))
    stage.put_on_list(LIV, step, meeting, "3.1")
    stage.advise(LIV, step, Verb.ADOPT, on=day(-16), grounds=present_texts.TRANSPORT_BOARD_GROUNDS)
    stage.make_booklet(sitting, meeting, on=day(-15))
    stage.gather(sitting, meeting)
    given = DecisionGiven(
        Outcome.ADOPTED,
        sitting.on,
        present_texts.TRANSPORT_DECISION,
        meeting_id=meeting.id,
        next_body_id=party.id,
        proposed_decision=present_texts.TRANSPORT_TO_PARTY,
        votes=VotesGiven((("for", 9), ("against", 2)), blanks=1, entitled=14, present=12),
    )
    stage.decide(LIV, step, given)
    stage.close(sitting, meeting)
    stage.send_on(LIV, step, SendTo(party, present_texts.TRANSPORT_TO_PARTY), on=day(-5))
