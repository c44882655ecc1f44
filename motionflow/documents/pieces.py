"""The pieces that the facts of papers are put together from.

Plain frozen data: text, numbers, days, moments, enums and tuples of these. Text that a user wrote is
Markdown and is kept as it was written; what makes it safe to print is ``words.py``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motionflow.documents.text_lines import Set
from motionflow.documents.vote_pieces import AGAINST as AGAINST
from motionflow.documents.vote_pieces import FOR as FOR
from motionflow.documents.vote_pieces import OptionCount as OptionCount
from motionflow.documents.vote_pieces import PartyCount as PartyCount
from motionflow.documents.vote_pieces import PollFacts as PollFacts
from motionflow.documents.vote_pieces import ResultFacts as ResultFacts
from motionflow.documents.vote_pieces import RuleFacts as RuleFacts
from motionflow.documents.vote_pieces import VoteFacts as VoteFacts
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.differences import Restyle
from motionflow.domain.flow import BodyKind, Outcome


@dataclass(frozen=True)
class Named:
    """A person as printed: an opaque id, and the name that an erasure replaces."""

    person: str
    name: str


@dataclass(frozen=True)
class Contact:
    """A person who can be asked; an erasure replaces the name and empties the address."""

    person: str
    name: str
    email: str = ""


@dataclass(frozen=True)
class BodyFacts:
    """A body as a paper names it."""

    name: str
    kind: BodyKind
    place: str = ""
    is_external: bool = False


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands at the top of every paper.

    ``issuer`` is the body whose paper it is: sender, author and part of the file's name. ``dated`` is the
    day printed on it and the day it is filed under. ``reference`` is «Vår ref.», most often the case's
    number. ``version`` is printed from 2 on. ``is_example`` marks a paper of the example.
    """

    issuer: BodyFacts
    dated: date
    reference: str = ""
    their_reference: str = ""
    version: int = 1
    is_example: bool = False


class MeetingKind(StrEnum):
    """What a meeting is called."""

    ANNUAL = "annual"
    EXTRAORDINARY = "extraordinary"
    MEMBERS = "members"
    BOARD = "board"
    GROUP = "group"
    COMMITTEE = "committee"
    COUNCIL = "council"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class MeetingFacts:
    """A meeting: moments are aware and printed in Europe/Oslo.

    ``has_time`` is false when only the day is known, as for old meetings recorded afterwards. ``number``
    is the meeting's number in the year, where the body counts them.
    """

    body: BodyFacts
    kind: MeetingKind
    starts_at: datetime
    ends_at: datetime | None = None
    has_time: bool = True
    place: str = ""
    link: str = ""
    number: str = ""


class MotionType(StrEnum):
    """What a motion asks the meeting for."""

    MEASURE = "measure"
    STATEMENT = "statement"
    STATUTES = "statutes"


@dataclass(frozen=True)
class Mover:
    """Who moves: a body, people, or both. ``decided_on`` is when the body decided to move it."""

    body: str = ""
    people: tuple[Named, ...] = ()
    decided_on: date | None = None


@dataclass(frozen=True)
class SourceFacts:
    """Where something was found. ``doubt`` says in a sentence why it may not hold."""

    title: str
    origin: str = ""
    on: date | None = None
    link: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class RegisteredFacts:
    """Who wrote down what an external body did, when, and after which source (``None``: no source)."""

    by: str
    on: date
    source: SourceFacts | None = None


@dataclass(frozen=True)
class SentTo:
    """A body that the case is sent on to, with the decision proposed to it."""

    body: str
    proposed_decision: str = ""


@dataclass(frozen=True)
class ChangedBy:
    """Which amendments a paragraph of a decided text has been changed by: their numbers."""

    paragraph: int
    amendments: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """How a treatment ended. ``votes`` is empty when they were not recorded; the last one decides.

    ``covered_by`` names the decision that covers the motion, ``postponed_to`` the day it was put off to.
    ``changed_by`` is for a text that was put together from amendments.
    """

    outcome: Outcome
    decided_on: date
    operative_text: str = ""
    reason: str = ""
    votes: tuple[VoteFacts, ...] = ()
    sent_to: tuple[SentTo, ...] = ()
    covered_by: str = ""
    postponed_to: date | None = None
    changed_by: tuple[ChangedBy, ...] = ()


class Recommender(StrEnum):
    """Who gives advice on a motion."""

    BOARD = "board"
    DRAFTING_COMMITTEE = "drafting_committee"
    COMMITTEE = "committee"
    EXECUTIVE_COMMITTEE = "executive_committee"
    CHIEF_EXECUTIVE = "chief_executive"


