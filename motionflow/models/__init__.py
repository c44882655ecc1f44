"""The tables: columns, relationships and constraints; no rules.

Import a table from here; the modules are one per subject.
"""

from motionflow.models.bodies import Body, BodyFollow, RuleSet
from motionflow.models.budget import (
    BudgetLine,
    BudgetProposal,
    MoneyRecord,
    ProposalLine,
    ProposalParty,
    ProposalPoint,
)
from motionflow.models.council import (
    AnswerLink,
    CouncilAnswer,
    CouncilMeeting,
    CouncilPeriod,
    DecisionCorrection,
    DecisionSource,
    OtherRecord,
    PartySeats,
    RouteDeadline,
    RoutePlan,
    TabledProposal,
)
from motionflow.models.events import ChainHead, Event
from motionflow.models.followup import FollowUp
from motionflow.models.meetings import AgendaItem, Attendance, Meeting, MeetingOfficer
from motionflow.models.motions import (
    Decision,
    Follower,
    Motion,
    MotionText,
    Mover,
    Recommendation,
    Source,
    Step,
    Upload,
)
from motionflow.models.outbox import AnsweredForm, Mail
from motionflow.models.papers import Paper, PaperPerson
from motionflow.models.people import Membership, Person, SignInLink, WebSession
from motionflow.models.polls import (
    Dues,
    MeetingDelegate,
    MeetingRoom,
    OpenBallot,
    Poll,
    PollCase,
    PollCount,
    PollOption,
    PollRequest,
    PollRules,
    RollAdmission,
    RollEntry,
    RollExclusion,
)
from motionflow.models.votes import VoteCount, VoteEvent

__all__ = [
    "AgendaItem",
    "AnswerLink",
    "AnsweredForm",
    "Attendance",
    "Body",
    "BodyFollow",
    "BudgetLine",
    "BudgetProposal",
    "ChainHead",
    "CouncilAnswer",
    "CouncilMeeting",
    "CouncilPeriod",
    "Decision",
    "DecisionCorrection",
    "DecisionSource",
    "Dues",
    "Event",
    "FollowUp",
    "Follower",
    "Mail",
    "Meeting",
    "MeetingDelegate",
    "MeetingOfficer",
    "MeetingRoom",
    "Membership",
    "MoneyRecord",
    "Motion",
    "MotionText",
    "Mover",
    "OpenBallot",
    "OtherRecord",
    "Paper",
    "PaperPerson",
    "PartySeats",
    "Person",
    "Poll",
    "PollCase",
    "PollCount",
    "PollOption",
    "PollRequest",
    "PollRules",
    "ProposalLine",
    "ProposalParty",
    "ProposalPoint",
    "Recommendation",
    "RollAdmission",
    "RollEntry",
    "RollExclusion",
    "RouteDeadline",
    "RoutePlan",
    "RuleSet",
    "SignInLink",
    "Source",
    "Step",
    "TabledProposal",
    "Upload",
    "VoteCount",
    "VoteEvent",
    "WebSession",
]
