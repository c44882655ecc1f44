"""What the kinds of paper are called in papers."""

from motionflow.documents import phrases
from motionflow.documents.phrases import Language
from motionflow.domain.papers import PaperKind

_NAMES: phrases.Table = (
    (PaperKind.MOTION, "Forslag", "Forslag"),
    (PaperKind.NOTICE, "Kunngjøring", "Kunngjering"),
    (PaperKind.BOOKLET, "Sakshefte", "Sakshefte"),
    (PaperKind.MINUTES, "Protokoll", "Protokoll"),
    (PaperKind.EXTRACT, "Særutskrift", "Særutskrift"),
    (PaperKind.LETTER, "Oversendelsesbrev", "Oversendingsbrev"),
    (PaperKind.PROPOSAL, "Forslag fra gruppa", "Forslag frå gruppa"),
    (PaperKind.RECORD, "Registrering", "Registrering"),
    (PaperKind.DECISION_NOTICE, "Melding om vedtak", "Melding om vedtak"),
    (PaperKind.BUDGET, "Budsjettforslag", "Budsjettforslag"),
    (PaperKind.STATUS, "Statusrapport", "Statusrapport"),
    (PaperKind.ANNEX, "Hva skjedde med forslagene våre", "Kva hende med forslaga våre"),
)


def paper_name(kind: PaperKind, language: Language) -> str:
    """Return the name of a kind of paper, as lists of attachments and timelines print it."""
    return phrases.table(_NAMES, language)[kind]
