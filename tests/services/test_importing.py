"""A motion that comes as a file: kept as it came, and with the decision that the file tells of."""

from datetime import date, timedelta

import pytest

from motionflow.domain.errors import Code, NotFound, RuleBroken
from motionflow.domain.flow import Outcome, StepState
from motionflow.services import audit, importing, motions
from motionflow.services.importing import PastDecision
from tests.services.builders import LONG_AFTER, Party, one_transaction

FILE = """BOKBUSS TIL GRENDENE

Mange har mer enn en times reise til biblioteket, og bussen går to ganger

om dagen. En bokbuss når alle grendene i løpet av to uker.

Vedtak på årsmøte i Nordre Elvebygda partilag 16.1.2019:

Saken oversendes til årsmøtet i Elvebygda kommuneparti med følgende forslag til vedtak:

Elvebygda kommuneparti ber kommunen kjøpe en bokbuss i 2019.
""".encode()


def hand_in_file(party: Party, decision: PastDecision | None = None):
    read = importing.read_motion(FILE, name="forslag.txt")
    wording = motions.Wording(read.title, read.grounds, read.proposed_decision or "")
    viewer = party.branch_secretary
    upload = motions.keep_upload(viewer, FILE, name="forslag.txt", body=party.branch, at=LONG_AFTER)
    return importing.hand_in_decided(
        viewer,
        party.branch,
        wording=wording,
        decision=decision or importing.past_decision_of(viewer, party.branch, read),
        at=LONG_AFTER,
        original=upload,
    )


def test_the_decision_a_file_tells_of_is_recorded_with_its_day_and_next_body(party):
    with one_transaction():
        motion = hand_in_file(party)
        step = motion.steps[0]
        decision = step.decision
        assert (motion.shown_number, motion.title) == ("2019/1", "BOKBUSS TIL GRENDENE")
        assert motion.text.grounds.startswith(
            "Mange har mer enn en times reise til biblioteket, og bussen går to"
        )
        assert (step.state, decision.outcome) == (StepState.DECIDED, Outcome.ADOPTED)
        assert (decision.decided_on, decision.next_body_id) == (date(2019, 1, 16), party.party_id)
        assert decision.proposed_decision == "Elvebygda kommuneparti ber kommunen kjøpe en bokbuss i 2019."
        assert decision.votes == []
        assert motion.movers[0].body_id == party.branch_id
        assert motion.original.content == FILE
    assert list(audit.find_faults()) == []


def test_the_meeting_it_was_decided_in_is_marked_as_recorded_later_and_used_again(party):
    with one_transaction():
        first, second = hand_in_file(party), hand_in_file(party)
        meetings = {motion.steps[0].decision.meeting_id for motion in (first, second)}
        assert len(meetings) == 1
        assert [motion.shown_number for motion in (first, second)] == ["2019/1", "2019/2"]


def test_a_decision_of_a_day_to_come_is_refused(party):
    to_come = PastDecision(LONG_AFTER.date() + timedelta(days=1), "Vedtatt.", None, "")
    with pytest.raises(RuleBroken) as refused, one_transaction():
        hand_in_file(party, to_come)
    assert [each.code for each in refused.value.obstacles] == [Code.DATE_IN_FUTURE]


def test_a_member_who_records_no_decisions_hands_the_motion_in_without_one(party):
    with one_transaction():
        read = importing.read_motion(FILE, name="forslag.txt")
        assert importing.past_decision_of(party.member, party.branch, read) is None
        decision = PastDecision(date(2019, 1, 16), "Vedtatt.", None, "")
        wording = motions.Wording("Title", "", "Text.")
        with pytest.raises(RuleBroken, match="mover_not_yours"):
            importing.hand_in_decided(
                party.member, party.branch, wording=wording, decision=decision, at=LONG_AFTER
            )


def test_nobody_reads_a_file_that_another_has_sent_in(party):
    with one_transaction():
        upload = motions.keep_upload(party.member, FILE, name="forslag.txt", body=party.branch, at=LONG_AFTER)
        assert importing.read_kept_motion(party.member, upload.id).recognised.title == "BOKBUSS TIL GRENDENE"
        with pytest.raises(NotFound):
            importing.read_kept_motion(party.branch_secretary, upload.id)


@pytest.mark.parametrize("name", ["nordre elvebygda  partilag", "Nordre-Elvebygda Partilag"])
def test_a_body_is_known_by_its_name_whatever_the_hyphens_and_capitals(party, name):
    assert importing.find_body_named(name).id == party.branch_id
    assert importing.find_body_named("Søndre Elvebygda partilag") is None
