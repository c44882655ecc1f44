"""What a motion is about: a short list, the same in every body, so that years can be compared."""

from enum import StrEnum


class Theme(StrEnum):
    """A field of municipal politics."""

    HEALTH = "health"
    SCHOOL = "school"
    CHILDREN = "children"
    CULTURE = "culture"
    WELFARE = "welfare"
    TRANSPORT = "transport"
    ENVIRONMENT = "environment"
    PLANNING = "planning"
    BUSINESS = "business"
    WATER = "water"
    SAFETY = "safety"
    ECONOMY = "economy"
    STAFF = "staff"
    DEMOCRACY = "democracy"
    ORGANISATION = "organisation"


MOST_THEMES = 3
"""How many themes a motion has at most; more say nothing."""
