"""Names of what there is in the meeting room."""

from enum import StrEnum

from motionflow.domain.polls import Channel, PollKind, PollState, RequestKind, Secrecy
from motionflow.domain.rolls import DuesRule, ExclusionReason, RollKind, WhyNot
from motionflow.i18n import N_

NAMES_OF_POLLS: tuple[tuple[StrEnum, str], ...] = (
    (PollKind.FOR_AGAINST, N_("One proposal: for or against")),
    (PollKind.PAIR, N_("Two alternatives against each other")),
    (PollKind.ALTERNATIVES, N_("Several alternatives at once, with a second round if needed")),
    (PollKind.EN_BLOC, N_("Several cases at once, as recommended")),
    (PollKind.ACCLAMATION, N_("By acclamation, when nobody asks for a vote")),
    (Secrecy.OPEN, N_("Open: the meeting sees who voted for what")),
    (Secrecy.SECRET, N_("Secret")),
    (Channel.ONLINE, N_("On the phone")),
    (Channel.HANDS, N_("Hands in the hall")),
    (Channel.PAPER, N_("On paper")),
    (PollState.PLANNED, N_("planned")),
    (PollState.PREPARED, N_("prepared")),
    (PollState.CHECK_IN, N_("check-in")),
    (PollState.OPEN, N_("open for votes")),
    (PollState.CLOSED, N_("closed")),
    (PollState.COUNTED, N_("counted")),
    (PollState.ANNULLED, N_("annulled")),
    (PollState.FALLEN_AWAY, N_("not needed")),
    (RequestKind.POLL, N_("Ask that votes are counted")),
    (RequestKind.SECRET, N_("Ask for a secret vote")),
    (RollKind.MEMBERS, N_("The members")),
    (RollKind.DELEGATES, N_("Delegates and substitutes")),
    (DuesRule.NONE, N_("Dues do not matter")),
    (DuesRule.THIS_YEAR, N_("Paid for this year")),
    (DuesRule.THIS_OR_LAST_YEAR, N_("Paid for this year or the last")),
    (DuesRule.THIS_AND_LAST_YEAR, N_("Paid for both this year and the last")),
    (ExclusionReason.OWN_ACCOUNTS, N_("Does not vote on one's own report and accounts")),
    (ExclusionReason.DISQUALIFIED, N_("Disqualified")),
    (ExclusionReason.OWN_WISH, N_("Does not take part, by own wish")),
    (WhyNot.TOO_NEW, N_("has not been a member long enough")),
    (WhyNot.NOT_PAID, N_("has not paid the dues")),
    (WhyNot.NOT_SENT, N_("is not a delegate")),
    (WhyNot.SUBSTITUTE, N_("is a substitute and steps in for nobody")),
    (WhyNot.REPLACED, N_("has a substitute in this meeting")),
    (WhyNot.EXCLUDED, N_("does not vote on this item")),
    (WhyNot.NOT_IN_MEETING, N_("is not in the meeting")),
    (WhyNot.CAME_LATE, N_("came after the vote was prepared")),
)
