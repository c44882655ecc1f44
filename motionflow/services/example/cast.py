"""The bodies and the invented people of the example, and what each is."""

from dataclasses import dataclass
from datetime import date, datetime

from motionflow.domain.deadlines import Periods
from motionflow.domain.flow import BodyKind
from motionflow.domain.roles import Role
from motionflow.domain.texts import slug_of
from motionflow.domain.voting import RuleName, Tie
from motionflow.i18n import N_
from motionflow.models import Body, Person
from motionflow.services import bodies, people

BRANCH = "Løken Arbeiderforening"
NYNORSK_BRANCH = "Setskog Arbeidarlag (eksempel)"
PARTY = "A-H Arbeiderparti"
GROUP = "A-H Arbeiderpartis kommunestyregruppe"
COUNCIL = "Aurskog-Høland kommunestyre"
EXECUTIVE = "Aurskog-Høland formannskap"

ANNE, BERIT, EINAR, ELI, GRETE, HASSAN = (
    "Anne Test",
    "Berit Utkast",
    "Einar Kladd",
    "Eli Førebels",
    "Grete Mønster",
    "Hassan Skisse",
)
JON, KARI, LIV, NINA, OLA, OLAV, PER, SARA, TURID = (
    "Jon Oppsett",
    "Kari Eksempel",
    "Liv Døme",
    "Nina Notat",
    "Ola Prøve",
    "Olav Freistnad",
    "Per Forsøk",
    "Sara Variant",
    "Turid Kopi",
)


@dataclass(frozen=True)
class House:
    """A body of the example; one with a number of seats is the municipality's, not held here."""

    name: str
    kind: BodyKind
    place: str
    language: str = "nb"
    seats: int | None = None

    @property
    def is_under_party(self) -> bool:
        """Whether the body stands under the party in the tree."""
        return self.kind in (BodyKind.BRANCH, BodyKind.COUNCIL_GROUP)


# Those that others stand under or are followed by come first.
HOUSES = (
    House(PARTY, BodyKind.MUNICIPAL_PARTY, "Bjørkelangen"),
    House(BRANCH, BodyKind.BRANCH, "Løken"),
    House(NYNORSK_BRANCH, BodyKind.BRANCH, "Setskog", language="nn"),
    House(GROUP, BodyKind.COUNCIL_GROUP, "Bjørkelangen"),
    House(EXECUTIVE, BodyKind.EXECUTIVE_COMMITTEE, "Bjørkelangen", seats=9),
    House(COUNCIL, BodyKind.COUNCIL, "Bjørkelangen", seats=35),
)


@dataclass(frozen=True)
class Part:
    """What a person of the example is in a body, from a day on and still."""

    person: str
    body: str
    role: Role
    since: int = 2015
    party: str | None = None
    title: str | None = None


PARTS = (
    Part(KARI, BRANCH, Role.SECRETARY),
    Part(PER, BRANCH, Role.CHAIR),
    Part(GRETE, BRANCH, Role.BOARD, title="Kasserer"),
    Part(BERIT, BRANCH, Role.MEMBER),
    Part(HASSAN, BRANCH, Role.MEMBER, since=2017),
    Part(LIV, NYNORSK_BRANCH, Role.SECRETARY),
    Part(OLAV, NYNORSK_BRANCH, Role.CHAIR),
    Part(ELI, NYNORSK_BRANCH, Role.MEMBER),
    Part(OLA, PARTY, Role.CHAIR),
    Part(NINA, PARTY, Role.SECRETARY),
    Part(EINAR, PARTY, Role.BOARD),
    Part(SARA, PARTY, Role.BOARD),
    Part(ANNE, PARTY, Role.MEMBER),
    Part(TURID, PARTY, Role.MEMBER),
    Part(PER, PARTY, Role.MEMBER),
    Part(ANNE, GROUP, Role.CHAIR, title="Gruppeleder"),
    Part(ANNE, GROUP, Role.COUNCILLOR, party="Ap"),
    Part(TURID, GROUP, Role.SECRETARY),
    Part(TURID, GROUP, Role.COUNCILLOR, party="Ap"),
    Part(OLA, GROUP, Role.COUNCILLOR, since=2019, party="Ap"),
    Part(JON, PARTY, Role.ADMINISTRATOR),
)


def address_of(name: str) -> str:
    """Return the mail address of someone in the example: «Kari Eksempel» has kari.eksempel@example.org."""
    return f"{slug_of(name).replace('-', '.')}@example.org"


# Whom to sign in as, by what there is to see; the labels are translated where they are shown.
ROLES: tuple[tuple[str, str], ...] = (
    (N_("member"), address_of(BERIT)),
    (N_("branch secretary"), address_of(KARI)),
    (N_("party secretary"), address_of(NINA)),
    (N_("chair"), address_of(OLA)),
    (N_("councillor"), address_of(ANNE)),
    (N_("administrator"), address_of(JON)),
)


def make_bodies(*, by: str, at: datetime) -> dict[str, Body]:
    """Make the bodies of the example, by name, with the rules of those that hold annual meetings.

    The group and the party record for the bodies of the municipality.
    """
    made: dict[str, Body] = {}
    for house in HOUSES:
        made[house.name] = bodies.make_body(
            house.name,
            kind=house.kind,
            by=by,
            at=at,
            parent=made[PARTY] if house.is_under_party else None,
            language=house.language,
            place=house.place,
            municipality="Aurskog-Høland",
            is_hosted=house.seats is None,
            seats=house.seats,
            followed_by=() if house.seats is None else (made[GROUP], made[PARTY]),
            is_example=True,
        )
    for name in (PARTY, BRANCH, NYNORSK_BRANCH):
        bodies.set_rules(
            made[name],
            valid_from=date(2015, 1, 1),
            by=by,
            at=at,
            periods=Periods(notice_days=28, motion_days=14, papers_days=7),
            majority=RuleName.ORDINARY,
            tie=Tie.FALLS,
            allows_blanks=True,
            membership_days=30,
            source="vedtektene § 4",
        )
    return made


def make_people(*, at: datetime) -> dict[str, Person]:
    """Make the people of the example, by name; the nynorsk branch's read nynorsk."""
    nynorsk = {part.person for part in PARTS if part.body == NYNORSK_BRANCH}
    return {
        name: people.add_person(
            name, address=address_of(name), at=at, language="nn" if name in nynorsk else "nb"
        )
        for name in dict.fromkeys(part.person for part in PARTS)
    }


def give_parts(cast: dict[str, Person], among: dict[str, Body], *, by: str, at: datetime) -> None:
    """Make each person what she is; all memberships run on."""
    for part in PARTS:
        people.give_role(
            cast[part.person],
            body=among[part.body],
            role=part.role,
            from_on=date(part.since, 10, 1) if part.since == 2019 else date(part.since, 1, 1),
            by=by,
            at=at,
            party=part.party,
            title=part.title,
        )
