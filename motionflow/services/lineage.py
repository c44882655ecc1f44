"""What became of a founding body's words, hop by hop to what the council adopted."""

from collections.abc import Sequence
from dataclasses import dataclass

from motionflow.domain.differences import ParagraphChange, compare
from motionflow.domain.flow import MUNICIPAL_KINDS, BodyKind, Outcome
from motionflow.domain.lineage import Kept, kept_in
from motionflow.domain.versions import VersionKind
from motionflow.models import Motion
from motionflow.services.access import Viewer
from motionflow.services.cases import get_motion_for
from motionflow.services.texts import TextVersion, way_of

_ADOPTED = frozenset({Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES})


@dataclass(frozen=True)
class Hop:
    """A text on the way, what differs from the one before it on its road, and what is left of the origin.

    ``before`` is ``None`` for the first, and where the viewer does not see it; ``kept`` is ``None`` up to
    the origin itself.
    """

    version: TextVersion
    before: TextVersion | None
    changes: tuple[ParagraphChange, ...]
    kept: Kept | None


@dataclass(frozen=True)
class Lineage:
    """The way of a case's proposed decision. ``origin`` is the text that the founding body sent on.

    ``adopted`` are the texts that a council adopted, and ``kept`` how many of the origin's words stand in
    at least one of them; ``None`` until there is one. ``final`` compares the origin with each of them.
    """

    motion: Motion
    hops: tuple[Hop, ...]
    origin: TextVersion | None
    adopted: tuple[TextVersion, ...]
    kept: Kept | None
    final: tuple[tuple[TextVersion, tuple[ParagraphChange, ...]], ...] = ()


def get_lineage(viewer: Viewer, motion_id: str) -> Lineage:
    """Return what became of a case's proposed decision, as far as a viewer sees. Raises ``NotFound``."""
    motion = get_motion_for(viewer, motion_id)
    return _lineage(motion, list(way_of(motion, viewer)))


def full_lineage(motion: Motion) -> Lineage:
    """Return what became of a case's proposed decision, for the report to its founding body."""
    return _lineage(motion, list(way_of(motion, None)))


def _lineage(motion: Motion, listed: Sequence[TextVersion]) -> Lineage:
    way = sorted((version for version in listed if _is_hop(version)), key=lambda each: each.on)
    by_key = {version.key: version for version in way}
    origin = _origin(way)
    adopted = tuple(version for version in way if _is_adopted_by_council(version))
    kept: Kept | None = None
    final: tuple[tuple[TextVersion, tuple[ParagraphChange, ...]], ...] = ()
    if origin is not None and adopted:
        kept = kept_in(origin.text, *(version.text for version in adopted))
        final = tuple((version, compare(origin.text, version.text, closely=True)) for version in adopted)
    hops = tuple(_hop(version, by_key.get(version.before or ""), origin) for version in way)
    return Lineage(motion, hops, origin, adopted, kept, final)


def _hop(version: TextVersion, before: TextVersion | None, origin: TextVersion | None) -> Hop:
    changes = compare(before.text, version.text, closely=True) if before is not None else ()
    is_later = version.kind in (VersionKind.RECEIVED, VersionKind.ADOPTED) and version is not origin
    kept = kept_in(origin.text, version.text) if is_later and origin is not None else None
    return Hop(version, before, changes, kept)


def _is_hop(version: TextVersion) -> bool:
    if version.kind is VersionKind.ADOPTED:
        # What a party's body adopted is told by the text that it sent on.
        return version.outcome in _ADOPTED and version.step.body.kind in MUNICIPAL_KINDS
    return True


def _is_adopted_by_council(version: TextVersion) -> bool:
    return version.kind is VersionKind.ADOPTED and version.step.body.kind is BodyKind.COUNCIL


def _origin(way: Sequence[TextVersion]) -> TextVersion | None:
    """Return the text that the founding body sent on first; until then, the motion as it reads now."""
    handed_in = None
    for version in way:
        if version.kind is VersionKind.RECEIVED:
            sender = version.step.from_step
            if sender is not None and sender.number == 1:
                return version
        elif version.kind is not VersionKind.ADOPTED:
            handed_in = version
    return handed_in
