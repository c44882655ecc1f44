"""The meetings of the motion's way, here and in the municipality (example)."""

from datetime import date, time

from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.services.example import agendas
from motionflow.services.example.cast import (
    ANNE,
    BERIT,
    BRANCH,
    EINAR,
    GRETE,
    GROUP,
    HASSAN,
    KARI,
    NINA,
    OLA,
    PARTY,
    PER,
    SARA,
    TURID,
)
from motionflow.services.example.stage import Elsewhere, Sitting

BRANCH_2019 = Sitting(
    BRANCH,
    MeetingKind.ANNUAL,
    date(2019, 1, 16),
    time(18, 0),
    time(20, 45),
    "Løken samfunnshus",
    KARI,
    agendas.BRANCH_2019,
    announced_on=date(2018, 12, 19),
    officers=(
        (OfficerKind.CHAIR, PER),
        (OfficerKind.SECRETARY, KARI),
        (OfficerKind.TELLER, HASSAN),
        (OfficerKind.SIGNER, BERIT),
        (OfficerKind.SIGNER, GRETE),
    ),
    numbers=(18, 18, 2),
)
PARTY_2019 = Sitting(
    PARTY,
    MeetingKind.ANNUAL,
    date(2019, 2, 9),
    time(10, 0),
    time(15, 30),
    "Rådhuset, Bjørkelangen",
    NINA,
    agendas.PARTY_2019,
    announced_on=date(2019, 1, 4),
    officers=(
        (OfficerKind.CHAIR, OLA),
        (OfficerKind.SECRETARY, NINA),
        (OfficerKind.DRAFTING_COMMITTEE, EINAR),
        (OfficerKind.DRAFTING_COMMITTEE, SARA),
        (OfficerKind.DRAFTING_COMMITTEE, TURID),
        (OfficerKind.TELLER, PER),
        (OfficerKind.SIGNER, ANNE),
        (OfficerKind.SIGNER, EINAR),
    ),
    numbers=(42, 42, 5),
)
GROUP_SPRING = Sitting(
    GROUP,
    MeetingKind.GROUP,
    date(2019, 3, 4),
    time(18, 0),
    time(20, 0),
    "Rådhuset, Bjørkelangen",
    TURID,
    agendas.GROUP_SPRING,
    announced_on=date(2019, 2, 25),
    officers=((OfficerKind.CHAIR, ANNE), (OfficerKind.SECRETARY, TURID)),
)
GROUP_AUTUMN = Sitting(
    GROUP,
    MeetingKind.GROUP,
    date(2019, 11, 11),
    time(18, 0),
    time(21, 0),
    "Rådhuset, Bjørkelangen",
    TURID,
    agendas.GROUP_AUTUMN,
    announced_on=date(2019, 11, 6),
    officers=((OfficerKind.CHAIR, ANNE), (OfficerKind.SECRETARY, TURID)),
    numbers=(14, 13, None),
)
BRANCH_2020 = Sitting(
    BRANCH,
    MeetingKind.ANNUAL,
    date(2020, 1, 22),
    time(18, 0),
    time(20, 15),
    "Løken samfunnshus",
    KARI,
    agendas.BRANCH_2020,
    announced_on=date(2019, 12, 18),
    officers=(
        (OfficerKind.CHAIR, PER),
        (OfficerKind.SECRETARY, KARI),
        (OfficerKind.SIGNER, BERIT),
        (OfficerKind.SIGNER, HASSAN),
    ),
    numbers=(16, 16, 1),
)

# In the municipality; the case and archive numbers are invented.
QUESTIONS = Elsewhere(date(2019, 3, 25), "024/19", "2019/312")
EXECUTIVE_JUNE = Elsewhere(date(2019, 6, 3), "051/19", "2019/874")
COUNCIL_JUNE = Elsewhere(date(2019, 6, 17), "047/19", "2019/874")
EXECUTIVE_NOVEMBER = Elsewhere(date(2019, 11, 25), "103/19", "2019/1655")
COUNCIL_DECEMBER = Elsewhere(date(2019, 12, 16), "112/19", "2019/1655")
COUNCIL_2020 = Elsewhere(date(2020, 6, 15), "038/20", "2020/402")
