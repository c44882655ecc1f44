"""One paper with what can be done with it, its edited versions, and the work that the worker does."""

from io import BytesIO
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField

from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken
from motionflow.domain.papers import JobKind
from motionflow.domain.roles import Action
from motionflow.i18n import N_
from motionflow.services import bodies, cases, edited_papers, jobs, papers, tracked_booklets
from motionflow.services.access import viewer_may
from motionflow.web.access import Access, access
from motionflow.web.changes import stretches_of
from motionflow.web.forms import Form
from motionflow.web.papers import ANY_BYTES, WORD, page_of, sent_file
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("paper_pages", __name__)

LOOK_AGAIN_SECONDS = 3
_MADE_OF = {
    JobKind.PDF: (N_("Paper"), "paper_pages.show_paper", "paper_id"),
    JobKind.BOOKLET: (N_("Meeting"), "meetings.show_meeting", "meeting_id"),
    JobKind.DOSSIER: (N_("Case"), "motions.show_case", "motion_id"),
}
"""What each kind of work begins with: its name, and the page that leads back to it."""
_KINDS = {".pdf": "application/pdf", ".zip": "application/zip", ".docx": WORD}


class EditedForm(Form):
    """An edited version of a paper."""

    file = FileField(
        N_("Word file"), description=N_("The paper as you have edited it. It is in force from now on.")
    )


@bp.route("/papir/<paper_id>/om", methods=["GET", "POST"])
@access(Access.PUBLIC)
def show_paper(paper_id: str) -> ResponseReturnValue:
    """Show a paper with what can be done with it, and take in an edited version."""
    viewer, form = current_viewer(), EditedForm()
    if request.method == "POST":
        edited_papers.get_editable(viewer, paper_id)
        try:
            sent = sent_file(form)
            if sent is None:
                raise RuleBroken(Obstacle(Code.FILE_MISSING, "file"))
            new = edited_papers.keep_edited(viewer, paper_id, sent[0], name=sent[1], at=now())
            flash(current_words()(N_("Your version is in force, as version {n}."), n=new.version), "success")
            return redirect(url_for("paper_pages.show_paper", paper_id=new.id), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    paper = papers.get_paper_for(viewer, paper_id)
    is_latest = paper.version == papers.latest_version(paper.subject_id, paper.kind)
    page = render_template(
        "papers/show_paper.html",
        paper=paper,
        body=bodies.get_body(paper.body_id),
        form=form,
        is_latest=is_latest,
        may_edit=is_latest and viewer_may(Action.PAPER_MAKE, viewer, bodies.get_body(paper.body_id)),
        back=page_of(paper.step_id, paper.motion_id, paper.meeting_id),
        case_number=cases.get_motion_for(viewer, paper.motion_id).shown_number if paper.motion_id else "",
    )
    return page, 422 if request.method == "POST" else 200


@bp.get("/papir/<paper_id>/redigert")
@access(Access.PUBLIC)
def show_edits(paper_id: str) -> ResponseReturnValue:
    """Show what was edited by hand in a paper."""
    edited = edited_papers.get_edited_for(current_viewer(), paper_id)
    body = bodies.get_body(edited.paper.body_id)
    stretches = stretches_of(edited.changes, has_lines=False)
    return render_template("papers/show_edits.html", edited=edited, stretches=stretches, body=body)


@bp.get("/papir/<paper_id>/redigert-i-word")
@access(Access.PUBLIC)
def download_edits(paper_id: str) -> ResponseReturnValue:
    """Give what was edited by hand in a paper as a Word file with tracked changes."""
    content, name = edited_papers.edited_docx(current_viewer(), paper_id)
    return send_file(BytesIO(content), mimetype=WORD, as_attachment=True, download_name=name)


@bp.post("/papir/<paper_id>/pdf")
@access(Access.SIGNED_IN)
def ask_for_pdf(paper_id: str) -> ResponseReturnValue:
    """Have the worker make a PDF of a paper."""
    job = jobs.ask_for_pdf(current_viewer(), paper_id, at=now())
    return redirect(url_for("paper_pages.show_job", job_id=job.id), 303)


@bp.post("/sak/<motion_id>/mappe")
@access(Access.SIGNED_IN)
def ask_for_dossier(motion_id: str) -> ResponseReturnValue:
    """Have the worker put together everything about a case that the viewer may see."""
    job = jobs.ask_for_dossier(current_viewer(), motion_id, at=now())
    return redirect(url_for("paper_pages.show_job", job_id=job.id), 303)


@bp.get("/mote/<meeting_id>/endringsforslag-i-word")
@access(Access.SIGNED_IN)
def download_amendments(meeting_id: str) -> ResponseReturnValue:
    """Give a meeting's amendments as a Word file with tracked changes."""
    content, name = tracked_booklets.tracked_booklet(current_viewer(), meeting_id, at=now())
    return send_file(BytesIO(content), mimetype=WORD, as_attachment=True, download_name=name)


@bp.get("/arbeid/<job_id>")
@access(Access.SIGNED_IN)
def show_job(job_id: str) -> ResponseReturnValue:
    """Show how far a piece of work has come, and what it made."""
    job = jobs.get_job_for(current_viewer(), job_id)
    name, endpoint, argument = _MADE_OF[job.kind]
    made_of: dict[str, Any] = {argument: job.subject_id}
    back = (current_words()(name), url_for(endpoint, **made_of))
    page = render_template("papers/show_job.html", job=job, back=back, no_office=jobs.NO_OFFICE)
    answer = make_response(page)
    if job.finished_at is None:
        answer.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return answer


@bp.get("/arbeid/<job_id>/fil")
@access(Access.SIGNED_IN)
def download_made(job_id: str) -> ResponseReturnValue:
    """Give the file that a piece of work made."""
    job = jobs.get_job_for(current_viewer(), job_id)
    if job.content is None:
        raise NotFound
    kind = next((kind for ending, kind in _KINDS.items() if job.file_name.endswith(ending)), ANY_BYTES)
    return send_file(BytesIO(job.content), mimetype=kind, as_attachment=True, download_name=job.file_name)
