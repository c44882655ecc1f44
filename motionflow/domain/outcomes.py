"""How a treatment can end, and the ways into the council: the words that the road is written in."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a treatment ended (``domain/guide.md`` §2.1)."""

    ADOPTED = "adopted"
    ADOPTED_WITH_CHANGES = "adopted_with_changes"
    FALLEN = "fallen"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    POSTPONED = "postponed"
    SENT_BACK = "sent_back"
    SENT_ON = "sent_on"
    NOTED = "noted"
    ACKNOWLEDGED = "acknowledged"
    COVERED = "covered"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    RECOMMENDED = "recommended"


class Route(StrEnum):
    """How a case reaches the council (``domain/guide.md`` §3.5)."""

    BUDGET_FIGURES = "budget_figures"
    BUDGET_TEXT = "budget_text"
    BUDGET_CHANGE = "budget_change"
    LISTED_CASE = "listed_case"
    INTERPELLATION = "interpellation"
    QUESTION = "question"
    SENT_OVER = "sent_over"
    INHABITANTS = "inhabitants"
    ADMINISTRATIVE = "administrative"
    PROGRAMME = "programme"
