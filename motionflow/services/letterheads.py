"""A body's own letterhead: kept as the empty document that was made of its file, and used for its papers."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from motionflow.db import db
from motionflow.documents.isolation import read_letterhead_apart
from motionflow.documents.letterheads import LetterheadLook, look_of_letterhead
from motionflow.documents.phrases import Language
from motionflow.documents.word import Letterhead, make_docx
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotFound
from motionflow.domain.roles import Action
from motionflow.i18n import N_, words
from motionflow.models import Body, LetterheadFile
from motionflow.services import audit
from motionflow.services.access import Viewer, require


@dataclass(frozen=True)
class ShownLetterhead:
    """A body's letterhead and what it brings; ``look`` is ``None`` where the body has none."""

    body: Body
    file: LetterheadFile | None
    look: LetterheadLook | None


def find_letterhead(body_id: str) -> LetterheadFile | None:
    """Return the letterhead that a body's papers are made on now; ``None`` where it has none."""
    return db.session.get(LetterheadFile, body_id)


def template_of(body_id: str) -> bytes | None:
    """Return the empty document of a body's letterhead; ``None`` where it has none."""
    found = find_letterhead(body_id)
    return found.content if found is not None else None


def show_letterhead(viewer: Viewer, body: Body) -> ShownLetterhead:
    """Return a body's letterhead to those who make its papers. Raises ``NotFound`` and ``NotAllowed``."""
    _require(viewer, body)
    file = find_letterhead(body.id)
    return ShownLetterhead(body, file, look_of_letterhead(file.content) if file is not None else None)


def keep_letterhead(
    viewer: Viewer, body: Body, content: bytes, *, name: str, at: datetime
) -> Mapping[str, int]:
    """Have a body's papers made on a letterhead from now on; return what of its file was not taken.

    Papers that are made stay as they are. Raises ``RuleBroken`` for a file that cannot be used.
    """
    _require(viewer, body)
    read = read_letterhead_apart(content, name=name)
    template = base64.b64decode(read.template)
    file = find_letterhead(body.id)
    if file is None:
        file = LetterheadFile(body_id=body.id)
        db.session.add(file)
    file.name, file.content, file.size = name, template, len(template)
    file.sha256 = hashlib.sha256(template).hexdigest()
    file.kept_at, file.kept_by_id = at, viewer.id
    db.session.flush()
    _note("letterhead_kept", file, viewer, at)
    return read.left_out


def remove_letterhead(viewer: Viewer, body: Body, *, at: datetime) -> None:
    """Have a body's papers made on ours again. Does nothing where it has no letterhead."""
    _require(viewer, body)
    file = find_letterhead(body.id)
    if file is not None:
        _note("letterhead_removed", file, viewer, at)
        db.session.delete(file)
        db.session.flush()


def sample_paper(viewer: Viewer, body: Body, *, at: datetime) -> bytes:
    """Return a paper with a little of everything on a body's letterhead, to look at. It is not kept."""
    _require(viewer, body)
    language: Language = "nn" if body.language == "nn" else "nb"
    say = words(language)
    day = day_in_oslo(at)
    heading, year, amount = say(N_("A heading")), say(N_("Year")), say(N_("Amount"))
    proposed, decision = say(N_("Proposed decision")), say(N_("The text of a decision stands in a box."))
    lines = (
        "# " + say(N_("A paper to look at")),
        f"## {heading}",
        say(N_("Here is a paragraph with *italic* and **bold** words, long enough to show how lines break.")),
        "- " + say(N_("first point")),
        "- " + say(N_("second point")),
        f"### {proposed}",
        f"> {decision}",
        f"| {year} | {amount} |\n| --- | ---: |\n| 2019 | 250 000 |\n| 2020 | 150 000 |",
    )
    return make_docx(
        "\n\n".join(lines),
        title=say(N_("A paper to look at")),
        language=language,
        author=body.name,
        created_on=day,
        letterhead=Letterhead(
            sender=tuple(filter(None, (body.name, body.place))),
            references=(say.date(day),),
            footer=body.name,
        ),
        template=template_of(body.id),
    )


def _require(viewer: Viewer, body: Body) -> None:
    if not body.is_hosted:
        raise NotFound  # it makes no papers here
    require(Action.PAPER_MAKE, viewer, body)


def _note(name: str, file: LetterheadFile, viewer: Viewer, at: datetime) -> None:
    audit.add_event(
        name,
        body_id=file.body_id,
        subject_id=file.body_id,
        by=viewer.id,
        at=at,
        facts={"sha256": file.sha256},
    )
