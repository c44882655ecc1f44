"""Who is looking, and what they may see: every thing is loaded through here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from motionflow.db import db
from motionflow.domain.errors import NotAllowed
from motionflow.domain.roles import WITH_DUTIES, Action, Grant, Relation, Role, Standing, may
from motionflow.models import Body, Membership, Person

OFFICES = frozenset({Role.SECRETARY, Role.CHAIR, Role.BOARD, Role.COUNCILLOR})


@dataclass(frozen=True)
class Viewer:
    """Someone who looks or acts, with the roles held on the day; nobody signed in has no ``person_id``."""

    person_id: str | None
    name: str
    language: str
    holdings: frozenset[tuple[str, Role]] = frozenset()

    @property
    def id(self) -> str:
        """The person's id. Raises ``NotAllowed`` when nobody is signed in."""
        if self.person_id is None:
            raise NotAllowed
        return self.person_id

    @property
    def body_ids(self) -> frozenset[str]:
        """The bodies where the person is anything but administrator."""
        return frozenset(body_id for body_id, role in self.holdings if role is not Role.ADMINISTRATOR)

    @property
    def has_duties(self) -> bool:
        """Whether the person can change what others see."""
        return any(role in WITH_DUTIES for _, role in self.holdings)

    @property
    def is_administrator(self) -> bool:
        """Whether the person makes bodies and first secretaries."""
        return any(role is Role.ADMINISTRATOR for _, role in self.holdings)


def nobody(*, language: str = "nb") -> Viewer:
    """Return the public's viewer."""
    return Viewer(None, "", language)


def viewer_of(person: Person, *, on: date) -> Viewer:
    """Return a person as a viewer, with the roles held on a day."""
    rows = db.session.execute(
        select(Membership.body_id, Membership.role).where(
            Membership.person_id == person.id,
            Membership.from_on <= on,
            or_(Membership.until_on.is_(None), Membership.until_on >= on),
        )
    )
    holdings = frozenset((body_id, role) for body_id, role in rows)
    return Viewer(person.id, person.name or "", person.language, holdings)


def standing_at(viewer: Viewer, body: Body, *, way: Iterable[str] = ()) -> Standing:
    """Return how a viewer stands to a body's things; ``way`` holds the ids of the case's bodies."""
    followers = {follow.body_id for follow in body.followers} if not body.is_hosted else set()
    on_way = set(way) - {body.id}
    grants: set[Grant] = set()
    for body_id, role in viewer.holdings:
        if role is Role.ADMINISTRATOR:
            grants.add((role, Relation.INSTALLATION))
            continue
        if body_id == body.id:
            grants.add((role, Relation.OWN))
        if body_id in followers:
            grants.add((role, Relation.FOLLOWED))
        if body_id in on_way:
            grants.add((role, Relation.ON_WAY))
    return frozenset(grants)


def viewer_may(action: Action, viewer: Viewer, body: Body, *, way: Iterable[str] = ()) -> bool:
    """Return whether a viewer may do this to a body's thing."""
    return may(action, standing=standing_at(viewer, body, way=way))


def require(action: Action, viewer: Viewer, body: Body, *, way: Iterable[str] = ()) -> None:
    """Raise ``NotAllowed`` unless the viewer may do this to a body's thing."""
    if not viewer_may(action, viewer, body, way=way):
        raise NotAllowed


def office_holders(person_ids: set[str]) -> set[str]:
    """Return those of some people who hold or have held an office, and may be named outside their body."""
    rows = select(Membership.person_id).where(
        Membership.person_id.in_(person_ids), Membership.role.in_(OFFICES)
    )
    return set(db.session.scalars(rows)) if person_ids else set()


def require_administrator(viewer: Viewer) -> None:
    """Raise ``NotAllowed`` unless the viewer administers the installation."""
    if not may(
        Action.BODY_MAKE, standing=frozenset((role, Relation.INSTALLATION) for _, role in viewer.holdings)
    ):
        raise NotAllowed
