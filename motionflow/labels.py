"""The words of the subject: a sentence for every refusal, a name for every code.

They are English messages; ``translations/`` has them in bokmål and nynorsk. A test sees that no
member of the enums is without words.
"""

from datetime import date, datetime
from enum import StrEnum

from motionflow.domain.checks import Check, CheckCode
from motionflow.domain.errors import Code, Obstacle
from motionflow.domain.flow import Arrival, BodyKind, FollowUpStatus, MoveName, Outcome, Route, StepState
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.papers import PaperKind
from motionflow.domain.recognised import DoubtKind, ReadingDoubt
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.domain.roles import Role
from motionflow.domain.status import Status, StepSummary
from motionflow.domain.voting import RuleName, Tie, Verdict
from motionflow.i18n import N_, Words

OBSTACLES: dict[Code, str] = {
    Code.TITLE_MISSING: N_("Write a title."),
    Code.TITLE_TOO_LONG: N_("Shorten the title to at most {most} characters."),
    Code.TEXT_MISSING: N_("Write the text that was decided."),
    Code.TEXT_TOO_LONG: N_("Shorten the text to at most {most} characters, or add the rest as a source."),
    Code.PROPOSED_DECISION_MISSING: N_("Write the proposed decision: the words the meeting votes on."),
    Code.TEXT_CHANGED_MEANWHILE: N_(
        "Someone else has changed the text while you were writing. Both texts are shown below: "
        "put together what shall stand, and save again."
    ),
    Code.MOVE_NOT_FROM_HERE: N_(
        "This cannot be done where the case stands now: {state}. Reload the page to see what can."
    ),
    Code.CHANGED_MEANWHILE: N_(
        "Someone else has done something with this while you had the page open. "
        "What you wrote is kept; look at what has changed, and send again."
    ),
    Code.REASON_MISSING: N_("Give a reason. Whoever sent the case sees it."),
    Code.NEXT_BODY_MISSING: N_("Choose the body that the case is sent on to."),
    Code.NEXT_BODY_IS_SAME: N_("A body cannot send a case on to itself. Choose another body."),
    Code.NEXT_TEXT_MISSING: N_("Write the decision that is proposed to the next body."),
    Code.COVERING_LINK_MISSING: N_("Give the case or the link that covers this one."),
    Code.OUTCOME_NOT_FOR_THIS_BODY: N_(
        "This body cannot end a case with «{outcome}». Choose another outcome."
    ),
    Code.OUTCOME_NOT_ON_THIS_ROUTE: N_(
        "On this route into the council a case cannot end with «{outcome}». Choose another outcome."
    ),
    Code.NO_BODY_TO_RETURN_TO: N_("Nobody sent this case, so it cannot be sent back. Decline it instead."),
    Code.ALREADY_AT_BODY: N_("The case is already with that body. Wait for its answer, or choose another."),
    Code.MEETING_MISSING: N_("Choose the meeting."),
    Code.MEETING_OF_OTHER_BODY: N_(
        "That meeting belongs to another body. Choose one of this body's meetings."
    ),
    Code.MEETING_IN_PAST: N_(
        "A meeting cannot be called in the past. Choose a later time, or record a meeting that has been held."
    ),
    Code.MEETING_NOT_PAST: N_("This meeting has not been held yet. Call it instead of recording it."),
    Code.MEETING_ENDED: N_("The meeting has ended. Choose a later meeting."),
    Code.MEETING_NOT_ENDED: N_("End the meeting first."),
    Code.MEETING_NOT_STARTED: N_("Open the meeting first."),
    Code.NOTICE_TOO_LATE: N_("The deadline for calling this meeting was {deadline}."),
    Code.MOTION_LATE: N_(
        "The motion came after the deadline, which was {deadline}. It can be treated only if the meeting "
        "allows it: tick that it does, and it is recorded."
    ),
    Code.AGENDA_NUMBER_TAKEN: N_("Number {number} is taken on this agenda. Choose another."),
    Code.AGENDA_NUMBER_INVALID: N_("Write the number as on an agenda, such as 6 or 6.1."),
    Code.ATTENDANCE_ABOVE_ENTITLED: N_(
        "{present} present are more than the {entitled} entitled to vote. Correct one of the numbers."
    ),
    Code.DATE_MISSING: N_("Give the date."),
    Code.DATE_INVALID: N_("Write the date as day.month.year, such as 16.1.2019."),
    Code.DATE_IN_FUTURE: N_("{date} has not been yet. Give a date until today."),
    Code.DATE_BEFORE_RECEIVED: N_("The case came on {date}. Give a date from then on."),
    Code.DATE_TAKEN: N_("There are rules from {date} already. Choose another day."),
    Code.DAYS_TOO_MANY: N_("Write at most {most} days."),
    Code.VOTES_MISSING: N_("Give the votes, or say that they were not recorded."),
    Code.NUMBER_INVALID: N_("Write a whole number, 0 or more."),
    Code.VOTES_ABOVE_ENTITLED: N_(
        "{cast} votes are more than the {entitled} entitled to vote. Correct one of the numbers."
    ),
    Code.VOTES_ABOVE_PRESENT: N_(
        "{cast} votes are more than the {present} present. Correct the votes or the number present."
    ),
    Code.PRESENT_ABOVE_ENTITLED: N_(
        "{present} present are more than the {entitled} entitled to vote. Correct one of the numbers."
    ),
    Code.PARTY_SPLIT_DIFFERS: N_(
        "For «{option}» the parties' votes add up to {sum}, but {total} votes are given in all. Correct one."
    ),
    Code.BLANKS_NOT_ALLOWED: N_(
        "Blank votes are not allowed here. In a council they are given only at elections and "
        "appointments (Local Government Act § 8-1)."
    ),
    Code.ENTITLED_MISSING: N_("Give how many were entitled to vote; the majority rule needs it."),
    Code.QUORUM_MISSING: N_("Too few voted for a valid decision."),
    Code.OUTCOME_AGAINST_VOTES: N_(
        "The votes say something else than «{outcome}». Correct the votes, the majority rule or the outcome."
    ),
    Code.TIE_UNDECIDED: N_("The votes are equal. Choose what the chair voted for, or what the lot fell on."),
    Code.OPTION_UNKNOWN: N_("Choose one of the options that were voted on."),
    Code.OPTION_TWICE: N_("Two options have the same name. Give each its own."),
    Code.SOURCE_MISSING: N_("Say where this is known from, such as the minutes or a letter."),
    Code.LINK_INVALID: N_("Write the whole link, beginning with https://."),
    Code.NUMBER_FORMAT_INVALID: N_("Write the number as on the paper, such as 47/19 or 2019/1234."),
    Code.NAME_MISSING: N_("Write a name."),
    Code.NAME_TAKEN: N_("There is already a body named {name}. Choose another name."),
    Code.ADDRESS_INVALID: N_("Write one mail address, such as kari@example.org."),
    Code.ADDRESS_TAKEN: N_("That address is in use."),
    Code.ROLE_PERIOD_INVALID: N_("The last day must be on or after the first."),
    Code.PARTY_MISSING: N_("Give the party that the councillor represents."),
    Code.FILE_MISSING: N_("Choose a file."),
    Code.FILE_TOO_BIG: N_(
        "The file is larger than {megabytes} MB. Send a smaller one, such as without pictures."
    ),
    Code.FILE_UNPACKS_TOO_BIG: N_(
        "The file unpacks to far more than a text needs. Save it anew without pictures, and try again."
    ),
    Code.FILE_NOT_READABLE: N_(
        "The file is damaged or is not what its name says. Save it anew, and try again."
    ),
    Code.FILE_KIND_UNKNOWN: N_("Choose a Word file (.docx) or a text file (.txt or .md)."),
    Code.FILE_ENCRYPTED: N_("The file is protected by a password. Save it without one, and try again."),
    Code.FILE_HAS_MACROS: N_(
        "The file has macros or embedded objects in it. Save it as an ordinary .docx without them, "
        "and try again."
    ),
    Code.FILE_HAS_EXTERNAL_TARGETS: N_(
        "The file fetches something from elsewhere when it is opened. Save it without linked pictures, "
        "objects and templates, and try again."
    ),
    Code.FILE_HAS_NO_TEXT: N_("No text was found in the file. Paste the text instead."),
    Code.PAPER_FACTS_MISSING: N_("What this paper was made from is gone, so it cannot be made again."),
    Code.LINK_USED_OR_OLD: N_("This link has been used or is too old. Ask for a new one."),
    Code.BODY_IS_EXTERNAL: N_(
        "{name} does not use motionflow; what it does is only recorded. Choose a body that uses motionflow."
    ),
    Code.MOVER_NOT_YOURS: N_("Only its secretary hands a motion in as {name}'s own. Move it yourself."),
    Code.TEXT_NOT_EDITABLE: N_("The meeting has decided, so the text stands as it was decided on."),
    Code.MEMBER_NOT_ONLY_YOURS: N_(
        "Only a person who is in no other body than yours can be erased. End the membership here instead."
    ),
    Code.CHOICE_INVALID: N_("Choose one of the alternatives."),
}

