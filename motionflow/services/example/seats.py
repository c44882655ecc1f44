"""How the council of the example is made up, and the days on which the municipality's bodies meet."""

from datetime import date, timedelta

from motionflow.domain.council import Sitting
from motionflow.services import councils
from motionflow.services.councils import PartyGiven
from motionflow.services.example.cast import ANNE, COUNCIL, EXECUTIVE
from motionflow.services.example.stage import Stage

# The council that met first on 7.10.2019. How the one before it was made up is not known.
CONSTITUENT = date(2019, 10, 7)
SEATS = {"Ap": 14, "Sp": 9, "FrP": 4, "H": 3, "KrF": 2, "MDG": 1, "R": 1, "SV": 1}
SOURCE = "Møtebok for det konstituerende møtet (eksempel)"

_O, _C, _B = Sitting.ORDINARY, Sitting.BUDGET_CHANGE, Sitting.BUDGET
_COUNCIL_MET = (
    (_O, (date(2019, 3, 25),)),
    (_C, (date(2019, 6, 17), date(2020, 6, 15))),
    (Sitting.CONSTITUENT, (CONSTITUENT,)),
    (_B, (date(2019, 12, 16), date(2020, 12, 14))),
)
_EXECUTIVE_MET = ((_C, (date(2019, 6, 3),)), (_B, (date(2019, 11, 25),)))
_JUNE, _DECEMBER = 6, 12


def keep_council(stage: Stage) -> None:
    """Write down the seats, the days of the example's meetings, and those of the year to come."""
    viewer, council = stage.viewer(ANNE), stage.bodies[COUNCIL]
    councils.set_seats(
        viewer,
        council.id,
        valid_from=CONSTITUENT,
        given=[PartyGiven(party, seats) for party, seats in SEATS.items()],
        source=SOURCE,
        at=stage.at,
    )
    coming = tuple((kind, (on,)) for kind, on in _coming_meetings(stage.today))
    for name, met in ((COUNCIL, (*_COUNCIL_MET, *coming)), (EXECUTIVE, _EXECUTIVE_MET)):
        for sitting, days in met:
            councils.add_meetings(
                viewer, stage.bodies[name].id, days=days, sitting=sitting, source_link="", at=stage.at
            )


def _coming_meetings(today: date) -> list[tuple[Sitting, date]]:
    """Return a year of the council's meetings: the third Monday of every second month, invented."""
    found = []
    for number in range(1, 14):
        months = today.year * 12 + today.month - 1 + number
        year, month = divmod(months, 12)
        month += 1
        if month % 2 == 0:
            kind = {_JUNE: _C, _DECEMBER: _B}.get(month, _O)
            found.append((kind, _third_monday(year, month)))
    return found


def _third_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(-first.weekday()) % 7 + 14)
