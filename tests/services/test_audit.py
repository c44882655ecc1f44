"""The chain of events: a changed byte, a changed event and a missing event are found."""

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select, text

from motionflow.db import db
from motionflow.models import ChainHead, Event
from motionflow.services import audit, erasure, motions
from tests.services import builders
from tests.services.builders import LONG_AFTER, one_transaction


def faults(head: str | None = None) -> list[str]:
    """Return what verifying finds, in a session that has nothing in memory."""
    db.session.remove()
    return [fault.sentence for fault in audit.find_faults(head=head)]


def change(statement: str) -> None:
    """Change the database behind the application's back."""
    db.session.remove()
    db.session.execute(text(statement))
    db.session.commit()


def test_a_case_that_has_come_all_the_way_has_no_faults(way):
    assert faults() == []


def test_chains_are_numbered_without_gaps_one_for_each_body(party, way):
    for body_id in (party.branch_id, party.party_id, party.group_id, party.council_id):
        numbers = db.session.scalars(
            select(Event.number).where(Event.body_id == body_id).order_by(Event.number)
        ).all()
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET facts = '{}' WHERE name = 'decision_recorded'",
        "UPDATE events SET actor_id = NULL WHERE number = 3",
        "UPDATE events SET at = '2019-01-01 00:00:00' WHERE number = 2",
        "UPDATE events SET subject_id = 'another' WHERE number = 2",
        "DELETE FROM events WHERE number = 2",
        "DELETE FROM events WHERE name = 'step_forwarded'",
        "UPDATE chain_heads SET number = number - 1",
        "UPDATE papers SET sha256 = 'x'",
        "DELETE FROM paper_people",
    ],
)
def test_what_is_changed_behind_the_back_is_found(way, statement):
    if "paper_people" in statement:
        change(statement)
        assert faults() == []  # an index over the facts; the papers themselves still hold
        return
    change(statement)
    assert faults() != []


def test_a_changed_byte_in_a_paper_is_found(way):
    change(
        "UPDATE papers SET content = (SELECT content FROM papers WHERE kind = 'minutes' LIMIT 1)"
        " WHERE kind = 'letter'"
        if db.session.scalar(text("SELECT count(*) FROM papers WHERE kind = 'minutes'"))
        else "UPDATE papers SET content = (SELECT content FROM papers WHERE kind = 'motion' LIMIT 1)"
        " WHERE kind = 'letter'"
    )
    assert any("bytes have been changed" in fault for fault in faults())


def test_a_paper_that_is_gone_is_found(way):
    change("DELETE FROM paper_people")
    change("DELETE FROM papers WHERE kind = 'letter'")
    assert any("missing" in fault for fault in faults())


def test_a_kept_file_that_is_not_as_it_came_is_found(party):
    with one_transaction():
        motions.keep_upload(party.member, b"as it came", name="a.txt", body=party.branch, at=LONG_AFTER)
    assert faults() == []
    change(
        "UPDATE uploads SET content = (SELECT CAST('other' AS BLOB))"
        if _is_sqlite()
        else "UPDATE uploads SET content = 'other'::bytea"
    )
    assert any("not as it came" in fault for fault in faults())


_NOT_OF_THEIR_COLUMN = (
    ("papers", "content = CAST(content AS TEXT) WHERE kind = 'letter'", "Paper "),
    ("papers", "content = 'text' WHERE kind = 'letter'", "Paper "),
    ("papers", "made_at = 'never' WHERE kind = 'letter'", "Paper "),
    ("papers", "title = CAST(x'ff' AS TEXT), sha256 = x'00' WHERE kind = 'letter'", "Paper "),
    ("uploads", "content = CAST(x'ff' AS TEXT)", "File "),
    ("uploads", "added_at = 'never'", "File "),
    ("events", "facts = x'ff' WHERE name = 'paper_made'", "Chain "),
    ("events", "facts = 'no JSON' WHERE name = 'file_kept'", "Chain "),
    ("events", "at = 'never' WHERE number = 2", "Chain "),
    ("events", "name = CAST(x'ff' AS TEXT) WHERE number = 2", "Chain "),
)


@pytest.mark.once  # PostgreSQL keeps in a column what the column can hold
def test_what_a_column_cannot_hold_is_a_fault_of_its_own(way, party):
    if not _is_sqlite():
        return
    with one_transaction():
        motions.keep_upload(party.member, b"as it came", name="a.txt", body=party.branch, at=LONG_AFTER)
    for table, what, where in _NOT_OF_THEIR_COLUMN:
        change(f"CREATE TEMPORARY TABLE sound AS SELECT * FROM {table}")
        change(f"UPDATE {table} SET {what}")

        found = faults()

        assert any(each.startswith(where) for each in found), (what, found)
        assert not any("head says" in each or "does not follow" in each for each in found), (what, found)
        assert all(re.match("Chain |Paper |File ", each) for each in found)
        change(f"REPLACE INTO {table} SELECT * FROM sound")
        change("DROP TABLE sound")
    assert faults() == []


def test_a_cut_tail_is_found_by_the_head_that_was_printed(party, way):
    head = audit.head_of(party.branch_id)
    number, printed = head.split(":")
    assert faults(head) == []
    change(f"DELETE FROM events WHERE body_id = '{party.branch_id}' AND number = {number}")
    last = db.session.execute(
        select(Event.number, Event.hash)
        .where(Event.body_id == party.branch_id)
        .order_by(Event.number.desc())
        .limit(1)
    ).one()
    change(
        f"UPDATE chain_heads SET number = {last.number}, hash = '{last.hash}'"
        f" WHERE body_id = '{party.branch_id}'"
    )
    change("DELETE FROM paper_people")
    assert any(printed in fault for fault in faults(head))


@pytest.mark.parametrize("head", ["", "7", "x:y", "1:" + "0" * 63])
def test_a_head_that_was_not_printed_by_us_is_a_fault(way, head):
    assert faults(head) != []


def test_a_rolled_back_transaction_leaves_no_event_behind(party):
    before = db.session.scalars(select(ChainHead.number).order_by(ChainHead.body_id)).all()
    db.session.remove()

    def fail_after_writing() -> None:
        with one_transaction():
            builders.hand_in(party)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    with one_transaction():
        builders.hand_in(party)
    after = db.session.scalars(select(ChainHead.number).order_by(ChainHead.body_id)).all()
    assert sum(after) - sum(before) == 2  # handed in, and its paper made, once
    assert faults() == []


def test_events_hold_ids_and_codes_and_never_names_or_words(party, way):
    everything = " ".join(
        " ".join(map(str, row)) for row in db.session.execute(text("SELECT * FROM events")).all()
    )
    for name in ("Lise", "Kari", "Eksempel", "example.org", "bokbuss", "Elvebygda", "Grendehuset"):
        assert name.casefold() not in everything.casefold()
    for facts in db.session.scalars(select(Event.facts)):
        assert all(re.fullmatch(r"[\w-]*", str(value)) for value in json.loads(facts).values())


def test_a_person_can_be_erased_and_the_chains_still_hold(party, way):
    with one_transaction():
        erasure.erase_person(party.branch_secretary, party.member.id, at=LONG_AFTER)
    assert faults() == []
    dump = " ".join(str(row) for row in db.session.execute(text("SELECT * FROM people")).all())
    assert "Lise" not in dump


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000, ""])
def test_a_head_that_is_no_number_is_told(open_app: Flask, number: str) -> None:
    assert faults(f"{number}:{'0' * 64}")[0].startswith("--head must be a number")
