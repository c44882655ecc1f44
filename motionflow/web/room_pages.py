"""The pages of a meeting's room for those who work in it."""

from collections.abc import Mapping
from typing import TypeVar

from flask import render_template
from werkzeug.datastructures import MultiDict

from motionflow.domain.errors import RuleBroken
from motionflow.domain.polls import Channel
from motionflow.labels import sentence
from motionflow.services import room_views, secret_polls
from motionflow.services.room_views import PollView
from motionflow.web.forms import Form
from motionflow.web.meeting_forms import named
from motionflow.web.room_forms import AnnulForm, ExtendForm, OpenForm
from motionflow.web.room_words import WORDS_FOR_PAGES, tellings_of
from motionflow.web.session import current_viewer, current_words, now

Sent = TypeVar("Sent", bound=Form)


def room_page(meeting_id: str, *, sent: Form | None = None, poll_id: str | None = None) -> str:
    """Return the room's page; a form that was refused keeps what was typed, and says why at the top."""
    view = room_views.get_room_view_for(current_viewer(), meeting_id, at=now())
    return render_template(
        "room/show_room.html",
        view=view,
        stage=view.stage,
        meeting=view.stage.meeting,
        sent=sent,
        open_form=_shown(sent, OpenForm, "open"),
        extend_form=_shown(sent, ExtendForm, "extend"),
        annul_form=_shown(sent, AnnulForm, "annul"),
        refused_poll=poll_id,
        numbers={each.poll.id: each.poll.number for each in view.polls},
        **WORDS_FOR_PAGES,
    )


def tellers_page(
    poll_id: str, *, broken: RuleBroken | None = None, typed: MultiDict[str, str] | None = None
) -> str:
    """Return the page where tellers write hands and papers; what was refused stays as it was typed."""
    view = room_views.get_poll_view_for(current_viewer(), poll_id, at=now())
    without_token = secret_polls.count_without_token(view.poll) if view.is_secret else None
    words = current_words()
    problems = [sentence(each, language=words) for each in broken.obstacles] if broken else []
    return render_template(
        "room/tellers.html",
        view=view,
        poll=view.poll,
        meeting=view.poll.meeting,
        problems=problems,
        typed=typed or {},
        tellings=tellings_of(view, without_token=without_token),
        counted=_counted(view),
        **WORDS_FOR_PAGES,
    )


def _counted(view: PollView) -> Mapping[tuple[Channel, str], int]:
    return {(count.channel, count.option): count.votes for count in view.poll.counts}


def _shown(sent: Form | None, kind: type[Sent], name: str) -> Sent:
    return named(sent if isinstance(sent, kind) else kind(formdata=None), name)
