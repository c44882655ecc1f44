"""Following bodies and themes, when mail comes, and the link in a mail that ends one kind of it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from motionflow.domain.errors import RuleBroken
from motionflow.domain.themes import Theme
from motionflow.i18n import N_
from motionflow.labels import name_of
from motionflow.services import cases, following
from motionflow.services.following import Stoppable
from motionflow.signed import calendar_token, read_stop
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, WholeNumber, choices_of, reader_of
from motionflow.web.session import current_viewer, current_words, now, settings

bp = Blueprint("following", __name__)


class MailForm(Form):
    """When mail may come."""

    quiet_from = WholeNumber(N_("No mail from (hour)"))
    quiet_until = WholeNumber(N_("until (hour)"))
    gathers = BooleanField(N_("Collect the mail of a day in one, in the morning"))


class ThemeForm(Form):
    """A theme to follow."""

    theme = SelectField(N_("Theme"), coerce=reader_of(Theme), validate_choice=False)


class ThemesForm(Form):
    """What a motion is about."""

    themes = SelectMultipleField(
        N_("Themes"),
        description=N_("At most three."),
        coerce=reader_of(Theme),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


@bp.get("/folger")
@access(Access.SIGNED_IN)
def show_followed() -> ResponseReturnValue:
    """Show what the viewer follows besides cases, and when mail comes."""
    return _page(_mail_form(), ThemeForm())


@bp.post("/folger/e-post")
@access(Access.SIGNED_IN)
def choose_mail() -> ResponseReturnValue:
    """Set the quiet hours, and whether a day's mail comes as one."""
    form = MailForm()
    try:
        if not form.read():
            return _page(form, ThemeForm(formdata=None)), 422
        following.choose_quiet(
            current_viewer(),
            from_hour=form.quiet_from.data,
            until_hour=form.quiet_until.data,
            gathers=bool(form.gathers.data),
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(form, ThemeForm(formdata=None)), 422
    flash(current_words()(N_("Saved.")), "success")
    return redirect(url_for("following.show_followed"), 303)


@bp.post("/folger/tema")
@access(Access.SIGNED_IN)
def follow_theme() -> ResponseReturnValue:
    """Follow a theme."""
    form = ThemeForm()
    try:
        following.follow_theme(current_viewer(), form.theme.data, at=now())
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(_mail_form(), form), 422
    return redirect(url_for("following.show_followed"), 303)


@bp.post("/folger/tema/<theme>/slutt")
@access(Access.SIGNED_IN)
def stop_theme(theme: str) -> ResponseReturnValue:
    """Follow a theme no more."""
    following.stop_following(current_viewer(), theme=_theme(theme))
    return redirect(url_for("following.show_followed"), 303)


@bp.post("/organ/<body_id>/folg")
@access(Access.SIGNED_IN)
def follow_body(body_id: str) -> ResponseReturnValue:
    """Follow a body: one mail a day when its cases move."""
    following.follow_body(current_viewer(), body_id, at=now())
    flash(current_words()(N_("You get at most one mail a day when cases of this body move.")), "success")
    return redirect(url_for("bodies.show_body", body_id=body_id), 303)


@bp.post("/organ/<body_id>/slutt-a-folge")
@access(Access.SIGNED_IN)
def stop_body(body_id: str) -> ResponseReturnValue:
    """Follow a body no more."""
    following.stop_following(current_viewer(), body_id=body_id)
    if request.form.get("back") == "me":
        return redirect(url_for("following.show_followed"), 303)
    return redirect(url_for("bodies.show_body", body_id=body_id), 303)


@bp.route("/sak/<motion_id>/temaer", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def set_themes(motion_id: str) -> ResponseReturnValue:
    """Show the themes, and say what a motion is about."""
    viewer, form = current_viewer(), ThemesForm()
    form.themes.choices = choices_of(Theme)
    motion = cases.get_motion_for(viewer, motion_id)
    if request.method == "POST":
        try:
            chosen = [theme for theme in form.themes.data or () if theme is not None]
            following.set_themes(viewer, motion_id, themes=chosen, at=now())
            return redirect(url_for("motions.show_case", motion_id=motion_id), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    else:
        form.themes.data = list(following.themes_of(motion_id))
    page = render_template("following/set_themes.html", form=form, motion=motion)
    return page, 422 if request.method == "POST" else 200


@bp.get("/e-post/av/<token>")
@access(Access.PUBLIC)
def confirm_stop(token: str) -> ResponseReturnValue:
    """Show what a link in a mail ends, and a button. Opening it ends nothing: mail programs open links."""
    person_id, what = _signed(token)
    found = following.find_stoppable(person_id, what)
    return render_template("following/confirm_stop.html", found=found, name=_named(found), token=token)


@bp.post("/e-post/av/<token>")
@access(Access.PUBLIC)
def stop(token: str) -> ResponseReturnValue:
    """End one kind of mail to the link's owner, for the page's button and the mail program's own.

    It needs no session and no token of a form: the link is what only its owner has (RFC 8058).
    """
    person_id, what = _signed(token)
    found = following.find_stoppable(person_id, what)
    following.stop(person_id, what, at=now())
    return render_template("following/stopped.html", found=found, name=_named(found))


@bp.record_once
def _without_session(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(stop)


def _signed(token: str) -> tuple[str, str]:
    read = read_stop(settings().secret_key, token)
    return read or abort(404)


def _named(found: Stoppable) -> str:
    return name_of(Theme(found.name), language=current_words()) if found.kind == "theme" else found.name


def _theme(value: str) -> Theme:
    return Theme(value) if value in set(Theme) else abort(404)


def _mail_form() -> MailForm:
    quiet = following.quiet_of(current_viewer())
    return MailForm(
        formdata=None,
        quiet_from=quiet.from_hour,
        quiet_until=quiet.until_hour,
        gathers=quiet.gathers,
    )


def _page(form: MailForm, theme_form: ThemeForm) -> str:
    theme_form.theme.choices = choices_of(Theme, empty=N_("Choose a theme"))
    followed = following.list_followed(current_viewer())
    nonce = following.find_calendar_nonce(current_viewer().id)
    return render_template(
        "following/show_followed.html",
        form=form,
        theme_form=theme_form,
        followed=followed,
        calendar=_calendar_address(nonce) if nonce else "",
    )


def _calendar_address(nonce: str) -> str:
    token = calendar_token(settings().secret_key, person_id=current_viewer().id, nonce=nonce)
    return settings().base_url.rstrip("/") + url_for("feeds.private_calendar", token=token)
