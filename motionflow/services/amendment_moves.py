"""What becomes of an amendment without a vote: withdrawn, dismissed, fallen away, or taken up again."""

from datetime import datetime

from motionflow.db import db
from motionflow.domain.amendments import MOVES, AmendmentMoveName, take
from motionflow.domain.roles import Action
from motionflow.models import Amendment
from motionflow.services import audit
from motionflow.services.access import Viewer
from motionflow.services.amendment_texts import text_anew
from motionflow.services.amendments import for_change, own_for_change, settle


def withdraw_amendment(viewer: Viewer, amendment_id: str, *, seen: int, at: datetime) -> Amendment:
    """Withdraw an amendment, for its mover or for those who run the meeting."""
    row = own_for_change(viewer, amendment_id, AmendmentMoveName.WITHDRAW, seen=seen)
    withdraw(row, viewer, at)
    return row


def dismiss_amendment(
    viewer: Viewer, amendment_id: str, *, reason: str, seen: int, at: datetime
) -> Amendment:
    """Dismiss an amendment without a vote, with the reason that everyone in the body sees."""
    row = for_change(viewer, amendment_id, action=Action.AMENDMENTS_RUN, seen=seen)
    settle(row, AmendmentMoveName.DISMISS, viewer, at, reason=reason)
    text_anew(row.step, by=viewer.id, at=at)
    return row


def let_fall_away(
    viewer: Viewer, amendment_id: str, *, seen: int, at: datetime, fell_for_id: str | None = None
) -> Amendment:
    """Note that an amendment needs no vote any more, since another carried."""
    row = for_change(viewer, amendment_id, action=Action.AMENDMENTS_RUN, seen=seen)
    settle(row, AmendmentMoveName.FALL_AWAY, viewer, at, fell_for_id=fell_for_id)
    text_anew(row.step, by=viewer.id, at=at)
    return row


def reopen_amendment(viewer: Viewer, amendment_id: str, *, seen: int, at: datetime) -> Amendment:
    """Take an amendment up again: what was noted of it was a mistake, or the chair judges otherwise.

    What fell away for it waits again too. The events tell that it was noted and taken back.
    """
    row = for_change(viewer, amendment_id, action=Action.AMENDMENTS_RUN, seen=seen)
    fell_for_it = [one for one in row.step.amendments if one.fell_for_id == row.id]
    for each in (row, *(one for one in fell_for_it if one.state in MOVES[AmendmentMoveName.REOPEN].sources)):
        reopen(each)
        each.votes.clear()
        audit.add_event(
            "amendment_reopened", body_id=row.step.body_id, subject_id=each.id, by=viewer.id, at=at
        )
    db.session.flush()
    text_anew(row.step, by=viewer.id, at=at)
    return row


def withdraw(row: Amendment, viewer: Viewer, at: datetime) -> None:
    """Withdraw an amendment for someone who is known to answer for it."""
    settle(row, AmendmentMoveName.WITHDRAW, viewer, at)
    text_anew(row.step, by=viewer.id, at=at)


def reopen(row: Amendment) -> None:
    """Let an amendment wait for a vote again."""
    row.state = take(MOVES[AmendmentMoveName.REOPEN], row.state)
    row.settled_at = row.settled_by_id = row.fell_for_id = None
    row.reason = ""
