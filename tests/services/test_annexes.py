"""What happened to our motions: told plainly, as far as one may see, and made before the notice goes out."""

import re
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

from sqlalchemy import select

from motionflow.db import db
from motionflow.documents.sheet import make_sheet
from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.fates import Became, Fate, Line, Treatment, by_year, fate_of, totals_of
from motionflow.domain.flow import BodyKind, Outcome, StepState
from motionflow.models import Mail
from motionflow.models.outbox import MailKind
from motionflow.services import annexes, meetings
from motionflow.services.access import nobody
from motionflow.services.annexes import Chosen
from tests.services import builders
from tests.services.builders import LONG_AFTER, Party, Way, one_transaction

B, S, Out = BodyKind, StepState, Outcome


def treated(kind: BodyKind, outcome: Outcome | None, **others: object) -> Treatment:
    state = S.DECIDED if outcome else S.INBOX
    return Treatment(kind, state, outcome, date(2019, 6, 17) if outcome else None, **others)  # type: ignore[arg-type]


BRANCH = treated(B.BRANCH, Out.ADOPTED, sends_on=True)


def test_the_last_body_that_could_say_says_what_became_of_it() -> None:
    assert fate_of([BRANCH]).verdict is Became.UNTREATED
    assert fate_of([treated(B.BRANCH, Out.ADOPTED)]).verdict is Became.ADOPTED
    assert fate_of([BRANCH, treated(B.MUNICIPAL_PARTY, None)]).verdict is Became.UNTREATED
    assert fate_of([BRANCH, treated(B.COUNCIL, Out.FALLEN)]).verdict is Became.FALLEN
    assert fate_of([BRANCH, treated(B.COUNCIL, Out.COVERED)]).verdict is Became.COVERED
    assert fate_of([BRANCH, treated(B.COUNCIL, Out.ANSWERED)]).verdict is Became.OTHER
    both = [BRANCH, treated(B.COUNCIL, Out.FALLEN), treated(B.COUNCIL, Out.ADOPTED)]
    assert fate_of(both).verdict is Became.ADOPTED_WITH_CHANGES
    assert fate_of(both).on == date(2019, 6, 17)


def test_totals_count_shares_median_days_and_kroner() -> None:
    moved = date(2019, 1, 1)
    lines = [
        Line("Løken", 2019, moved, Fate(Became.ADOPTED, moved + timedelta(days=10)), (), 100, 50, None),
        Line("Løken", 2019, moved, Fate(Became.FALLEN, moved + timedelta(days=30)), (), 200, None, None),
        Line("Løken", 2020, moved, Fate(Became.UNTREATED)),
    ]
    totals = totals_of(lines)
    assert (totals.count, totals.days, totals.asked, totals.granted, totals.spent) == (3, 20, 300, 50, 0)
    assert totals.share(Became.ADOPTED) == 1 / 3
    assert [(row.name, row.count) for row in by_year(lines)] == [("2019", 2), ("2020", 1)]


def test_a_branch_is_told_of_its_motion_all_the_way_and_a_stranger_only_what_is_public(
    party: Party, way: Way
) -> None:
    chosen = Chosen(body=party.branch)
    (one,) = annexes.annex_of(annexes.as_body(party.branch), chosen, at=LONG_AFTER).motions
    assert one.verdict is Became.ADOPTED_WITH_CHANGES
    assert one.decided_by == "Elvebygda kommunestyre"
    assert len(one.decisions) >= 4
    assert "bokbuss" in one.changed_text
    (public,) = annexes.annex_of(nobody(), chosen, at=LONG_AFTER).motions
    assert {row.body for row in public.decisions} == {"Elvebygda kommunestyre"}
    assert public.asked_text == "–"
    assert "Lise" not in str(public)


def test_a_decision_whose_number_at_the_body_is_not_known_has_none_in_the_annex(
    party: Party, way: Way
) -> None:
    with one_transaction():
        [at_council] = [step for step in way.motion.steps if step.body_id == party.council_id]
        at_council.case_number = ""
        chosen = Chosen(body=party.branch)
        (one,) = annexes.annex_of(annexes.as_body(party.branch), chosen, at=LONG_AFTER).motions
        numbers = {row.body: row.item for row in one.decisions}
        assert numbers["Elvebygda kommunestyre"] == ""
        assert one.case_number not in numbers.values()


def test_a_formula_from_a_users_text_stays_text(party: Party) -> None:
    with one_transaction():
        builders.hand_in(party, title="=HYPERLINK(1)")
        paper = annexes.annex_of(annexes.as_body(party.branch), Chosen(body=party.branch), at=LONG_AFTER)
    with ZipFile(BytesIO(make_sheet(paper, language="nn"))) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
        words = book.read("xl/sharedStrings.xml").decode()
    assert "=HYPERLINK(1)" in words
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)


def test_the_sheet_has_who_decided_what_with_the_votes_and_what_was_decided_instead(
    party: Party, way: Way
) -> None:
    paper = annexes.annex_of(annexes.as_body(party.branch), Chosen(body=party.branch), at=LONG_AFTER)
    with ZipFile(BytesIO(make_sheet(paper, language="nb"))) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    (one,) = paper.motions
    assert re.search(r"Elvebygda kommunestyre: Vedtatt med endringer[^<]* 19 mot 16", words)
    assert one.asked_text in words
    assert one.changed_text in words


def test_the_annex_is_there_before_the_notice_goes_out_and_only_once(party: Party, way: Way) -> None:
    held = builders.BRANCH_MEETING.date()
    day = held + timedelta(days=364 - 28 - 14)
    noon = moment_in_oslo(day, builders.time(12, 0))
    with one_transaction():
        assert annexes.prepare_annexes(at=noon - timedelta(days=1)) == 0
    with one_transaction():
        made = annexes.prepare_annexes(at=noon)
        assert made >= 1
        (paper,) = annexes.list_annexes(party.branch)
        assert paper.file_name.endswith("-annex.docx")
        told = select(Mail.person_id).where(Mail.kind == MailKind.ANNEX_READY)
        assert party.branch_secretary.id in set(db.session.scalars(told))
    with one_transaction():
        assert annexes.prepare_annexes(at=noon + timedelta(hours=1)) == 0


def test_a_meeting_called_early_has_its_annex_first(party: Party, way: Way) -> None:
    called = builders.BRANCH_MEETING + timedelta(days=200)
    with one_transaction():
        builders.call(
            party.branch_secretary, party.branch, starts_at=called + timedelta(days=30), called_at=called
        )
        assert len(annexes.list_annexes(party.branch)) == 1
        assert meetings.list_open_meetings(party.branch)
