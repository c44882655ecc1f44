"""The versions of a case's text at every step, as a viewer may see them: who, when and why.

They are read from the rows that hold them (the motion's texts, what a step received, recommendations,
amendments, decisions), so that no text is kept twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.differences import ParagraphChange, compare
from motionflow.domain.errors import NotFound
from motionflow.domain.flow import Arrival, Outcome
from motionflow.domain.recommendations import RecommendationBy
from motionflow.domain.versions import VersionKind
from motionflow.models import Amendment, Motion, MotionText, Recommender, Step
from motionflow.services import amendments
from motionflow.services.access import Viewer
from motionflow.services.case_status import sees_inside, sight_on
from motionflow.services.cases import get_motion_for

_OWN = frozenset({Arrival.HANDED_IN, Arrival.RESUBMITTED})


@dataclass(frozen=True)
class TextVersion:
    """One version of a case's text. ``key`` names it in addresses.

    ``by`` is the name of who wrote it where the viewer may know it, ``preparing`` who recommends it;
    ``before`` is the key of the version it was made from. ``number`` counts corrections and amendments.
    ``grounds`` are the motion's, which go with the case; ``None`` for what has none, or not for this viewer.
    """

    key: str
    kind: VersionKind
    step: Step
    on: date
    text: str
    grounds: str | None = None
    at: datetime | None = None
    by: str = ""
    preparing: RecommendationBy | None = None
    number: str = ""
    why: str = ""
    outcome: Outcome | None = None
    before: str | None = None


@dataclass(frozen=True)
class Versions:
    """The versions that a viewer sees, in the order of the way."""

    motion: Motion
    listed: tuple[TextVersion, ...]

    def get(self, key: str | None) -> TextVersion:
        """Return a version by its key. Raises ``NotFound``."""
        for version in self.listed:
            if version.key == key:
                return version
        raise NotFound

    def of_step(self, step: Step) -> list[TextVersion]:
        """Return the versions of one step."""
        return [version for version in self.listed if version.step.id == step.id]

    @property
    def steps(self) -> list[Step]:
        """The steps that have versions, in the order of the way."""
        return list({version.step.id: version.step for version in self.listed}.values())


@dataclass(frozen=True)
class Compared:
    """Two versions and what differs; ``grounds`` is ``None`` where not both have some."""

    versions: Versions
    old: TextVersion
    new: TextVersion
    text: tuple[ParagraphChange, ...]
    grounds: tuple[ParagraphChange, ...] | None


def list_versions(viewer: Viewer, motion_id: str) -> Versions:
    """Return the versions of a case's text. Raises ``NotFound`` when the viewer sees none of its steps."""
    motion = get_motion_for(viewer, motion_id)
    listed = tuple(_versions(motion, viewer, with_prepared=True))
    seen = {version.key for version in listed}
    # What a version was made from may lie at a body that the viewer does not see into.
    return Versions(
        motion, tuple(each if each.before in seen else replace(each, before=None) for each in listed)
    )


def compare_versions(viewer: Viewer, motion_id: str, *, old: str | None, new: str | None) -> Compared:
    """Return two versions and what differs between them. Raises ``NotFound`` for one not to be seen.

    Without a key the newer is the last there is, and the older the one that the newer was made from.
    """
    versions = list_versions(viewer, motion_id)
    if not versions.listed:
        raise NotFound
    other = versions.get(new) if new else versions.listed[-1]
    known = {version.key for version in versions.listed}
    made_from = other.before if other.before in known else versions.listed[0].key
    one = versions.get(old or made_from)
    grounds = None
    if one.grounds is not None and other.grounds is not None:
        grounds = compare(one.grounds, other.grounds)
    return Compared(versions, one, other, compare(one.text, other.text), grounds)


def way_of(motion: Motion, viewer: Viewer | None) -> Iterator[TextVersion]:
    """Yield the texts that went from body to body and what each decided; all of them without a viewer."""
    yield from _versions(motion, viewer, with_prepared=False)


def _versions(motion: Motion, viewer: Viewer | None, *, with_prepared: bool) -> Iterator[TextVersion]:
    founding = motion.steps[0]
    latest, grounds = _text_key(motion.texts[-1]), None
    if viewer is None or sight_on(viewer, founding):
        grounds = motion.texts[-1].grounds
        inside = viewer is None or any(sees_inside(viewer, step) for step in motion.steps)
        names = viewer is None or sees_inside(viewer, founding)
        yield from _motion_texts(motion, founding, inside=inside, names=names)
    for step in motion.steps:
        if viewer is not None and not sight_on(viewer, step):
            continue
        received = latest if step.arrival in _OWN else f"mottatt-{step.id}"
        yield from _received(step, latest, grounds)
        if viewer is not None and with_prepared and sees_inside(viewer, step):
            yield from _prepared(step, viewer, received)
        yield from _adopted(step, received)


