"""Addresses of pages for those who are not in a request: mails and the command line.

The base is a setting and never what a request says of itself. A test sees that the paths lead to pages.
"""

from motionflow.config import Settings


def case_address(settings: Settings, motion_id: str) -> str:
    """Return where a case is read."""
    return f"{settings.base_url}/sak/{motion_id}"


def sign_in_address(settings: Settings, token: str) -> str:
    """Return where the holder of a token signs in."""
    return f"{settings.base_url}/logg-inn/{token}"
