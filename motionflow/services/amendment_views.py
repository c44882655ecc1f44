"""A step's amendments as a viewer sees them, and what the viewer may do with each."""

from collections.abc import Sequence
from dataclasses import dataclass

from motionflow.domain.amendments import VOTABLE, WAITING, AmendmentMoveName, AmendmentState, moves_from
from motionflow.domain.differences import ParagraphChange, compare
from motionflow.domain.errors import NotFound
from motionflow.domain.flow import AMENDABLE
from motionflow.domain.roles import Action
from motionflow.domain.voting_order import Round
from motionflow.models import Amendment, Recommendation, Step
from motionflow.services import recommendations
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.amendment_texts import Laid, carried_of, laid_in
from motionflow.services.amendment_votes import VotingOrder, clashes_of, order_of
from motionflow.services.amendments import get_amendment_for, is_own, list_for, may_write
from motionflow.services.case_status import sees_inside
from motionflow.services.cases import get_step_for

_ACTIONS = {
    AmendmentMoveName.DISMISS: Action.AMENDMENTS_RUN,
    AmendmentMoveName.FALL_AWAY: Action.AMENDMENTS_RUN,
    AmendmentMoveName.REOPEN: Action.AMENDMENTS_RUN,
    AmendmentMoveName.CARRY: Action.VOTES_COUNT,
    AmendmentMoveName.FALL: Action.VOTES_COUNT,
    AmendmentMoveName.WITHDRAW: Action.AMENDMENT_TAKE_DOWN,
}
_OWN_MOVES = frozenset({AmendmentMoveName.EDIT, AmendmentMoveName.SUBMIT, AmendmentMoveName.WITHDRAW})


@dataclass(frozen=True)
class AmendmentView:
    """One amendment: what it changes, who moved it, what it conflicts with, and what may be done with it."""

    row: Amendment
    mover: str | None
    changes: tuple[ParagraphChange, ...]
    grounds_changes: tuple[ParagraphChange, ...]
    clashes_with: tuple[Amendment, ...]
    moves: frozenset[AmendmentMoveName]
    recommendations: tuple[Recommendation, ...]
    is_own: bool
    may_be_amended: bool


@dataclass(frozen=True)
class StepAmendments:
    """All amendments of a step. ``laid`` are those that wait or have carried, laid into the text."""

    step: Step
    views: tuple[AmendmentView, ...]
    laid: Laid
    may_write: bool
    may_take_down: bool
    may_run: bool
    may_count: bool

    @property
    def drafts(self) -> tuple[AmendmentView, ...]:
        """The viewer's own that are not handed in."""
        return tuple(view for view in self.views if view.row.number is None)

    @property
    def handed_in(self) -> tuple[AmendmentView, ...]:
        """Those that are handed in, by number."""
        return tuple(view for view in self.views if view.row.number is not None)

    @property
    def waiting(self) -> tuple[AmendmentView, ...]:
        """Those that wait for a vote."""
        return tuple(view for view in self.views if view.row.state in WAITING)

    @property
    def has_carried(self) -> bool:
        """Whether there is a text to put together."""
        return any(view.row.state is AmendmentState.CARRIED for view in self.views)

    @property
    def numbers(self) -> dict[str, str]:
        """The number people say, by the amendment's id."""
        return {view.row.id: view.row.shown_number for view in self.handed_in}

    @property
    def is_closed(self) -> bool:
        """Whether the chair takes no more."""
        return self.step.amending is not None and self.step.amending.closed_at is not None


@dataclass(frozen=True)
class RoundView:
    """One round of the order: the amendments it is about, and what is left then to fall away with each."""

    round: Round
    views: tuple[AmendmentView, ...]
    falls_away: dict[str, tuple[AmendmentView, ...]]


@dataclass(frozen=True)
class VotingView:
    """The order of votes, the next first, and what is settled already."""

    amendments: StepAmendments
    order: VotingOrder
    rounds: tuple[RoundView, ...]

    @property
    def settled(self) -> tuple[AmendmentView, ...]:
        """Those that nothing waits for any more."""
        return tuple(view for view in self.amendments.handed_in if view.row.state not in WAITING)

    def others_of(self, view: AmendmentView) -> tuple[AmendmentView, ...]:
        """Return those that an amendment can be set against: what touches the same words."""
        clashing = self.order.clashing_with(view.row.id)
        return tuple(each for each in self.amendments.waiting if each.row.id in clashing)


