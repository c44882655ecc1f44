"""Making bodies and first secretaries."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from motionflow.domain.errors import RuleBroken
from motionflow.domain.flow import BodyKind
from motionflow.domain.roles import Role
from motionflow.i18n import LANGUAGE_NAMES, N_
from motionflow.services import bodies, members
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, WholeNumber, choices_of, reader_of
from motionflow.web.lists import today
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("administration", __name__)


class BodyForm(Form):
    """A new body: held here, or external with the body that records for it."""

    name = StringField(N_("Name"))
    kind = SelectField(N_("Kind"), coerce=reader_of(BodyKind))
    parent = SelectField(N_("Stands under"), description=N_("The body above it, where there is one."))
    language = SelectField(N_("Language of its papers"))
    place = StringField(N_("Place"))
    seats = WholeNumber(N_("Number of seats"), description=N_("Only for councils and committees."))
    followed_by = SelectField(
        N_("Recorded by"),
        description=N_("For a body that does not use motionflow: the body whose people record what it does."),
    )


class SecretaryForm(Form):
    """The first secretary of a body."""

    name = StringField(N_("Name"))
    address = StringField(N_("Mail address"), description=N_("Links for signing in are sent here."))


class FollowerForm(Form):
    """One more body whose people record what an external body does."""

    followed_by = SelectField(N_("Shall also be recorded by"), validate_choice=False)


@bp.get("/administrasjon")
@access(Access.ADMINISTRATOR)
def show_bodies() -> ResponseReturnValue:
    """Show the bodies, and which of them lack a secretary; no case, roll or ballot."""
    all_bodies = bodies.list_bodies()
    lacking = members.list_without_secretary(current_viewer(), all_bodies, on=today())
    return render_template("administration/show_bodies.html", bodies=all_bodies, lacking=lacking)


@bp.get("/administrasjon/nytt-organ")
@access(Access.ADMINISTRATOR)
def new_body() -> ResponseReturnValue:
    """Show the form for a new body."""
    return render_template("administration/new_body.html", form=_body_form())


@bp.post("/administrasjon/nytt-organ")
@access(Access.ADMINISTRATOR)
def make_body() -> ResponseReturnValue:
    """Make a body."""
    form = _body_form()
    if not form.read():
        return render_template("administration/new_body.html", form=form), 422
    try:
        body = bodies.make_body_as(
            current_viewer(),
            form.name.data or "",
            kind=form.kind.data,
            parent_id=form.parent.data,
            language=form.language.data,
            place=(form.place.data or "").strip(),
            seats=form.seats.data,
            follower_id=form.followed_by.data,
            at=now(),
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return render_template("administration/new_body.html", form=form), 422
    flash(current_words()(N_("{name} is made."), name=body.name), "success")
    page = "administration.new_secretary" if body.is_hosted else "bodies.show_body"
    return redirect(url_for(page, body_id=body.id), 303)


@bp.get("/administrasjon/organ/<body_id>/sekretar")
@access(Access.ADMINISTRATOR)
def new_secretary(body_id: str) -> ResponseReturnValue:
    """Show the form for a body's first secretary."""
    return _secretary_page(body_id, SecretaryForm())


@bp.post("/administrasjon/organ/<body_id>/sekretar")
@access(Access.ADMINISTRATOR)
def add_secretary(body_id: str) -> ResponseReturnValue:
    """Give a body its first secretary."""
    form, body = SecretaryForm(), bodies.get_body(body_id)
    try:
        added = members.add_member(
            current_viewer(),
            body,
            name=form.name.data or "",
            address=form.address.data or "",
            role=Role.SECRETARY,
            party=None,
            title=None,
            at=now(),
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _secretary_page(body_id, form), 422
    _ = current_words()
    flash(_("{name} is now secretary of {body}.", name=added.name, body=body.name), "success")
    return redirect(url_for("administration.show_bodies"), 303)


@bp.get("/administrasjon/organ/<body_id>/forer")
@access(Access.ADMINISTRATOR)
def new_follower(body_id: str) -> ResponseReturnValue:
    """Show which bodies record for an external one, and the form for one more."""
    return _follower_page(body_id, FollowerForm())


@bp.post("/administrasjon/organ/<body_id>/forer")
@access(Access.ADMINISTRATOR)
def add_follower(body_id: str) -> ResponseReturnValue:
    """Let one more body record for an external one."""
    form = FollowerForm()
    try:
        follower = bodies.follow_body_as(
            current_viewer(), body_id, follower_id=form.followed_by.data, at=now()
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _follower_page(body_id, form), 422
    _ = current_words()
    name = bodies.get_body(body_id).name
    flash(_("{follower} now records for {body}.", follower=follower.name, body=name), "success")
    return redirect(url_for("administration.show_bodies"), 303)


def _follower_page(body_id: str, form: FollowerForm) -> str:
    body = bodies.get_external_body(body_id)
    now_following = {follow.body_id for follow in body.followers}
    free = [each for each in bodies.list_bodies() if each.is_hosted and each.id not in now_following]
    form.followed_by.choices = [
        SelectChoice("", current_words()(N_("Choose"))),
        *(SelectChoice(each.id, each.name) for each in free),
    ]
    return render_template("administration/new_follower.html", body=body, form=form, is_free=bool(free))


def _secretary_page(body_id: str, form: SecretaryForm) -> str:
    return render_template("administration/new_secretary.html", body=bodies.get_body(body_id), form=form)


def _body_form() -> BodyForm:
    form = BodyForm()
    _ = current_words()
    known = bodies.list_bodies()
    form.kind.choices = choices_of(BodyKind, empty=N_("Choose"))
    form.language.choices = [SelectChoice(code, LANGUAGE_NAMES[code]) for code in ("nb", "nn")]
    form.parent.choices = [
        SelectChoice("", _("None")),
        *(SelectChoice(body.id, body.name) for body in known),
    ]
    form.followed_by.choices = [
        SelectChoice("", _("None: it uses motionflow itself")),
        *(SelectChoice(body.id, body.name) for body in known if body.is_hosted),
    ]
    return form
