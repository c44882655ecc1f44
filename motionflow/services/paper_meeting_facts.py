"""What the papers of a meeting say: notice, booklet and minutes."""

import re
from dataclasses import replace
from datetime import date, datetime

from motionflow.documents import pieces
from motionflow.documents.facts import BookletMotion, BookletPaper, MinutesItem, MinutesPaper, NoticePaper
from motionflow.documents.voting_right import voting_right
from motionflow.domain.deadlines import day_in_oslo, deadlines_of
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.roles import Role
from motionflow.models import AgendaItem, Meeting, RuleSet, Step
from motionflow.services import audit, bodies
from motionflow.services.paper_amendment_facts import amendments_at
from motionflow.services.paper_facts import (
    Draft,
    adjourned_at,
    head,
    holder_of,
    language_of,
    meeting_facts,
    mover_at,
    named,
    recorded_on,
    source_facts,
)
from motionflow.services.paper_poll_facts import polls_of
from motionflow.services.paper_treatment_facts import recommendations_at, treatment_of

# An annual meeting is announced with a preliminary agenda; the others are called with the agenda itself.
_ANNOUNCED = frozenset({MeetingKind.ANNUAL, MeetingKind.EXTRAORDINARY})
_POINT = re.compile(r"(.*\d)([a-z])")


def draft_notice(meeting: Meeting, *, by: str | None, at: datetime) -> Draft:
    """Return the notice of a meeting, dated the day it was called."""
    called_on = day_in_oslo(meeting.called_at or at)
    language, rules = language_of(meeting.body), _rules(meeting)
    facts = NoticePaper(
        head=head(meeting.body, dated=called_on),
        meeting=meeting_facts(meeting),
        agenda=_agenda(meeting),
        is_summons=meeting.kind not in _ANNOUNCED,
        motions_by=_motions_by(meeting, called_on),
        statute=rules.source if rules else "",
        voting_right=voting_right(rules.membership_days, language) if rules else "",
        leader=holder_of(Role.CHAIR, body=meeting.body, on=called_on),
        recorded_on=recorded_on(meeting),
    )
    return _draft(facts, meeting)


def draft_booklet(meeting: Meeting, *, by: str | None, at: datetime) -> Draft:
    """Return the agenda and motions of a meeting, dated the day it is made."""
    return _draft(booklet_facts(meeting, at=at), meeting)


def booklet_facts(meeting: Meeting, *, at: datetime) -> BookletPaper:
    """Return what the booklet of a meeting says as things are now."""
    cases = [item for item in meeting.agenda if item.step is not None]
    heads = {item.number.partition(".")[0] for item in cases if "." in item.number}
    is_one_item = len(heads) == 1 and all("." in item.number for item in cases)
    return BookletPaper(
        head=head(meeting.body, dated=day_in_oslo(at)),
        meeting=meeting_facts(meeting),
        agenda=_agenda(meeting),
        motions=tuple(
            # Under one item the motions are numbered as its points: 6.4 is motion no. 4.
            _booklet_motion(item, item.step, item.number.partition(".")[2] if is_one_item else str(count))
            for count, item in enumerate(cases, start=1)
            if item.step is not None
        ),
        item_number=heads.pop() if is_one_item else "",
    )


def draft_minutes(meeting: Meeting, *, by: str | None, at: datetime) -> Draft:
    """Return the minutes of a meeting, dated the day it was held.

    The chain's head printed in them is the one before this transaction: the events that are being
    added now, that of these minutes among them, come after it.
    """
    number, _, chain_hash = audit.head_of(meeting.body_id).partition(":")
    facts = MinutesPaper(
        head=head(meeting.body, dated=day_in_oslo(meeting.starts_at)),
        meeting=meeting_facts(meeting),
        items=_minutes_items(meeting),
        entitled=meeting.entitled,
        present=_present(meeting),
        guests=meeting.guests,
        chairs=_officers(meeting, OfficerKind.CHAIR),
        secretaries=_officers(meeting, OfficerKind.SECRETARY),
        signers=_officers(meeting, OfficerKind.SIGNER),
        adjourned_at=adjourned_at(meeting),
        recorded_on=recorded_on(meeting),
        chain_number=int(number),
        chain_hash=chain_hash,
    )
    return _draft(facts, meeting)


