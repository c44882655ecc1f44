"""The words of amendments and recommendations: names of codes, sentences of refusals."""

from enum import StrEnum

from motionflow.domain.amendments import AmendmentMoveName, AmendmentState, Scope
from motionflow.domain.errors import Code
from motionflow.domain.recommendations import Answer, RecommendationBy, Verb
from motionflow.domain.voting_order import Reason
from motionflow.i18n import N_

AMENDING_NAMES: tuple[tuple[StrEnum, str], ...] = (
    (Scope.MOTION, N_("the motion's text")),
    (Scope.DECISION, N_("the proposed decision")),
    (Scope.ALTERNATIVE, N_("a full alternative")),
    (Scope.AMENDMENT, N_("another amendment")),
    (Scope.POSTPONEMENT, N_("postponement")),
    (AmendmentState.DRAFT, N_("Draft")),
    (AmendmentState.SUBMITTED, N_("Waits for a vote")),
    (AmendmentState.WITHDRAWN, N_("Withdrawn")),
    (AmendmentState.DISMISSED, N_("Dismissed")),
    (AmendmentState.CARRIED, N_("Carried")),
    (AmendmentState.FALLEN, N_("Not carried")),
    (AmendmentState.FALLEN_AWAY, N_("Fallen away")),
    (AmendmentMoveName.EDIT, N_("Go on writing")),
    (AmendmentMoveName.SUBMIT, N_("Hand in the amendment")),
    (AmendmentMoveName.WITHDRAW, N_("Withdraw the amendment")),
    (AmendmentMoveName.DISMISS, N_("Dismiss the amendment")),
    (AmendmentMoveName.CARRY, N_("Carried")),
    (AmendmentMoveName.FALL, N_("Not carried")),
    (AmendmentMoveName.FALL_AWAY, N_("Falls away")),
    (AmendmentMoveName.REOPEN, N_("Take up again")),
    (Reason.POSTPONEMENT, N_("Postponement is voted on first.")),
    (Reason.CHAIR, N_("The chair's order.")),
    (Reason.AMENDS_ANOTHER, N_("Amends another, and is voted on before it.")),
    (Reason.WHOLE_ALTERNATIVE, N_("A full alternative is voted on before parts.")),
    (Reason.HIGHEST_SUM, N_("In money matters the highest sum comes first.")),
    (Reason.AGAINST_EACH_OTHER, N_("They touch the same words, and are set against each other.")),
    (Reason.WINNER, N_("The winner is voted for or against.")),
    (Reason.FAR_REACHING, N_("The most far-reaching comes first.")),
    (Reason.ONE_BY_ONE, N_("Stands by itself, and is voted for or against.")),
    (RecommendationBy.BOARD, N_("The board recommends")),
    (RecommendationBy.EXECUTIVE_COMMITTEE, N_("The executive committee recommends")),
    (RecommendationBy.DRAFTING_COMMITTEE, N_("The drafting committee recommends")),
    (RecommendationBy.DRAFTING_MAJORITY, N_("The drafting committee's majority recommends")),
    (RecommendationBy.DRAFTING_MINORITY, N_("The drafting committee's minority recommends")),
    (Verb.ADOPT, N_("that the motion is adopted")),
    (Verb.ADOPT_WITH_CHANGES, N_("that the motion is adopted with changes")),
    (Verb.REJECT, N_("that the motion is not adopted")),
    (Verb.SEND_ON, N_("that the motion is sent on without a stand")),
    (Verb.COVERED, N_("that the motion is covered by another decision")),
    (Verb.WITHDRAWN, N_("that the mover withdraws the motion")),
    (Answer.ACCEPTS, N_("The mover accepts it")),
    (Answer.KEEPS, N_("The mover keeps the proposal as it is")),
    (Answer.WITHDRAWS, N_("The mover withdraws the proposal")),
)

AMENDING_REFUSALS: dict[Code, str] = {
    Code.AMENDMENT_CHANGES_NOTHING: N_("Nothing is changed yet. Edit the text until it reads as you want."),
    Code.AMENDMENT_LEAVES_NOTHING: N_(
        "Nothing would be left of the proposed decision. Vote against the motion instead, or write what "
        "shall stand."
    ),
    Code.AMENDMENT_NOT_FROM_HERE: N_(
        "This cannot be done with the amendment as it stands now: {state}. Reload the page to see what can."
    ),
    Code.AMENDMENT_TEXT_MOVED_ON: N_(
        "The text has been changed while you were writing. Your changes have been brought over to the new "
        "text: look at it, and send again."
    ),
    Code.AMENDMENT_TEXT_CLASHES: N_(
        "The text has been changed in the places where you changed it. The new text is shown below beside "
        "yours: put together what you want, and send again."
    ),
    Code.AMENDMENTS_CLOSED: N_("The chair has closed the list: no more amendments are taken."),
    Code.AMENDMENTS_NOT_NOW: N_(
        "Amendments cannot be handed in where the case stands now: {state}. They can from when the case is "
        "accepted until it is decided."
    ),
    Code.AMENDMENTS_WAIT: N_("There are amendments that have not been voted on: {numbers}."),
    Code.NO_AMENDMENT_CARRIED: N_("No amendment has carried, so there is nothing to put together."),
    Code.ALTERNATIVE_NOT_WAITING: N_("Choose another amendment that waits for a vote."),
    Code.CONFLICTS_NOT_SETTLED: N_("Choose what shall stand in every place that is left open."),
    Code.RECOMMENDED_TEXT_MISSING: N_("Write the text as you recommend it."),
    Code.RECOMMENDED_TEXT_TAKEN_UP: N_("The text is an amendment already: {number}."),
    Code.RECOMMENDED_TARGET_MISSING: N_("Say to whom it is sent, or what covers it."),
    Code.RECOMMENDATION_PUBLISHED: N_("The recommendation is published, so it stands. Write a new one."),
    Code.RECOMMENDATION_NOT_PUBLISHED: N_("The recommendation is not published yet."),
}