_NAMES: tuple[tuple[StrEnum, str], ...] = (
    (StepState.INBOX, N_("in the inbox")),
    (StepState.ACCEPTED, N_("accepted for treatment")),
    (StepState.LISTED, N_("on a meeting's list")),
    (StepState.TREATED, N_("taken up in the meeting")),
    (StepState.POSTPONED, N_("waiting for a later meeting")),
    (StepState.RETURNED, N_("returned for completion")),
    (StepState.DECLINED, N_("declined")),
    (StepState.DECIDED, N_("decided")),
    (Outcome.ADOPTED, N_("Adopted")),
    (Outcome.ADOPTED_WITH_CHANGES, N_("Adopted with changes")),
    (Outcome.FALLEN, N_("Not adopted")),
    (Outcome.DISMISSED, N_("Dismissed")),
    (Outcome.WITHDRAWN, N_("Withdrawn")),
    (Outcome.POSTPONED, N_("Postponed")),
    (Outcome.SENT_BACK, N_("Sent back")),
    (Outcome.SENT_ON, N_("Sent on without a stand")),
    (Outcome.NOTED, N_("Taken note of")),
    (Outcome.ACKNOWLEDGED, N_("Acknowledged")),
    (Outcome.COVERED, N_("Covered by another decision")),
    (Outcome.ANSWERED, N_("Answered")),
    (Outcome.LAPSED, N_("Lapsed")),
    (Outcome.RECOMMENDED, N_("Recommended")),
    (BodyKind.BRANCH, N_("local branch")),
    (BodyKind.MUNICIPAL_PARTY, N_("municipal party")),
    (BodyKind.COUNTY_PARTY, N_("county party")),
    (BodyKind.COUNCIL_GROUP, N_("council group")),
    (BodyKind.COMMITTEE, N_("standing committee")),
    (BodyKind.EXECUTIVE_COMMITTEE, N_("executive committee")),
    (BodyKind.COUNCIL, N_("municipal council")),
    (Route.BUDGET_FIGURES, N_("figures in a budget proposal")),
    (Route.BUDGET_TEXT, N_("text point in a budget proposal")),
    (Route.BUDGET_CHANGE, N_("budget change during the year")),
    (Route.LISTED_CASE, N_("case demanded on the list (§ 11-3)")),
    (Route.INTERPELLATION, N_("interpellation")),
    (Route.QUESTION, N_("substantiated question")),
    (Route.SENT_OVER, N_("sent over without a vote on the merits")),
    (Route.INHABITANTS, N_("inhabitants' proposal (§ 12-1)")),
    (Route.ADMINISTRATIVE, N_("done by the administration within its frame")),
    (Route.PROGRAMME, N_("taken into the election programme")),
    (FollowUpStatus.NOT_STARTED, N_("Not started")),
    (FollowUpStatus.UNDER_WAY, N_("Under way")),
    (FollowUpStatus.PARTLY_DONE, N_("Partly done")),
    (FollowUpStatus.DONE, N_("Done")),
    (FollowUpStatus.DELAYED, N_("Delayed")),
    (FollowUpStatus.STOPPED, N_("Stopped")),
    (FollowUpStatus.LAPSED, N_("No longer relevant")),
    (MoveName.ACCEPT, N_("Accept")),
    (MoveName.RETURN, N_("Return for completion")),
    (MoveName.DECLINE, N_("Decline")),
    (MoveName.RESUBMIT, N_("Hand in again")),
    (MoveName.WITHDRAW, N_("Withdraw the motion")),
    (MoveName.PUT_ON_LIST, N_("Put on a meeting's list")),
    (MoveName.TAKE_OFF_LIST, N_("Take off the list")),
    (MoveName.TREAT, N_("Take up in the meeting")),
    (MoveName.DECIDE, N_("Record the decision")),
    (MoveName.FORWARD, N_("Send on")),
    (Role.MEMBER, N_("member")),
    (Role.SECRETARY, N_("secretary")),
    (Role.CHAIR, N_("chair")),
    (Role.TELLER, N_("teller")),
    (Role.BOARD, N_("board member")),
    (Role.DRAFTING_COMMITTEE, N_("member of the drafting committee")),
    (Role.COUNCILLOR, N_("councillor")),
    (Role.ADMINISTRATOR, N_("administrator")),
    (PaperKind.MOTION, N_("Motion as handed in")),
    (PaperKind.NOTICE, N_("Notice of the meeting")),
    (PaperKind.BOOKLET, N_("Agenda and booklet")),
    (PaperKind.MINUTES, N_("Minutes")),
    (PaperKind.EXTRACT, N_("Extract of the minutes")),
    (PaperKind.LETTER, N_("Covering letter")),
    (PaperKind.PROPOSAL, N_("The group's proposal")),
    (PaperKind.RECORD, N_("Record of the treatment")),
    (PaperKind.DECISION_NOTICE, N_("Notice of the decision")),
    (PaperKind.STATUS, N_("Status report")),
    (RuleName.ORDINARY, N_("Ordinary majority: more than half of the votes cast, blanks not counted")),
    (
        RuleName.ORDINARY_WITH_BLANKS,
        N_("Ordinary majority: more than half of the votes cast, blanks counted"),
    ),
    (RuleName.SIMPLE, N_("Simple majority: more votes than any other proposal")),
    (RuleName.ABSOLUTE, N_("Absolute majority: more than half of those entitled to vote")),
    (RuleName.TWO_THIRDS, N_("Qualified majority: at least two thirds of the votes cast")),
    (RuleName.COUNCIL, N_("Council: more than half of the votes cast (Local Government Act § 11-9)")),
    (RuleName.COUNCIL_ELECTION, N_("Council, election or appointment: more than half, blanks allowed")),
    (Tie.FALLS, N_("the proposal falls")),
    (Tie.CHAIR_DECIDES, N_("the chair's vote decides")),
    (Tie.LOT, N_("lots are drawn")),
    (Tie.NEW_ROUND, N_("the vote is held again")),
    (Verdict.CARRIED, N_("Carried.")),
    (Verdict.CARRIED_BY_CHAIR, N_("Carried by the chair's vote.")),
    (Verdict.CARRIED_BY_LOT, N_("Carried by lot.")),
    (Verdict.FELL, N_("Not carried.")),
    (Verdict.FELL_AT_TIE, N_("Not carried: the votes were equal.")),
    (Verdict.FELL_BY_CHAIR, N_("Not carried: the votes were equal, and the chair voted against.")),
    (Verdict.FELL_BY_LOT, N_("Not carried, by lot.")),
    (Verdict.UNDECIDED_AT_TIE, N_("Undecided: the votes were equal.")),
    (Verdict.NO_VOTES, N_("Not carried: nobody voted.")),
    (Verdict.NO_QUORUM, N_("Not valid: too few voted.")),
    (MeetingKind.ANNUAL, N_("Annual meeting")),
    (MeetingKind.EXTRAORDINARY, N_("Extraordinary annual meeting")),
    (MeetingKind.MEMBERS, N_("Members' meeting")),
    (MeetingKind.GROUP, N_("Group meeting")),
    (MeetingKind.BOARD, N_("Board meeting")),
    (OfficerKind.CHAIR, N_("Chair of the meeting")),
    (OfficerKind.SECRETARY, N_("Minute taker")),
    (OfficerKind.TELLER, N_("Teller of votes")),
    (OfficerKind.SIGNER, N_("Signs the minutes")),
    (OfficerKind.DRAFTING_COMMITTEE, N_("Drafting committee")),
    (RecommendationBy.BOARD, N_("The board recommends")),
    (RecommendationBy.DRAFTING_MAJORITY, N_("The drafting committee's majority recommends")),
    (RecommendationBy.DRAFTING_MINORITY, N_("The drafting committee's minority recommends")),
    (RecommendationBy.EXECUTIVE_COMMITTEE, N_("The executive committee recommends")),
    (Verb.ADOPT, N_("that the motion is adopted")),
    (Verb.ADOPT_WITH_CHANGES, N_("that the motion is adopted with changes")),
    (Verb.REJECT, N_("that the motion is not adopted")),
    (Verb.SEND_ON, N_("that the motion is sent on without a stand")),
    (Verb.COVERED, N_("that the motion is covered by another decision")),
    (Verb.WITHDRAWN, N_("that the mover withdraws the motion")),
    (Arrival.HANDED_IN, N_("handed in")),
    (Arrival.FORWARDED, N_("sent on")),
    (Arrival.RETURNED, N_("came back")),
    (Arrival.RESUBMITTED, N_("handed in again")),
)
# Codes of different kinds can be spelled alike («postponed»), so the kind is part of the key.
NAMES: dict[tuple[type[StrEnum], str], str] = {(type(code), code.value): name for code, name in _NAMES}


