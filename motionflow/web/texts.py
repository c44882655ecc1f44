"""The versions of a case's text: read with numbered lines, compared, and followed from body to body."""

from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from motionflow.domain.differences import is_unchanged
from motionflow.services import lineage, text_files, texts
from motionflow.web.access import Access, access
from motionflow.web.changes import shown_text, stretches_of
from motionflow.web.papers import WORD
from motionflow.web.session import current_viewer
from motionflow.web.text_words import called, called_in_full

bp = Blueprint("texts", __name__)
bp.context_processor(lambda: {"called": called, "called_in_full": called_in_full})

SIDE_BY_SIDE = "side-om-side"


@bp.get("/sak/<motion_id>/tekster")
@access(Access.PUBLIC)
def list_versions(motion_id: str) -> ResponseReturnValue:
    """Show every version of a case's text at every step, and let two of them be chosen for comparison."""
    versions = texts.list_versions(current_viewer(), motion_id)
    return render_template("texts/list_versions.html", versions=versions, motion=versions.motion)


@bp.get("/sak/<motion_id>/tekster/<key>")
@access(Access.PUBLIC)
def show_version(motion_id: str, key: str) -> ResponseReturnValue:
    """Show one version in numbered lines."""
    versions = texts.list_versions(current_viewer(), motion_id)
    version = versions.get(key)
    shown = shown_text(version.text)
    count = sum(len(paragraph.lines) for paragraph in shown)
    return render_template(
        "texts/show_version.html",
        versions=versions,
        motion=versions.motion,
        version=version,
        shown=shown,
        grounds=shown_text(version.grounds or "", first=count + 1),
    )


@bp.get("/sak/<motion_id>/sammenlign")
@access(Access.PUBLIC)
def compare(motion_id: str) -> ResponseReturnValue:
    """Show what differs between two versions, in one column or side by side."""
    compared = texts.compare_versions(
        current_viewer(), motion_id, old=request.args.get("fra"), new=request.args.get("til")
    )
    return render_template(
        "texts/compare.html",
        compared=compared,
        versions=compared.versions,
        motion=compared.versions.motion,
        is_side_by_side=request.args.get("visning") == SIDE_BY_SIDE,
        side_by_side=SIDE_BY_SIDE,
        is_unchanged=is_unchanged(compared.text) and is_unchanged(compared.grounds or ()),
        stretches=stretches_of(compared.text),
        grounds=stretches_of(() if is_unchanged(compared.grounds or ()) else compared.grounds or ()),
    )


@bp.get("/sak/<motion_id>/sammenlign-i-word")
@access(Access.PUBLIC)
def download_comparison(motion_id: str) -> ResponseReturnValue:
    """Give what differs between two versions as a Word file with tracked changes."""
    compared = texts.compare_versions(
        current_viewer(), motion_id, old=request.args.get("fra"), new=request.args.get("til")
    )
    footer = f"{called_in_full(compared.old)} → {called_in_full(compared.new)}"
    content, name = text_files.comparison_docx(compared, footer=footer)
    return send_file(BytesIO(content), mimetype=WORD, as_attachment=True, download_name=name)


@bp.get("/sak/<motion_id>/ordene-vare")
@access(Access.PUBLIC)
def show_lineage(motion_id: str) -> ResponseReturnValue:
    """Show what became of the founding body's words, hop by hop."""
    found = lineage.get_lineage(current_viewer(), motion_id)
    return render_template(
        "texts/show_lineage.html",
        lineage=found,
        motion=found.motion,
        stretches={hop.version.key: stretches_of(hop.changes) for hop in found.hops},
        unchanged={hop.version.key for hop in found.hops if hop.before and is_unchanged(hop.changes)},
        final=[(version, stretches_of(changes)) for version, changes in found.final],
        kept_of={hop.version.key: hop.kept for hop in found.hops},
    )
