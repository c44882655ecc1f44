"""What the pages of a secret poll show to whoever looks: chair, teller or voter."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from motionflow.domain.errors import NotFound
from motionflow.domain.polls import PollState, Secrecy, state_at
from motionflow.models import Poll, PublishedPoll
from motionflow.services import polls, rolls, rooms, secret_counts, secret_polls
from motionflow.services.access import Viewer
from motionflow.services.rooms import MayInRoom
from motionflow.services.secret_polls import Progress


@dataclass(frozen=True)
class SecretView:
    """A secret poll as one person sees it. ``people`` are those tellers can be chosen among: ids, names."""

    poll: Poll
    state: PollState
    may: MayInRoom
    people: list[tuple[str, str]]
    header: str | None
    progress: Progress | None
    tellers: tuple[str, ...]
    issued: tuple[str, ...]
    is_teller: bool
    is_on_roll: bool
    has_token: bool
    gets_paper: bool
    published: PublishedPoll | None


def get_secret_view(viewer: Viewer, poll_id: str, *, keys: Path, at: datetime) -> SecretView:
    """Return a secret poll as a viewer sees it. Raises ``NotFound`` outside the body or for an open poll."""
    poll = polls.get_poll_for(viewer, poll_id)
    if poll.secrecy is not Secrecy.SECRET:
        raise NotFound
    may = rooms.what_viewer_may(viewer, poll.meeting)
    secret = secret_polls.find_secret(poll_id)
    chooses = may.run and poll.state is PollState.PREPARED
    voters = rolls.roll_of(poll.meeting).voters if chooses else ()
    return SecretView(
        poll=poll,
        state=state_at(poll.state, closes_at=poll.closes_at, at=at),
        may=may,
        people=[(voter.person_id, voter.name) for voter in voters],
        header=secret.header if secret else None,
        progress=secret_polls.progress_of(secret, keys=keys) if secret else None,
        tellers=secret_polls.names_of_tellers(secret) if secret else (),
        issued=secret_polls.list_issued(poll),
        is_teller=secret is not None and any(each.person_id == viewer.id for each in secret.tellers),
        is_on_roll=secret_polls.is_on_roll(viewer, poll_id),
        has_token=secret_polls.has_token(viewer, poll_id),
        gets_paper=secret_polls.gets_paper(viewer, poll_id),
        published=secret_counts.find_published(poll_id),
    )


def get_published_for(viewer: Viewer, poll_id: str) -> PublishedPoll:
    """Return the published file of a poll to someone of its body. Raises ``NotFound``."""
    polls.get_poll_for(viewer, poll_id)
    return secret_counts.get_published_with_bytes(poll_id)