CHECKS: dict[CheckCode, str] = {
    CheckCode.NO_PROPOSED_DECISION: N_("There is no proposed decision: nothing to vote on."),
    CheckCode.NO_AMOUNT: N_("The motion asks for money, but names no amount."),
    CheckCode.AMOUNT_ONLY_IN_GROUNDS: N_(
        "The amount stands in the grounds only ({amounts}). Put it into the proposed decision."
    ),
    CheckCode.NO_COVER: N_("The motion asks for money, but does not say what shall cover it."),
    CheckCode.BUDGET_ALREADY_ADOPTED: N_(
        "The budget for {year} was adopted in {adopted}. Money in {year} needs a budget change."
    ),
    CheckCode.BUDGET_BEING_ADOPTED: N_("The budget for {year} is being adopted now. It is urgent."),
    CheckCode.GRANT_DEADLINE: N_("A grant is mentioned ({givers}). Find out when it must be applied for."),
    CheckCode.CONDITION_BY_OTHERS: N_("«{text}» is a condition that others decide over."),
    CheckCode.RANK_WITHOUT_SOURCE: N_("A ranking has no source and year: {texts}."),
    CheckCode.SOURCE_NOT_NAMED: N_("«{text}»: name the source."),
    CheckCode.REPORT_NOT_DUE_YET: N_(
        "«{text}»: the report for {year} was not due then. Is an earlier year meant?"
    ),
    CheckCode.NAME_SPELLING: N_("«{found}» is spelled «{suggested}»."),
    CheckCode.SPELLING: N_("«{found}» is usually spelled «{suggested}»."),
    CheckCode.REPEATED_WORD: N_("A word stands twice: «{text}»."),
}

