"""The example while it is loaded: each thing is done through the services, by whoever may do it.

What happened long ago is recorded at ``at``, the moment of loading, with its own day beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from motionflow.domain.deadlines import day_in_oslo, moment_in_oslo
from motionflow.domain.flow import FollowUpStatus, Outcome
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.models import Amendment, Body, Meeting, Motion, Person, Step
from motionflow.services import (
    attendance,
    audit,
    decisions,
    meetings,
    motions,
    papers,
    recommendations,
    steps,
)
from motionflow.services.access import Viewer, viewer_of
from motionflow.services.agendas import Item
from motionflow.services.decisions import DecisionGiven, VotesGiven
from motionflow.services.recommendations import Advice
from motionflow.services.steps import SendTo

NOON = time(12, 0)
MEETINGS = 17


@dataclass(frozen=True)
class Sitting:
    """A meeting of the example: when and where, who keeps it, its agenda and who came.

    ``announced_on`` is the day of its notice. ``was_called`` says that it was called here ahead;
    otherwise it is recorded later. ``numbers`` are entitled, present and guests.
    """

    body: str
    kind: MeetingKind
    on: date
    begins: time
    ends: time
    place: str
    keeper: str
    agenda: tuple[Item, ...]
    announced_on: date
    officers: tuple[tuple[OfficerKind, str], ...] = ()
    numbers: tuple[int | None, int | None, int | None] = (None, None, None)
    was_called: bool = False


@dataclass(frozen=True)
class Elsewhere:
    """A treatment in the municipality: its day, the body's case number (N/YY) and archive number (YYYY/N)."""

    on: date
    case_number: str
    archive_number: str


