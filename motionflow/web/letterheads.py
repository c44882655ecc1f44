"""A body's own letterhead: what it looks like, sending one in, taking it away."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField

from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.i18n import N_
from motionflow.services import bodies, letterheads
from motionflow.web.access import Access, access
from motionflow.web.forms import Form
from motionflow.web.papers import WORD, sent_file
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("letterheads", __name__)

_LEFT_OUT = {
    "picture": N_("Pictures of other kinds than PNG, JPEG and GIF were left out."),
    "old_picture": N_("Drawings in an old format were left out. Put the logo in as a picture."),
    "object": N_("Embedded objects were left out."),
    "picture_in_text": N_("Pictures in the text itself are not used. Put the logo in the header."),
}


class LetterheadForm(Form):
    """A letterhead."""

    file = FileField(
        N_("Word file"),
        description=N_(
            "A .docx with the page, header, footer and styles that the papers shall have. "
            "Its text is not used."
        ),
    )


@bp.get("/organ/<body_id>/brevark")
@access(Access.SIGNED_IN)
def show_letterhead(body_id: str) -> ResponseReturnValue:
    """Show a body's letterhead, and the form for another, to those who make its papers."""
    return _page(body_id, LetterheadForm())


@bp.post("/organ/<body_id>/brevark")
@access(Access.SIGNED_IN)
def keep_letterhead(body_id: str) -> ResponseReturnValue:
    """Take in a letterhead, to be looked at before it is used."""
    form, _ = LetterheadForm(), current_words()
    body = letterheads.show_letterhead(current_viewer(), bodies.get_body(body_id)).body
    try:
        sent = sent_file(form)
        if sent is None:
            raise RuleBroken(Obstacle(Code.FILE_MISSING, "file"))
        _version, left_out = letterheads.try_letterhead(
            current_viewer(), body, sent[0], name=sent[1], at=now()
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(body_id, form), 422
    for kind in left_out:
        flash(_(_LEFT_OUT[kind]), "warning")
    flash(_(N_("The letterhead is taken in. Look at it before you use it.")), "success")
    return redirect(url_for("letterheads.show_letterhead", body_id=body.id, _anchor="tried"), 303)


@bp.post("/organ/<body_id>/brevark/<version_id>/bruk")
@access(Access.SIGNED_IN)
def use_letterhead(body_id: str, version_id: str) -> ResponseReturnValue:
    """Have a body's papers made on a letterhead from now on."""
    letterheads.use_letterhead(current_viewer(), bodies.get_body(body_id), version_id, at=now())
    flash(current_words()(N_("New papers are made on this letterhead from now on.")), "success")
    return redirect(url_for("letterheads.show_letterhead", body_id=body_id), 303)


@bp.post("/organ/<body_id>/brevark/dropp")
@access(Access.SIGNED_IN)
def drop_letterhead(body_id: str) -> ResponseReturnValue:
    """Drop a letterhead that waits to be used."""
    letterheads.drop_tried(current_viewer(), bodies.get_body(body_id))
    return redirect(url_for("letterheads.show_letterhead", body_id=body_id), 303)


@bp.post("/organ/<body_id>/brevark/fjern")
@access(Access.SIGNED_IN)
def remove_letterhead(body_id: str) -> ResponseReturnValue:
    """Have a body's papers made without its letterhead again."""
    letterheads.remove_letterhead(current_viewer(), bodies.get_body(body_id), at=now())
    flash(current_words()(N_("New papers are made without the letterhead from now on.")), "success")
    return redirect(url_for("letterheads.show_letterhead", body_id=body_id), 303)


@bp.get("/organ/<body_id>/brevark/prove")
@access(Access.SIGNED_IN)
def download_sample(body_id: str) -> ResponseReturnValue:
    """Give a paper to look at, on a body's letterhead or on one of its others."""
    content = letterheads.sample_paper(
        current_viewer(), bodies.get_body(body_id), at=now(), version_id=request.args.get("brevark", "")
    )
    return send_file(BytesIO(content), mimetype=WORD, as_attachment=True, download_name="brevark-prove.docx")


def _page(body_id: str, form: LetterheadForm) -> str:
    shown = letterheads.show_letterhead(current_viewer(), bodies.get_body(body_id))
    return render_template("bodies/show_letterhead.html", shown=shown, body=shown.body, form=form)