DOUBTS: dict[DoubtKind, str] = {
    DoubtKind.JOINED: N_("Lines were joined to one paragraph here: «{text} …». Is that right?"),
    DoubtKind.SPLIT: N_("A new paragraph begins here: «{text} …». Is that right?"),
    DoubtKind.HYPHEN: N_("A word was divided at the end of a line: «{text} …»."),
    DoubtKind.TITLE_GUESSED: N_("«{text}» was taken for the title."),
    DoubtKind.TITLE_NOT_FOUND: N_("No title was found. Write one."),
    DoubtKind.DATE_UNSURE: N_("The day of the decision could not be read for sure: «{text}»."),
    DoubtKind.NEXT_BODY_UNSURE: N_("The next body is perhaps «{text}»."),
}


def check_sentence(check: Check, *, language: Words) -> str:
    """Return what to look at in a motion, in a language."""
    params = {name: _listed(value, language) for name, value in check.params.items()}
    return language(CHECKS[check.code], **params)


def doubt_sentence(doubt: ReadingDoubt, *, language: Words) -> str:
    """Return where the reading of a file may be wrong, in a language."""
    return language(DOUBTS[doubt.kind], text=doubt.text)


def name_of(code: StrEnum, *, language: Words) -> str:
    """Return the name of a code in a language."""
    return language(_name(code))


