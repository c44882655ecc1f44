"""The kinds of paper that a step leaves behind."""

from enum import StrEnum


class PaperKind(StrEnum):
    """What a Word document is; the value stands in its file name."""

    MOTION = "motion"
    NOTICE = "notice"
    BOOKLET = "booklet"
    MINUTES = "minutes"
    EXTRACT = "extract"
    LETTER = "letter"
    PROPOSAL = "proposal"
    RECORD = "record"
    DECISION_NOTICE = "decision-notice"
    STATUS = "status"
    ANNEX = "annex"
    BUDGET = "budget"


# What the other bodies on a case's way may read of a step; the rest stays inside its body.
SHARED_ON_WAY = frozenset({PaperKind.EXTRACT, PaperKind.LETTER, PaperKind.RECORD, PaperKind.DECISION_NOTICE})


class JobKind(StrEnum):
    """What is too heavy to be made while somebody waits for a page."""

    PDF = "pdf"
    BOOKLET = "booklet"
    DOSSIER = "dossier"
