"""A sentence for every refusal around a secret poll."""

from motionflow.domain.errors import Code
from motionflow.i18n import N_

OBSTACLES_OF_SECRET_POLLS: dict[Code, str] = {
    Code.POLL_NOT_SECRET: N_("This vote is not secret: there is nothing to check in to."),
    Code.SECRET_NEEDS_HTTPS: N_(
        "A secret vote needs a secure address (https): without it phones can make no ballots. "
        "Vote on paper, or ask whoever runs motionflow."
    ),
    Code.SECRET_POLL_OPEN: N_(
        "A secret vote that you can vote in is under way. Until it is counted nothing you do is saved, so "
        "that nobody can see when you voted. What you wrote is kept on this page: send it again afterwards."
    ),
    # Says no more: that somebody is on the roll of a vote elsewhere tells what she is a member of.
    Code.PERSON_MUST_WAIT: N_(
        "Nothing can be written down just now about somebody named here. Do it again later, within an hour."
    ),
    Code.TELLERS_NOT_THREE: N_("Choose three different tellers."),
    Code.KEYS_NOT_WRITTEN: N_(
        "The keys of the vote could not be saved. Ask whoever runs motionflow to look at MOTIONFLOW_KEYS."
    ),
    Code.KEYS_GONE: N_("The keys of this vote are gone. Annul it, and hold it anew."),
    Code.CHECK_IN_MISSING: N_("Begin check-in first: everyone needs a ballot before a secret vote opens."),
    Code.CHECK_IN_OVER: N_(
        "Check-in to this vote is over: only those who had a ballot when it opened can vote in it."
    ),
    Code.CHECK_IN_RESTARTED: N_("Check-in has begun anew. Reload the page, and you get a new ballot."),
    Code.TOKEN_ELSEWHERE: N_(
        "You have checked in already, with another phone or browser; vote there. If it is lost, ask the "
        "chair to begin check-in anew for all before the vote opens."
    ),
    Code.TOKEN_NOT_READ: N_(
        "Your phone made a ballot that could not be signed. Reload the page to try again."
    ),
    Code.TOKEN_USED: N_("A vote has been cast with this ballot. It cannot be changed."),
    Code.BALLOT_NOT_ACCEPTED: N_("This is not a ballot of this vote. Nothing was counted."),
    Code.PASSPHRASES_NOT_NOTED: N_(
        "{number} of the three tellers have not noted their six words yet. "
        "Ask them to open the vote on their phones."
    ),
    Code.PASSPHRASE_NOT_AS_GIVEN: N_(
        "These are not the six words. Look at them again, and write them once more."
    ),
    Code.BOX_NOT_OPENED: N_("Two of the tellers open the box first, each with six words."),
    Code.PASSPHRASES_TWO: N_("Two of the tellers write their six words, each in her own field."),
    Code.PASSPHRASE_WRONG: N_(
        "At least one of the two is not as it was given out. After five wrong tries you must wait a minute."
    ),
    Code.PASSPHRASE_WAIT: N_("Five tries were wrong. Wait a minute, and try again."),
    Code.ROLL_IS_BUSY: N_(
        "Someone who can vote here can also vote in vote no. {number}, which is open. Finish that first: "
        "during a secret vote nobody votes in another."
    ),
    Code.BALLOTS_ABOVE_TOKENS: N_(
        "There are {ballots} ballots, but only {issued} were given out. Annul the vote, and hold it anew."
    ),
    Code.PAPER_ABOVE_TOKENLESS: N_(
        "{votes} votes on paper are too many: {left} on the roll have no ballot on their phone. "
        "Count again, or correct the number."
    ),
}
