"""What the versions of a text are called, and what is done to the look of its words."""

from enum import StrEnum

from motionflow.domain.differences import Restyle
from motionflow.domain.recommendations import RecommendationBy
from motionflow.domain.versions import VersionKind
from motionflow.i18n import N_

TEXT_NAMES: tuple[tuple[StrEnum, str], ...] = (
    (VersionKind.HANDED_IN, N_("As handed in")),
    (VersionKind.CORRECTED, N_("As corrected")),
    (VersionKind.RECEIVED, N_("As received")),
    (VersionKind.RECOMMENDED, N_("As recommended")),
    (VersionKind.MOVED, N_("As moved to be amended")),
    (VersionKind.PUT_TOGETHER, N_("As put together from the amendments that carried")),
    (VersionKind.ADOPTED, N_("As decided")),
    (Restyle.BOLD, N_("made bold")),
    (Restyle.NOT_BOLD, N_("no longer bold")),
    (Restyle.ITALIC, N_("made italic")),
    (Restyle.NOT_ITALIC, N_("no longer italic")),
    (Restyle.CODE, N_("set as code")),
    (Restyle.NOT_CODE, N_("no longer set as code")),
    (Restyle.LINKED, N_("made a link")),
    (Restyle.NOT_LINKED, N_("no longer a link")),
    (Restyle.LINKED_ELSEWHERE, N_("the link leads elsewhere")),
)

AS_RECOMMENDED: dict[RecommendationBy, str] = {
    RecommendationBy.BOARD: N_("As the board recommends"),
    RecommendationBy.EXECUTIVE_COMMITTEE: N_("As the executive committee recommends"),
    RecommendationBy.DRAFTING_COMMITTEE: N_("As the drafting committee recommends"),
    RecommendationBy.DRAFTING_MAJORITY: N_("As the drafting committee's majority recommends"),
    RecommendationBy.DRAFTING_MINORITY: N_("As the drafting committee's minority recommends"),
}

PREPARING: dict[RecommendationBy, str] = {
    RecommendationBy.BOARD: N_("The board"),
    RecommendationBy.EXECUTIVE_COMMITTEE: N_("The executive committee"),
    RecommendationBy.DRAFTING_COMMITTEE: N_("The drafting committee"),
    RecommendationBy.DRAFTING_MAJORITY: N_("The drafting committee's majority"),
    RecommendationBy.DRAFTING_MINORITY: N_("The drafting committee's minority"),
}
"""Who moves the text it recommends."""
