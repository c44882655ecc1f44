"""Addresses of pages for those who are not in a request: mails and the command line.

The base is a setting and never what a request says of itself. A test sees that the paths lead to pages.
"""

from motionflow.config import Settings
from motionflow.signed import stop_token


def case_address(settings: Settings, motion_id: str) -> str:
    """Return where a case is read."""
    return f"{settings.base_url}/sak/{motion_id}"


def sign_in_address(settings: Settings, token: str) -> str:
    """Return where the holder of a token signs in."""
    return f"{settings.base_url}/logg-inn/{token}"


def stop_address(settings: Settings, *, person_id: str, what: str) -> str:
    """Return where one kind of mail to one person is ended, and only that."""
    return f"{settings.base_url}/e-post/av/{stop_token(settings.secret_key, person_id=person_id, what=what)}"


def promise_address(settings: Settings, commitment_id: str) -> str:
    """Return where a promise is read and reported on."""
    return f"{settings.base_url}/lofte/{commitment_id}"


def annex_address(settings: Settings, body_id: str) -> str:
    """Return where a body reads what happened to its motions."""
    return f"{settings.base_url}/organ/{body_id}/hva-skjedde"


def recommendation_address(settings: Settings, recommendation_id: str) -> str:
    """Return where a recommendation is read and answered."""
    return f"{settings.base_url}/innstilling/{recommendation_id}"


def own_address(settings: Settings) -> str:
    """Return where a person sees and chooses what concerns her."""
    return f"{settings.base_url}/meg"


def answer_address(settings: Settings, token: str) -> str:
    """Return where a councillor answers for one case."""
    return f"{settings.base_url}/svar/{token}"
