"""The tables: columns, relationships and constraints; no rules.

Import a table from here; the modules are one per subject.
"""

from motionflow.models.amendments import Amending, Amendment
from motionflow.models.bodies import Body, BodyFollow, RuleSet
from motionflow.models.events import ChainHead, Event
from motionflow.models.followup import FollowUp
from motionflow.models.meetings import AgendaItem, Attendance, Meeting, MeetingOfficer
from motionflow.models.motions import (
    Decision,
    Follower,
    Motion,
    MotionText,
    Mover,
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
from motionflow.models.recommendations import Recommendation, Recommender
from motionflow.models.votes import VoteCount, VoteEvent

__all__ = [
    "AgendaItem",
    "Amending",
    "Amendment",
    "AnsweredForm",
    "Attendance",
    "Body",
    "BodyFollow",
    "ChainHead",
    "Decision",
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
    "Motion",
    "MotionText",
    "Mover",
    "OpenBallot",
    "Paper",
    "PaperPerson",
    "Person",
    "Poll",
    "PollCase",
    "PollCount",
    "PollOption",
    "PollRequest",
    "PollRules",
    "Recommendation",
    "Recommender",
    "RollAdmission",
    "RollEntry",
    "RollExclusion",
    "RuleSet",
    "SignInLink",
    "Source",
    "Step",
    "Upload",
    "VoteCount",
    "VoteEvent",
    "WebSession",
]
