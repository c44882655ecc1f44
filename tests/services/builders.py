"""A small party and a case on its way, made with the real services.

Everything here needs an application context and an open transaction, and commits nothing. What is kept
are ids and viewers, which outlive their transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from motionflow import clock
from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo, moment_in_oslo
from motionflow.domain.flow import BodyKind, FollowUpStatus, Outcome, Route
from motionflow.domain.meetings import MeetingKind
from motionflow.domain.roles import Role
from motionflow.domain.routes import ROUTES
from motionflow.domain.texts import slug_of
from motionflow.models import Body, Decision, Meeting, Motion, Step
from motionflow.services import bodies, decisions, example, meetings, motions, people, steps
from motionflow.services.access import Viewer, viewer_of
from motionflow.services.agendas import Item
from motionflow.transaction import writing

START = datetime(2019, 1, 2, 17, 0, tzinfo=UTC)
BRANCH_MEETING = moment_in_oslo(date(2019, 1, 16), time(18, 0))
PARTY_MEETING = moment_in_oslo(date(2019, 2, 9), time(11, 0))
GROUP_MEETING = moment_in_oslo(date(2019, 3, 4), time(19, 0))
COUNCIL_DAY = date(2019, 6, 17)
LONG_AFTER = datetime(2019, 7, 1, 12, 0, tzinfo=UTC)

TITLE = "Bokbuss til bygdene"
GROUNDS = "Mange har lang vei til biblioteket. En bokbuss når alle grendene i løpet av to uker."
TO_PARTY = "Kommunepartiet ber kommunen kjøpe en bokbuss."
TO_GROUP = "Kommunen kjøper en brukt bokbuss innenfor 800 000 kr."
TO_COUNCIL = "Kommunedirektøren legger fram en sak om bokbuss innen 1. oktober."
ADOPTED = "Kommunedirektøren legger fram en sak om bokbuss innen 1. desember."


@contextmanager
def one_transaction() -> Iterator[None]:
    """Run a block as a request would: on a session of its own, committed at the end."""
    db.session.remove()
    with writing():
        yield


@dataclass(frozen=True)
class Party:
    """Branch, municipal party, council group and the council it follows, with somebody in every role.

    ``member`` is in the branch only, ``party_member`` in the party only, ``stranger`` nowhere. The
    councillor is the group's only one; the council has 35 seats.
    """

    branch_id: str
    party_id: str
    group_id: str
    council_id: str
    member: Viewer
    branch_secretary: Viewer
    branch_chair: Viewer
    party_member: Viewer
    party_secretary: Viewer
    party_chair: Viewer
    group_secretary: Viewer
    councillor: Viewer
    stranger: Viewer
    administrator: Viewer

    @property
    def branch(self) -> Body:
        """The branch, in the session that is open now."""
        return bodies.get_body(self.branch_id)

    @property
    def party(self) -> Body:
        """The municipal party, in the session that is open now."""
        return bodies.get_body(self.party_id)

    @property
    def group(self) -> Body:
        """The council group, in the session that is open now."""
        return bodies.get_body(self.group_id)

    @property
    def council(self) -> Body:
        """The council, in the session that is open now."""
        return bodies.get_body(self.council_id)


def make_party(at: datetime = START, *, language: str = "nb") -> Party:
    """Return a party with its people, whose papers are in a language."""
    party = bodies.make_body(
        "Elvebygda kommuneparti", kind=BodyKind.MUNICIPAL_PARTY, by=None, at=at, language=language
    )
    branch = bodies.make_body(
        "Nordre Elvebygda partilag",
        kind=BodyKind.BRANCH,
        by=None,
        at=at,
        parent=party,
        language=language,
        place="Nordre Elvebygda",
    )
    group = bodies.make_body(
        "Elvebygda kommunestyregruppe",
        kind=BodyKind.COUNCIL_GROUP,
        by=None,
        at=at,
        parent=party,
        language=language,
    )
    council = bodies.make_body(
        "Elvebygda kommunestyre",
        kind=BodyKind.COUNCIL,
        by=None,
        at=at,
        is_hosted=False,
        seats=35,
        followed_by=(group,),
        language=language,
    )
    return Party(
        branch_id=branch.id,
        party_id=party.id,
        group_id=group.id,
        council_id=council.id,
        member=make_viewer("Lise Medlem", (branch, Role.MEMBER), at=at),
        branch_secretary=make_viewer("Kari Eksempel", (branch, Role.SECRETARY), at=at),
        branch_chair=make_viewer("Nils Utvalgt", (branch, Role.CHAIR), at=at),
        party_member=make_viewer("Berit Lagvenn", (party, Role.MEMBER), at=at),
        party_secretary=make_viewer("Siri Skriver", (party, Role.SECRETARY), at=at),
        party_chair=make_viewer("Ola Prøve", (party, Role.CHAIR), at=at),
        group_secretary=make_viewer("Jens Føring", (group, Role.SECRETARY), at=at),
        councillor=make_viewer("Anne Test", (group, Role.COUNCILLOR), at=at, council_party="Ap"),
        stranger=make_viewer("Even Utenfor", at=at),
        administrator=make_viewer("Unni Drift", (party, Role.ADMINISTRATOR), at=at),
    )


def make_party_of_today() -> Party:
    """Return a party whose bodies are made now; its people have had their roles for a year."""
    return make_party(clock.now())


def make_party_of_last_year() -> Party:
    """Return a party that has been at work for 400 days."""
    return make_party(clock.now() - timedelta(days=400))


def load_example() -> None:
    """Load the example, as it looks today."""
    example.load_example(at=clock.now(), progress=lambda line: None)


def make_viewer(name: str, *roles: tuple[Body, Role], at: datetime, council_party: str = "") -> Viewer:
    """Return a new person as a viewer, in some roles since a year before ``at``."""
    address = f"{slug_of(name)}@example.org"
    person = people.add_person(name, address=address, at=at)
    since = day_in_oslo(at) - timedelta(days=365)
    for body, role in roles:
        given_party = council_party if role is Role.COUNCILLOR else None
        people.give_role(person, body=body, role=role, from_on=since, by=None, at=at, party=given_party)
    return viewer_of(person, on=day_in_oslo(at))


def hand_in(party: Party, *, by: Viewer | None = None, at: datetime = START, title: str = TITLE) -> Motion:
    """Return a motion in the branch's inbox, moved by the branch's member unless said otherwise."""
    wording = motions.Wording(title, GROUNDS, TO_PARTY)
    return motions.hand_in_motion(by or party.member, party.branch, wording=wording, at=at)


def step_at(motion: Motion, body_id: str) -> Step:
    """Return the case's latest step at a body."""
    return [step for step in motion.steps if step.body_id == body_id][-1]


