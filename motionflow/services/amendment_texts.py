"""Amendments as texts: brought over to the text as it now is, laid into it, and put together at the end."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motionflow.db import db
from motionflow.domain.amendments import WAITING, AmendmentState, Scope, Words
from motionflow.domain.errors import Code, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import Outcome
from motionflow.domain.merged import Conflict, Edit, Merged
from motionflow.domain.merging import merge, rebase
from motionflow.domain.roles import Action
from motionflow.models import Amending, Amendment, Step
from motionflow.services import audit
from motionflow.services.access import Viewer, require
from motionflow.services.amendments import amending_of, state_obstacles, words_of
from motionflow.services.cases import get_step_for

NO_CHOICES: Mapping[str, str] = {}


@dataclass(frozen=True)
class Laid:
    """Amendments laid into a step's text: the proposed decision, and the motion's grounds.

    ``not_brought_over`` are those written to a text that has been changed in the same places since.
    """

    decision: Merged
    grounds: Merged
    not_brought_over: tuple[tuple[Amendment, tuple[Conflict, ...]], ...] = ()

    @property
    def conflicts(self) -> tuple[tuple[str, Conflict], ...]:
        """Every conflict with the key its choice is handed back by, in the order a reader meets them."""
        found = [
            (f"{row.id}/{each.key}", each) for row, conflicts in self.not_brought_over for each in conflicts
        ]
        found += [(f"decision/{each.key}", each) for each in self.decision.conflicts]
        return (*found, *((f"grounds/{each.key}", each) for each in self.grounds.conflicts))


@dataclass(frozen=True)
class Brought:
    """A text brought over to another version; none while there are conflicts."""

    text: str | None
    conflicts: tuple[Conflict, ...] = ()


def laid_in(step: Step, rows: Sequence[Amendment], *, chosen: Mapping[str, str] = NO_CHOICES) -> Laid:
    """Return what some amendments make of a step's text; ``chosen`` holds texts by the conflicts' keys."""
    words = words_of(step)
    texts = [row for row in rows if row.scope is not Scope.POSTPONEMENT]
    unsettled = []
    for row in texts:
        conflicts = _brought_over(row, words, chosen).conflicts
        if conflicts:
            unsettled.append((row, conflicts))
    stuck = {row.id for row, _ in unsettled}
    laid = [row for row in texts if row.id not in stuck and row.parent_id not in stuck]
    on_grounds = [row for row in laid if row.motion_grounds != row.base_motion_grounds]
    on_decision = [row for row in laid if row.text != row.base_text]
    return Laid(
        decision=merge(
            words.decision,
            [edit_of(row, words, chosen=chosen) for row in on_decision],
            chosen=_under("decision", chosen),
        ),
        grounds=merge(
            words.grounds,
            [edit_of(row, words, of_grounds=True) for row in on_grounds],
            chosen=_under("grounds", chosen),
        ),
        not_brought_over=tuple(unsettled),
    )


def edit_of(
    row: Amendment, words: Words, *, of_grounds: bool = False, chosen: Mapping[str, str] = NO_CHOICES
) -> Edit:
    """Return an amendment as an edit of the text as it now is, where it can be brought over."""
    on = row.parent_id if row.scope is Scope.AMENDMENT else None
    is_whole = row.scope is Scope.ALTERNATIVE
    if of_grounds:
        brought = _on(row.motion_grounds, base=row.base_motion_grounds, onto=_base_now(row, words).grounds)
        text = row.motion_grounds if brought.text is None else brought.text
    else:
        brought = _brought_over(row, words, chosen)
        text = row.text if brought.text is None else brought.text
    return Edit(row.id, text, on=on, order=row.number or 0, is_whole=is_whole and not of_grounds)


def carried_of(step: Step) -> list[Amendment]:
    """Return the amendments of a step that carried, by number."""
    return [row for row in step.amendments if row.state is AmendmentState.CARRIED]


def adopted_words(step: Step) -> tuple[str, Outcome | None]:
    """Return the text a decision is about, and what outcome the carried amendments make it."""
    carried = carried_of(step)
    if any(row.scope is Scope.POSTPONEMENT for row in carried):
        return step.received_text, Outcome.POSTPONED
    if step.amending is not None and step.amending.made_at is not None:
        return step.amending.text, Outcome.ADOPTED_WITH_CHANGES
    return step.received_text, None


def put_together(
    viewer: Viewer, step_id: str, *, at: datetime, chosen: Mapping[str, str] = NO_CHOICES
) -> Amending:
    """Put the adopted text together from the amendments that carried, and keep it with who changed what.

    Raises ``RuleBroken`` while one waits for its vote, or while a conflict is not chosen for.
    """
    step = get_step_for(viewer, step_id, for_change=True)
    require(Action.AMENDMENTS_RUN, viewer, step.body)
    refuse_if(state_obstacles(step))
    if not carried_of(step):
        raise RuleBroken(Obstacle(Code.NO_AMENDMENT_CARRIED))
    waiting = [row.shown_number for row in step.amendments if row.state in WAITING]
    if waiting:
        raise RuleBroken(Obstacle(Code.AMENDMENTS_WAIT, None, {"numbers": ", ".join(waiting)}))
    laid = laid_in(step, carried_of(step), chosen=chosen)
    refuse_if([Obstacle(Code.CONFLICTS_NOT_SETTLED, f"choice-{key}") for key, _ in laid.conflicts])
    row = keep_text(step, laid, by=viewer.id, at=at)
    audit.add_event("text_put_together", body_id=step.body_id, subject_id=step.id, by=viewer.id, at=at)
    return row


def keep_text(step: Step, laid: Laid, *, by: str, at: datetime) -> Amending:
    """Keep a text that has been put together, with the amendments each piece of it came from."""
    numbers = {row.id: row.shown_number for row in step.amendments}
    row = amending_of(step)
    row.text, row.motion_grounds = laid.decision.text or "", laid.grounds.text or ""
    sources = {"decision": _sources(laid.decision, numbers), "grounds": _sources(laid.grounds, numbers)}
    row.sources = json.dumps(sources, ensure_ascii=False)
    row.made_at, row.made_by_id = at, by
    db.session.flush()
    return row


def text_anew(step: Step, *, by: str, at: datetime) -> None:
    """Put the text together again after a vote, by itself where nothing waits and nothing conflicts.

    Where something does, what was put together before is forgotten: it was made from other votes.
    """
    carried = carried_of(step)
    if carried and not any(row.state in WAITING for row in step.amendments):
        laid = laid_in(step, carried)
        if not laid.conflicts:
            keep_text(step, laid, by=by, at=at)
            return
    row = step.amending
    if row is not None and row.made_at is not None:
        row.text = row.motion_grounds = ""
        row.sources, row.made_at, row.made_by_id = "[]", None, None
        db.session.flush()


def _brought_over(row: Amendment, words: Words, chosen: Mapping[str, str]) -> Brought:
    """Return an amendment's text laid on what it amends as that now reads."""
    onto = _base_now(row, words).decision
    return _on(row.text, base=row.base_text, onto=onto, chosen=_under(row.id, chosen))


def _on(text: str, *, base: str, onto: str, chosen: Mapping[str, str] = NO_CHOICES) -> Brought:
    if onto == base:
        return Brought(text)
    merged = rebase(text, base=base, onto=onto)
    if chosen and merged.conflicts:
        merged = merge(base, [Edit("onto", onto), Edit("edit", text, order=1)], chosen=chosen)
    return Brought(merged.text, merged.conflicts)


def _base_now(row: Amendment, words: Words) -> Words:
    return row.parent.words if row.parent is not None else words


def _under(name: str, chosen: Mapping[str, str]) -> dict[str, str]:
    prefix = f"{name}/"
    return {key.removeprefix(prefix): text for key, text in chosen.items() if key.startswith(prefix)}


def _sources(merged: Merged, numbers: Mapping[str, str]) -> list[dict[str, object]]:
    return [
        {
            "kind": part.kind.value,
            "line_kind": part.paragraph.kind.value,
            "pieces": [
                [piece.kind.value, piece.text, [numbers.get(id, id) for id in piece.by]]
                for piece in part.pieces
            ],
        }
        for part in merged.paragraphs
    ]
