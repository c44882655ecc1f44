"""A step's text as a Word file to edit, and what comes back in one: changes that can become amendments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from motionflow.db import db
from motionflow.documents.compared import TextFile, text_docx
from motionflow.documents.isolation import read_changes_apart
from motionflow.documents.phrases import Language
from motionflow.documents.reader import read_text
from motionflow.documents.redline import Kind, Redline, Revision
from motionflow.documents.remarks import By
from motionflow.domain import notes
from motionflow.domain.amendments import Scope, Words
from motionflow.domain.coherent import coherent_changes, text_with
from motionflow.domain.differences import ParagraphChange, PieceKind, compare
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.merged import Edit
from motionflow.domain.merging import merge, rebase
from motionflow.domain.paragraphs import paragraphs_of
from motionflow.domain.roles import Action
from motionflow.models import Amendment, Step, Upload
from motionflow.services import amendments, motions
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.amendments import LONGEST_TEXT, AmendmentGiven
from motionflow.services.case_status import sees_inside
from motionflow.services.cases import get_step_for

MOST_CHANGES = 100
_LONGEST_FILE = 2 * LONGEST_TEXT  # the grounds and the proposed decision
_HEADINGS: Mapping[Language, str] = {"nb": "## Forslag til vedtak", "nn": "## Framlegg til vedtak"}


@dataclass(frozen=True)
class Returned:
    """One coherent change: what it does to the text, by whom and when as the file says, and its remarks.

    ``text`` is the whole text with only this change made; it is empty where the change cannot be laid in
    the text as it now stands.
    """

    number: int
    author: str
    dated: str
    changes: tuple[ParagraphChange, ...]
    remarks: tuple[str, ...]
    text: str

    @property
    def dated_on(self) -> date | None:
        """The day the change was made, if the file tells it in a way that can be read."""
        moment = _moment(self.dated)
        return moment.date() if moment else None


@dataclass(frozen=True)
class ReturnedFile:
    """What came back: the changes, the remarks that stand by none, and what the file was made from."""

    name: str
    is_tracked: bool
    is_ours: bool
    made_from: int
    changes: tuple[Returned, ...]
    remarks: tuple[Revision, ...]
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class Taken:
    """What becomes of one change: taken, joined with the one before it, or (by not being here) dropped."""

    number: int
    joins: bool = False
    mover: str = ""
    grounds: str = ""


def text_to_edit(viewer: Viewer, step_id: str, *, title: str, at: datetime) -> tuple[bytes, str]:
    """Return a step's text as a Word file to edit, and its name. Raises ``NotFound`` outside the body."""
    step = _step_inside(viewer, step_id)
    motion = step.motion
    file = TextFile(
        title=motion.title,
        by=By(step.body.name, at),
        language=_language(step),
        mark=f"{step.id}:{motion.text.version}",
        footer=f"{step.body.name} · {title}",
        is_to_edit=True,
    )
    stem = f"{motion.year}-{motion.number}-{step.body.slug}-tekst"
    return text_docx(_whole(step, motion.text.version), file=file), f"{stem}.docx"


def whole_text(step: Step) -> str:
    """Return a step's words as one text, as they stand in the file to edit."""
    return _whole(step, step.motion.text.version)


def keep_returned(viewer: Viewer, step_id: str, content: bytes, *, name: str, at: datetime) -> Upload:
    """Keep a file that has come back, when an amendment could say what is in it. Raises ``RuleBroken``."""
    step = get_step_to_amend(viewer, step_id)
    read = read_changes_apart(content, name=name)
    if max(len(read.accepted), len(read.rejected)) > _LONGEST_FILE:
        raise RuleBroken(Obstacle(Code.TEXT_TOO_LONG, "file", {"most": _LONGEST_FILE}))
    return motions.keep_upload(viewer, content, name=name, body=step.body, at=at)


