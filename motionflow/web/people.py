"""Signing in and out, the language one reads in, and what one is."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms import StringField

from motionflow.domain.errors import Code, RuleBroken
from motionflow.i18n import LANGUAGES, N_
from motionflow.services import people
from motionflow.web import session, silence
from motionflow.web.access import Access, access
from motionflow.web.forms import Form
from motionflow.web.lists import today
from motionflow.web.session import current_viewer, current_words, now, settings

bp = Blueprint("people", __name__)

LONGEST_NEXT = 500


class AddressForm(Form):
    """Where to mail the link."""

    address = StringField(N_("Mail address"))


class NameForm(Form):
    """The name one goes by."""

    name = StringField(N_("Your name"))


class LinkForm(Form):
    """Only a button: opening the link shall not use it up."""


@bp.get("/logg-inn")
@access(Access.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Show the form that asks for a link."""
    if current_viewer().person_id is not None:
        return redirect(url_for("front.show_front"))
    return render_template("people/sign_in.html", form=AddressForm())


@bp.post("/logg-inn")
@access(Access.PUBLIC)
def ask_for_link() -> ResponseReturnValue:
    """Queue a link to the address; the answer is the same whether anyone has it."""
    form = AddressForm()
    try:
        people.ask_for_link(form.address.data or "", at=now())
    except RuleBroken as broken:
        form.refuse(broken)
        return render_template("people/sign_in.html", form=form), 422
    return redirect(url_for("people.show_link_sent"), 303)


@bp.get("/logg-inn/sendt")
@access(Access.PUBLIC)
def show_link_sent() -> ResponseReturnValue:
    """Say that a mail is on its way, if the address is known."""
    minutes = int(people.LINK_LIFETIME.total_seconds() // 60)
    return render_template("people/show_link_sent.html", minutes=minutes, is_silence=people.is_silence())


@bp.get("/logg-inn/<token>")
@access(Access.PUBLIC)
def use_link(token: str) -> ResponseReturnValue:
    """Show a button. The link stays unused: mail programs open links before people do."""
    return render_template("people/use_link.html", form=LinkForm(), token=token)


@bp.post("/logg-inn/<token>")
@access(Access.PUBLIC)
def sign_in_by_link(token: str) -> ResponseReturnValue:
    """Use the link up and sign this browser in."""
    try:
        new = people.sign_in(token, at=now(), allows_reusable=settings().is_on_loopback)
    except RuleBroken as broken:
        if broken.obstacles[0].code is Code.SECRET_POLL_OPEN:
            return silence.page()
        return render_template("people/old_link.html"), 410
    session.end()  # whoever was signed in here before is not any more
    session.begin(new)
    return redirect(url_for("front.show_front"), 303)


@bp.post("/logg-ut")
@access(Access.PUBLIC)
def sign_out() -> ResponseReturnValue:
    """End this session, everywhere its cookie was copied to."""
    chosen = session.language()
    session.end()
    cookie["language"] = chosen
    flash(current_words()(N_("You are signed out.")), "success")
    return redirect(url_for("front.show_front"), 303)


@bp.post("/sprak")
@access(Access.PUBLIC)
def choose_language() -> ResponseReturnValue:
    """Remember the language: the person's own, or this browser's; then back to the page."""
    chosen = request.form.get("language", "")
    viewer = current_viewer()
    if viewer.person_id is not None:
        people.set_language(viewer, chosen)
    elif chosen in LANGUAGES:
        cookie["language"] = chosen
    return redirect(own_page(request.form.get("next", "")), 303)


@bp.get("/meg")
@access(Access.SIGNED_IN)
def show_me() -> ResponseReturnValue:
    """Show what is known of whoever is signed in: name, address, roles, language."""
    return _my_page(NameForm(name=current_viewer().name))


@bp.post("/meg/navn")
@access(Access.SIGNED_IN)
def choose_name() -> ResponseReturnValue:
    """Remember the name that whoever is signed in goes by."""
    form = NameForm()
    try:
        people.set_name(current_viewer(), form.name.data or "")
    except RuleBroken as broken:
        form.refuse(broken)
        return _my_page(form), 422
    flash(current_words()(N_("Your name is changed.")), "success")
    return redirect(url_for("people.show_me"), 303)


@bp.post("/meg/avslutt-okter")
@access(Access.SIGNED_IN)
def end_sessions() -> ResponseReturnValue:
    """End all of one's sessions, this one too."""
    chosen = session.language()
    people.sign_out_everywhere(current_viewer(), at=now())
    session.end()
    cookie["language"] = chosen
    flash(current_words()(N_("You are signed out everywhere.")), "success")
    return redirect(url_for("people.sign_in"), 303)


def _my_page(form: NameForm) -> str:
    viewer = current_viewer()
    person, roles = people.get_person(viewer.id), people.list_own_roles(viewer, on=today())
    return render_template("people/show_me.html", person=person, roles=roles, form=form)


def own_page(path: str) -> str:
    """Return the address of the page of ours that a path leads to; the front page for any other.

    The address is put together anew from what the router found, so that nothing a browser could read
    as another server is handed on: ``////evil``, ``/<TAB>/evil`` and their kin.
    """
    front = url_for("front.show_front")
    try:
        parts = urlsplit(path[:LONGEST_NEXT])
        if parts.scheme or parts.netloc:
            return front
        pages = current_app.create_url_adapter(request)
        if pages is None:
            return front
        endpoint, values = pages.match(parts.path, method="GET")
        query = urlencode(parse_qsl(parts.query))
        own = pages.build(endpoint, dict(values))
    except (HTTPException, RequestRedirect, ValueError):
        return front
    return f"{own}?{query}" if query else own
