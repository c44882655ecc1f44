"""Searching cases, texts, decisions and papers: only what the reader may see, the newest first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, exists, literal_column, or_, select, table, text
from sqlalchemy.orm import aliased

from motionflow.db import db
from motionflow.domain.flow import MUNICIPAL_KINDS, Outcome
from motionflow.domain.searching import (
    EntryKind,
    Piece,
    Query,
    excerpt,
    likeness,
    query_of,
    significant,
)
from motionflow.domain.themes import Theme
from motionflow.models import Body, BodyFollow, Decision, Motion, MotionTheme, SearchEntry, Step
from motionflow.services import case_lists
from motionflow.services.access import Viewer
from motionflow.services.case_lists import CaseRow, rows_of, visible_to

PAGE = 20
_NUMBER = re.compile(r"(\d{4})/(\d{1,6})")
# Finds looked at, the newest first: so a common word takes no longer among many cases than among few.
MOST_FINDS = 300
MOST_ALIKE = 5
ALIKE_FROM = 0.34
_WORDS = table("search_words", column("rowid"))
_ON_WAY = aliased(Step)
"""Another name for the table of steps, made once."""


@dataclass(frozen=True)
class Filters:
    """What narrows a search down; all that is set must hold."""

    body_id: str = ""
    year: int | None = None
    theme: Theme | None = None
    outcome: Outcome | None = None
    is_open: bool | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is narrowed down."""
        return self != Filters()


@dataclass(frozen=True)
class Find:
    """What was found of a case: in what, and a piece of it with the finds marked."""

    kind: EntryKind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Hit:
    """A case that was found, with where it stands and the first finds."""

    row: CaseRow
    title: tuple[Piece, ...]
    finds: tuple[Find, ...]


@dataclass(frozen=True)
class Found:
    """A page of hits. ``is_cut`` says that only the newest finds were looked at."""

    hits: tuple[Hit, ...]
    page: int = 1
    has_next: bool = False
    is_cut: bool = False


def search(viewer: Viewer, typed: str, *, filters: Filters = Filters(), page: int = 1) -> Found:
    """Return the cases where every word typed is found, titles first, then the newest.

    A word is found in every form and in both written languages. Only what the viewer may see is looked
    in: a decision at a closed body is not found by those outside it.
    """
    query = query_of(typed)
    if not query.words and not filters.is_set:
        return Found(())
    if not query.words:
        return _listed(viewer, filters, page)
    numbered = _NUMBER.fullmatch(typed.strip())
    if numbered is not None:
        year, number = (int(part) for part in numbered.groups())
        rows_found = case_lists.find_numbered_for(viewer, year=year, number=number)
        return Found(tuple(Hit(row, (Piece(row.motion.title),), ()) for row in rows_found))
    entries = _find(viewer, query, filters)
    by_motion: dict[str, list[SearchEntry]] = {}
    for entry in entries:
        by_motion.setdefault(entry.motion_id, []).append(entry)
    order = sorted(by_motion, key=lambda each: not _in_title(by_motion[each], query))
    chosen = order[(page - 1) * PAGE : page * PAGE]
    rows = {row.motion.id: row for row in rows_of(viewer, chosen)}
    hits = tuple(_hit(rows[each], by_motion[each], query) for each in chosen if each in rows)
    return Found(hits, page, len(order) > page * PAGE, len(entries) == MOST_FINDS)


def find_alike(viewer: Viewer, title: str, text_of_it: str, *, but: str = "") -> tuple[CaseRow, ...]:
    """Return earlier and present motions that ask for much the same, the most alike first."""
    words = significant(title) or significant(text_of_it, most=6)
    if not words:
        return ()
    query = Query((tuple(words),))
    best: dict[str, float] = {}
    for entry in _find(viewer, query, Filters()):
        if entry.motion_id == but or entry.kind is not EntryKind.TEXT:
            continue
        alike = max(likeness(title, entry.title), likeness(text_of_it, entry.content) if text_of_it else 0.0)
        if alike >= ALIKE_FROM:
            best[entry.motion_id] = max(alike, best.get(entry.motion_id, 0.0))
    ids = sorted(best, key=lambda each: -best[each])[:MOST_ALIKE]
    rows = {row.motion.id: row for row in rows_of(viewer, ids)}
    return tuple(rows[each] for each in ids if each in rows)


def _find(viewer: Viewer, query: Query, filters: Filters) -> list[SearchEntry]:
    rows = select(SearchEntry).join(Step, Step.id == SearchEntry.step_id).where(_may_see(viewer))
    rows = _narrowed(rows, viewer, filters, SearchEntry.motion_id)
    if db.engine.dialect.name == "sqlite":
        # The table of words gives its finds by number, the newest first, without sorting them.
        found = text("search_words MATCH :query").bindparams(query=_for_sqlite(query))
        rows = rows.where(SearchEntry.id == _WORDS.c.rowid, found).order_by(_WORDS.c.rowid.desc())
    else:
        asked = text("to_tsquery('norwegian', :query)").bindparams(query=_for_postgres(query))
        vector: ColumnElement[Any] = literal_column("search_entries.words")
        rows = rows.where(vector.op("@@")(asked)).order_by(SearchEntry.id.desc())
    return list(db.session.scalars(rows.limit(MOST_FINDS)))