def _draft(facts: NoticePaper | BookletPaper | MinutesPaper, meeting: Meeting) -> Draft:
    return Draft(facts, meeting.id, meeting.body, meeting_id=meeting.id)


def _agenda(meeting: Meeting) -> tuple[pieces.AgendaPoint, ...]:
    return tuple(
        pieces.AgendaPoint(
            item.number,
            item.title,
            tuple(pieces.AgendaPoint(letter, point.title) for letter, point in _points(meeting, item)),
        )
        for item in _whole_items(meeting)
    )


def _minutes_items(meeting: Meeting) -> tuple[MinutesItem, ...]:
    return tuple(
        MinutesItem(
            number=item.number,
            title=item.title,
            text=item.treatment,
            points=tuple(
                MinutesItem(number=letter, title=point.title, text=point.treatment)
                for letter, point in _points(meeting, item)
            ),
            treatment=_treatment(meeting, item, item.step) if item.step else None,
            polls=() if item.step else polls_of(item),
        )
        for item in _whole_items(meeting)
    )


def _treatment(meeting: Meeting, item: AgendaItem, step: Step) -> pieces.TreatmentFacts:
    decided_here = [decision for decision in step.decisions if decision.meeting_id == meeting.id]
    treatment = treatment_of(
        step,
        decision=decided_here[-1] if decided_here else None,
        number=item.number,
        language=language_of(meeting.body),
        outside=False,
        item=item,
    )
    return replace(treatment, polls=polls_of(item))


def _whole_items(meeting: Meeting) -> list[AgendaItem]:
    """Return the items that are not points (2a, 2b) of another one. A case is never a mere point."""
    numbers = {item.number for item in meeting.agenda}

    def is_point(item: AgendaItem) -> bool:
        found = _POINT.fullmatch(item.number)
        return found is not None and found[1] in numbers and item.step is None

    return [item for item in meeting.agenda if not is_point(item)]


def _points(meeting: Meeting, of: AgendaItem) -> list[tuple[str, AgendaItem]]:
    found = [(_POINT.fullmatch(item.number), item) for item in meeting.agenda if item.step is None]
    return [(match[2], item) for match, item in found if match is not None and match[1] == of.number]


def _booklet_motion(item: AgendaItem, step: Step, number: str) -> BookletMotion:
    motion, body = step.motion, item.meeting.body
    language = language_of(body)
    return BookletMotion(
        number=number,
        title=motion.title,
        mover=mover_at(step, language=language, outside=False),
        proposed_decision=step.received_text,
        agenda_number=item.number,
        case_number=motion.shown_number,
        grounds=motion.text.grounds,
        recommendations=recommendations_at(step, language=language, outside=False),
        amendments=amendments_at(step, language=language, outside=False, with_advice=True),
        sources=tuple(source_facts(source) for source in motion.sources),
    )


def _officers(meeting: Meeting, kind: OfficerKind) -> tuple[pieces.Named, ...]:
    language = language_of(meeting.body)
    people = [each.person for each in meeting.officers if each.kind is kind]
    found = [named(person, body_id=meeting.body_id, language=language) for person in people]
    return tuple(sorted(found, key=lambda each: each.name))


def _present(meeting: Meeting) -> int | None:
    """Return how many met: as written down, or else as checked in."""
    came = {each.person_id for each in meeting.attendance}
    return meeting.present if meeting.present is not None else len(came) or None


def _motions_by(meeting: Meeting, called_on: date) -> date | None:
    """Return the last day for motions, unless it had passed when the meeting was called."""
    day = day_in_oslo(meeting.starts_at)
    due = deadlines_of(day, periods=bodies.rules_on(meeting.body, day=day).periods).motions_at
    return day_in_oslo(due) if due is not None and day_in_oslo(due) >= called_on else None


def _rules(meeting: Meeting) -> RuleSet | None:
    day = day_in_oslo(meeting.starts_at)
    in_force = [rules for rules in meeting.body.rule_sets if rules.valid_from <= day]
    return max(in_force, key=lambda rules: rules.valid_from, default=None)
