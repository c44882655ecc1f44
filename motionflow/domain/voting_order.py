"""In which order a meeting votes on amendments, and what falls away (``domain/guide.md`` §1.6).

Postponement first; then the most far-reaching; alternatives two and two against each other; in money
matters the highest sum first; what cannot be set against each other, one after the other. An amendment to
an amendment comes before the one it amends. It is a proposal: the chair may take another order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from motionflow.domain.checks import find_amounts
from motionflow.domain.differences import ParagraphChange, PieceKind

Pair = frozenset[str]


class Reason(StrEnum):
    """Why something is voted on where it stands in the order."""

    POSTPONEMENT = "postponement"
    CHAIR = "chair"
    AMENDS_ANOTHER = "amends_another"
    WHOLE_ALTERNATIVE = "whole_alternative"
    HIGHEST_SUM = "highest_sum"
    AGAINST_EACH_OTHER = "against_each_other"
    WINNER = "winner"
    FAR_REACHING = "far_reaching"
    ONE_BY_ONE = "one_by_one"


@dataclass(frozen=True)
class Votable:
    """What the order needs to know of an amendment that waits.

    ``on`` is the amendment it amends, ``reach`` the share of the text that it changes, ``sum`` the highest
    sum of money it puts in, in kroner. ``position`` is where the chair has put it.
    """

    id: str
    number: int
    on: str | None = None
    is_postponement: bool = False
    is_whole: bool = False
    reach: Fraction = Fraction(0)
    sum: int | None = None
    position: int | None = None


@dataclass(frozen=True)
class Round:
    """One vote: for and against one amendment, or two set against each other.

    ``waits_for_winner``: the last of ``ids`` meets the one that wins the round before.
    """

    ids: tuple[str, ...]
    reason: Reason
    waits_for_winner: bool = False

    @property
    def is_pair(self) -> bool:
        """Whether two are set against each other."""
        return len(self.ids) == 2


def order(votables: Iterable[Votable], *, clashes: Iterable[Pair]) -> list[Round]:
    """Return the rounds in the order they are proposed, or as the chair has put them."""
    given = sorted(votables, key=lambda each: each.number)
    if any(each.position is not None for each in given):
        return _as_the_chair_has_it(given)
    pairs = set(clashes)
    rounds = [Round((each.id,), Reason.POSTPONEMENT) for each in given if each.is_postponement]
    rest = [each for each in given if not each.is_postponement]
    known = {each.id for each in rest}
    children: dict[str | None, list[Votable]] = {}
    for each in rest:
        children.setdefault(each.on if each.on in known else None, []).append(each)
    return [*rounds, *_rounds(children.get(None, []), children, pairs)]


def falls_away_when_carried(id: str, votables: Sequence[Votable], *, clashes: Iterable[Pair]) -> list[str]:
    """Return those that need no vote any more when an amendment carries.

    They are those that touch the same words, and beside a full alternative all others; and what amends
    them. A postponement lets all wait instead.
    """
    by_id = {each.id: each for each in votables}
    one = by_id.get(id)
    if one is None or one.is_postponement:
        return []
    pairs = set(clashes)
    gone = {
        each.id
        for each in votables
        if each.id != id
        and each.on == one.on
        and not each.is_postponement
        and (one.is_whole or each.is_whole or frozenset((id, each.id)) in pairs)
    }
    return _with_descendants(gone, votables)


def falls_away_when_fallen(id: str, votables: Sequence[Votable]) -> list[str]:
    """Return those that need no vote any more when an amendment falls: what amends it."""
    return [each for each in _with_descendants({id}, votables) if each != id]


def reach_of(changes: Iterable[ParagraphChange]) -> Fraction:
    """Return the share of a text that is changed: signs removed and added, of the signs there were."""
    before = changed = 0
    for change in changes:
        for piece in change.pieces:
            size = len(piece.text.strip())
            before += size if piece.kind is not PieceKind.ADDED and change.stands_in_old else 0
            changed += size if piece.kind is not PieceKind.SAME else 0
    return Fraction(changed, max(before, 1))


def sum_of(changes: Iterable[ParagraphChange]) -> int | None:
    """Return the highest sum of money that is put into a text, in kroner; none where there is none."""
    found = [
        amount.kroner
        for change in changes
        if change.new is not None and any(piece.kind is PieceKind.ADDED for piece in change.pieces)
        for amount in find_amounts(change.new.text)
        if not _stood_before(amount.text, change)
    ]
    return max(found, default=None)


def _stood_before(amount: str, change: ParagraphChange) -> bool:
    # The whole paragraph is read, because «inntil 500 000 kr» may be only partly new.
    return change.old is not None and amount in change.old.text


def _as_the_chair_has_it(given: Sequence[Votable]) -> list[Round]:
    placed = sorted(given, key=lambda each: (each.position is None, each.position or 0, each.number))
    return [Round((each.id,), Reason.CHAIR) for each in placed]


def _rounds(
    siblings: Sequence[Votable], children: Mapping[str | None, list[Votable]], pairs: set[Pair]
) -> list[Round]:
    found: list[Round] = []
    wholes = [each for each in siblings if each.is_whole]
    found += _alternatives(wholes, children, pairs, alone=Reason.WHOLE_ALTERNATIVE)
    partial = [each for each in siblings if not each.is_whole]
    for group in sorted(_groups(partial, pairs), key=_first):
        found += _group(group, children, pairs)
    return found


def _group(
    group: list[Votable], children: Mapping[str | None, list[Votable]], pairs: set[Pair]
) -> list[Round]:
    if len(group) > 1 and all(each.sum is not None for each in group):
        group = sorted(group, key=lambda each: (-(each.sum or 0), each.number))
        return _one_by_one(group, children, pairs, Reason.HIGHEST_SUM)
    all_clash = all(
        frozenset((one.id, other.id)) in pairs for one in group for other in group if one.id != other.id
    )
    if all_clash and len(group) > 1:
        return _alternatives(group, children, pairs, alone=Reason.ONE_BY_ONE)
    reason = Reason.FAR_REACHING if len(group) > 1 else Reason.ONE_BY_ONE
    return _one_by_one(sorted(group, key=_far), children, pairs, reason)


def _alternatives(
    group: Sequence[Votable],
    children: Mapping[str | None, list[Votable]],
    pairs: set[Pair],
    *,
    alone: Reason,
) -> list[Round]:
    """Set alternatives two and two against each other; the last winner is then voted for or against."""
    if len(group) < 2:
        return _one_by_one(group, children, pairs, alone)
    placed = sorted(group, key=_far)
    found = [each for one in placed for each in _under(one, children, pairs)]
    found.append(Round((placed[0].id, placed[1].id), Reason.AGAINST_EACH_OTHER))
    found += [Round((each.id,), Reason.AGAINST_EACH_OTHER, waits_for_winner=True) for each in placed[2:]]
    return [*found, Round((), Reason.WINNER, waits_for_winner=True)]


def _one_by_one(
    group: Sequence[Votable],
    children: Mapping[str | None, list[Votable]],
    pairs: set[Pair],
    reason: Reason,
) -> list[Round]:
    found = []
    for each in group:
        found += _under(each, children, pairs)
        found.append(Round((each.id,), reason))
    return found


def _under(one: Votable, children: Mapping[str | None, list[Votable]], pairs: set[Pair]) -> list[Round]:
    rounds = _rounds(children.get(one.id, []), children, pairs)
    return [
        Round(each.ids, Reason.AMENDS_ANOTHER, each.waits_for_winner)
        if each.reason in (Reason.ONE_BY_ONE, Reason.FAR_REACHING)
        else each
        for each in rounds
    ]


def _groups(siblings: Sequence[Votable], pairs: set[Pair]) -> list[list[Votable]]:
    """Return those that hang together by touching the same words."""
    left = list(siblings)
    found = []
    while left:
        group = [left.pop(0)]
        for one in group:
            near = [each for each in left if frozenset((one.id, each.id)) in pairs]
            group += near
            left = [each for each in left if each not in near]
        found.append(group)
    return found


def _first(group: Sequence[Votable]) -> tuple[Fraction, int]:
    return min(_far(each) for each in group)


def _far(one: Votable) -> tuple[Fraction, int]:
    return -one.reach, one.number


def _with_descendants(ids: set[str], votables: Sequence[Votable]) -> list[str]:
    found = set(ids)
    grown = True
    while grown:
        more = {each.id for each in votables if each.on in found} - found
        found |= more
        grown = bool(more)
    return [each.id for each in votables if each.id in found]
