"""«What happened to our motions»: of a body, a theme or a period; as page, Word paper and spreadsheet."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from motionflow.documents.annex_facts import AnnexTotals
from motionflow.documents.phrases import Language
from motionflow.documents.pieces import VoteFacts
from motionflow.documents.sheet import make_sheet
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotAllowed
from motionflow.domain.fates import Became
from motionflow.domain.roles import Action
from motionflow.domain.themes import Theme
from motionflow.i18n import N_
from motionflow.labels import OPTIONS, option_name
from motionflow.services import annexes, bodies
from motionflow.services.access import viewer_may
from motionflow.services.annexes import Chosen
from motionflow.web.access import Access, access
from motionflow.web.charts import stacked
from motionflow.web.forms import Form, NorwegianDate, choices_of, reader_of
from motionflow.web.promise_words import amount_of
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("fates", __name__)

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ChosenForm(Form):
    """Which motions to look at. It is read from the address, and changes nothing."""

    organ = SelectField(N_("Body"), validate_choice=False)
    tema = SelectField(N_("Theme"), coerce=reader_of(Theme), validate_choice=False)
    fra = NorwegianDate(N_("From"))
    til = NorwegianDate(N_("To"))


@bp.get("/hva-skjedde")
@access(Access.PUBLIC)
def show_fates() -> ResponseReturnValue:
    """Show what happened to the motions of a body, a theme or a period, as far as the viewer may see."""
    form, chosen = _chosen()
    paper = annexes.annex_of(current_viewer(), chosen, at=now())
    body, viewer = chosen.body, current_viewer()
    return render_template(
        "fates/show_fates.html",
        form=form,
        paper=paper,
        body=body,
        query={name: value for name, value in request.args.items() if value},
        charts={
            name: stacked(getattr(paper, name), [each.value for each in Became])
            for name in ("years", "bodies", "themes")
        },
        became=list(Became),
        annexes=annexes.list_annexes(body) if body and viewer_may(Action.MEETING_SEE, viewer, body) else [],
        may_make=body is not None and body.is_hosted and viewer_may(Action.PAPER_MAKE, viewer, body),
        count_of=count_of,
        counted=counted,
        amount_of=amount_of,
    )


@bp.get("/organ/<body_id>/hva-skjedde")
@access(Access.PUBLIC)
def show_of_body(body_id: str) -> ResponseReturnValue:
    """Lead to what happened to a body's motions since its last annual meeting."""
    body = bodies.get_body(body_id)
    since = annexes.last_annual_meeting(body, before=now())
    return redirect(url_for("fates.show_fates", organ=body.id, fra=since.isoformat() if since else None), 302)


@bp.get("/hva-skjedde.xlsx")
@access(Access.PUBLIC)
def download_sheet() -> ResponseReturnValue:
    """Give the same as a spreadsheet."""
    _, chosen = _chosen()
    paper = annexes.annex_of(current_viewer(), chosen, at=now())
    language: Language = "nn" if current_words().code == "nn" else "nb"
    answer = Response(make_sheet(paper, language=language), mimetype=SPREADSHEET)
    name = f"{day_in_oslo(now()).isoformat()}-hva-skjedde.xlsx"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


@bp.post("/organ/<body_id>/hva-skjedde/vedlegg")
@access(Access.SIGNED_IN)
def make_annex(body_id: str) -> ResponseReturnValue:
    """Make the Word annex of a body anew, as its secretary."""
    viewer, body = current_viewer(), bodies.get_body(body_id)
    if not body.is_hosted or not viewer_may(Action.PAPER_MAKE, viewer, body):
        raise NotAllowed
    since = _day(request.form.get("fra", ""))
    annexes.make_annex(body, by=viewer.id, at=now(), since=since)
    flash(current_words()(N_("The annex is made.")), "success")
    return redirect(url_for("fates.show_fates", organ=body.id, fra=since), 303)


def count_of(totals: AnnexTotals, became: Became) -> int:
    """Return how many motions became what is asked for."""
    return int(getattr(totals, became.value))


def counted(votes: Sequence[VoteFacts]) -> str:
    """Return the counts of a decision's votes, «For 19, mot 16», in the reader's language."""
    words = current_words()
    said = []
    for vote in votes:
        counts = [(option_name(each.key, language=words), each) for each in vote.options]
        parts = [f"{name.lower() if each.key in OPTIONS else name} {each.count}" for name, each in counts]
        if vote.blanks:
            parts.append(f"{words(N_('Blank')).lower()} {vote.blanks}")
        line = ", ".join(parts)
        said.append(line[:1].upper() + line[1:])
    return "; ".join(said)


def _chosen() -> tuple[ChosenForm, Chosen]:
    form = ChosenForm(request.args, meta={"csrf": False})
    words = current_words()
    own = [body for body in bodies.list_bodies() if body.is_hosted]
    form.organ.choices = [
        SelectChoice("", words(N_("All bodies"))),
        *(SelectChoice(body.id, body.name) for body in own),
    ]
    form.tema.choices = choices_of(Theme, empty=N_("All themes"))
    form.validate()
    body = next((each for each in own if each.id == form.organ.data), None)
    return form, Chosen(body, form.tema.data, form.fra.data, form.til.data)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