def call(viewer: Viewer, body: Body, *, starts_at: datetime, called_at: datetime = START) -> Meeting:
    """Return a meeting that has been called, with an item for motions."""
    kind = MeetingKind.GROUP if body.kind is BodyKind.COUNCIL_GROUP else MeetingKind.ANNUAL
    agenda = (
        Item("1", "Åpning"),
        Item("2", "Konstituering"),
        Item("2a", "Godkjenning av innkalling", "Enstemmig godkjent."),
        Item("6", "Innkomne forslag"),
    )
    return meetings.call_meeting(
        *(viewer, body),
        kind=kind,
        starts_at=starts_at,
        place="Grendehuset",
        at=called_at,
        agenda=agenda,
    )


def put_on_list(viewer: Viewer, step: Step, meeting: Meeting, *, at: datetime, number: str = "6.1") -> None:
    """Accept a case and put it on a meeting's list."""
    steps.accept_step(viewer, step.id, seen=step.version, at=at)
    meetings.put_on_list(
        viewer, step.id, meeting_id=meeting.id, number=number, seen=step.version, at=at, leave_given=True
    )


def decide(
    viewer: Viewer,
    step: Step,
    *,
    meeting: Meeting | None = None,
    at: datetime,
    outcome: Outcome = Outcome.ADOPTED,
    text: str = "Saken oversendes.",
    next_body: Body | None = None,
    proposed: str = "",
    votes: decisions.VotesGiven | None = None,
    **others: str,
) -> Decision:
    """Record what a meeting, or an external body on the day of ``at``, decided."""
    given = decisions.DecisionGiven(
        outcome=outcome,
        decided_on=day_in_oslo(meeting.starts_at if meeting else at),
        operative_text=text,
        meeting_id=meeting.id if meeting else None,
        next_body_id=next_body.id if next_body else None,
        proposed_decision=proposed,
        votes=votes,
        **others,
    )
    return decisions.record_decision(viewer, step.id, given=given, seen=step.version, at=at)


def send_on(
    viewer: Viewer, step: Step, body: Body, *, text: str, at: datetime, route: Route | None = None
) -> Step:
    """Send a decided case on to a body and return the new step."""
    to = (steps.SendTo(body, text, route),)
    return steps.forward_step(viewer, step.id, to=to, seen=step.version, at=at)[0]


@dataclass(frozen=True)
class Way:
    """The ids of a case that has come all the way: its steps and meetings, in order."""

    motion_id: str
    step_ids: tuple[str, ...]
    decision_ids: tuple[str, ...]
    meeting_ids: tuple[str, ...] = field(default=())

    @property
    def motion(self) -> Motion:
        """The motion, in the session that is open now."""
        return db.session.get_one(Motion, self.motion_id)