@dataclass
class Stage:
    """Who is who in the example, and what they do."""

    at: datetime
    tell: Callable[[str], None]
    people: dict[str, Person]
    bodies: dict[str, Body]
    _viewers: dict[str, Viewer] = field(default_factory=dict)
    _meetings: set[tuple[str, date]] = field(default_factory=set)

    @property
    def today(self) -> date:
        """The day of loading, as people in Norway have it."""
        return day_in_oslo(self.at)

    def noon(self, day: date) -> datetime:
        """Return the middle of a day, when nothing more is known."""
        return moment_in_oslo(day, NOON)

    def viewer(self, name: str) -> Viewer:
        """Return someone as a viewer, with the roles held today."""
        if name not in self._viewers:
            self._viewers[name] = viewer_of(self.people[name], on=self.today)
        return self._viewers[name]

    def _note_meeting(self, body: str, *, on: date) -> None:
        # A meeting where two steps are decided is told of once.
        if (body, on) in self._meetings:
            return
        self._meetings.add((body, on))
        self.tell(f"Meeting {len(self._meetings)} of {MEETINGS}: {body} {on.day}.{on.month}.{on.year}")

    # Meetings

    def begin(self, sitting: Sitting) -> Meeting:
        """Call or record a meeting and make its notice."""
        self._note_meeting(sitting.body, on=sitting.on)
        viewer, body = self.viewer(sitting.keeper), self.bodies[sitting.body]
        starts_at = moment_in_oslo(sitting.on, sitting.begins)
        announced_at = moment_in_oslo(sitting.announced_on, NOON)
        if sitting.was_called:
            return meetings.call_meeting(
                viewer,
                body,
                kind=sitting.kind,
                starts_at=starts_at,
                place=sitting.place,
                at=self.at,
                called_at=announced_at,
                agenda=sitting.agenda,
            )
        meeting = meetings.record_meeting(
            viewer,
            body,
            kind=sitting.kind,
            starts_at=starts_at,
            place=sitting.place,
            at=self.at,
            agenda=sitting.agenda,
        )
        papers.make_notice(meeting, by=viewer.id, at=announced_at)
        return meeting

    def make_booklet(self, sitting: Sitting, meeting: Meeting, *, on: date) -> None:
        """Make the booklet of a meeting, as it stood on a day."""
        papers.make_booklet(meeting, by=self.viewer(sitting.keeper).id, at=moment_in_oslo(on, NOON))

    def gather(self, sitting: Sitting, meeting: Meeting) -> None:
        """Open a meeting, elect its officers and count who came."""
        viewer = self.viewer(sitting.keeper)
        meetings.open_meeting(
            viewer, meeting.id, seen=meeting.version, at=self.at, opened_at=meeting.starts_at
        )
        for kind, name in sitting.officers:
            attendance.elect_officer(viewer, meeting.id, kind=kind, person=self.people[name], at=self.at)
        entitled, present, guests = sitting.numbers
        attendance.set_attendance(
            viewer,
            meeting.id,
            entitled=entitled,
            present=present,
            guests=guests,
            seen=meeting.version,
            at=self.at,
        )

    def close(self, sitting: Sitting, meeting: Meeting) -> None:
        """End a meeting, so that its minutes are made."""
        # Chained first, so that the minutes print the head of a chain with something in it.
        audit.chain_events()
        meetings.end_meeting(
            self.viewer(sitting.keeper),
            meeting.id,
            seen=meeting.version,
            at=self.at,
            ended_at=moment_in_oslo(sitting.on, sitting.ends),
        )

    # Cases

    def hand_in(
        self,
        who: str,
        body: str,
        wording: motions.Wording,
        *,
        on: date,
        sources: tuple[motions.SourceGiven, ...] = (),
        original: tuple[str, bytes] | None = None,
    ) -> Motion:
        """Hand in a motion, marked as an example."""
        viewer, at_body = self.viewer(who), self.bodies[body]
        upload = None
        if original is not None:
            name, content = original
            upload = motions.keep_upload(viewer, content, name=name, body=at_body, at=self.at)
        return motions.hand_in_motion(
            viewer,
            at_body,
            wording=wording,
            at=self.at,
            received_at=moment_in_oslo(on, NOON),
            original=upload,
            sources=sources,
            is_example=True,
        )

    def correct(self, who: str, motion: Motion, wording: motions.Wording, *, on: date) -> None:
        """Add a version of a motion's text."""
        motions.edit_motion(
            self.viewer(who),
            motion,
            wording=wording,
            based_on=motion.text.version,
            at=self.at,
            written_at=moment_in_oslo(on, NOON),
        )

    def accept(self, who: str, step: Step, *, on: date) -> None:
        """Take a case from the inbox into the body's work."""
        moment = moment_in_oslo(on, NOON)
        steps.accept_step(self.viewer(who), step.id, seen=step.version, at=self.at, accepted_at=moment)

    def put_on_list(self, who: str, step: Step, meeting: Meeting, number: str) -> None:
        """Put a case on a meeting's list."""
        meetings.put_on_list(
            self.viewer(who), step.id, meeting_id=meeting.id, number=number, seen=step.version, at=self.at
        )

    def advise(
        self,
        who: str,
        step: Step,
        verb: Verb,
        *,
        by: RecommendationBy = RecommendationBy.BOARD,
        on: date,
        text: str = "",
        target: str = "",
        names: tuple[str, ...] = (),
        grounds: str,
        amendment: Amendment | None = None,
    ) -> None:
        """Add what the board or the drafting committee advises."""
        recommendations.recommend(
            self.viewer(who),
            step.id,
            advice=Advice(by, verb, text, grounds, target, names),
            at=self.at,
            amendment_id=None if amendment is None else amendment.id,
            given_at=self.noon(on),
        )

    def decide(self, who: str, step: Step, given: DecisionGiven) -> None:
        """Record what a body decided."""
        decisions.record_decision(self.viewer(who), step.id, given=given, seen=step.version, at=self.at)

    def record(
        self,
        who: str,
        step: Step,
        outcome: Outcome,
        held: Elsewhere,
        *,
        text: str = "",
        votes: VotesGiven | None = None,
        next_body: Body | None = None,
    ) -> None:
        """Record what a body of the municipality decided, after its minutes."""
        self._note_meeting(step.body.name, on=held.on)
        given = DecisionGiven(
            outcome,
            held.on,
            text,
            place="Rådhuset, Bjørkelangen",
            next_body_id=next_body.id if next_body else None,
            proposed_decision=text if next_body else "",
            votes=votes,
            case_number=held.case_number,
            archive_number=held.archive_number,
            source_title=f"Møtebok for {step.body.name}, sak {held.case_number} (eksempel)",
        )
        self.decide(who, step, given)

    def send_on(self, who: str, step: Step, *to: SendTo, on: date) -> list[Step]:
        """Send a decided case on; the new steps come in the order of the bodies."""
        sent_at = moment_in_oslo(on, NOON)
        return steps.forward_step(
            self.viewer(who), step.id, to=to, seen=step.version, at=self.at, sent_at=sent_at
        )

    def follow_up(
        self, who: str, motion: Motion, status: FollowUpStatus, *, on: date, source: str, note: str
    ) -> None:
        """Add what became of a case, and make the status report of that day."""
        decisions.set_follow_up(
            self.viewer(who),
            motion.id,
            status=status,
            on=on,
            source_title=source,
            source_link="",
            note=note,
            at=self.at,
            reported_at=moment_in_oslo(on, NOON),
        )

    def open_to_public(self, who: str, *opened: Step) -> None:
        """Let everyone see the outcome of some steps."""
        for step in opened:
            steps.open_to_public(self.viewer(who), step.id, is_open=True, at=self.at)
