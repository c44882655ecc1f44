"""What the papers of a case say: motion, extract, record, notice of decision, letter and proposal."""

from datetime import date, datetime

from sqlalchemy import or_, select

from motionflow.db import db
from motionflow.documents import pieces
from motionflow.documents.facts import (
    DecisionNoticePaper,
    ExtractPaper,
    Facts,
    LetterPaper,
    MotionPaper,
    ProposalPaper,
    RecordPaper,
    TextPoint,
)
from motionflow.documents.paper_names import paper_name
from motionflow.domain.deadlines import day_in_oslo, deadlines_of
from motionflow.domain.flow import MUNICIPAL_KINDS, BodyKind, Route
from motionflow.domain.meetings import OfficerKind
from motionflow.domain.papers import PaperKind
from motionflow.domain.roles import Role
from motionflow.models import Body, Decision, Meeting, Membership, Motion, Person, Step
from motionflow.services import bodies
from motionflow.services.access import office_holders
from motionflow.services.paper_facts import (
    Draft,
    body_facts,
    find_meeting,
    head,
    holder_of,
    issuer_at,
    item_of,
    language_of,
    meeting_facts,
    meeting_of,
    mover_of,
    named,
    recorded_on,
    source_facts,
)
from motionflow.services.paper_treatment_facts import decision_facts, item_number, treatment_of


def draft_motion(motion: Motion, *, by: str | None, at: datetime) -> Draft:
    """Return the motion as handed in, or as last corrected, dated the day that text was written."""
    body, step, text = motion.founding_body, motion.steps[0], motion.text
    item = item_of(step)
    files = [motion.original, *(source.upload for source in motion.sources)]
    facts = MotionPaper(
        head=head(body, dated=day_in_oslo(text.written_at), motion=motion),
        title=text.title,
        mover=mover_of(motion, language=language_of(body), outside=False),
        proposed_decision=text.proposed_decision,
        grounds=text.grounds,
        meeting=meeting_facts(item.meeting) if item else None,
        number=item.number if item else "",
        case_number=motion.shown_number,
        sources=tuple(source_facts(source) for source in motion.sources),
        attachments=tuple(file.name for file in files if file is not None),
    )
    return _draft(facts, motion.id, body, step)


def draft_extract(decision: Decision, *, by: str | None, at: datetime) -> Draft:
    """Return the extract of the minutes for a case decided here, dated the day of the decision."""
    step, body = decision.step, decision.step.body
    meeting = find_meeting(decision)
    facts = ExtractPaper(
        head=head(body, dated=decision.decided_on, motion=step.motion),
        meeting=meeting_facts(meeting) if meeting else None,
        treatment=treatment_of(
            step,
            decision=decision,
            number=item_number(decision),
            language=language_of(body),
            outside=True,
            item=item_of(step, meeting=meeting) if meeting else None,
        ),
        secretary=_secretary(meeting, body, decision.decided_on),
        leader=holder_of(Role.CHAIR, body=body, on=decision.decided_on),
        recorded_on=recorded_on(meeting) if meeting else None,
    )
    return _draft(facts, decision.id, body, step, meeting_id=decision.meeting_id)


def draft_record(decision: Decision, *, by: str | None, at: datetime) -> Draft:
    """Return what an external body decided, as its recorder wrote it down."""
    step, issuer = decision.step, _recorder(decision)
    present = [vote.present for vote in decision.votes if vote.present is not None]
    facts = RecordPaper(
        head=head(issuer, dated=decision.decided_on, motion=step.motion),
        registered=_registered(decision, issuer),
        meeting=meeting_of(decision),
        treatment=treatment_of(
            step,
            decision=decision,
            number=item_number(decision),
            language=language_of(issuer),
            outside=True,
        ),
        archive_number=step.archive_number,
        present=present[-1] if present else None,
        seats=step.body.seats,
    )
    return _draft(facts, decision.id, issuer, step)


def draft_decision_notice(decision: Decision, *, by: str | None, at: datetime) -> Draft:
    """Return word of an external body's decision to those on the case's way."""
    step, issuer = decision.step, _recorder(decision)
    way = dict.fromkeys(each.body.name for each in step.motion.steps if each.body.is_hosted)
    facts = DecisionNoticePaper(
        head=head(issuer, dated=decision.decided_on, motion=step.motion),
        meeting=meeting_of(decision),
        title=step.motion.title,
        agenda_number=item_number(decision),
        decision=decision_facts(decision),
        registered=_registered(decision, issuer),
        case_number=step.motion.shown_number,
        archive_number=step.archive_number,
        copies_to=tuple(name for name in way if name != issuer.name),
    )
    return _draft(facts, decision.id, issuer, step)


def draft_letter(new_step: Step, *, by: str | None, at: datetime) -> Draft:
    """Return the covering letter of a forwarding, dated the day it was sent."""
    step, decision = _sent(new_step)
    sent_on = day_in_oslo(new_step.received_at)
    issuer = issuer_at(step, by=new_step.sent_by_id, on=sent_on)
    meeting, recipient = find_meeting(decision), new_step.body
    theirs = _coming_meeting(recipient, new_step.received_at)
    facts = LetterPaper(
        head=head(issuer, dated=sent_on, motion=step.motion),
        recipient=body_facts(recipient),
        title=step.motion.title,
        decision=decision_facts(decision),
        proposed_decision=new_step.received_text,
        recipient_leader=holder_of(Role.CHAIR, body=recipient, on=sent_on),
        meeting=meeting_facts(meeting) if meeting else None,
        agenda_number=decision.agenda_number,
        their_meeting_on=day_in_oslo(theirs.starts_at) if theirs else None,
        motions_by=_motions_by(theirs, sent_on) if theirs else None,
        signers=_signers(issuer, new_step.sent_by_id, sent_on),
        attachments=_attachments(step, decision, issuer),
    )
    return _draft(facts, new_step.id, issuer, step)


