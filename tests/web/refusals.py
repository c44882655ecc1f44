"""Every form that can be refused: who sends it, where, what is typed, and the sentence that answers."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from motionflow.domain.errors import Code
from motionflow.domain.flow import Outcome
from motionflow.services.motions import LONGEST_TITLE
from tests.web.world import HELD_ON

TYPED = "Dette skrev jeg lenge på."
LONG = "a" * 100_001
LINE, TEXT = {"most": 300}, {"most": 100_000}
Params = Mapping[str, object]
Row = tuple[dict[str, str], Code, Params, str]

_MOTION = {"title": TYPED, "grounds": "Fordi.", "proposed_decision": "Kommunen gjør noe."}
_DECISION = {"outcome": "adopted", "operative_text": TYPED, "decided_on": HELD_ON.isoformat()}
_COUNTED = {"votes_recorded": "on", "options-0-name": "For", "options-1-name": "Mot"}
_VOTES = _DECISION | _COUNTED | {"options-0-votes": "12", "options-1-votes": "3"}
_COVERED = {"outcome": "covered", "reason": "Alt vedtatt."}
_AP = {"parties-0-party": "Ap", "parties-0-votes-0": "12", "parties-0-votes-1": "3"}
_MEETING = {"kind": "annual", "place": TYPED, "clock": "18.00", "agenda": "1 Åpning", "starts_at": "1.1.2099"}

HAND_IN: list[Row] = [
    ({"title": " "}, Code.TITLE_MISSING, {}, "grounds"),
    ({"title": "\0\x01\x7f"}, Code.TITLE_MISSING, {}, "grounds"),
    ({"proposed_decision": ""}, Code.PROPOSED_DECISION_MISSING, {}, "title"),
    ({"title": LONG}, Code.TEXT_TOO_LONG, LINE, "title"),
    ({"grounds": LONG}, Code.TEXT_TOO_LONG, TEXT, "grounds"),
    ({"received_on": "31.2.2019"}, Code.DATE_INVALID, {}, "received_on"),
    ({"received_on": "i går 🙃"}, Code.DATE_INVALID, {}, "received_on"),
    ({"received_on": "1.1.2099"}, Code.DATE_IN_FUTURE, {"date": date(2099, 1, 1)}, "received_on"),
    ({"decided": "on"}, Code.DATE_MISSING, {}, "title"),
    ({"decided": "on", "decided_on": "1.1.2099"}, Code.DATE_IN_FUTURE, {"date": date(2099, 1, 1)}, "title"),
]
DECIDE: list[Row] = [
    ({"operative_text": ""}, Code.TEXT_MISSING, {}, "decided_on"),
    ({"outcome": ""}, Code.CHOICE_INVALID, {}, "operative_text"),
    ({"outcome": "no such"}, Code.CHOICE_INVALID, {}, "operative_text"),
    ({"outcome": "sent_on"}, Code.NEXT_BODY_MISSING, {}, "operative_text"),
    ({"next_body": "{party}"}, Code.NEXT_TEXT_MISSING, {}, "operative_text"),
    ({"outcome": "dismissed"}, Code.REASON_MISSING, {}, "operative_text"),
    ({"meeting": ""}, Code.MEETING_MISSING, {}, "operative_text"),
    ({"meeting": "{of_the_party}"}, Code.MEETING_OF_OTHER_BODY, {}, "operative_text"),
    ({"meeting": "f" * 16}, Code.MEETING_MISSING, {}, "operative_text"),
    ({"decided_on": "31.2.2019"}, Code.DATE_INVALID, {}, "decided_on"),
    ({"decided_on": "1.1.0001"}, Code.DATE_BEFORE_RECEIVED, {}, "decided_on"),
    ({"decided_on": "31.12.9999"}, Code.DATE_IN_FUTURE, {"date": date(9999, 12, 31)}, "decided_on"),
    ({"source_link": "javascript:alert(1)"}, Code.LINK_INVALID, {}, "source_link"),
    ({"source_link": "http://[::1"}, Code.LINK_INVALID, {}, "source_link"),
    (_COVERED, Code.COVERING_LINK_MISSING, {}, "reason"),
    (_COVERED | {"covering_case": "²/1"}, Code.COVERING_LINK_MISSING, {}, "covering_case"),
    (_COVERED | {"covering_case": "9" * 40 + "/1"}, Code.COVERING_LINK_MISSING, {}, "covering_case"),
]
COUNT: list[Row] = [
    ({"entitled": "14"}, Code.VOTES_ABOVE_ENTITLED, {"cast": 15, "entitled": 14}, "entitled"),
    ({"entitled": "20", "present": "14"}, Code.VOTES_ABOVE_PRESENT, {"cast": 15, "present": 14}, "present"),
    ({"options-0-votes": "tolv"}, Code.NUMBER_INVALID, {}, "options-0-votes"),
    ({"options-0-votes": "1e9"}, Code.NUMBER_INVALID, {}, "options-0-votes"),
    ({"options-0-votes": "-1"}, Code.NUMBER_INVALID, {}, "options-0-votes"),
    ({"options-0-votes": "999999999"}, Code.NUMBER_INVALID, {}, "options-0-votes"),
    ({"options-0-votes": "²"}, Code.NUMBER_INVALID, {}, "options-0-votes"),
    ({"options-2-votes": "1"}, Code.NAME_MISSING, {}, "options-2-votes"),
    ({"options-1-name": "For"}, Code.OPTION_TWICE, {}, "options-1-votes"),
    ({"options-0-name": "a" * 301}, Code.TEXT_TOO_LONG, LINE, "options-0-name"),
    ({"deciding": "3"}, Code.OPTION_UNKNOWN, {}, "operative_text"),
    ({"options-1-votes": "13"}, Code.OUTCOME_AGAINST_VOTES, {"outcome": Outcome.ADOPTED}, "options-1-votes"),
]
IN_COUNCIL: list[Row] = [
    ({"blanks": "1"}, Code.BLANKS_NOT_ALLOWED, {}, "blanks"),
    ({"blanks": "1", "rule": "ordinary_with_blanks"}, Code.BLANKS_NOT_ALLOWED, {}, "blanks"),
    ({"entitled": ""}, Code.ENTITLED_MISSING, {}, "operative_text"),
    (
        _AP | {"parties-0-votes-0": "11"},
        *(Code.PARTY_SPLIT_DIFFERS, {"option": "for", "sum": 11, "total": 12}, "parties-0-votes-0"),
    ),
    (
        _AP | {"options-1-votes": ""},
        *(Code.PARTY_SPLIT_DIFFERS, {"option": "against", "sum": 3, "total": 0}, "parties-0-votes-1"),
    ),
]
SEND_ON: list[Row] = [
    ({"body": ""}, Code.NEXT_BODY_MISSING, {}, "proposed_decision"),
    ({"body": "{branch}"}, Code.NEXT_BODY_IS_SAME, {}, "proposed_decision"),
    ({"proposed_decision": " "}, Code.NEXT_TEXT_MISSING, {}, "body"),
    ({"sent_on": "1.1.1019"}, Code.DATE_BEFORE_RECEIVED, {"date": HELD_ON}, "proposed_decision"),
    ({"sent_on": "1.1.2099"}, Code.DATE_IN_FUTURE, {"date": date(2099, 1, 1)}, "sent_on"),
]
CALL: list[Row] = [
    ({"starts_at": "1.1.2019"}, Code.MEETING_IN_PAST, {}, "place"),
    ({"starts_at": "31.2.2019"}, Code.DATE_INVALID, {}, "starts_at"),
    ({"starts_at": "1.1.9999"}, Code.DATE_INVALID, {}, "place"),
    ({"starts_at": ""}, Code.DATE_MISSING, {}, "place"),
    ({"kind": "no such"}, Code.CHOICE_INVALID, {}, "place"),
    ({"link": "http://[x"}, Code.LINK_INVALID, {}, "link"),
    ({"place": "a" * 301}, Code.TEXT_TOO_LONG, LINE, "place"),
    ({"agenda": "1 " + "a" * 301}, Code.TITLE_TOO_LONG, {"most": LONGEST_TITLE}, "place"),
    ({"agenda": "1 Åpning\n1 Slutt"}, Code.AGENDA_NUMBER_TAKEN, {"number": "1"}, "agenda"),
]
CORRECT: list[Row] = [
    ({"title": ""}, Code.TITLE_MISSING, {}, "grounds"),
    ({"title": "a" * 301}, Code.TEXT_TOO_LONG, LINE, "grounds"),
    ({"based_on": "0"}, Code.TEXT_CHANGED_MEANWHILE, {}, "grounds"),
    ({"based_on": "no"}, Code.NUMBER_INVALID, {}, "grounds"),
]


class Form(NamedTuple):
    """A form that is refused: who sends it, where it leads, what is typed and what is wrong with it."""

    role: str
    path: str
    typed: dict[str, str]
    rows: list[Row]


FORMS = {
    "hand in": Form("branch_secretary", "/nytt-forslag", _MOTION, HAND_IN),
    "correct": Form("branch_secretary", "/sak/{in_inbox}/tekst", {"grounds": TYPED}, CORRECT),
    "decide": Form("branch_secretary", "/steg/{listed_step}/vedtak", _DECISION, DECIDE),
    "count": Form("branch_secretary", "/steg/{listed_step}/vedtak", _VOTES, COUNT),
    "in council": Form(
        "group_secretary", "/steg/{council_step}/vedtak", _VOTES | {"source_title": "Møtebok"}, IN_COUNCIL
    ),
    "send on": Form(
        "branch_secretary",
        "/steg/{decided_step}/send-videre",
        {"body": "{party}", "proposed_decision": TYPED},
        SEND_ON,
    ),
    "call": Form("branch_secretary", "/organ/{branch}/innkall", _MEETING, CALL),
    "record": Form(
        "branch_secretary",
        "/organ/{branch}/registrer-mote",
        _MEETING,
        [({}, Code.MEETING_NOT_PAST, {}, "place")],
    ),
    "source": Form(
        "branch_secretary",
        "/sak/{in_inbox}/kilde",
        {"title": TYPED},
        [
            ({"link": "http://[x"}, Code.LINK_INVALID, {}, "link"),
            ({"dated_on": "99.99.99"}, Code.DATE_INVALID, {}, "title"),
            ({"title": ""}, Code.TITLE_MISSING, {}, "title"),
        ],
    ),
    "follow up": Form(
        "branch_secretary",
        "/sak/{in_inbox}/oppfolging",
        {"status": "done", "on": HELD_ON.isoformat(), "source_title": TYPED},
        [
            ({"on": "1.1.2099"}, Code.DATE_IN_FUTURE, {"date": date(2099, 1, 1)}, "source_title"),
            ({"status": "no such"}, Code.CHOICE_INVALID, {}, "source_title"),
            ({"source_title": ""}, Code.SOURCE_MISSING, {}, "on"),
        ],
    ),
    "member": Form(
        "branch_secretary",
        "/organ/{branch}/medlemmer",
        {"name": "Kari Eksempel", "address": "kari@example.net", "role": "member"},
        [
            ({"name": "a" * 201}, Code.TEXT_TOO_LONG, {"most": 200}, "address"),
            ({"address": "kari@example.net, ola@example.net"}, Code.ADDRESS_INVALID, {}, "name"),
            ({"role": "administrator"}, Code.CHOICE_INVALID, {}, "name"),
            ({"role": "councillor"}, Code.PARTY_MISSING, {}, "name"),
        ],
    ),
    "rules": Form(
        "branch_secretary",
        "/organ/{branch}/regler",
        {"valid_from": "1.1.2019", "notice_days": "14", "source": TYPED},
        [
            ({"valid_from": ""}, Code.DATE_MISSING, {}, "notice_days"),
            ({"valid_from": "31.2.2019"}, Code.DATE_INVALID, {}, "valid_from"),
            ({"motion_days": "sju"}, Code.NUMBER_INVALID, {}, "motion_days"),
            ({"papers_days": "-1"}, Code.NUMBER_INVALID, {}, "papers_days"),
            ({"membership_days": "367"}, Code.DAYS_TOO_MANY, {"most": 366}, "source"),
            ({"notice_days": "9999999"}, Code.DAYS_TOO_MANY, {"most": 366}, "source"),
            ({"majority": "council"}, Code.CHOICE_INVALID, {}, "source"),
            ({"tie": "no such"}, Code.CHOICE_INVALID, {}, "source"),
            ({"source": "a" * 201}, Code.TEXT_TOO_LONG, {"most": 200}, "notice_days"),
        ],
    ),
    "rules of the council": Form(
        "group_secretary",
        "/organ/{council}/regler",
        {"valid_from": "1.1.2019", "source": TYPED},
        [
            ({"allows_blanks": "y"}, Code.BLANKS_NOT_ALLOWED, {}, "source"),
            ({"majority": "council_election"}, Code.CHOICE_INVALID, {}, "source"),
        ],
    ),
    "follower": Form(
        "administrator",
        "/administrasjon/organ/{council}/forer",
        {"followed_by": ""},
        [({}, Code.CHOICE_INVALID, {}, "followed_by")],
    ),
    "body": Form(
        "administrator",
        "/administrasjon/nytt-organ",
        {"name": "Nytt lag", "kind": "branch"},
        [
            ({"name": "\N{FACE WITH TEARS OF JOY}" * 301}, Code.TEXT_TOO_LONG, LINE, "name"),
            ({"name": "Nordre Elvebygda partilag"}, Code.NAME_TAKEN, {}, "name"),
            ({"seats": "1e9"}, Code.NUMBER_INVALID, {}, "seats"),
        ],
    ),
}
