"""A sentence for every refusal in the meeting room."""

from motionflow.domain.errors import Code
from motionflow.i18n import N_

OBSTACLES_OF_POLLS: dict[Code, str] = {
    Code.POLL_NOT_FROM_HERE: N_(
        "This cannot be done where the vote stands now: {state}. Look at the page again."
    ),
    Code.POLL_UNDER_WAY: N_("Vote no. {number} is under way. Finish or annul it first."),
    Code.POLL_OPTIONS_TOO_FEW: N_("Give at least two alternatives."),
    Code.POLL_OPTIONS_TOO_MANY: N_(
        "Give at most {most} alternatives; two and two can be set against each other."
    ),
    Code.POLL_CASES_TOO_FEW: N_("Choose at least two cases that are voted on together."),
    Code.AMENDMENT_POLL_KIND: N_("An amendment is voted on for or against, or adopted by acclamation."),
    Code.NO_AMENDMENT_WAITS: N_(
        "No amendment to this case waits for a vote that is not planned. Look at the page again."
    ),
    Code.POLL_CHANNEL_MISSING: N_("Choose how votes are given: on the phone, by hands or on paper."),
    Code.POLL_QUESTION_MISSING: N_("Write what is voted on."),
    Code.POLL_SECRET_ASKED: N_(
        "Someone entitled to vote has asked for a secret vote, and the rules give them that. "
        "Annul this vote and hold it in secret."
    ),
    Code.POLL_WITHOUT_QUORUM: N_(
        "Too few are there: {present} of {entitled} entitled to vote. By its rules the body cannot vote now."
    ),
    Code.POLL_QUORUM_DOUBTFUL: N_(
        "Few are there: {present} of {entitled} entitled to vote, below what the rules ask for. "
        "Tick that the meeting votes all the same."
    ),
    Code.POLL_DEADLINE_PAST: N_("The vote must close later than now; {moment} has been."),
    Code.POLL_TOO_LONG: N_("A vote can be open for at most {most} minutes."),
    Code.POLL_ABOVE_ROLL: N_(
        "{cast} votes are more than the {roll} on the roll. Correct the hands or the paper that were counted."
    ),
    Code.POLL_IS_ASKED: N_(
        "Someone entitled to vote has asked that votes are counted. Annul this, and hold a vote."
    ),
    Code.POLL_NOT_ASKABLE: N_("This cannot be asked for now."),
    Code.ANNUL_REASON_MISSING: N_("Give a reason. It stands in the minutes."),
    Code.FINALISTS_WRONG: N_(
        "The second round is between the two with most votes. Choose among those that stand equal."
    ),
    Code.HANDS_ABOVE_PRESENT: N_(
        "{votes} hands are more than the {left} of {roll} on the roll who have not voted in another way. "
        "Count again, or correct the number."
    ),
    Code.PAPER_ABOVE_PRESENT: N_(
        "{votes} votes on paper are more than the {left} of {roll} on the roll who have not voted in another "
        "way. Count again, or correct the number."
    ),
    Code.COUNT_NOT_NOW: N_(
        "Hands and paper are written down while the vote is open or closed, until it is counted."
    ),
    Code.BALLOT_NOT_HERE: N_("Votes are not given on this page in this vote. Ask the chair how."),
    Code.BALLOT_TOO_EARLY: N_("The vote is not open yet. Wait until the chair opens it."),
    Code.BALLOT_TOO_LATE: N_("The vote was closed before yours came. It is not counted."),
    Code.BALLOT_NOT_ON_ROLL: N_("You are not on the roll of this vote. Tell the tellers if that is wrong."),
    Code.BALLOT_LEFT_MEETING: N_("You are noted as having left the meeting. Check in again, and vote."),
    Code.BALLOT_OPTION_UNKNOWN: N_("Choose one of the alternatives in this vote."),
    Code.BALLOT_CAST_ALREADY: N_("You have voted already: {option}. In this vote that cannot be changed."),
    Code.ROLL_EMPTY: N_("Nobody who can vote is in the meeting yet. Check them in first."),
    Code.ROLL_FROZEN: N_(
        "The vote is open, so its roll stands. Let in those who have come before the next one."
    ),
    Code.CODE_WRONG: N_("This is not the code on the screen now. Look again; it changes every minute."),
    Code.CODE_NEEDED: N_("Type the code on the screen in the hall."),
    Code.ADMISSION_NEEDS_ANOTHER: N_(
        "You have let them in already; another of those who run the meeting must agree."
    ),
    Code.NOT_ENTITLED: N_("That person is not entitled to vote in this meeting."),
    Code.ITEM_HAS_POLLS: N_("Votes have been held on this item, so it stays on the agenda."),
}
