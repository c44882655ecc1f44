"""What to look at in a motion, and where the reading of a file may be wrong."""

from motionflow.domain.checks import CheckCode
from motionflow.domain.recognised import DoubtKind
from motionflow.i18n import N_, Words

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
    CheckCode.LEFT_OUT: N_("Not everything in the file is text"),
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

# What a Word file can hold that is no text, by the reader's names for it.
LEFT_OUT: dict[str, str] = {
    "picture": N_("Pictures are left out: {n}."),
    "text_box": N_("Text boxes are set as paragraphs where they stood: {n}."),
    "formula": N_("Formulas are read as plain signs: {n}."),
    "chart": N_("Charts are left out: {n}."),
    "diagram": N_("Diagrams are left out: {n}."),
    "object": N_("Embedded objects are left out: {n}."),
}


def left_out_sentence(what: str, count: object, *, language: Words) -> str:
    """Return what in a file is no text, and what became of it, in a language."""
    return language(LEFT_OUT[what], n=count)
