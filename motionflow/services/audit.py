"""What happened, chained by hash, and the check that nobody has changed it since.

Events hold opaque ids and codes, never names, choices or free text, so that erasing a person leaves
every chain whole.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, undefer

from motionflow.db import Base, db, whatever_it_holds
from motionflow.models import ChainHead, Event, Paper, Upload
from motionflow.services import silence

GENESIS = "0" * 64
_UNKNOWN = "?"
# What the database's driver and SQLAlchemy raise where SQLite holds something else than its column says.
_UNREADABLE = (ValueError, LookupError, TypeError)
_PENDING = "motionflow_pending_events"

FactValue = str | int | bool | None
Row = TypeVar("Row", bound=Base)
Key = TypeVar("Key", str, int)


@dataclass(frozen=True)
class Pending:
    """An event that waits for its number until its transaction commits."""

    body_id: str
    name: str
    subject_id: str
    actor_id: str | None
    at: datetime
    facts: str


@dataclass(frozen=True)
class Fault:
    """Something that does not hold; ``sentence`` says what and where."""

    sentence: str


def add_event(
    name: str,
    *,
    body_id: str,
    subject_id: str,
    by: str | None,
    at: datetime,
    facts: Mapping[str, FactValue] | None = None,
) -> None:
    """Note that something happened, in the past tense; it is chained when the transaction commits."""
    known = _canonical(facts or {})
    silence.refuse_event(name, by=by, about=(subject_id, known))
    _pending().append(Pending(body_id, name, subject_id, by, at, known))


def chain_events() -> None:
    """Give this transaction's events their numbers and hashes.

    The chains' heads are locked here, last of all and in one order, so that two transactions that add
    to the same chains wait for each other and never for something else.
    """
    db.session.flush()
    waiting = sorted(_pending(), key=lambda event: event.body_id)
    for body_id, events in groupby(waiting, key=lambda event: event.body_id):
        head = db.session.scalars(
            select(ChainHead)
            .where(ChainHead.body_id == body_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        for event in events:
            row = _chained(event, number=head.number + 1, previous=head.hash)
            db.session.add(row)
            head.number, head.hash = row.number, row.hash
    _pending().clear()
    db.session.flush()


def head_of(body_id: str) -> str:
    """Return the head of a body's chain as it is printed in minutes: ``number:hash``."""
    head = db.session.get_one(ChainHead, body_id, populate_existing=True)
    return f"{head.number}:{head.hash}"


def find_faults(*, head: str | None = None) -> Iterator[Fault]:
    """Yield everything that does not hold: in the chains, the stored papers and the kept originals.

    ``head`` is a chain's head as printed in minutes; with it a cut tail is found too.
    """
    with whatever_it_holds():
        for chain_head in db.session.scalars(select(ChainHead).order_by(ChainHead.body_id)):
            yield from _chain_faults(chain_head)
        yield from _paper_faults()
        yield from _upload_faults()
        if head is not None:
            yield from _head_faults(head)


def _pending() -> list[Pending]:
    # Kept with its transaction: what a rolled-back one noted must not reach the next.
    session = db.session()
    transaction = session.get_transaction()
    kept = session.info.get(_PENDING)
    if kept is None or kept[0] is not transaction:
        kept = (transaction, [])
        session.info[_PENDING] = kept
    events: list[Pending] = kept[1]
    return events


def _canonical(facts: Mapping[str, FactValue]) -> str:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _hash(event: Event) -> str:
    fields = [
        event.body_id,
        event.number,
        event.at.isoformat(timespec="microseconds"),
        event.actor_id,
        event.name,
        event.subject_id,
        event.facts,
        event.previous_hash,
    ]
    # SQLite may give back bytes where someone has put them in the place of a text.
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True, default=repr).encode()).hexdigest()


def _chained(event: Pending, *, number: int, previous: str) -> Event:
    row = Event(
        body_id=event.body_id,
        number=number,
        at=event.at,
        actor_id=event.actor_id,
        name=event.name,
        subject_id=event.subject_id,
        facts=event.facts,
        previous_hash=previous,
    )
    row.hash = _hash(row)
    return row