def _for_sqlite(query: Query) -> str:
    groups = (" OR ".join(f'"{each}" *' for each in word) for word in query.words)
    return " AND ".join(f"({group})" for group in groups)


def _for_postgres(query: Query) -> str:
    """Return the query in PostgreSQL's words.

    It cuts endings off by itself, and more of them than we do: «ledelse» is kept as «led», where «ledels» is
    looked for in vain. So a word is asked for as it was typed too, and a beginning as a whole word.
    """
    groups = []
    for at, word in enumerate(query.words):
        whole = [*query.typed[at : at + 1], *(f"{each}e" for each in word)]
        groups.append(" | ".join([*(f"'{each}':*" for each in word), *(f"'{each}'" for each in whole)]))
    return " & ".join(f"({group})" for group in groups)


def _may_see(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a viewer may see an entry at its step, as ``sight_of`` says of one step."""
    own = viewer.body_ids
    municipal = select(Body.id).where(Body.kind.in_(MUNICIPAL_KINDS))
    is_decided = exists().where(Decision.step_id == Step.id).correlate(Step)
    outcome = [Step.opened_at.is_not(None), and_(Step.body_id.in_(municipal), is_decided)]
    if not own:
        return and_(SearchEntry.is_inside.is_(False), or_(*outcome))
    followed = select(BodyFollow.external_body_id).where(BodyFollow.body_id.in_(own))
    inside = or_(Step.body_id.in_(own), Step.body_id.in_(followed))
    on_way = exists().where(_ON_WAY.motion_id == SearchEntry.motion_id, _ON_WAY.body_id.in_(own))
    return or_(inside, and_(SearchEntry.is_inside.is_(False), or_(*outcome, on_way.correlate(SearchEntry))))


def _narrowed(rows: Select[Any], viewer: Viewer, filters: Filters, motion_id: Any) -> Select[Any]:
    if not filters.is_set:
        return rows
    if filters.year is not None:
        # Another name for the table: where cases themselves are listed, it would else ask of any case at all.
        of_year = aliased(Motion)
        rows = rows.where(exists().where(of_year.id == motion_id, of_year.year == filters.year))
    if filters.theme is not None:
        rows = rows.where(
            exists().where(MotionTheme.motion_id == motion_id, MotionTheme.theme == filters.theme)
        )
    at = aliased(Step)
    seen = _step_seen(viewer, at)
    if filters.body_id:
        rows = rows.where(exists().where(at.motion_id == motion_id, at.body_id == filters.body_id, seen))
    if filters.outcome is not None:
        rows = rows.where(
            exists().where(
                at.motion_id == motion_id,
                Decision.step_id == at.id,
                Decision.outcome == filters.outcome,
                seen,
            )
        )
    if filters.is_open is not None:
        waits = exists().where(at.motion_id == motion_id, at.ended_at.is_(None), seen)
        rows = rows.where(waits if filters.is_open else ~waits)
    return rows


def _step_seen(viewer: Viewer, at: Any) -> ColumnElement[bool]:
    """Return the condition that a viewer sees a step, so that a filter tells nothing of others."""
    own = viewer.body_ids
    municipal = select(Body.id).where(Body.kind.in_(MUNICIPAL_KINDS))
    ways = [at.opened_at.is_not(None), and_(at.body_id.in_(municipal), at.ended_at.is_not(None))]
    if own:
        followed = select(BodyFollow.external_body_id).where(BodyFollow.body_id.in_(own))
        other = aliased(Step)
        ways += [at.body_id.in_(own), at.body_id.in_(followed)]
        ways.append(exists().where(other.motion_id == at.motion_id, other.body_id.in_(own)).correlate(at))
    return or_(*ways)


def _listed(viewer: Viewer, filters: Filters, page: int) -> Found:
    """Return the cases that the filters alone choose, the newest first."""
    rows = _narrowed(select(Motion.id).where(visible_to(viewer)), viewer, filters, Motion.id)
    rows = rows.order_by(Motion.started_at.desc(), Motion.id)
    ids = list(db.session.scalars(rows.offset((page - 1) * PAGE).limit(PAGE + 1)))
    hits = [Hit(row, (Piece(row.motion.title),), ()) for row in rows_of(viewer, ids[:PAGE])]
    return Found(tuple(hits), page, len(ids) > PAGE)


def _in_title(entries: Sequence[SearchEntry], query: Query) -> bool:
    return any(piece.is_hit for entry in entries for piece in excerpt(entry.title, query))


def _hit(row: CaseRow, entries: Sequence[SearchEntry], query: Query) -> Hit:
    finds: list[Find] = []
    seen: set[EntryKind | tuple[Piece, ...]] = set()
    for entry in sorted(entries, key=lambda each: each.kind is EntryKind.PAPER):
        pieces = excerpt(" ".join(entry.content.split()), query)
        # A paper often has the motion's own words: they are shown once.
        if any(piece.is_hit for piece in pieces) and not {entry.kind, pieces} & seen:
            seen |= {entry.kind, pieces}
            finds.append(Find(entry.kind, pieces))
    return Hit(row, excerpt(row.motion.title, query, length=400), tuple(finds[:2]))