def get_amendments_for(viewer: Viewer, step_id: str) -> StepAmendments:
    """Return a step's amendments to someone inside its body. Raises ``NotFound``."""
    step = get_step_for(viewer, step_id)
    if not sees_inside(viewer, step):
        raise NotFound
    rows = list_for(viewer, step)
    shown = [row for row in rows if row.state in WAITING or row.state is AmendmentState.CARRIED]
    advice = recommendations.list_for(viewer, step) if rows else []
    return StepAmendments(
        step=step,
        views=_views(viewer, step, rows, advice),
        laid=laid_in(step, shown),
        may_write=may_write(viewer, step),
        may_take_down=viewer_may(Action.AMENDMENT_TAKE_DOWN, viewer, step.body),
        may_run=step.state in AMENDABLE and viewer_may(Action.AMENDMENTS_RUN, viewer, step.body),
        may_count=step.state in AMENDABLE and viewer_may(Action.VOTES_COUNT, viewer, step.body),
    )


def get_view_for(viewer: Viewer, amendment_id: str) -> AmendmentView:
    """Return one amendment to someone inside its body. Raises ``NotFound``."""
    row = get_amendment_for(viewer, amendment_id)
    rows = list_for(viewer, row.step)
    advice = recommendations.list_for(viewer, row.step)
    return next(view for view in _views(viewer, row.step, rows, advice) if view.row.id == row.id)


def get_voting_for(viewer: Viewer, step_id: str) -> VotingView:
    """Return the order of votes to someone inside the body, with what falls away with each."""
    found = get_amendments_for(viewer, step_id)
    order = order_of(found.step)
    by_id = {view.row.id: view for view in found.handed_in}
    rounds, settled = list[RoundView](), set[str]()
    for each in order.rounds:
        falls_away = {
            id: tuple(by_id[other] for other in order.falls_away_with(id) if other not in settled)
            for id in each.ids
        }
        rounds.append(RoundView(each, tuple(by_id[id] for id in each.ids), falls_away))
        if not each.is_pair and not each.waits_for_winner:
            settled.update(each.ids)
    return VotingView(found, order, tuple(rounds))


def get_adopted_for(viewer: Viewer, step_id: str, *, chosen: dict[str, str]) -> tuple[StepAmendments, Laid]:
    """Return what those that carried make of the text, with the conflicts that are left to choose."""
    found = get_amendments_for(viewer, step_id)
    return found, laid_in(found.step, carried_of(found.step), chosen=chosen)


def mover_name(row: Amendment) -> str | None:
    """Return who moved an amendment, as its body may know; ``None`` for one who has been erased."""
    if row.person is not None:
        return row.person.name_in(row.step.body_id)
    return row.body.name if row.body is not None else row.mover_name


def _views(
    viewer: Viewer, step: Step, rows: Sequence[Amendment], advice: Sequence[Recommendation]
) -> tuple[AmendmentView, ...]:
    waiting = [row for row in rows if row.state in WAITING]
    clashes = clashes_of(step, waiting)
    return tuple(
        AmendmentView(
            row=row,
            mover=mover_name(row),
            changes=compare(row.base_text, row.text),
            grounds_changes=compare(row.base_motion_grounds, row.motion_grounds),
            clashes_with=tuple(other for other in waiting if frozenset((row.id, other.id)) in clashes),
            moves=_moves(viewer, row),
            recommendations=tuple(each for each in advice if each.amendment_id == row.id),
            is_own=is_own(viewer, row),
            may_be_amended=row.state in WAITING and may_write(viewer, step),
        )
        for row in rows
    )


def _moves(viewer: Viewer, row: Amendment) -> frozenset[AmendmentMoveName]:
    if row.step.state not in AMENDABLE:
        return frozenset()
    own = _OWN_MOVES if is_own(viewer, row) else frozenset()
    allowed = {name for name, action in _ACTIONS.items() if viewer_may(action, viewer, row.step.body)}
    moves = {move.name for move in moves_from(row.state)} & (own | allowed)
    return frozenset(moves if row.state in VOTABLE or row.number is None else moves - _OWN_MOVES)
