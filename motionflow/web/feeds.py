"""News for programs: Atom feeds of what is public, and each person's private calendar address."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotFound
from motionflow.domain.themes import Theme
from motionflow.i18n import N_
from motionflow.services import bodies, calendar, cases, feeds, following, people
from motionflow.services.access import viewer_of
from motionflow.services.feeds import NewsEntry
from motionflow.signed import read_calendar
from motionflow.web.access import Access, access
from motionflow.web.calendar import link_of
from motionflow.web.session import current_viewer, current_words, now, settings

bp = Blueprint("feeds", __name__)


@bp.get("/atom.xml")
@access(Access.PUBLIC)
def feed_of_all() -> ResponseReturnValue:
    """Give all public news."""
    return _feed(feeds.public_news(on=day_in_oslo(now())), "motionflow", url_for("feeds.feed_of_all"))


@bp.get("/sak/<motion_id>/atom.xml")
@access(Access.PUBLIC)
def feed_of_case(motion_id: str) -> ResponseReturnValue:
    """Give the public news of a case."""
    news = feeds.public_news(on=day_in_oslo(now()), motion_id=motion_id)
    motion = cases.get_motion_for(current_viewer(), motion_id)
    return _feed(news, motion.title, url_for("feeds.feed_of_case", motion_id=motion_id))


@bp.get("/organ/<body_id>/atom.xml")
@access(Access.PUBLIC)
def feed_of_body(body_id: str) -> ResponseReturnValue:
    """Give the public news of a body's cases."""
    news = feeds.public_news(on=day_in_oslo(now()), body_id=body_id)
    name = bodies.get_body(body_id).name
    return _feed(news, name, url_for("feeds.feed_of_body", body_id=body_id))


@bp.get("/tema/<theme>/atom.xml")
@access(Access.PUBLIC)
def feed_of_theme(theme: str) -> ResponseReturnValue:
    """Give the public news of a theme."""
    if theme not in set(Theme):
        abort(404)
    news = feeds.public_news(on=day_in_oslo(now()), theme=Theme(theme))
    return _feed(news, theme, url_for("feeds.feed_of_theme", theme=theme))


@bp.get("/kalender/<token>.ics")
@access(Access.PUBLIC)
def private_calendar(token: str) -> ResponseReturnValue:
    """Give a person's dates to her telephone's calendar, by the address that only she has."""
    person_id, nonce = read_calendar(settings().secret_key, token) or ("", "")
    if not nonce or following.find_calendar_nonce(person_id) != nonce:
        raise NotFound
    viewer = viewer_of(people.get_person(person_id), on=day_in_oslo(now()))
    content = calendar.calendar_file_for(
        viewer,
        name="motionflow",
        at=now(),
        link_of=lambda each: settings().base_url.rstrip("/") + link_of(each),
    )
    return Response(content, mimetype="text/calendar")


@bp.post("/kalender/adresse")
@access(Access.SIGNED_IN)
def renew_calendar() -> ResponseReturnValue:
    """Make the private address of one's calendar, or a new one; the earlier one ends."""
    following.calendar_nonce(current_viewer(), at=now(), renew=True)
    flash(current_words()(N_("The address is new. An earlier one works no more.")), "success")
    return redirect(url_for("following.show_followed", _anchor="calendar"), 303)


def _feed(news: list[NewsEntry], title: str, path: str) -> Response:
    base = settings().base_url.rstrip("/")
    page = render_template("feeds/atom.xml", news=news, title=title, base=base, path=path, at=now())
    return Response(page, mimetype="application/atom+xml")