def draft_proposal(new_step: Step, *, by: str | None, at: datetime) -> Draft:
    """Return what a group puts to a municipal body, in the form its route has."""
    step, _ = _sent(new_step)
    sent_on = day_in_oslo(new_step.received_at)
    issuer = issuer_at(step, by=new_step.sent_by_id, on=sent_on)
    councillors = _councillors(issuer, sent_on)
    mover = next((each for each in councillors if each.person_id == new_step.sent_by_id), None)
    route, text = new_step.route or Route.SENT_OVER, new_step.received_text
    is_text_point = route is Route.BUDGET_TEXT
    facts = ProposalPaper(
        head=head(issuer, dated=sent_on, motion=step.motion),
        title=step.motion.title,
        route=route,
        parties=tuple(sorted({each.party for each in councillors if each.party})) or (issuer.name,),
        to_body=new_step.body.name,
        case_number=step.motion.shown_number,
        text_points=(TextPoint("T1", text),) if is_text_point else (),
        text="" if is_text_point else text,
        grounds=step.motion.text.grounds,
        mover=named(mover.person, body_id=issuer.id, language=language_of(issuer)) if mover else None,
        mover_party=(mover.party or "") if mover else "",
    )
    return _draft(facts, new_step.id, issuer, step)


def is_put_as_proposal(from_step: Step, new_step: Step) -> bool:
    """Return whether a forwarding is a group's proposal to a municipal body, not a letter."""
    return from_step.body.kind is BodyKind.COUNCIL_GROUP and new_step.body.kind in MUNICIPAL_KINDS


def _draft(facts: Facts, subject_id: str, issuer: Body, step: Step, meeting_id: str | None = None) -> Draft:
    return Draft(facts, subject_id, issuer, motion=step.motion, step=step, meeting_id=meeting_id)


def _sent(new_step: Step) -> tuple[Step, Decision]:
    step = new_step.from_step
    if step is None or step.decision is None:
        raise ValueError(f"step {new_step.id} was not sent on by a body that has decided")
    return step, step.decision


def _recorder(decision: Decision) -> Body:
    recorded_at = day_in_oslo(decision.recorded_at)
    return issuer_at(decision.step, by=decision.recorded_by_id, on=recorded_at)


def _registered(decision: Decision, issuer: Body) -> pieces.RegisteredFacts:
    source = None
    if decision.source_title:
        source = pieces.SourceFacts(decision.source_title, link=decision.source_link)
    return pieces.RegisteredFacts(issuer.name, day_in_oslo(decision.recorded_at), source)


def _secretary(meeting: Meeting | None, body: Body, on: date) -> pieces.Named | None:
    """Return who attests an extract: the meeting's secretary if an office-holder, else the body's."""
    officers = meeting.officers if meeting else []
    elected = [each.person for each in officers if each.kind is OfficerKind.SECRETARY]
    known = office_holders({person.id for person in elected})
    for person in elected:
        if person.id in known and person.erased_at is None:
            return named(person, body_id=body.id, language=language_of(body))
    return holder_of(Role.SECRETARY, body=body, on=on)


def _signers(issuer: Body, sender_id: str, on: date) -> tuple[pieces.Named, ...]:
    sender = db.session.get(Person, sender_id)
    if sender is not None and sender.name and sender.id in office_holders({sender.id}):
        return (named(sender, body_id=issuer.id, language=language_of(issuer)),)
    secretary = holder_of(Role.SECRETARY, body=issuer, on=on)
    return (secretary,) if secretary else ()


def _attachments(step: Step, decision: Decision, issuer: Body) -> tuple[str, ...]:
    language = language_of(issuer)
    kind = PaperKind.EXTRACT if step.body.is_hosted else PaperKind.RECORD
    motion = f"{paper_name(PaperKind.MOTION, language)} {step.motion.shown_number}"
    treated = f"{paper_name(kind, language)}, {step.body.name}, {item_number(decision)}"
    return (motion, treated, *(source.title for source in step.motion.sources))


def _coming_meeting(body: Body, after: datetime) -> Meeting | None:
    meetings = select(Meeting).where(
        Meeting.body_id == body.id, Meeting.starts_at > after, Meeting.called_at <= after
    )
    return db.session.scalar(meetings.order_by(Meeting.starts_at).limit(1))


def _motions_by(meeting: Meeting, sent_on: date) -> date | None:
    day = day_in_oslo(meeting.starts_at)
    due = deadlines_of(day, periods=bodies.rules_on(meeting.body, day=day).periods).motions_at
    return day_in_oslo(due) if due is not None and day_in_oslo(due) >= sent_on else None


def _councillors(body: Body, on: date) -> list[Membership]:
    rows = (
        select(Membership)
        .join(Person)
        .where(
            Membership.body_id == body.id,
            Membership.role == Role.COUNCILLOR,
            Membership.from_on <= on,
            or_(Membership.until_on.is_(None), Membership.until_on >= on),
            Person.name.is_not(None),
        )
    )
    return sorted(db.session.scalars(rows), key=lambda held: (held.name or "", held.person_id))