OPTIONS = {"for": N_("For"), "against": N_("Against")}


def option_name(option: str, *, language: Words) -> str:
    """Return what an option is called: «For» and «Mot» are codes, other names are people's own."""
    return language(OPTIONS[option]) if option in OPTIONS else option


def sentence(obstacle: Obstacle, *, language: Words) -> str:
    """Return what stands in the way and what to do, in a language."""
    params = {name: _said(value, language) for name, value in obstacle.params.items()}
    if "option" in params:
        params["option"] = option_name(params["option"], language=language)
    return language(OBSTACLES[obstacle.code], **params)


def status_line(status: Status, *, language: Words) -> str:
    """Return where a case stands, in one plain line.

    «Vedtatt i A-H Arbeiderparti 9.2.2019, oversendt kommunestyregruppa, venter på behandling». What became
    of a case takes the place of its latest decision when it was noted after that.
    """
    _ = language
    parts = []
    if status.latest is not None:
        parts.append(_decided(status.latest, _))
    if status.follow_up is not None and status.follow_up_on is not None:
        follow_up = _(_name(status.follow_up))
        became = _("{status} as of {date}", status=follow_up, date=_.short_date(status.follow_up_on))
        is_newest = status.latest is None or (status.latest.decided_on or date.min) <= status.follow_up_on
        parts = [became] if is_newest else [*parts, became]
    for step in status.waiting:
        parts.append(_waiting(step, _, is_first=status.latest is None))
    # A case may wait twice in one body, by two routes; the line says so once.
    line = ", ".join(dict.fromkeys(part[0].lower() + part[1:] for part in parts))
    return line[:1].upper() + line[1:]


