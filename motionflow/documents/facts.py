"""The facts each kind of paper is made from: one frozen dataclass per kind.

A paper is stored with its facts (``stored.py`` writes them as JSON), so the same paper can be made again.
To add a kind: a member of ``PaperKind``, a dataclass here with its ``kind``, two templates in
``templates/documents/`` and its name in ``phrases.py``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motionflow.documents.annex_facts import AnnexPaper, AnnexPromise
from motionflow.documents.budget_facts import BudgetPaper as BudgetPaper
from motionflow.documents.budget_facts import BudgetYear as BudgetYear
from motionflow.documents.budget_facts import MeasureRow as MeasureRow
from motionflow.documents.budget_facts import TextPoint as TextPoint
from motionflow.documents.kept_words import KeptWords
from motionflow.documents.pieces import (
    AgendaPoint,
    AmendmentFacts,
    BodyFacts,
    Contact,
    DecisionFacts,
    Head,
    MeetingFacts,
    MoneyFacts,
    MotionType,
    Mover,
    Named,
    PollFacts,
    RecommendationFacts,
    RegisteredFacts,
    SourceFacts,
    TreatmentFacts,
    VoteFacts,
)
from motionflow.domain.flow import FollowUpStatus, Outcome, Route
from motionflow.domain.papers import PaperKind


@dataclass(frozen=True, kw_only=True)
class MotionPaper:
    """A motion as handed in. ``number`` is given by the board and may be empty.

    ``meeting`` is the one it is moved at; ``None`` before one is known.
    """

    kind: ClassVar[PaperKind] = PaperKind.MOTION
    head: Head
    title: str
    mover: Mover
    proposed_decision: str
    grounds: str = ""
    background: str = ""
    meeting: MeetingFacts | None = None
    number: str = ""
    case_number: str = ""
    contact: Contact | None = None
    motion_type: MotionType = MotionType.MEASURE
    addressee: str = ""
    money: MoneyFacts | None = None
    sources: tuple[SourceFacts, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NoticePaper:
    """The announcement of a meeting, or its summons when ``is_summons``.

    ``statute`` is the rule behind the deadline, such as «vedtektene § 7». ``voting_right`` is the body's
    own sentence on who may vote. ``recorded_on`` is set when the meeting was recorded afterwards.
    """

    kind: ClassVar[PaperKind] = PaperKind.NOTICE
    head: Head
    meeting: MeetingFacts
    agenda: tuple[AgendaPoint, ...]
    is_summons: bool = False
    register_by: date | None = None
    motions_by: date | None = None
    statute: str = ""
    voting_right: str = ""
    leader: Named | None = None
    recorded_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class BookletMotion:
    """A motion in the booklet. ``number`` is its number at this meeting, ``agenda_number`` the item."""

    number: str
    title: str
    mover: Mover
    proposed_decision: str
    agenda_number: str = ""
    case_number: str = ""
    grounds: str = ""
    money: MoneyFacts | None = None
    recommendations: tuple[RecommendationFacts, ...] = ()
    amendments: tuple[AmendmentFacts, ...] = ()
    sources: tuple[SourceFacts, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BookletPaper:
    """Agenda and motions of a meeting. ``item_number`` is the item «Innkomne forslag», such as 6."""

    kind: ClassVar[PaperKind] = PaperKind.BOOKLET
    head: Head
    meeting: MeetingFacts
    agenda: tuple[AgendaPoint, ...]
    motions: tuple[BookletMotion, ...]
    item_number: str = ""


@dataclass(frozen=True, kw_only=True)
class MinutesItem:
    """An item of the minutes: a decision in words, a case's treatment, or both.

    ``points`` are the sub-items (a, b, c), each with its decision as ``text``; ``polls`` are those held on an
    item without a case.
    """

    number: str
    title: str
    text: str = ""
    points: tuple["MinutesItem", ...] = ()
    treatment: TreatmentFacts | None = None
    polls: tuple[PollFacts, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MinutesPaper:
    """Minutes of a meeting.

    ``chain_number`` and ``chain_hash`` are the head of the body's chain of events, printed so that
    ``verify --head`` can find a cut tail. ``recorded_on`` is set when the meeting was recorded afterwards.
    """

    kind: ClassVar[PaperKind] = PaperKind.MINUTES
    head: Head
    meeting: MeetingFacts
    items: tuple[MinutesItem, ...]
    entitled: int | None = None
    present: int | None = None
    guests: int | None = None
    chairs: tuple[Named, ...] = ()
    secretaries: tuple[Named, ...] = ()
    signers: tuple[Named, ...] = ()
    adjourned_at: datetime | None = None
    recorded_on: date | None = None
    chain_number: int | None = None
    chain_hash: str = ""


@dataclass(frozen=True, kw_only=True)
class ExtractPaper:
    """The extract of the minutes for one case, or what a body did with it without a meeting.

    ``meeting`` is ``None`` when no meeting decided; ``recorded_on`` is as in the minutes.
    """

    kind: ClassVar[PaperKind] = PaperKind.EXTRACT
    head: Head
    meeting: MeetingFacts | None
    treatment: TreatmentFacts
    secretary: Named | None = None
    leader: Named | None = None
    recorded_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LetterPaper:
    """The covering letter to a next body.

    ``meeting`` is where the sender decided (``None`` when no meeting did). ``their_meeting_on`` is the
    meeting the case is asked onto, ``motions_by`` its deadline, ``reply_by`` when an answer is asked for.
    """

    kind: ClassVar[PaperKind] = PaperKind.LETTER
    head: Head
    recipient: BodyFacts
    title: str
    decision: DecisionFacts
    proposed_decision: str
    recipient_leader: Named | None = None
    meeting: MeetingFacts | None = None
    agenda_number: str = ""
    their_meeting_on: date | None = None
    motions_by: date | None = None
    reply_by: date | None = None
    signers: tuple[Named, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProposalPaper:
    """What a group puts to the council; ``route`` says in which form.

    ``parties`` as printed, such as («Ap», «SV»). ``years`` are the columns of the tables. ``base`` names
    the draft it builds on. Questions and interpellations have ``text`` and no tables.
    """

    kind: ClassVar[PaperKind] = PaperKind.PROPOSAL
    head: Head
    title: str
    route: Route
    parties: tuple[str, ...]
    to_body: str
    meeting_on: date | None = None
    case_number: str = ""
    base: str = ""
    years: tuple[int, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    cover: tuple[MeasureRow, ...] = ()
    investments: tuple[MeasureRow, ...] = ()
    fund_effect: str = ""
    text_points: tuple[TextPoint, ...] = ()
    text: str = ""
    grounds: str = ""
    mover: Named | None = None
    mover_party: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordPaper:
    """What an external body did in a meeting, as the party's people wrote it down.

    ``treatment.agenda_number`` is the body's case number (047/19), ``archive_number`` its archive case
    (2019/1234), ``seats`` how many members it has and ``present`` how many met.
    """

    kind: ClassVar[PaperKind] = PaperKind.RECORD
    head: Head
    registered: RegisteredFacts
    meeting: MeetingFacts
    treatment: TreatmentFacts
    archive_number: str = ""
    present: int | None = None
    seats: int | None = None
    absences: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionNoticePaper:
    """Word of a decision to those who brought the case.

    ``registered`` is set for an external body's decision and ``None`` when the issuer decided itself.
    ``follow_up_by`` is the unit that carries it out, ``remedy`` what is said of appeal or review.
    """

    kind: ClassVar[PaperKind] = PaperKind.DECISION_NOTICE
    head: Head
    meeting: MeetingFacts
    title: str
    agenda_number: str
    decision: DecisionFacts
    registered: RegisteredFacts | None = None
    case_number: str = ""
    archive_number: str = ""
    follow_up_by: str = ""
    follow_up_due: date | None = None
    remedy: str = ""
    signer: Named | None = None
    copies_to: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TimelineRow:
    """One line of a case's way. ``outcome`` is ``None`` for an event in words (``event``).

    ``item`` is the case number at that body, ``paper`` the document where it can be read.
    """

    on: date
    body: str
    item: str = ""
    outcome: Outcome | None = None
    votes: tuple[VoteFacts, ...] = ()
    event: str = ""
    paper: str = ""


@dataclass(frozen=True)
class TextVersion:
    """The text as it stood at a body; ``label`` such as «Opprinnelig»."""

    label: str
    body: str
    on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class MoneyOutcome:
    """Whole kroner asked for, adopted and used; ``None`` where not known."""

    label: str
    asked: int | None = None
    adopted: int | None = None
    used: int | None = None


@dataclass(frozen=True, kw_only=True)
class StatusPaper:
    """What became of a case, told to the branch it came from.

    ``status_line`` is the plain status of the case; ``note`` says what has been done, and ``source`` where
    the follow-up status was found.
    """

    kind: ClassVar[PaperKind] = PaperKind.STATUS
    head: Head
    case_number: str
    title: str
    mover: Mover
    moved_on: date
    status_line: str
    to_body: str = ""
    status: FollowUpStatus | None = None
    status_on: date | None = None
    note: str = ""
    source: SourceFacts | None = None
    timeline: tuple[TimelineRow, ...] = ()
    versions: tuple[TextVersion, ...] = ()
    kept: KeptWords | None = None
    money: tuple[MoneyOutcome, ...] = ()
    promises: tuple[AnnexPromise, ...] = ()
    next_step: str = ""
    next_due: date | None = None
    responsible: str = ""
    question: str = ""


Facts = (
    MotionPaper
    | NoticePaper
    | BookletPaper
    | MinutesPaper
    | ExtractPaper
    | LetterPaper
    | ProposalPaper
    | BudgetPaper
    | RecordPaper
    | DecisionNoticePaper
    | StatusPaper
    | AnnexPaper
)

PAPERS: dict[PaperKind, type[Facts]] = {
    paper.kind: paper
    for paper in (
        MotionPaper,
        NoticePaper,
        BookletPaper,
        MinutesPaper,
        ExtractPaper,
        LetterPaper,
        ProposalPaper,
        BudgetPaper,
        RecordPaper,
        DecisionNoticePaper,
        StatusPaper,
        AnnexPaper,
    )
}