def go_all_the_way(party: Party) -> Way:
    """Return a case adopted by the branch, changed by the party and the group, and treated in the council."""
    return go_on_to_the_council(*come_to_the_group(party))


def come_to_the_group(party: Party) -> tuple[Party, Way]:
    """Return the party and a case adopted by its branch, changed by the party and decided by the group."""
    motion = hand_in(party)
    branch_meeting = call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
    first = step_at(motion, party.branch_id)
    put_on_list(party.branch_secretary, first, branch_meeting, at=START)
    after = BRANCH_MEETING + timedelta(hours=2)
    votes = decisions.VotesGiven((("for", 17), ("against", 0)), blanks=1, entitled=18, present=18)
    taken = [
        decide(
            *(party.branch_secretary, first),
            meeting=branch_meeting,
            at=after,
            text=f"Saken oversendes {party.party.name}.",
            next_body=party.party,
            proposed=TO_PARTY,
            votes=votes,
        )
    ]
    second = send_on(party.branch_secretary, first, party.party, text=TO_PARTY, at=after)

    party_meeting = call(
        party.party_secretary, party.party, starts_at=PARTY_MEETING, called_at=BRANCH_MEETING
    )
    put_on_list(party.party_secretary, second, party_meeting, at=after, number="6.4")
    after = PARTY_MEETING + timedelta(hours=4)
    options = (("Flertallets innstilling", 31), ("Mindretallets innstilling", 9))
    votes = decisions.VotesGiven(options, "Flertallets innstilling", blanks=2, entitled=42, present=42)
    taken.append(
        decide(
            *(party.party_secretary, second),
            meeting=party_meeting,
            at=after,
            outcome=Outcome.ADOPTED_WITH_CHANGES,
            text=TO_GROUP,
            votes=votes,
        )
    )
    third = send_on(party.party_secretary, second, party.group, text=TO_GROUP, at=after)

    group_meeting = call(party.group_secretary, party.group, starts_at=GROUP_MEETING, called_at=after)
    put_on_list(party.group_secretary, third, group_meeting, at=after)
    after = GROUP_MEETING + timedelta(hours=1)
    taken.append(decide(party.group_secretary, third, meeting=group_meeting, at=after, text=TO_COUNCIL))
    ids = tuple(step.id for step in (first, second, third))
    held = (branch_meeting.id, party_meeting.id, group_meeting.id)
    return party, Way(motion.id, ids, tuple(decision.id for decision in taken), held)


def go_on_to_the_council(party: Party, way: Way, *, route: Route = Route.BUDGET_TEXT) -> Way:
    """Return a case that the group has decided, sent to the council on a route and treated there."""
    third, after = db.session.get_one(Step, way.step_ids[-1]), GROUP_MEETING + timedelta(hours=1)
    fourth = send_on(party.group_secretary, third, party.council, text=TO_COUNCIL, at=after, route=route)
    decision = decide_in_council(party, fourth)
    return replace(way, step_ids=(*way.step_ids, fourth.id), decision_ids=(*way.decision_ids, decision.id))


def decide_in_council(party: Party, step: Step) -> Decision:
    """Return what the council did by 19 to 16 votes, per party, as the councillor records it.

    It adopts with changes where the step's way can end so; a question it answers, the rest it notes.
    """
    ends = ROUTES[step.route].ends_in if step.route else frozenset({Outcome.ADOPTED_WITH_CHANGES})
    outcome = next(o for o in (Outcome.ADOPTED_WITH_CHANGES, Outcome.ANSWERED, Outcome.NOTED) if o in ends)
    split = {"Ap": {"for": 14, "against": 0}, "SV": {"for": 5, "against": 0}, "Sp": {"for": 0, "against": 16}}
    votes = decisions.VotesGiven((("for", 19), ("against", 16)), entitled=35, present=35, per_party=split)
    return decide(
        *(party.councillor, step),
        at=moment_in_oslo(COUNCIL_DAY, time(22, 0)),
        outcome=outcome,
        text=ADOPTED,
        votes=votes,
        place="Rådhuset",
        case_number="047/19",
        archive_number="2019/1234",
        source_title="Møtebok 17. juni 2019",
        source_link="https://example.org/motebok",
    )


def follow_up(viewer: Viewer, motion_id: str, *, on: date, at: datetime) -> None:
    """Say that a case is under way, with a source."""
    decisions.set_follow_up(
        viewer,
        motion_id,
        status=FollowUpStatus.UNDER_WAY,
        on=on,
        source_title="Brev",
        source_link="",
        note="",
        at=at,
    )
