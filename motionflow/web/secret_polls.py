"""Secret polls for those who are signed in: check-in, the tellers' words, opening the box, the file."""

import io
import zipfile

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.i18n import N_
from motionflow.labels import sentence
from motionflow.paths import STATIC
from motionflow.services import room_views, secret_moves, secret_polls, secret_views
from motionflow.web.access import Access, access
from motionflow.web.forms import Form
from motionflow.web.room_words import WORDS_FOR_PAGES
from motionflow.web.secret_poll_forms import ButtonForm, CountForm, NotedForm, TellersForm
from motionflow.web.session import current_viewer, current_words, now, settings
from motionflow.web.silence import during_silence, says_in_silence

bp = Blueprint("secret_polls", __name__)


@bp.get("/votering/<poll_id>/hemmelig")
@access(Access.SIGNED_IN)
def show_secret(poll_id: str) -> ResponseReturnValue:
    """Show how far a secret poll has come, and what the viewer can do in it."""
    return _page(poll_id)


@bp.post("/votering/<poll_id>/innsjekking")
@access(Access.SIGNED_IN)
def begin_check_in(poll_id: str) -> ResponseReturnValue:
    """Begin check-in: three tellers get six words each, and phones make their ballots."""
    form = TellersForm()
    try:
        secret_moves.begin_check_in(
            current_viewer(),
            poll_id,
            tellers=form.chosen,
            keys=settings().keys,
            is_secure=settings().lets_browsers_seal,
            seen=_seen(),
            at=now(),
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(poll_id, tellers=form), 422
    return _done(poll_id, N_("Check-in has begun."))


@bp.post("/votering/<poll_id>/innsjekking/ny")
@access(Access.SIGNED_IN)
def restart_check_in(poll_id: str) -> ResponseReturnValue:
    """Begin check-in anew for all, under a new key."""
    form = ButtonForm()
    try:
        secret_moves.restart_check_in(current_viewer(), poll_id, keys=settings().keys, seen=_seen(), at=now())
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(poll_id, restart=form), 422
    return _done(poll_id, N_("Check-in has begun anew. Everyone gets a new ballot."))


@bp.post("/votering/<poll_id>/kode")
@says_in_silence(Code.CHECK_IN_OVER)
@access(Access.SIGNED_IN)
def issue_token(poll_id: str) -> ResponseReturnValue:
    """Sign the token that the viewer's browser has blinded, and answer with the signature."""
    try:
        blinded = bytes.fromhex(request.form.get("blinded", ""))
        check_in = int(request.form.get("check_in", "0")[:9])
    except ValueError:
        return _refused(RuleBroken(Obstacle(Code.TOKEN_NOT_READ)))
    try:
        signature = secret_polls.issue_token(
            current_viewer(), poll_id, blinded=blinded, check_in=check_in, keys=settings().keys
        )
    except RuleBroken as broken:
        return _refused(broken)
    return jsonify(signature=signature.hex())


@bp.post("/votering/<poll_id>/papir")
@access(Access.SIGNED_IN)
def ask_for_paper(poll_id: str) -> ResponseReturnValue:
    """Note that the viewer can be given no token and votes on paper."""
    form = ButtonForm()
    try:
        secret_polls.ask_for_paper(current_viewer(), poll_id)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(poll_id, restart=form), 422
    return _done(poll_id, N_("The tellers give you a ballot of paper."))


@bp.get("/votering/<poll_id>/ord")
@access(Access.SIGNED_IN)
def show_passphrase(poll_id: str) -> ResponseReturnValue:
    """Show a teller her six words, until she has noted them."""
    return _words_page(poll_id, NotedForm())


@bp.post("/votering/<poll_id>/ord")
@access(Access.SIGNED_IN)
def confirm_passphrase(poll_id: str) -> ResponseReturnValue:
    """Forget a teller's six words, once she has written them as they are."""
    form = NotedForm()
    try:
        secret_polls.confirm_passphrase(
            current_viewer(), poll_id, typed=form.passphrase.data or "", keys=settings().keys
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _words_page(poll_id, form), 422
    return _done(poll_id, N_("The words are forgotten here. Keep them until the vote is counted."))


@bp.post("/votering/<poll_id>/opptelling")
@access(Access.SIGNED_IN)
@during_silence
def open_box(poll_id: str) -> ResponseReturnValue:
    """Open, count and publish the poll for two tellers' words."""
    form = CountForm()
    try:
        secret_moves.open_box(
            current_viewer(), poll_id, passphrases=form.passphrases, keys=settings().keys, at=now()
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(poll_id, count=form), 422
    return _done(poll_id, N_("The box is open, and the vote is counted."))


@bp.get("/votering/<poll_id>/fil")
@access(Access.SIGNED_IN)
def download_poll(poll_id: str) -> ResponseReturnValue:
    """Give the published file of a counted poll."""
    found = secret_views.get_published_for(current_viewer(), poll_id)
    return send_file(
        io.BytesIO(found.content),
        mimetype="application/json",
        as_attachment=True,
        download_name=found.file_name,
    )


@bp.get("/votering/<poll_id>/kontroll")
@access(Access.SIGNED_IN)
def download_recount(poll_id: str) -> ResponseReturnValue:
    """Give the published file together with the page that recounts it without a net."""
    found = secret_views.get_published_for(current_viewer(), poll_id)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, given in [(found.file_name, found.content), *_recount_files()]:
            folder.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), given)
    content.seek(0)
    name = found.file_name.removesuffix(".json") + ".zip"
    return send_file(content, mimetype="application/zip", as_attachment=True, download_name=name)


def _recount_files() -> list[tuple[str, bytes]]:
    return [(file.name, file.read_bytes()) for file in sorted((STATIC / "recount").iterdir())]


def _page(
    poll_id: str,
    *,
    tellers: TellersForm | None = None,
    restart: Form | None = None,
    count: CountForm | None = None,
) -> str:
    view = secret_views.get_secret_view(current_viewer(), poll_id, keys=settings().keys, at=now())
    shown = room_views.get_poll_view_for(current_viewer(), poll_id, at=now())
    tellers = tellers or TellersForm()
    tellers.offer(view.people)
    return render_template(
        "secret_polls/show_secret.html",
        view=view,
        shown=shown,
        advice=room_views.advice_on(view.poll.item, view.poll),
        tellers=tellers,
        restart=restart or ButtonForm(),
        count=count or CountForm(),
        **WORDS_FOR_PAGES,
        form_problems=[*tellers.problems, *(restart.problems if restart else ())],
    )


def _words_page(poll_id: str, form: NotedForm) -> str:
    viewer = current_viewer()
    view = secret_views.get_secret_view(viewer, poll_id, keys=settings().keys, at=now())
    phrase = secret_polls.read_passphrase(viewer, poll_id, keys=settings().keys)
    return render_template("secret_polls/show_passphrase.html", view=view, phrase=phrase, form=form)


def _seen() -> int:
    seen = request.form.get("seen", "")
    if not seen.isdigit() or len(seen) > 9:
        raise RuleBroken(Obstacle(Code.CHANGED_MEANWHILE))
    return int(seen)


def _done(poll_id: str, said: str) -> ResponseReturnValue:
    flash(current_words()(said), "success")
    return redirect(url_for("secret_polls.show_secret", poll_id=poll_id), 303)


def _refused(broken: RuleBroken) -> ResponseReturnValue:
    obstacle = broken.obstacles[0]
    said = sentence(obstacle, language=current_words())
    return jsonify(said=said, code=obstacle.code.value), 409 if obstacle.code is Code.TOKEN_ELSEWHERE else 422
