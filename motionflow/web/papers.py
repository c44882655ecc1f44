"""Papers and kept files, as downloads; making a paper anew."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.roles import Action
from motionflow.i18n import N_
from motionflow.services import bodies, motions, papers
from motionflow.services.access import require
from motionflow.web.access import Access, access
from motionflow.web.forms import Form
from motionflow.web.session import current_viewer, current_words, now

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANY_BYTES = "application/octet-stream"

LONGEST_FILE_NAME = 200

bp = Blueprint("papers", __name__)


@bp.get("/papir/<paper_id>")
@access(Access.PUBLIC)
def download_paper(paper_id: str) -> ResponseReturnValue:
    """Give a paper to someone who may read it, as a Word file."""
    paper = papers.get_paper_for(current_viewer(), paper_id)
    return _file(paper.content or b"", paper.file_name, WORD)


@bp.get("/fil/<upload_id>")
@access(Access.PUBLIC)
def download_upload(upload_id: str) -> ResponseReturnValue:
    """Give a kept file as it came. What it is, nobody has promised, so no browser may show it."""
    upload = motions.get_upload_for(current_viewer(), upload_id)
    return _file(upload.content, upload.name, ANY_BYTES)


@bp.post("/papir/<paper_id>/pa-nytt")
@access(Access.SIGNED_IN)
def make_anew(paper_id: str) -> ResponseReturnValue:
    """Make a paper anew from the facts as they are now; the earlier version stays."""
    viewer = current_viewer()
    paper = papers.get_paper_for(viewer, paper_id)
    require(Action.PAPER_MAKE, viewer, bodies.get_body(paper.body_id))
    new = papers.make_anew(paper, by=viewer.id, at=now())
    flash(current_words()(N_("The paper is made anew as version {n}."), n=new.version), "success")
    return redirect(page_of(new.step_id, new.motion_id, new.meeting_id), 303)


def sent_file(form: Form) -> tuple[bytes, str] | None:
    """Return the content and name of the file that a form was sent with; None where there is none."""
    sent = form.file.data
    name = "".join(sign if sign.isprintable() else " " for sign in (sent and sent.filename) or "").strip()
    return (sent.read(), name[-LONGEST_FILE_NAME:]) if name else None


def _file(content: bytes, name: str, kind: str) -> Response:
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split()) or "file"
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)


def page_of(step_id: str | None, motion_id: str | None, meeting_id: str | None) -> str:
    """Return the address of the page that a paper belongs to."""
    if step_id is not None:
        return url_for("steps.show_step", step_id=step_id)
    if motion_id is not None:
        return url_for("motions.show_case", motion_id=motion_id)
    return url_for("meetings.show_meeting", meeting_id=meeting_id, _anchor="papers")