def read_returned(
    viewer: Viewer, step_id: str, upload_id: str, *, version: int | None = None
) -> ReturnedFile:
    """Return the changes in a file that the viewer has sent in for a step.

    Where the file has no tracked changes, it is compared with the text it was made from by our mark, or
    with a ``version`` that the viewer picks.
    """
    step = get_step_to_amend(viewer, step_id)
    upload = db.session.get(Upload, upload_id)
    if upload is None or upload.added_by_id != viewer.person_id:
        raise NotFound
    redline = read_changes_apart(upload.content, name=upload.name)
    marked = _marked_version(step, redline.made_from)
    base = version or marked or step.motion.text.version
    if base not in {one.version for one in step.motion.texts}:
        raise NotFound
    tracked = [one for one in redline.revisions if one.kind is not Kind.COMMENT]
    found = list(_changes(step, redline, base=base, is_tracked=bool(tracked)))
    refuse_if(
        [Obstacle(Code.FILE_HAS_TOO_MANY_CHANGES, "file", {"most": MOST_CHANGES})]
        if len(found) > MOST_CHANGES
        else []
    )
    said = {remark for one in found for remark in one.remarks}
    return ReturnedFile(
        upload.name,
        bool(tracked),
        marked is not None,
        base,
        tuple(found),
        tuple(one for one in redline.revisions if one.kind is Kind.COMMENT and one.new not in said),
        redline.left_out,
    )


def take_changes(
    viewer: Viewer,
    step_id: str,
    upload_id: str,
    *,
    taken: Sequence[Taken],
    version: int | None,
    at: datetime,
    handed_in_at: datetime | None = None,
) -> list[Amendment]:
    """Hand the taken changes in as amendments, those that are joined as one.

    ``handed_in_at`` is earlier than ``at`` where it is recorded later that they came.
    """
    read = read_returned(viewer, step_id, upload_id, version=version)
    step = get_step_for(viewer, step_id)
    by_number = {one.number: one for one in read.changes if one.text}
    groups = list(_joined(one for one in taken if one.number in by_number))
    if not groups:
        raise RuleBroken(Obstacle(Code.NO_CHANGE_TAKEN))
    given = [_given(step, read.name, [(one, by_number[one.number]) for one in group]) for group in groups]
    return [
        amendments.add_amendment(viewer, step_id, given=each, at=at, handed_in_at=handed_in_at)
        for each in given
    ]


def _joined(taken: Iterable[Taken]) -> Iterator[list[Taken]]:
    """Yield those that become one amendment together."""
    group: list[Taken] = []
    for one in taken:
        if group and not one.joins:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _given(step: Step, name: str, group: Sequence[tuple[Taken, Returned]]) -> AmendmentGiven:
    """Return a group of changes as one amendment. Raises ``RuleBroken`` when they cannot be joined."""
    first, change = group[0]
    text: str | None = change.text
    if len(group) > 1:
        edits = [Edit(str(each.number), each.text, order=place) for place, (_, each) in enumerate(group)]
        text = merge(whole_text(step), edits).text
    if text is None:
        raise RuleBroken(Obstacle(Code.CHANGES_CANNOT_BE_JOINED, None, {"number": group[-1][0].number}))
    words = _parted(step, text)
    return AmendmentGiven(
        scope=_scope(step, words),
        text=words.decision,
        motion_grounds=words.grounds,
        grounds="\n\n".join(one.grounds.strip() for one, _ in group if one.grounds.strip()),
        mover=first.mover.strip(),
        source=_source(name, change),
        authored_at=_moment(change.dated),
    )


def _changes(step: Step, redline: Redline, *, base: int, is_tracked: bool) -> Iterator[Returned]:
    """Give every coherent change of every author, in reading order for each of them."""
    now = _whole(step, step.motion.text.version)
    before = redline.rejected if is_tracked else _written(step, redline.accepted, base=base)
    same = _settled(before) == _settled(now)
    originals = paragraphs_of(now) if same and len(paragraphs_of(now)) == len(paragraphs_of(before)) else ()
    number = 0
    authors = redline.by_author or {_only_author(redline): redline.accepted}
    if originals:  # Word counts the notes, also those that are new
        names = notes.aligned(
            notes.labels_of(before), notes.labels_of(now), others=notes.labels_of(redline.accepted)
        )
        before = notes.relabelled(before, names)
        authors = {author: notes.relabelled(after, names) for author, after in authors.items()}
    for author, after in authors.items():
        changes = compare(before, after)
        for places in coherent_changes(changes):
            number += 1
            text = text_with(changes, set(places), originals=originals)
            if not originals:
                text = rebase(text_with(changes, set(places)), base=before, onto=now).text or ""
            shown = tuple(changes[place] for place in places)
            words = " ".join(each.text for one in shown for each in (one.old, one.new) if each)
            yield Returned(
                number,
                author,
                _dated(redline, author, words),
                shown,
                _remarks(redline, words),
                text if text != now and _can_part(step, text) else "",
            )


