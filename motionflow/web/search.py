"""Searching cases, and what is alike."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from motionflow.domain.flow import Outcome
from motionflow.domain.themes import Theme
from motionflow.i18n import N_
from motionflow.services import bodies, search
from motionflow.services.search import Filters
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, WholeNumber, choices_of, reader_of
from motionflow.web.lists import status_of
from motionflow.web.session import current_viewer, current_words

bp = Blueprint("search", __name__)

LONGEST_QUERY = 200
LAST_PAGE = 15
_OPEN = {"venter": True, "ferdig": False}


class SearchForm(Form):
    """What is looked for, and what narrows it down. It is read from the address, and changes nothing."""

    q = StringField(N_("Words"), description=N_("In every form, in bokmål and nynorsk."))
    organ = SelectField(N_("Body"), validate_choice=False)
    ar = WholeNumber(N_("Year"))
    tema = SelectField(N_("Theme"), coerce=reader_of(Theme), validate_choice=False)
    utfall = SelectField(N_("Outcome"), coerce=reader_of(Outcome), validate_choice=False)
    status = SelectField(N_("Status"), validate_choice=False)


@bp.get("/sok")
@access(Access.PUBLIC)
def show_results() -> ResponseReturnValue:
    """Show what is found in cases, texts, decisions and papers, as far as the viewer may see."""
    form = _form()
    typed = (form.q.data or "").strip()[:LONGEST_QUERY]
    page = min(max(1, request.args.get("side", 1, type=int)), LAST_PAGE)
    filters = Filters(
        body_id=form.organ.data or "",
        year=form.ar.data if form.ar.data is not None and form.ar.data < 10_000 else None,
        theme=form.tema.data,
        outcome=form.utfall.data,
        is_open=_OPEN.get(form.status.data or ""),
    )
    found = search.search(current_viewer(), typed, filters=filters, page=page)
    return render_template(
        "search/show_results.html",
        form=form,
        q=typed,
        found=found,
        asked=bool(typed) or filters.is_set,
        narrowed=filters.is_set,
        query={name: value for name, value in request.args.items() if value and name != "side"},
        status_of=status_of,
    )


@bp.get("/nytt-forslag/lignende")
@access(Access.SIGNED_IN)
def show_alike() -> ResponseReturnValue:
    """Show motions like one that is being written: a part of its page, fetched while it is typed."""
    title = request.args.get("title", "")[:LONGEST_QUERY]
    alike = search.find_alike(current_viewer(), title, "")
    return render_template("search/alike.html", alike=alike, status_of=status_of)


def _form() -> SearchForm:
    form = SearchForm(request.args, meta={"csrf": False})
    words = current_words()
    form.organ.choices = [
        SelectChoice("", words(N_("All bodies"))),
        *(SelectChoice(body.id, body.name) for body in bodies.list_bodies()),
    ]
    form.tema.choices = choices_of(Theme, empty=N_("All themes"))
    form.utfall.choices = choices_of(Outcome, empty=N_("All outcomes"))
    form.status.choices = [
        SelectChoice("", words(N_("All"))),
        SelectChoice("venter", words(N_("Waits for treatment"))),
        SelectChoice("ferdig", words(N_("Treated to the end"))),
    ]
    form.validate()
    return form
