"""A meeting of the example that is held as it is loaded: the room can be looked at by everybody in it."""

from datetime import date, datetime, time, timedelta

from motionflow.domain.deadlines import day_in_oslo, moment_in_oslo
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.polls import Channel, PollKind
from motionflow.domain.recommendations import Verb
from motionflow.models import AgendaItem, Meeting, Step
from motionflow.services import counting, poll_plans, polls, rolls, rooms
from motionflow.services.example import agendas, present_texts
from motionflow.services.example.cast import BERIT, BRANCH, GRETE, HASSAN, KARI, PER
from motionflow.services.example.stage import Sitting, Stage
from motionflow.services.poll_plans import PollGiven

_IN_THE_MEETING = (KARI, PER, GRETE, BERIT)


def hold(stage: Stage, *, announced_on: date, moved_on: date, advised_on: date) -> None:
    """Begin a members' meeting half an hour ago; one vote is held, one prepared, one planned."""
    # On the whole hour, so that nobody wonders who meets at 20.47.
    begun = (stage.at - timedelta(minutes=30)).replace(minute=0, second=0, microsecond=0)
    sitting = _sitting(begun, announced_on)
    meeting = stage.begin(sitting)
    step = _accepted_case(stage, moved_on=moved_on, advised_on=advised_on)
    stage.put_on_list(KARI, step, meeting, "3.1")
    stage.gather(sitting, meeting)
    for name in _IN_THE_MEETING:
        rolls.check_in_other(stage.viewer(KARI), meeting.id, person_id=stage.people[name].id, at=begun)
    _vote(stage, meeting, step, at=begun + timedelta(minutes=5))


def _sitting(begun: datetime, announced_on: date) -> Sitting:
    on = day_in_oslo(begun)
    since_midnight = begun - moment_in_oslo(on, time(0, 0))
    begins = time(int(since_midnight.total_seconds()) // 3600 % 24, 0)
    return Sitting(
        BRANCH,
        MeetingKind.MEMBERS,
        on,
        begins,
        begins,
        "Løken samfunnshus",
        KARI,
        agendas.BRANCH_EVENING,
        announced_on=announced_on,
        officers=((OfficerKind.CHAIR, PER), (OfficerKind.SECRETARY, KARI), (OfficerKind.TELLER, GRETE)),
        was_called=True,
    )


def _accepted_case(stage: Stage, *, moved_on: date, advised_on: date) -> Step:
    step = stage.hand_in(HASSAN, BRANCH, present_texts.LIGHTS, on=moved_on).steps[0]
    stage.accept(KARI, step, on=advised_on)
    grounds = present_texts.LIGHTS_BOARD_GROUNDS
    stage.advise(KARI, step, Verb.ADOPT, on=advised_on, grounds=grounds)
    return step


def _vote(stage: Stage, meeting: Meeting, step: Step, *, at: datetime) -> None:
    chair, items = stage.viewer(PER), {item.number: item for item in meeting.agenda}
    opening = PollGiven(PollKind.ACCLAMATION, "Innkallingen og dagsordenen")
    poll = poll_plans.plan_poll(chair, meeting.id, item_id=items["1"].id, given=opening, at=at)
    poll = polls.prepare_poll(chair, poll.id, seen=poll.version, at=at)
    poll = polls.open_poll(chair, poll.id, seen=poll.version, at=at)
    counting.declare_poll(chair, poll.id, seen=poll.version, at=at)
    item = items["3.1"]
    rooms.take_up_item(chair, meeting.id, item_id=item.id, at=at)
    given = PollGiven(
        PollKind.FOR_AGAINST,
        present_texts.LIGHTS.title,
        text=present_texts.LIGHTS.proposed_decision,
        channels=frozenset({Channel.ONLINE, Channel.HANDS}),
    )
    poll = poll_plans.plan_poll(chair, meeting.id, item_id=item.id, given=given, at=at)
    _plan_days(stage, meeting, items["2"], at=at)
    polls.prepare_poll(chair, poll.id, seen=poll.version, at=at)


def _plan_days(stage: Stage, meeting: Meeting, item: AgendaItem, *, at: datetime) -> None:
    given = PollGiven(
        PollKind.ALTERNATIVES,
        "Hvilken ukedag skal medlemsmøtene være?",
        options=("Mandag", "Onsdag", "Torsdag"),
    )
    poll_plans.plan_poll(stage.viewer(PER), meeting.id, item_id=item.id, given=given, at=at)