def _written(step: Step, text: str, *, base: int) -> str:
    """Return what an untracked text was written from: the whole text, or the proposed decision alone."""
    whole = _settled(_whole(step, base))
    if _can_part(step, text):
        return whole
    decision = _settled(step.received_text)
    return min((whole, decision), key=lambda each: _changed_signs(each, text))


def _changed_signs(old: str, new: str) -> int:
    pieces = (piece for change in compare(old, new) for piece in change.pieces)
    return sum(len(piece.text) for piece in pieces if piece.kind is not PieceKind.SAME)


def _only_author(redline: Redline) -> str:
    return next((one.author for one in redline.revisions if one.kind is not Kind.COMMENT), "")


def _dated(redline: Redline, author: str, words: str) -> str:
    own = [one for one in redline.revisions if one.author == author and one.kind is not Kind.COMMENT]
    here = [
        one.date for one in own if any(text and text in words for text in (one.old.strip(), one.new.strip()))
    ]
    return max(here or [one.date for one in own] or [""])


def _remarks(redline: Redline, words: str) -> tuple[str, ...]:
    """Return what is said in the margin of some words."""
    comments = [one for one in redline.revisions if one.kind is Kind.COMMENT]
    return tuple(one.new for one in comments if one.old.strip() and one.old.strip().split("\n")[0] in words)


def _whole(step: Step, version: int) -> str:
    """Return a step's words as one text: the grounds, then the proposed decision under its heading."""
    grounds = next(one.grounds for one in step.motion.texts if one.version == version)
    heading = _HEADINGS[_language(step)]
    return notes.joined((grounds.strip(), heading, step.received_text.strip()))


def _can_part(step: Step, text: str) -> bool:
    return _HEADINGS[_language(step)] in text.split("\n\n")


def _parted(step: Step, text: str) -> Words:
    grounds, decision = notes.parted(text, _HEADINGS[_language(step)])
    received, own = step.received_text.strip(), amendments.words_of(step).grounds.strip()
    # What was not changed stands as it was written, whatever its notes were called.
    return Words(
        received if decision == notes.joined([received]) else decision,
        own if grounds == notes.joined([own]) else grounds,
    )


def _scope(step: Step, words: Words) -> Scope:
    return Scope.DECISION if words.grounds == amendments.words_of(step).grounds.strip() else Scope.MOTION


def _settled(text: str) -> str:
    """Return a text as it comes back from Word when nobody has changed it."""
    file = TextFile(title="", by=By("", datetime(1970, 1, 1, tzinfo=UTC)))
    return read_text(text_docx(text, file=file), name="a.docx").markdown


def _marked_version(step: Step, mark: str) -> int | None:
    step_id, _, version = mark.partition(":")
    return int(version) if step_id == step.id and version.isdecimal() else None


def _step_inside(viewer: Viewer, step_id: str) -> Step:
    step = get_step_for(viewer, step_id)
    if not sees_inside(viewer, step):
        raise NotFound
    return step


def get_step_to_amend(viewer: Viewer, step_id: str) -> Step:
    """Return a step to someone who may write or take down amendments to it now."""
    step = _step_inside(viewer, step_id)
    if not _may_amend(viewer, step):
        raise NotAllowed
    refuse_if(amendments.taking_obstacles(step))
    return step


def may_send_back(viewer: Viewer, step: Step) -> bool:
    """Return whether a viewer could send a Word file with amendments to a step in now."""
    return sees_inside(viewer, step) and _may_amend(viewer, step) and not amendments.taking_obstacles(step)


def _may_amend(viewer: Viewer, step: Step) -> bool:
    actions = (Action.AMENDMENT_WRITE, Action.AMENDMENT_TAKE_DOWN)
    return any(viewer_may(action, viewer, step.body) for action in actions)


def _language(step: Step) -> Language:
    return "nn" if step.body.language == "nn" else "nb"


def _source(name: str, one: Returned) -> str:
    return f"{name} ({', '.join(filter(None, (one.author, one.dated[:10])))})" if one.author else name


def _moment(dated: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(dated)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