def _name(code: StrEnum) -> str:
    return NAMES[type(code), code.value]


def _decided(step: StepSummary, _: Words) -> str:
    what = _(_name(step.outcome)) if step.outcome else _(_name(step.state)).capitalize()
    day = _.short_date(step.decided_on) if step.decided_on else ""
    return _("{outcome} in {body} {date}", outcome=what, body=step.body, date=day).rstrip()


def _waiting(step: StepSummary, _: Words, *, is_first: bool) -> str:
    sentences = {
        StepState.INBOX: N_("sent to {body}, waits for an answer"),
        StepState.ACCEPTED: N_("with {body}, waits for treatment"),
        StepState.LISTED: N_("on the list of {body} {date}"),
        StepState.TREATED: N_("under treatment in {body}"),
        StepState.POSTPONED: N_("waits for a later meeting in {body}"),
    }
    first = {StepState.INBOX: N_("handed in to {body}, waits for an answer")}
    day = _.short_date(step.meeting_on) if step.meeting_on else ""
    said = first.get(step.state, sentences[step.state]) if is_first else sentences[step.state]
    return _(said, body=step.body, date=day).rstrip()


def _listed(value: object, language: Words) -> str:
    return language.list_of(str(each) for each in value) if isinstance(value, list) else str(value)


def _said(value: object, language: Words) -> str:
    if isinstance(value, datetime):
        return language.moment(value)
    if isinstance(value, date):
        return language.date(value)
    if isinstance(value, StrEnum):
        return language(_name(value))
    return language.number(value) if isinstance(value, int) else str(value)
