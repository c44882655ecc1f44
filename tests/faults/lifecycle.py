"""A meeting's polls as a model that thinks for itself, played against the real ones.

The model knows five voters, what each poll's state is and who voted what. It shares no rule with motionflow:
what it expects is written out here, so that a rule that is broken there shows here.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from motionflow.db import begin_writing, db
from motionflow.domain.errors import RuleBroken
from motionflow.domain.polls import Channel
from motionflow.models import OpenBallot, Poll, RollEntry
from motionflow.services import counting, poll_plans, polls, rolls
from tests.services import halls
from tests.services.halls import START, Hall

OPTIONS = ("for", "against", "blank")
ACTS = (
    *["vote"] * 8,
    *["come", "leave", "raise_hands", "wait", "count", "annul"] * 2,
    *("prepare", "open", "extend", "close", "let_the_worker_close", "plan"),
)
UNDER_WAY = ("prepared", "check_in", "open", "closed")
_TWO = st.integers(0, 1)
_VOTERS = st.sets(st.integers(0, 4), max_size=3)
_RANK = {"planned": 0, "prepared": 1, "open": 2, "closed": 3, "counted": 4, "annulled": 5, "fallen_away": 5}


@dataclass
class Expected:
    """What the model believes of one poll."""

    poll_id: str
    may_change: bool
    takes_hands: bool
    state: str = "planned"
    prepared_at: datetime | None = None
    closes_at: datetime | None = None
    roll: frozenset[int] = frozenset()
    roll_hash: str | None = None
    votes: dict[int, str] = field(default_factory=dict)
    hands: dict[str, int] = field(default_factory=dict)
    highest: int = 0


class Polls(RuleBasedStateMachine):
    """Whatever a chair, tellers and five voters can do, in any order."""

    hall: Hall

    def __init__(self) -> None:
        super().__init__()
        db.session.remove()
        begin_writing()
        self.at = START + timedelta(minutes=1)
        self.came: dict[int, datetime | None] = dict.fromkeys(range(5), START)
        self.all: list[Expected] = []

    def teardown(self) -> None:
        """Undo all of it: the hall stands for the next play."""
        db.session.rollback()
        db.session.remove()

    @property
    def now(self) -> Expected:
        """The poll that was planned last."""
        return self.all[-1]

    def tried(self, act: Callable[[], object], *, expected: bool) -> bool:
        """Do it a second later; whether it was allowed must be what the model expects."""
        self.at += timedelta(seconds=1)
        point = db.session.begin_nested()
        try:
            act()
            point.commit()
            allowed = True
        except RuleBroken:
            point.rollback()
            allowed = False
        assert allowed == expected, f"allowed: {allowed}; the model says {expected} of {self.now}"
        return allowed

    def seen(self) -> int:
        """The version a page would have shown."""
        return db.session.scalars(select(Poll.version).where(Poll.id == self.now.poll_id)).one()

    def is_past(self, *, after: int = 1) -> bool:
        """Whether the poll's time has run out, so many seconds from now."""
        closes = self.now.closes_at
        return closes is not None and closes <= self.at + timedelta(seconds=after)

    def is_open(self) -> bool:
        """Whether votes are taken a second from now."""
        return self.now.state == "open" and not self.is_past()

    @initialize(
        may_change=st.booleans(), hands=st.booleans(), minutes=st.sampled_from((None, 1, 3)), late=_VOTERS
    )
    def first(self, may_change: bool, hands: bool, minutes: int | None, late: set[int]) -> None:
        """Plan the first poll and open it, which most of what can go wrong comes after."""
        self._begin(may_change, hands, minutes, late)

    def _begin(self, may_change: bool, hands: bool, minutes: int | None, late: set[int]) -> None:
        self._plan(may_change, hands)
        for who in late:
            self.leave(who)
        self.prepare()
        for who in sorted(late)[1:]:
            self.come(who)
        self.open(minutes)

    @rule(what=st.sampled_from(ACTS), who=st.integers(0, 4), option=st.sampled_from(OPTIONS), data=st.data())
    def act(self, what: str, who: int, option: str, data: st.DataObject) -> None:
        """Let somebody do something; what meetings are full of comes more often."""
        if what == "vote":
            self.vote(who, data.draw(st.sampled_from((option, option, option, "perhaps"))), data.draw(_TWO))
        elif what in ("come", "leave"):
            getattr(self, what)(who)
        elif what == "raise_hands":
            self.raise_hands(data.draw(st.integers(0, 4)), data.draw(st.integers(0, 3)))
        elif what == "wait":
            self.wait(data.draw(st.sampled_from((20, 70, 200))))
        elif what == "open":
            self.open(data.draw(st.sampled_from((None, 1, 3))))
        elif what == "extend":
            self.extend(data.draw(st.integers(-1, 4)))
        elif what == "annul":
            self.annul(data.draw(st.sampled_from(("", "Feil tekst"))))
        elif what == "plan":
            self.plan(data.draw(st.booleans()), data.draw(st.booleans()), data.draw(_VOTERS))
        else:
            getattr(self, what)()

    def plan(self, may_change: bool, hands: bool, late: set[int]) -> None:
        """Plan another and open it, when the last has ended."""
        if self.now.state in ("counted", "annulled", "fallen_away"):
            self._begin(may_change, hands, None, late)

    def _plan(self, may_change: bool, hands: bool) -> None:
        channels = frozenset({Channel.ONLINE, Channel.HANDS} if hands else {Channel.ONLINE})
        poll = halls.plan(self.hall, at=self.at, may_change_vote=may_change, channels=channels)
        self.all.append(Expected(poll.id, may_change, hands))

    def prepare(self) -> None:
        """Prepare the poll."""
        act = lambda: polls.prepare_poll(self.hall.chair, self.now.poll_id, seen=self.seen(), at=self.at)  # noqa: E731
        if self.tried(act, expected=self.now.state == "planned"):
            self.now.state, self.now.prepared_at = "prepared", self.at

    def open(self, minutes: int | None) -> None:
        """Open it, with a deadline or without."""
        prepared, until = self.now.prepared_at, None
        on_roll = {
            each for each, came in self.came.items() if came is not None and prepared and came <= prepared
        }
        if minutes is not None:
            until = self.at + timedelta(minutes=minutes)
        fits = self.now.state == "prepared" and bool(on_roll)
        act = lambda: polls.open_poll(  # noqa: E731
            self.hall.chair, self.now.poll_id, seen=self.seen(), at=self.at, closes_at=until
        )
        if self.tried(act, expected=fits):
            self.now.state, self.now.roll, self.now.closes_at = "open", frozenset(on_roll), until

    def vote(self, who: int, option: str, key: int) -> None:
        """Vote, for something or for what is no option, by one of two forms."""
        known = self.now
        before = known.votes.get(who)
        fits = self.is_open() and who in known.roll and self.came[who] is not None and option in OPTIONS
        fits = fits and (before is None or before == option or known.may_change)
        # The same form again is answered as it was, also when it has become too late.
        again = before == option and f"{who}-{option}-{key}" == self._form(who)
        act = lambda: halls.vote(  # noqa: E731
            self.hall.voters[who], self._poll(), option, at=self.at, key=f"{who}-{option}-{key}"
        )
        if self.tried(act, expected=fits or again):
            known.votes[who] = option

    def _form(self, who: int) -> str | None:
        voter = self.hall.voters[who].id
        own = select(OpenBallot.form_key).where(
            OpenBallot.poll_id == self.now.poll_id, OpenBallot.person_id == voter
        )
        return db.session.scalar(own)

    def _poll(self) -> Poll:
        return db.session.get_one(Poll, self.now.poll_id)

    def come(self, who: int) -> None:
        """Come into the meeting; whoever is there already stays as she came."""
        act = lambda: rolls.check_in_self(  # noqa: E731
            self.hall.voters[who], self.hall.meeting_id, code="", at=self.at
        )
        if self.tried(act, expected=True) and self.came[who] is None:
            self.came[who] = self.at

    def leave(self, who: int) -> None:
        """Leave the meeting."""
        voter = self.hall.voters[who]
        act = lambda: rolls.check_out(voter, self.hall.meeting_id, person_id=voter.id, at=self.at)  # noqa: E731
        if self.tried(act, expected=True):
            self.came[who] = None

    def raise_hands(self, for_: int, against: int) -> None:
        """Count hands in the hall."""
        known = self.now
        counted = {"for": for_, "against": against, "blank": 0}
        fits = known.takes_hands and known.state in ("open", "closed")
        fits = fits and for_ + against + len(known.votes) <= len(known.roll)
        act = lambda: halls.hands(self.hall, self._poll(), counted, at=self.at)  # noqa: E731
        if self.tried(act, expected=fits):
            known.hands = counted

    def wait(self, seconds: int) -> None:
        """Let time pass; what the worker would do meanwhile is done."""
        self.at += timedelta(seconds=seconds)

    def let_the_worker_close(self) -> None:
        """Close what is past its time."""
        due = self.now.state == "open" and self.is_past(after=0)
        assert counting.close_due(at=self.at) == int(due)
        if due:
            self.now.state = "closed"

    def extend(self, minutes: int) -> None:
        """Set another deadline."""
        until = self.at + timedelta(minutes=minutes)
        fits = self.is_open() and minutes > 0
        act = lambda: polls.extend_poll(  # noqa: E731
            self.hall.chair, self.now.poll_id, closes_at=until, seen=self.seen(), at=self.at
        )
        if self.tried(act, expected=fits):
            self.now.closes_at = until

    def close(self) -> None:
        """Close it by the button."""
        act = lambda: counting.close_poll(self.hall.chair, self.now.poll_id, seen=self.seen(), at=self.at)  # noqa: E731
        if self.tried(act, expected=self.now.state == "open"):
            self.now.state = "closed"

    def count(self) -> None:
        """Count it."""
        known = self.now
        is_closed = known.state == "closed" or (known.state == "open" and self.is_past())
        fits = is_closed and sum(known.hands.values()) + len(known.votes) <= len(known.roll)
        act = lambda: counting.count_poll(self.hall.chair, known.poll_id, seen=self.seen(), at=self.at)  # noqa: E731
        if self.tried(act, expected=fits):
            known.state = "counted"
            self._check_result()

    def annul(self, reason: str) -> None:
        """Annul it; the same is then planned anew."""
        known = self.now
        anew: list[Poll] = []
        act = lambda: anew.append(  # noqa: E731
            poll_plans.annul_poll(self.hall.chair, known.poll_id, reason=reason, seen=self.seen(), at=self.at)
        )
        fits = known.state in ("prepared", "open", "closed") and bool(reason)
        if self.tried(act, expected=fits):
            known.state = "annulled"
            self.all.append(Expected(anew[0].id, known.may_change, known.takes_hands))

    def _check_result(self) -> None:
        """The result must be what the votes taken say, by an arithmetic of our own."""
        known = self.now
        sums = Counter(known.votes.values()) + Counter(known.hands)
        wins = sums["for"] > sums["against"]
        poll = self._poll()
        assert counting.tally_of(poll).votes == {"for": sums["for"], "against": sums["against"]}
        assert counting.tally_of(poll).blanks == sums["blank"]
        assert (poll.verdict == "carried") == wins, f"{sums} gives {poll.verdict}"

    @invariant()
    def what_stands_is_what_was_accepted(self) -> None:
        """The last two polls are as the model says: ballots, roll, state; and one at a time is under way."""
        for known in self.all[-2:]:
            read = select(Poll.state, Poll.roll_hash, Poll.roll_count).where(Poll.id == known.poll_id)
            state, roll_hash, roll_count = db.session.execute(read).one()
            assert state == known.state, f"it is {state}; the model says {known.state}"
            assert _RANK[state] >= known.highest, "a poll went back"
            known.highest = _RANK[state]
            if roll_hash is None:
                continue
            known.roll_hash = known.roll_hash or roll_hash
            assert roll_hash == known.roll_hash
            entries = select(RollEntry.person_id).where(RollEntry.poll_id == known.poll_id)
            assert set(db.session.scalars(entries)) == {self.hall.voters[who].id for who in known.roll}
            assert roll_count == len(known.roll)
            ballots = select(OpenBallot.person_id, OpenBallot.option)
            rows = db.session.execute(ballots.where(OpenBallot.poll_id == known.poll_id))
            kept = {row.person_id: row.option for row in rows}
            assert kept == {self.hall.voters[who].id: option for who, option in known.votes.items()}
        busy = select(func.count()).select_from(Poll)
        busy = busy.where(Poll.meeting_id == self.hall.meeting_id, Poll.state.in_(UNDER_WAY))
        assert db.session.scalar(busy) in (0, 1), "two polls at a time"
