"""A sentence for every refusal: what stands in the way, and what to do."""

from motionflow.domain.errors import Code
from motionflow.i18n import N_
from motionflow.labels.amending import AMENDING_REFUSALS
from motionflow.labels.refusals_of_polls import OBSTACLES_OF_POLLS
from motionflow.labels.refusals_of_secret_polls import OBSTACLES_OF_SECRET_POLLS

OBSTACLES: dict[Code, str] = {
    **OBSTACLES_OF_POLLS,
    **OBSTACLES_OF_SECRET_POLLS,
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
    Code.RULES_SET_ALREADY: N_(
        "There are rules from {date} already. Tick that these replace them, or choose another day."
    ),
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
    Code.PROPOSER_MISSING: N_("Write which party the proposal comes from, or which parties, such as Ap, SV."),
    Code.FILE_MISSING: N_("Choose a file."),
    Code.FILE_TOO_BIG: N_(
        "The file is larger than {megabytes} MB. Send a smaller one, such as without pictures."
    ),
    Code.FILE_UNPACKS_TOO_BIG: N_(
        "The file unpacks to far more than a text needs. Save it anew without pictures, and try again."
    ),
    Code.FILE_TAKES_TOO_MUCH: N_(
        "The file takes too long or too much memory to read. Copy its text into a new document, "
        "and try again."
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
        "The file fetches something from elsewhere when it is opened. Save it without linked pictures and "
        "objects, and try again."
    ),
    Code.FILE_HAS_TEMPLATE: N_(
        "The file is tied to a template that Word fetches when the file is opened. In Word, choose "
        "«Developer», «Document Template», empty the field, and save."
    ),
    Code.FILE_HAS_FETCHING_FIELDS: N_(
        "The file has fields that fetch something when it is opened, such as INCLUDEPICTURE. In Word, mark "
        "everything, press Ctrl+Shift+F9 so that they become text, and save."
    ),
    Code.LETTERHEAD_TOO_NARROW: N_(
        "The page leaves less than {centimetres} centimetres for the text, in width or height. Make the "
        "margins smaller or the page larger."
    ),
    Code.LETTERHEAD_PICTURES_TOO_BIG: N_(
        "The pictures are larger than {kilobytes} kB in all, and would stand in every paper. Compress them "
        "in Word, and save."
    ),
    Code.FILE_HAS_NO_TEXT: N_("No text was found in the file. Paste the text instead."),
    Code.FILE_HAS_TOO_MANY_CHANGES: N_(
        "The file has more than {most} changes. Hand it in as a new text, or in parts."
    ),
    Code.NO_CHANGE_TAKEN: N_("Take at least one change, or leave the page."),
    Code.CHANGES_CANNOT_BE_JOINED: N_(
        "Change {number} touches the same words as the one before. Take them one by one."
    ),
    Code.PAPER_EDITED_BY_HAND: N_(
        "The version in force was edited by hand. It is not replaced; send in another edited version instead."
    ),
    Code.PAPER_HAS_NEWER_VERSION: N_("There is a newer version of this paper. Edit that one."),
    Code.PAPER_SAYS_THE_SAME: N_("The file says the same as the paper. Nothing was kept."),
    Code.FILE_NOT_WORD: N_("Choose a Word file (.docx)."),
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
    **AMENDING_REFUSALS,
    Code.CHOICE_INVALID: N_("Choose one of the alternatives."),
    Code.PROMISE_MISSING: N_("Say what is promised."),
    Code.RESPONSIBLE_MISSING: N_("Choose the body or the office-holder who answers for it."),
    Code.RESPONSIBLE_NOT_ELECTED: N_(
        "Only an elected body or office-holder on the case's way can answer for it, not the "
        "municipality's staff."
    ),
    Code.WHY_MISSING: N_("Say why. The reason stands with the promise for all who see it."),
    Code.TARGET_MISSING: N_("Say how it is measured: a whole number greater than 0, such as 10 or 500 000."),
    Code.UNIT_MISSING: N_("Say what the number counts, such as places or kr."),
    Code.DUE_DATE_MISSING: N_("Say by when: a promise without a date cannot be followed up."),
    Code.DUE_BEFORE_DECISION: N_("It was decided {date}, so it cannot be due before that."),
    Code.STATUS_NOT_NEXT: N_("It stands as «{status}» and cannot be that next."),
    Code.DELAY_GIVEN_BEFORE: N_(
        "A delay is given once only, and it has been given. Report how it goes; after the date it is overdue."
    ),
    Code.NEW_DATE_MISSING: N_("A delay needs a new date."),
    Code.NEW_DATE_NOT_LATER: N_("The new date must be after the first one, {date}."),
    Code.REPORT_BEFORE_LAST: N_(
        "The day must be {date} or later: that is when it was last reported or decided."
    ),
    Code.REACHED_MISSING: N_("Say how much is done."),
    Code.REACHED_NOT_PART: N_(
        "Partly done is more than nothing and less than {target}. When all of it is done, choose done."
    ),
    Code.REACHED_NOT_WHOLE: N_("Done is {target} or more. If it is less, choose partly done."),
    Code.FIGURE_INVALID: N_("Write the figure with digits, such as 254 or 12,5."),
    Code.READING_TAKEN: N_("There is a figure for that day already. Choose another day."),
    Code.OUT_OF_TOO_SMALL: N_("A rank cannot be greater than the number it is out of."),
    Code.THEMES_TOO_MANY: N_("Choose at most {most} themes."),
    Code.JOINED_WITH_ITSELF: N_("A motion cannot be joined with itself."),
    Code.JOINED_NOT_HERE: N_("The other motion must wait for treatment in the same body."),
    Code.OBJECTED_BEFORE: N_("You have objected once already, and the body has got the case again."),
    Code.HOUR_INVALID: N_("Write an hour from 0 to 23."),
}