def _text_key(text: MotionText) -> str:
    return f"versjon-{text.version}"


def _motion_texts(motion: Motion, step: Step, *, inside: bool, names: bool) -> Iterator[TextVersion]:
    """Yield the motion's own texts: whoever is outside sees the latest only."""
    before = None
    for text in motion.texts if inside else motion.texts[-1:]:
        first = text.version == 1
        yield TextVersion(
            key=_text_key(text),
            kind=VersionKind.HANDED_IN if first else VersionKind.CORRECTED,
            step=step,
            on=day_in_oslo(text.written_at),
            at=text.written_at,
            text=text.proposed_decision,
            grounds=text.grounds,
            by=", ".join(_movers(motion, names=names) if first else _writer(text, step, names=names)),
            number=str(text.version),
            before=before,
        )
        before = _text_key(text)


def _movers(motion: Motion, *, names: bool) -> Iterator[str]:
    """Yield who handed it in: bodies to everyone, people inside the founding body only."""
    for mover in motion.movers:
        if mover.body is not None:
            yield mover.body.name
        elif mover.person is not None and names:
            yield mover.person.name_in(motion.founding_body_id) or ""


def _writer(text: MotionText, step: Step, *, names: bool) -> Iterator[str]:
    if names:
        yield text.written_by.name_in(step.body_id) or ""


def _received(step: Step, latest: str, grounds: str | None) -> Iterator[TextVersion]:
    if step.arrival is not Arrival.FORWARDED or step.from_step is None:
        return
    sender = step.from_step
    yield TextVersion(
        key=f"mottatt-{step.id}",
        kind=VersionKind.RECEIVED,
        step=step,
        on=day_in_oslo(step.received_at),
        at=step.received_at,
        text=step.received_text,
        grounds=grounds,
        by=sender.body.name,
        before=_before(sender, latest),
    )


def _before(step: Step, latest: str) -> str:
    """Return the key of the text that a step got, wherever it came from."""
    while step.arrival not in _OWN and step.arrival is not Arrival.FORWARDED and step.from_step:
        step = step.from_step
    return f"mottatt-{step.id}" if step.arrival is Arrival.FORWARDED else latest


def _prepared(step: Step, viewer: Viewer, received: str) -> Iterator[TextVersion]:
    """Yield what those inside a body see: recommendations, amendments, and what was put together."""
    for row in step.recommendations:
        if row.text and row.published_at is not None:
            yield TextVersion(
                key=f"innstilling-{row.id}",
                kind=VersionKind.RECOMMENDED,
                step=step,
                on=day_in_oslo(row.published_at),
                at=row.published_at,
                text=row.text,
                preparing=row.by,
                by=", ".join(_names(row.recommenders, step)),
                why=row.grounds,
                before=received,
            )
    for amendment in amendments.list_for(viewer, step):
        if amendment.number is not None and amendment.handed_in_at is not None:
            yield _moved(step, amendment, received)
    together = step.amending
    if together is not None and together.made_at is not None:
        yield TextVersion(
            key=f"satt-sammen-{step.id}",
            kind=VersionKind.PUT_TOGETHER,
            step=step,
            on=day_in_oslo(together.made_at),
            at=together.made_at,
            text=together.text,
            grounds=together.motion_grounds or None,
            before=received,
        )


def _moved(step: Step, row: Amendment, received: str) -> TextVersion:
    return TextVersion(
        key=f"endringsforslag-{row.id}",
        kind=VersionKind.MOVED,
        step=step,
        on=day_in_oslo(row.handed_in_at or row.written_at),
        at=row.handed_in_at,
        text=row.text,
        grounds=row.motion_grounds or None,
        by=", ".join(_names([row], step)),
        number=row.shown_number,
        why=row.grounds,
        before=f"endringsforslag-{row.parent_id}" if row.parent_id else received,
    )


def _names(rows: Iterable[Amendment | Recommender], step: Step) -> Iterator[str]:
    for row in rows:
        name = row.name if isinstance(row, Recommender) else row.mover_name
        if row.person is not None:
            name = row.person.name_in(step.body_id) or ""
        elif row.body is not None:
            name = row.body.name
        if name:
            yield name


def _adopted(step: Step, received: str) -> Iterator[TextVersion]:
    for decision in step.decisions:
        if decision.operative_text:
            yield TextVersion(
                key=f"vedtak-{decision.id}",
                kind=VersionKind.ADOPTED,
                step=step,
                on=decision.decided_on,
                text=decision.operative_text,
                why=decision.reason,
                outcome=decision.outcome,
                before=received,
            )
