"""A step's text out to Word, and what comes back in a Word file as amendments."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import FieldList, FormField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.roles import Action
from motionflow.i18n import N_
from motionflow.labels.readings import left_out_sentence
from motionflow.services import returned_texts
from motionflow.services.access import viewer_may
from motionflow.services.returned_texts import MOST_CHANGES, ReturnedFile, Taken
from motionflow.web.access import Access, access
from motionflow.web.changes import stretches_of
from motionflow.web.forms import Form, Part
from motionflow.web.papers import WORD, sent_file
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("word_files", __name__)

TAKE, JOIN, DROP = "take", "join", "drop"


class FileForm(Form):
    """A Word file that has come back."""

    file = FileField(
        N_("Word file"),
        description=N_("A .docx with tracked changes or comments, or one that was edited without them."),
    )


class ChangeForm(Part):
    """What becomes of one change."""

    what = RadioField(
        N_("What becomes of it"),
        choices=[
            SelectChoice(TAKE, N_("An amendment of its own")),
            SelectChoice(JOIN, N_("One amendment with the change before")),
            SelectChoice(DROP, N_("Leave it out")),
        ],
        default=TAKE,
        validate_choice=False,
    )
    mover = StringField(N_("Moved by"), description=N_("The name as the file has it, until you change it."))
    grounds = TextAreaField(N_("Grounds"))


class TakeForm(Form):
    """What becomes of every change in a file, in their order."""

    changes = FieldList(FormField(ChangeForm), max_entries=MOST_CHANGES)

    def offer(self, read: ReturnedFile) -> None:
        """Begin with every change taken, by whom the file names, with what is said beside it."""
        for one in read.changes:
            self.changes.append_entry(
                {"what": TAKE if one.text else DROP, "mover": one.author, "grounds": "\n\n".join(one.remarks)}
            )

    def join_only_with_one_before(self, read: ReturnedFile) -> None:
        """Offer the first change that can be taken no other to be joined with."""
        first = next((place for place, one in enumerate(read.changes) if one.text), None)
        if first is not None:
            what = self.changes[first].form.what
            what.choices = [choice for choice in what.choices or () if choice.value != JOIN]

    def taken(self, *, names_movers: bool) -> list[Taken]:
        """Return the changes that are taken, in their order."""
        return [
            Taken(
                number,
                joins=entry.what.data == JOIN,
                mover=(entry.mover.data or "") if names_movers else "",
                grounds=entry.grounds.data or "",
            )
            for number, entry in enumerate((each.form for each in self.changes), start=1)
            if entry.what.data in (TAKE, JOIN)
        ]


@bp.get("/steg/<step_id>/tekst-i-word")
@access(Access.SIGNED_IN)
def download_text(step_id: str) -> ResponseReturnValue:
    """Give the step's text as a Word file to edit, with tracking of changes switched on."""
    words = current_words()
    content, name = returned_texts.text_to_edit(
        current_viewer(), step_id, title=words(N_("Text to edit")), at=now()
    )
    return send_file(BytesIO(content), mimetype=WORD, as_attachment=True, download_name=name)


@bp.route("/steg/<step_id>/fra-word", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def send_word_file(step_id: str) -> ResponseReturnValue:
    """Show the form for a Word file that has come back, and keep the file."""
    viewer, form = current_viewer(), FileForm()
    step = returned_texts.get_step_to_amend(viewer, step_id)
    if request.method == "POST":
        try:
            sent = sent_file(form)
            if sent is None:
                raise RuleBroken(Obstacle(Code.FILE_MISSING, "file"))
            upload = returned_texts.keep_returned(viewer, step_id, sent[0], name=sent[1], at=now())
            return redirect(url_for("word_files.show_changes", step_id=step_id, upload_id=upload.id), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return render_template("word_files/send_word_file.html", step=step, form=form), status


@bp.route("/steg/<step_id>/fra-word/<upload_id>", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def show_changes(step_id: str, upload_id: str) -> ResponseReturnValue:
    """Show what was changed in a file, and hand the changes that are taken in as amendments."""
    viewer, form = current_viewer(), TakeForm()
    step = returned_texts.get_step_to_amend(viewer, step_id)
    version = request.args.get("versjon", type=int)
    names_movers = viewer_may(Action.AMENDMENT_TAKE_DOWN, viewer, step.body)
    if request.method == "POST":
        try:
            if form.read():
                made = returned_texts.take_changes(
                    viewer,
                    step_id,
                    upload_id,
                    taken=form.taken(names_movers=names_movers),
                    version=version,
                    at=now(),
                )
                numbers = current_words().list_of(row.shown_number for row in made)
                flash(current_words()(N_("Handed in: {numbers}."), numbers=numbers), "success")
                return redirect(url_for("amendments.list_amendments", step_id=step_id), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    read = returned_texts.read_returned(viewer, step_id, upload_id, version=version)
    if request.method == "GET" or len(form.changes) != len(read.changes):
        while form.changes:
            form.changes.pop_entry()
        form.offer(read)
    form.join_only_with_one_before(read)
    status = 422 if request.method == "POST" else 200
    page = render_template(
        "word_files/show_changes.html",
        step=step,
        read=read,
        stretches_of=stretches_of,
        form=form,
        version=version,
        upload_id=upload_id,
        names_movers=names_movers,
        left_out=[left_out_sentence(*each, language=current_words()) for each in read.left_out.items()],
    )
    return page, status
