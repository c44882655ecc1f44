"""A body's own letterhead: kept as the empty document that was made of its file, and used for its papers."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from motionflow.db import db
from motionflow.documents.isolation import read_letterhead_apart
from motionflow.documents.letterheads import LetterheadLook, look_of_letterhead
from motionflow.documents.phrases import Language
from motionflow.documents.word import Letterhead, make_docx
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotFound
from motionflow.domain.roles import Action
from motionflow.i18n import N_, words
from motionflow.models import Body, LetterheadFile, LetterheadVersion
from motionflow.services import audit
from motionflow.services.access import Viewer, require


@dataclass(frozen=True)
class Looked:
    """A letterhead that is not in use, and what it brings."""

    file: LetterheadVersion
    look: LetterheadLook


@dataclass(frozen=True)
class ShownLetterhead:
    """A body's letterhead and what it brings; ``look`` is ``None`` where the body has none.

    ``tried`` was sent in and waits to be used or dropped, ``earlier`` were in use, the latest first.
    """

    body: Body
    file: LetterheadFile | None
    look: LetterheadLook | None
    tried: Looked | None
    earlier: tuple[LetterheadVersion, ...]


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
    known = db.session.scalars(
        select(LetterheadVersion)
        .where(LetterheadVersion.body_id == body.id)
        .order_by(LetterheadVersion.used_at.desc(), LetterheadVersion.id)
    ).all()
    tried = next((each for each in known if each.used_at is None), None)
    return ShownLetterhead(
        body,
        file,
        look_of_letterhead(file.content) if file is not None else None,
        Looked(tried, look_of_letterhead(tried.content)) if tried is not None else None,
        tuple(each for each in known if each.used_at and (file is None or each.sha256 != file.sha256)),
    )


def try_letterhead(
    viewer: Viewer, body: Body, content: bytes, *, name: str, at: datetime
) -> tuple[LetterheadVersion, Mapping[str, int]]:
    """Keep a letterhead to be looked at before it is used; return it and what of its file was not taken.

    One that waited before it is dropped. Raises ``RuleBroken`` for a file that cannot be used.
    """
    _require(viewer, body)
    read = read_letterhead_apart(content, name=name)
    template = base64.b64decode(read.template)
    sha256 = hashlib.sha256(template).hexdigest()
    drop_tried(viewer, body)
    version = _version(body.id, sha256)
    if version is None:
        version = LetterheadVersion(
            body_id=body.id, content=template, sha256=sha256, size=len(template), used_at=None
        )
        db.session.add(version)
    version.name, version.sent_at, version.sent_by_id = name, at, viewer.id
    db.session.flush()
    return version, read.left_out


def drop_tried(viewer: Viewer, body: Body) -> None:
    """Drop the letterhead that waits to be used. Does nothing where none does."""
    _require(viewer, body)
    waiting = LetterheadVersion.body_id == body.id, LetterheadVersion.used_at.is_(None)
    db.session.execute(delete(LetterheadVersion).where(*waiting))


def get_version_for(viewer: Viewer, body: Body, version_id: str) -> LetterheadVersion:
    """Return a letterhead of a body's, in use or not. Raises ``NotFound`` and ``NotAllowed``."""
    _require(viewer, body)
    version = db.session.get(LetterheadVersion, version_id)
    if version is None or version.body_id != body.id:
        raise NotFound
    return version


def use_letterhead(viewer: Viewer, body: Body, version_id: str, *, at: datetime) -> LetterheadFile:
    """Have a body's papers made on a letterhead from now on. Papers that are made stay as they are."""
    version = get_version_for(viewer, body, version_id)
    content = version.content  # read before there is a row that lacks it
    file = find_letterhead(body.id)
    if file is None:
        file = LetterheadFile(body_id=body.id)
        db.session.add(file)
    file.name, file.content = version.name, content
    file.size, file.sha256 = version.size, version.sha256
    file.kept_at, file.kept_by_id = at, viewer.id
    version.used_at = at
    db.session.flush()
    _note("letterhead_kept", file, viewer, at)
    return file


def template_made_on(body_id: str, sha256: str | None) -> bytes | None:
    """Return the empty document that a paper was made on, by its checksum; ``None`` for our own."""
    version = _version(body_id, sha256) if sha256 else None
    return version.content if version is not None else None


def remove_letterhead(viewer: Viewer, body: Body, *, at: datetime) -> None:
    """Have a body's papers made on ours again. Does nothing where it has no letterhead."""
    _require(viewer, body)
    file = find_letterhead(body.id)
    if file is not None:
        _note("letterhead_removed", file, viewer, at)
        db.session.delete(file)
        db.session.flush()


def sample_paper(viewer: Viewer, body: Body, *, at: datetime, version_id: str = "") -> bytes:
    """Return a paper with a little of everything on a body's letterhead, to look at. It is not kept.

    ``version_id`` is that of one which is not in use.
    """
    _require(viewer, body)
    template = get_version_for(viewer, body, version_id).content if version_id else template_of(body.id)
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
        template=template,
    )


def _version(body_id: str, sha256: str) -> LetterheadVersion | None:
    found = select(LetterheadVersion).where(
        LetterheadVersion.body_id == body_id, LetterheadVersion.sha256 == sha256
    )
    return db.session.scalar(found)


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
