"""Who may vote, as the notice of a meeting says it."""

from motionflow.documents.phrases import Language

# «en måned» and «fire uker» are how statutes write it; days say both alike (guide §1.2).
_AFTER_DAYS: dict[Language, str] = {
    "nb": "Stemmerett har medlemmer som har betalt kontingent og vært medlem i minst {days} dager.",
    "nn": "Stemmerett har medlemmer som har betalt kontingent og vore medlem i minst {days} dagar.",
}


def voting_right(days: int | None, language: Language) -> str:
    """Return who may vote where membership must have lasted some days; empty where no rule is set."""
    return _AFTER_DAYS[language].format(days=days) if days is not None else ""