def _rows(
    rows: Select[Row], *, key: InstrumentedAttribute[Key], at_a_time: int
) -> Iterator[tuple[Key, Row | None]]:
    """Yield each row with its key, in order; only the key where a column holds what it cannot."""
    keys = db.session.scalars(rows.with_only_columns(key).order_by(key)).all()
    for start in range(0, len(keys), at_a_time):
        some = keys[start : start + at_a_time]
        try:
            found = {getattr(row, key.key): row for row in db.session.scalars(rows.where(key.in_(some)))}
            yield from ((one, found.get(one)) for one in some)
        except _UNREADABLE:
            yield from ((one, _row(rows.where(key == one))) for one in some)


def _row(rows: Select[Row]) -> Row | None:
    try:
        return db.session.scalars(rows).one()
    except _UNREADABLE:
        return None


def _chain_faults(head: ChainHead) -> Iterator[Fault]:
    number, previous = 0, GENESIS
    events = select(Event).where(Event.body_id == head.body_id)
    for here, event in _rows(events, key=Event.number, at_a_time=500):
        if here != number + 1:
            yield Fault(f"Chain {head.body_id}: event {number + 1} is missing.")
        elif event is not None and previous not in (event.previous_hash, _UNKNOWN):
            yield Fault(f"Chain {head.body_id}: event {here} does not follow the one before it.")
        if event is None or event.hash != _hash(event):
            yield Fault(f"Chain {head.body_id}: event {here} has been changed.")
        number, previous = here, event.hash if event is not None else _UNKNOWN
    if number != head.number or previous not in (head.hash, _UNKNOWN):
        yield Fault(f"Chain {head.body_id}: ends at event {number}, but its head says {head.number}.")


def _paper_faults() -> Iterator[Fault]:
    made = _chained_sums("paper_made")
    destroyed = set(db.session.scalars(select(Event.subject_id).where(Event.name == "paper_destroyed")))
    seen = set()
    papers = select(Paper).options(undefer(Paper.content))
    for paper_id, paper in _rows(papers, key=Paper.id, at_a_time=20):
        seen.add(paper_id)
        if paper is None:
            yield Fault(f"Paper {paper_id}: what is kept of it cannot be read.")
            continue
        name = f"Paper {paper.id} ({paper.file_name}, version {paper.version})"
        if made.get(paper.id) != paper.sha256:
            yield Fault(f"{name}: its checksum is not the one in the chain of events.")
        if paper.content is None:
            if paper.id not in destroyed:
                yield Fault(f"{name}: its bytes are gone, and no event says that they were destroyed.")
        elif _sum_of(paper.content) != paper.sha256:
            yield Fault(f"{name}: its bytes have been changed.")
    for paper_id in made.keys() - seen:
        yield Fault(f"Paper {paper_id}: an event says that it was made, but it is missing.")


def _upload_faults() -> Iterator[Fault]:
    kept = _chained_sums("file_kept")
    seen = set()
    uploads = select(Upload).options(undefer(Upload.content))
    for upload_id, upload in _rows(uploads, key=Upload.id, at_a_time=5):
        seen.add(upload_id)
        if upload is None:
            yield Fault(f"File {upload_id}: what is kept of it cannot be read.")
        elif not _sum_of(upload.content) == upload.sha256 == kept.get(upload_id):
            yield Fault(f"File {upload.id} ({upload.name}): is not as it came.")
    for upload_id in kept.keys() - seen:
        yield Fault(f"File {upload_id}: an event says that it was kept, but it is missing.")


def _sum_of(content: object) -> str | None:
    # SQLite gives back text where someone has put text in the place of bytes, were they the same.
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else None


def _chained_sums(event_name: str) -> dict[str, str]:
    rows = db.session.execute(select(Event.subject_id, Event.facts).where(Event.name == event_name))
    return {subject: _sum_in(facts) for subject, facts in rows}


def _sum_in(facts: object) -> str:
    try:
        return str(json.loads(facts)["sha256"]) if isinstance(facts, str) else _UNKNOWN
    except _UNREADABLE:  # the event has been changed, which is said of it
        return _UNKNOWN


def _head_faults(head: str) -> Iterator[Fault]:
    number, _, printed = head.partition(":")
    # Not isdigit() alone: it takes «²» for a digit, and int() does not; nor does a database hold any number.
    if not (number.isascii() and number.isdigit() and len(number) < 10) or len(printed) != 64:
        yield Fault(f"--head must be a number and a hash as printed in minutes, N:HASH; got {head!r}.")
        return
    found = db.session.scalars(select(Event.hash).where(Event.number == int(number)))
    if printed not in set(found) and head != f"0:{GENESIS}":
        yield Fault(f"No chain has an event {number} with the hash {printed}: its tail was cut or rewritten.")