class Side(StrEnum):
    """Whose advice it is when a committee is divided."""

    ALL = "all"
    MAJORITY = "majority"
    MINORITY = "minority"


class Advice(StrEnum):
    """What the advice is."""

    ADOPT = "adopt"
    ADOPT_WITH_CHANGES = "adopt_with_changes"
    REJECT = "reject"
    DISMISS = "dismiss"
    SEND_ON = "send_on"
    COVERED = "covered"
    WITHDRAW = "withdraw"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class RecommendationFacts:
    """Advice to the meeting. ``target`` is whom to send it to, or what covers it.

    ``advice`` is ``None`` where only a text was put forward, as councils write it.
    """

    by: Recommender
    advice: Advice | None = None
    side: Side = Side.ALL
    text: str = ""
    grounds: str = ""
    target: str = ""
    names: tuple[Named, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProposalFacts:
    """A proposal made in the treatment.

    ``key`` is its letter. ``mover`` is a label such as «Mindretallet»; ``person`` and ``party`` stand
    instead of or beside it.
    """

    key: str
    text: str
    mover: str = ""
    person: Named | None = None
    party: str = ""


class ChangeKind(StrEnum):
    """What becomes of a place in the text."""

    WORDS = "words"
    RESHAPED = "reshaped"
    NEW = "new"
    GONE = "gone"
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True)
class ChangeFacts:
    """One change: the words that go and come, as Markdown within a line, or a whole paragraph.

    ``paragraph`` is its number in the text that is amended; a new one comes after that. ``shape`` and
    ``level`` are what a new one is, or what one becomes, and ``restyles`` what is done to words that only
    look otherwise.
    """

    kind: ChangeKind
    paragraph: int
    removed: str = ""
    added: str = ""
    in_grounds: bool = False
    shape: Set = Set.TEXT
    level: int = 0
    restyles: tuple[Restyle, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AmendmentFacts:
    """An amendment as a paper tells of it. Outside its body it names nobody.

    ``to`` is the number of the amendment it amends, ``text`` the whole text of a full alternative, and
    ``because`` the number of the one it fell for. The last of ``votes`` is the one that settled it.
    """

    number: str
    scope: Scope
    state: AmendmentState
    to: str = ""
    person: Named | None = None
    mover: str = ""
    changes: tuple[ChangeFacts, ...] = ()
    text: str = ""
    grounds: str = ""
    reason: str = ""
    because: str = ""
    recommendations: tuple[RecommendationFacts, ...] = ()
    votes: tuple[VoteFacts, ...] = ()


@dataclass(frozen=True)
class Statement:
    """Something a participant had entered in the minutes."""

    who: Named
    text: str


@dataclass(frozen=True, kw_only=True)
class TreatmentFacts:
    """What a meeting did with one case.

    ``agenda_number`` is the item, such as 6.4. ``speakers`` counts those who took the floor; ``None`` when
    nobody counted. ``polls`` are those held on it; ``voting_order`` is the order in which proposals were put.
    ``leave_given`` says that it came after the deadline, and that the meeting allowed it.
    """

    agenda_number: str
    title: str
    decision: DecisionFacts | None
    case_number: str = ""
    mover: Mover = Mover()
    speakers: int | None = None
    recommendations: tuple[RecommendationFacts, ...] = ()
    proposals: tuple[ProposalFacts, ...] = ()
    disqualified: tuple[Named, ...] = ()
    voting_order: str = ""
    statements: tuple[Statement, ...] = ()
    leave_given: bool = False
    amendments: tuple[AmendmentFacts, ...] = ()
    polls: tuple[PollFacts, ...] = ()


@dataclass(frozen=True)
class AgendaPoint:
    """One item of an agenda, with its points (a, b, c)."""

    number: str
    title: str
    points: tuple["AgendaPoint", ...] = ()


@dataclass(frozen=True)
class YearAmount:
    """Whole kroner in a year."""

    year: int
    amount: int


@dataclass(frozen=True)
class MoneyRow:
    """A cost, with amounts in whole kroner per year."""

    label: str
    years: tuple[YearAmount, ...]


@dataclass(frozen=True, kw_only=True)
class MoneyFacts:
    """What a motion costs and how it is paid for. ``is_lasting`` is ``None`` when not said."""

    costs: tuple[MoneyRow, ...] = ()
    is_lasting: bool | None = None
    cover: str = ""
    grants: str = ""
